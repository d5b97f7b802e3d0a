"""Which indices an account may edit."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .definitions import ReformIndex


class IndexAssignment(models.Model):
    """An account edits the figures of an index. Whoever has the permission `all_indices` needs no assignment."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="index_assignments"
    )
    index = models.ForeignKey(
        ReformIndex, verbose_name=_("index"), on_delete=models.CASCADE, related_name="assignments"
    )

    class Meta:
        verbose_name = _("assigned index")
        verbose_name_plural = _("assigned indices")
        permissions = [("all_indices", _("May see and edit figures of every index"))]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "index"],
                name="index_assignment_once",
                violation_error_message=_("The account has this index already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.index}"

    @staticmethod
    def scope_of(user) -> frozenset[int] | None:
        """The indices whose figures an account may see and edit; None where there is no limit."""
        if user is None or user.has_perm("indices.all_indices"):
            return None
        return frozenset(IndexAssignment.objects.filter(user=user).values_list("index", flat=True))
