"""Indicators: what is counted, out of what, and when it is reported."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.language import reader_language
from provinces.models import UnitKind
from provinces.models.stamps import StampedModel

from ..periods import Period, periods


class Frequency(models.TextChoices):
    """How often an indicator is reported; periods follow the calendar."""

    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")
    HALF_YEAR = "half_year", _("every half-year")
    YEAR = "year", _("every year")


class Indicator(StampedModel):
    """What is counted, with its denominator by name: another indicator, or words."""

    class Direction(models.TextChoices):
        UP = "up", _("more is better")
        DOWN = "down", _("less is better")
        NONE = "none", _("neither")

    code = models.SlugField(
        _("code"), max_length=60, unique=True, help_text=_("A short name that stands in addresses.")
    )
    name_vi = models.CharField(_("name"), max_length=200, help_text=_("The name in Vietnamese."))
    name_en = models.CharField(_("English name"), max_length=200, blank=True, help_text=_("The name in English."))
    numerator_vi = models.CharField(
        _("what is counted"), max_length=200, help_text=_("What a report counts, in Vietnamese.")
    )
    numerator_en = models.CharField(
        _("what is counted, in English"), max_length=200, blank=True, help_text=_("What a report counts, in English.")
    )
    denominator_vi = models.CharField(
        _("out of what"),
        max_length=200,
        blank=True,
        help_text=_("Out of what it counts, in Vietnamese; empty for a bare count."),
    )
    denominator_en = models.CharField(
        _("out of what, in English"),
        max_length=200,
        blank=True,
        help_text=_("Out of what it counts, in English; empty for a bare count."),
    )
    denominator_indicator = models.ForeignKey(
        "self",
        verbose_name=_("out of this indicator"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shares",
        help_text=_("The indicator whose count is the denominator."),
    )
    scheme = models.CharField(
        _("scheme"), max_length=60, blank=True, help_text=_("The classification of services it belongs to.")
    )
    unit_kind = models.CharField(
        _("units counted"),
        max_length=8,
        choices=UnitKind,
        help_text=_("The units that are counted, or, where things are counted, the kind that reports."),
    )
    direction = models.CharField(
        _("direction"),
        max_length=4,
        choices=Direction,
        default=Direction.UP,
        help_text=_("Whether more is better (up) or less (down)."),
    )
    frequency = models.CharField(
        _("reported"), max_length=9, choices=Frequency, blank=True, help_text=_("Empty: no reports are expected.")
    )
    period_last_day = models.PositiveSmallIntegerField(
        _("last day of a period"),
        null=True,
        blank=True,
        help_text=_("With 14, the period of June runs from 15 May to 14 June. Empty: the last day of the month."),
    )
    due_days = models.PositiveSmallIntegerField(
        _("days to report"), default=0, help_text=_("How many days after its period a report is due.")
    )
    expected_from = models.DateField(
        _("reports expected from"), null=True, blank=True, help_text=_("For periods that end on this day or later.")
    )
    expected_until = models.DateField(
        _("reports expected until"),
        null=True,
        blank=True,
        help_text=_("The last day of a period for which a report is expected; empty: no end."),
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(frequency="", expected_from=None) | ~Q(frequency="") & Q(expected_from__isnull=False),
                name="indicator_reported_from_a_day",
                violation_error_message=_("Reports that are expected are expected from a day on."),
            ),
            models.CheckConstraint(
                condition=Q(expected_from=None) | Q(expected_from__gte=date(1990, 1, 1)),
                name="indicator_expected_in_living_memory",
                violation_error_message=_("Reports cannot be expected from before 1990."),
            ),
            models.CheckConstraint(
                condition=Q(period_last_day=None) | Q(period_last_day__gte=1, period_last_day__lte=28),
                name="indicator_period_ends_in_every_month",
                violation_error_message=_(
                    "The last day of a period lies between 1 and 28, so that every month has it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(expected_until=None) | Q(expected_until__gte=F("expected_from")),
                name="indicator_expected_in_order",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_vi

    def clean(self) -> None:
        super().clean()
        if self.frequency and self.expected_from is None:
            raise ValidationError({"expected_from": _("Reports that are expected are expected from a day on.")})

    @property
    def scheme_name(self) -> str:
        """The classification that its services belong to; one that is not known by name is called by its code."""
        names = {
            "muc-do-1-4": _("levels 1 to 4 (Circular 32/2017/TT-BTTTT)"),
            "toan-trinh": _("fully and partly online (Decree 42/2022/NĐ-CP)"),
        }
        return str(names.get(self.scheme, self.scheme))

    @property
    def reported_by(self) -> str:
        """The kind of unit that reports it: communes are reported by their province."""
        return UnitKind.PROVINCE if self.unit_kind == UnitKind.COMMUNE else self.unit_kind

    def periods(self, until: date) -> list[Period]:
        """The periods that reports are expected for, up to the one that runs on a day, the earliest first."""
        if not self.frequency or self.expected_from is None:
            return []
        last = min(until, self.expected_until or until)
        return periods(Frequency(self.frequency), self.period_last_day, self.due_days, self.expected_from, last)

    def _in_language(self, stem: str) -> str:
        english = getattr(self, f"{stem}_en")
        return english if reader_language() == "en" and english else getattr(self, f"{stem}_vi")

    @property
    def name(self) -> str:
        return self._in_language("name")

    @property
    def numerator_name(self) -> str:
        return self._in_language("numerator")

    @property
    def denominator_name(self) -> str:
        return self._in_language("denominator")
