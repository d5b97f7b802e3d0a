"""Adoptions: whether, and since which day, a commune offers a service."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.models import Source, Unit, UnitKind
from provinces.models.stamps import StampedModel

from .indicators import Indicator


class Adoption(StampedModel):
    """Whether, and since which day, a commune offers a service."""

    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="adoptions",
        help_text=_("The service."),
    )
    unit = models.ForeignKey(Unit, verbose_name=_("commune"), on_delete=models.PROTECT, related_name="adoptions")
    offers = models.BooleanField(_("offers it"), help_text=_("Whether the commune offers it: yes or no."))
    began_on = models.DateField(
        _("since"),
        null=True,
        blank=True,
        help_text=_("The first day on which it was offered; empty where it is not known or not offered."),
    )
    as_of = models.DateField(_("as of"), help_text=_("The day that the report speaks of."))
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="adoptions",
        help_text=_("The document that says so."),
    )

    class Meta:
        verbose_name = _("day a commune began")
        verbose_name_plural = _("days communes began")
        ordering = ["indicator", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit"],
                name="adoption_natural_key",
                violation_error_message=_("The commune's report is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(began_on=None) | Q(offers=True, began_on__lte=F("as_of")),
                name="adoption_began_by_the_day_reported",
                violation_error_message=_("The service began after the day of the report, or is not offered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.indicator}"

    def clean(self) -> None:
        super().clean()
        if self.as_of and self.as_of > timezone.localdate():
            raise ValidationError({"as_of": _("The day lies in the future.")})
        if self.unit_id and self.unit.kind != UnitKind.COMMUNE:
            raise ValidationError({"unit": _("Only a commune-level unit begins to offer a service.")})
