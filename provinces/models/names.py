"""What units are called, and when."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..names import fold, slugify, without_type
from .sources import Source
from .stamps import StampedModel


class UnitName(StampedModel):
    """One way a unit is written, with its type and the days it holds.

    Official names come from decrees; aliases (TP.HCM, BR-VT) are what sheets use and are only ever read.
    """

    class Role(models.TextChoices):
        OFFICIAL = "official", _("Official name")
        ALIAS = "alias", _("Other spelling")

    unit = models.ForeignKey("Unit", verbose_name=_("unit"), on_delete=models.CASCADE, related_name="names")
    role = models.CharField(
        _("role"),
        max_length=8,
        choices=Role,
        default=Role.OFFICIAL,
        help_text=_("official: the name in law; alias: another spelling that sheets and searches use."),
    )
    name_vi = models.CharField(_("full name"), max_length=120, help_text=_("With its type: Tỉnh Bến Tre."))
    short_name = models.CharField(_("short name"), max_length=120, help_text=_("Without its type: Bến Tre."))
    name_en = models.CharField(
        _("English name"),
        max_length=120,
        blank=True,
        help_text=_("As official documents write it in English; empty where none is recorded."),
    )
    type = models.CharField(_("type"), max_length=60, blank=True, help_text=_("tỉnh, bộ, phường…"))
    valid_from = models.DateField(
        _("valid from"),
        default=date.min,
        help_text=_("The first day of the name; 1/1/0001 stands for: before anything recorded."),
    )
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("The last day of the name; empty while it is in use.")
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("The document that says so."),
    )
    learned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("learned from"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    learned_at = models.DateTimeField(_("learned at"), null=True, blank=True, editable=False)
    folded = models.CharField(max_length=120, editable=False, db_index=True)
    slug = models.CharField(max_length=120, editable=False, db_index=True)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["unit", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name_vi", "valid_from"],
                name="unit_name_natural_key",
                violation_error_message=_("This unit already has this name from this day."),
            ),
            models.UniqueConstraint(
                fields=["unit", "valid_from"],
                condition=Q(role="official"),
                name="unit_name_one_official_a_day",
                violation_error_message=_("A unit has one official name at a time."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="unit_name_valid_to_after_from",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_vi

    def save(self, *args, **kwargs) -> None:
        self.prepare()
        super().save(*args, **kwargs)
        self.unit.sort_by_latest_name()

    @classmethod
    def learn(cls, spellings: dict[str, int], by) -> None:
        """Remember spellings that an official explained, as aliases of the units they mean (text → unit)."""
        for text, unit_id in spellings.items():
            if not cls.objects.filter(unit=unit_id).filter(Q(name_vi=text) | Q(short_name=text)).exists():
                cls.objects.create(
                    unit_id=unit_id,
                    role=cls.Role.ALIAS,
                    name_vi=text[:120],
                    short_name=text[:120],
                    learned_by=by,
                    learned_at=timezone.now(),
                )

    def prepare(self) -> None:
        """Fill the columns that are made from the name. Bulk writes call it too: they do not call `save`."""
        self.folded = without_type(fold(self.short_name), self.unit.kind)
        self.slug = slugify(self.short_name if self.unit.kind != "ministry" else self.name_vi)
