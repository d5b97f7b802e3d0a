"""Dated lists of communes: photographs, not a history."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .sources import Source
from .stamps import StampedModel


class CommuneList(StampedModel):
    """Which communes there were on one day. What changed between two lists is not known."""

    as_of = models.DateField(_("as of"), unique=True)
    source = models.ForeignKey(Source, verbose_name=_("source"), null=True, blank=True, on_delete=models.PROTECT)
    note = models.TextField(_("internal note"), blank=True, help_text=_("Not shown to the public."))

    class Meta:
        verbose_name = _("list of communes")
        verbose_name_plural = _("lists of communes")
        ordering = ["as_of"]

    def __str__(self) -> str:
        return f"{self.as_of:%d/%m/%Y}"


class ListedCommune(StampedModel):
    """A commune in a list, with the district that tells communes of one name apart (districts ended in 2025)."""

    commune_list = models.ForeignKey(
        CommuneList, verbose_name=_("list"), on_delete=models.CASCADE, related_name="entries"
    )
    commune = models.ForeignKey("Unit", verbose_name=_("commune"), on_delete=models.PROTECT, related_name="listings")
    district_code = models.CharField(
        _("district code"),
        max_length=5,
        blank=True,
        help_text=_("The statistics office's code of the district; districts ended on 1/7/2025."),
    )
    district = models.CharField(
        _("district"),
        max_length=100,
        blank=True,
        help_text=_("The district that tells communes of one name apart; empty from 1/7/2025."),
    )

    class Meta:
        verbose_name = _("listed commune")
        verbose_name_plural = _("listed communes")
        ordering = ["commune_list", "commune"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune_list", "commune"],
                name="listed_commune_natural_key",
                violation_error_message=_("The commune is already in this list."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.commune} ({self.district})" if self.district else str(self.commune)
