"""Targets: what was promised, by whom, until when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.language import reader_language
from provinces.models import Source, Unit, UnitKind
from provinces.models.stamps import StampedModel

from .definitions import ReformIndex
from .indicators import Indicator


class Target(StampedModel):
    """What was promised, by whom, until when: a share of an indicator, or a score, rank or band of an index.

    It holds for one unit, for each unit of a kind, or for the country as a whole. A target whose deadline was moved
    is not changed: another one replaces it, and both are shown.
    """

    class Scope(models.TextChoices):
        UNIT = "unit", _("one unit")
        EACH = "each", _("each unit of the kind")
        COUNTRY = "country", _("the country as a whole")

    class Metric(models.TextChoices):
        PERCENT = "percent", _("share in percent")
        SCORE = "score", _("score")
        RANK = "rank", _("rank")
        BAND = "band", _("band")

    code = models.SlugField(
        _("code"), max_length=80, unique=True, help_text=_("A short name that stands in addresses.")
    )
    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="targets",
        help_text=_("What is counted for it; empty where it is about an index."),
    )
    index = models.ForeignKey(
        ReformIndex,
        verbose_name=_("index"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="targets",
        help_text=_("The index that it is about; empty where something is counted."),
    )
    scope = models.CharField(
        _("holds for"),
        max_length=7,
        choices=Scope,
        default=Scope.UNIT,
        help_text=_("Whether it holds for one unit, for each of its kind, or for the country."),
    )
    metric = models.CharField(
        _("measured as"),
        max_length=7,
        choices=Metric,
        default=Metric.PERCENT,
        help_text=_("What is promised: a share in percent, a rank, a band."),
    )
    unit_kind = models.CharField(
        _("kind of unit"), max_length=8, choices=UnitKind, help_text=_("The kind of unit that it holds for.")
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="targets",
        help_text=_("Only for a target of one unit."),
    )
    value = models.DecimalField(
        _("value"),
        max_digits=8,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("In percent for a share; a place for a rank."),
    )
    band = models.CharField(
        _("band"), max_length=10, blank=True, help_text=_("The band that is promised, where it is one.")
    )
    due_on = models.DateField(_("deadline"), help_text=_("The last day by which it is to be reached."))
    baseline = models.DecimalField(
        _("baseline"),
        max_digits=8,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("The value from which it starts, in the same unit."),
    )
    baseline_on = models.DateField(
        _("day of the baseline"), null=True, blank=True, help_text=_("The day of the baseline.")
    )
    set_by = models.CharField(_("set by"), max_length=200, help_text=_("Who promised it."))
    wording_vi = models.CharField(_("wording"), max_length=500, blank=True, help_text=_("As the document words it."))
    wording_en = models.CharField(
        _("wording in English"), max_length=500, blank=True, help_text=_("In English; a translation of the portal.")
    )
    supersedes = models.ForeignKey(
        "self",
        verbose_name=_("replaces"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
        help_text=_("The target that it takes the place of."),
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="targets",
        help_text=_("The document that says so."),
    )

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["due_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(metric="percent", indicator__isnull=False, index=None)
                | Q(metric__in=["score", "rank", "band"], indicator=None, index__isnull=False),
                name="target_about_indicator_or_index",
                violation_error_message=_("A share is of an indicator; a score, rank or band is of an index."),
            ),
            models.CheckConstraint(
                condition=Q(scope="unit", unit__isnull=False) | Q(scope__in=["each", "country"], unit=None),
                name="target_of_one_unit_names_it",
                violation_error_message=_("A target of one unit names it; the others name none."),
            ),
            models.CheckConstraint(
                condition=~Q(scope="country") | Q(metric="percent"),
                name="target_of_the_country_is_a_share",
                violation_error_message=_("A target of the country is a share of what is counted."),
            ),
            models.CheckConstraint(
                condition=Q(baseline=None, baseline_on=None)
                | Q(baseline__isnull=False, baseline_on__isnull=False, baseline_on__lt=F("due_on")),
                name="target_baseline_has_its_day",
                violation_error_message=_("A baseline has its day, which is before the deadline."),
            ),
            models.CheckConstraint(
                condition=Q(metric="band", value=None) & ~Q(band="")
                | ~Q(metric="band") & Q(value__isnull=False, band=""),
                name="target_has_its_value",
                violation_error_message=_("Give the value, or the band."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def wording(self) -> str:
        """What the source says, in the reader's language where it was translated."""
        return self.wording_en if reader_language() == "en" and self.wording_en else self.wording_vi
