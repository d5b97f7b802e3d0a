"""Who went into whom."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .sources import Source
from .stamps import StampedModel


class Succession(StampedModel):
    """On `effective_on`, the predecessor ended and went, alone or with others, into the successor."""

    class Relation(models.TextChoices):
        MERGED = "merged", _("Merged")
        DIVIDED = "divided", _("Divided")
        RENAMED = "renamed", _("Renamed with other functions")

    predecessor = models.ForeignKey(
        "Unit",
        verbose_name=_("predecessor"),
        on_delete=models.PROTECT,
        related_name="successions",
        help_text=_("The unit that ended or changed."),
    )
    successor = models.ForeignKey(
        "Unit",
        verbose_name=_("successor"),
        on_delete=models.PROTECT,
        related_name="origins",
        help_text=_("The unit that its area or its tasks went to."),
    )
    effective_on = models.DateField(_("effective on"), help_text=_("The first day of the new unit."))
    relation = models.CharField(
        _("relation"),
        max_length=10,
        choices=Relation,
        default=Relation.MERGED,
        help_text=_("Whether units were merged, split or only renamed."),
    )
    seat_in = models.CharField(
        _("seat in"), max_length=120, blank=True, help_text=_("Where the centre of the new unit is.")
    )
    legal_basis = models.CharField(
        _("legal basis"), max_length=200, blank=True, help_text=_("The resolution or decree, with its number.")
    )
    note = models.TextField(_("internal note"), blank=True, help_text=_("Not shown to the public."))
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("The document that says so."),
    )

    class Meta:
        verbose_name = _("merger or change of name")
        verbose_name_plural = _("mergers and changes of name")
        ordering = ["-effective_on", "successor", "predecessor"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="succession_natural_key",
                violation_error_message=_("This succession is already recorded."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_of_two_units",
                violation_error_message=_("A unit cannot succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
