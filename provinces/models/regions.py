"""Socio-economic regions and who belonged to them when."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .sources import Source
from .stamps import StampedModel, StampedQuerySet


class Region(StampedModel):
    """A socio-economic region. There are six at a time; they were redrawn on 5 October 2025."""

    code = models.SlugField(_("code"), max_length=20, unique=True, help_text=_("A short name that never changes."))
    name_vi = models.CharField(_("name"), max_length=100, help_text=_("The region's name in Vietnamese."))
    name_en = models.CharField(
        _("English name"), max_length=100, blank=True, help_text=_("The region's name in English.")
    )
    sort_key = models.CharField(max_length=400, blank=True, editable=False)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name_vi


class RegionMemberQuerySet(StampedQuerySet):
    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class RegionMember(StampedModel):
    """A unit belongs to a region for certain days; `basis` says how that is known."""

    class Basis(models.TextChoices):
        SOURCE = "source", _("Read in a source")
        REPORT = "report", _("Read in a report of the resolution")
        GENERAL = "general_knowledge", _("General knowledge")

    unit = models.ForeignKey(
        "Unit", verbose_name=_("unit"), on_delete=models.CASCADE, related_name="regions", help_text=_("The province.")
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        related_name="members",
        help_text=_("The socio-economic region it belongs to."),
    )
    valid_from = models.DateField(
        _("valid from"), default=date.min, help_text=_("The first day; 1/1/0001 stands for: before anything recorded.")
    )
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("The last day; empty while it holds.")
    )
    basis = models.CharField(
        _("how it is known"),
        max_length=20,
        choices=Basis,
        help_text=_("Whether it was read in a source, in a report of the resolution, or is general knowledge."),
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("The document that says so."),
    )

    objects = RegionMemberQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("membership of a region")
        verbose_name_plural = _("memberships of regions")
        ordering = ["region", "unit", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "valid_from"],
                name="region_member_one_a_day",
                violation_error_message=_("A unit belongs to one region at a time."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="region_member_valid_to_after_from",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.region}"
