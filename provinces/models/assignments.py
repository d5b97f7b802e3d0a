"""Which units an account may enter figures of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .units import Unit


class UnitAssignment(models.Model):
    """An account enters the reports of a unit; for a province also those of its communes.

    Whoever has the permission `all_units` needs no assignment.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="unit_assignments"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.CASCADE, related_name="assignments")

    class Meta:
        verbose_name = _("assigned unit")
        verbose_name_plural = _("assigned units")
        permissions = [("all_units", _("May see and enter figures of every unit"))]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit"],
                name="unit_assignment_once",
                violation_error_message=_("The account has this unit already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.unit}"

    @staticmethod
    def scope_of(user) -> frozenset[int] | None:
        """The units whose figures an account may see and enter; None where there is no limit."""
        if user is None or user.has_perm("provinces.all_units"):
            return None
        own = Unit.objects.filter(assignments__user=user).values("pk")
        return frozenset(Unit.objects.filter(Q(pk__in=own) | Q(parent__in=own)).values_list("pk", flat=True))
