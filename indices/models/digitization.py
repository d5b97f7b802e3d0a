"""Progress of digitization: what is counted, what was promised, what was reported."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from provinces.models import Source, Unit, UnitKind
from provinces.models.stamps import DataStamp, StampedModel, StampedQuerySet

from .definitions import ReformIndex


class Qualifier(models.TextChoices):
    """What a reported figure says: the value itself, or only a bound of it."""

    EXACT = "exact", _("exactly")
    MORE_THAN = "more_than", _("over")
    AT_LEAST = "at_least", _("at least")
    LESS_THAN = "less_than", _("under")
    AT_MOST = "at_most", _("at most")
    ABOUT = "about", _("about")


class Indicator(StampedModel):
    """What is counted, with its denominator by name: another indicator, or words."""

    class Direction(models.TextChoices):
        UP = "up", _("more is better")
        DOWN = "down", _("less is better")
        NONE = "none", _("neither")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_vi = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    numerator_vi = models.CharField(_("what is counted"), max_length=200)
    numerator_en = models.CharField(_("what is counted, in English"), max_length=200, blank=True)
    denominator_vi = models.CharField(_("out of what"), max_length=200, blank=True)
    denominator_en = models.CharField(_("out of what, in English"), max_length=200, blank=True)
    denominator_indicator = models.ForeignKey(
        "self",
        verbose_name=_("out of this indicator"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shares",
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
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, default=Direction.UP)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_vi

    def _in_language(self, stem: str) -> str:
        english = getattr(self, f"{stem}_en")
        return english if get_language() == "en" and english else getattr(self, f"{stem}_vi")

    @property
    def name(self) -> str:
        return self._in_language("name")

    @property
    def numerator_name(self) -> str:
        return self._in_language("numerator")

    @property
    def denominator_name(self) -> str:
        return self._in_language("denominator")


class Target(StampedModel):
    """What was promised, by whom, until when: a share of an indicator, or a score, rank or band of an index."""

    class Metric(models.TextChoices):
        PERCENT = "percent", _("share in percent")
        SCORE = "score", _("score")
        RANK = "rank", _("rank")
        BAND = "band", _("band")

    code = models.SlugField(_("code"), max_length=80, unique=True)
    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="targets",
    )
    index = models.ForeignKey(
        ReformIndex,
        verbose_name=_("index"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="targets",
    )
    metric = models.CharField(_("measured as"), max_length=7, choices=Metric, default=Metric.PERCENT)
    unit_kind = models.CharField(_("kind of unit"), max_length=8, choices=UnitKind)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="targets",
        help_text=_("Empty: for every unit of the kind."),
    )
    value = models.DecimalField(_("value"), max_digits=8, decimal_places=4, null=True, blank=True)
    band = models.CharField(_("band"), max_length=10, blank=True)
    due_on = models.DateField(_("deadline"))
    baseline = models.DecimalField(_("baseline"), max_digits=8, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField(_("day of the baseline"), null=True, blank=True)
    set_by = models.CharField(_("set by"), max_length=200)
    wording_vi = models.CharField(_("wording"), max_length=500, blank=True)
    wording_en = models.CharField(_("wording in English"), max_length=500, blank=True)
    supersedes = models.ForeignKey(
        "self",
        verbose_name=_("replaces"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
    )
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="targets")

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
                condition=Q(metric="band", value=None) & ~Q(band="")
                | ~Q(metric="band") & Q(value__isnull=False, band=""),
                name="target_has_its_value",
                violation_error_message=_("Give the value, or the band."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SnapshotQuerySet(StampedQuerySet):
    def public(self) -> Self:
        """Accepted reports that no later accepted report about the same day replaced."""
        return self.filter(accepted_at__isnull=False, superseded_at=None)

    def waiting(self) -> Self:
        """Reports that nobody has accepted yet; a public one about the same day stays until they are."""
        return self.filter(accepted_at=None, superseded_at=None)


class Snapshot(StampedModel):
    """A dated count as it was reported: numerator and denominator, or only a printed share, perhaps a bound.

    Append-only: a report about the same day replaces the former one when it is accepted; the former one stays, with
    the day it was superseded.
    """

    seen_at_once = False

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="snapshots"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="snapshots")
    as_of = models.DateField(_("as of"))
    as_of_basis = models.CharField(_("how the day is known"), max_length=100, blank=True)
    numerator = models.PositiveIntegerField(_("numerator"), null=True, blank=True)
    denominator = models.PositiveIntegerField(_("denominator"), null=True, blank=True)
    percent = models.DecimalField(
        _("printed share"), max_digits=7, decimal_places=4, null=True, blank=True, help_text=_("In percent.")
    )
    percent_text = models.CharField(_("share as printed"), max_length=12, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="snapshots")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reported by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reported_at = models.DateTimeField(_("reported at"), default=timezone.now, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accepted by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True, editable=False)

    objects = SnapshotQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        permissions = [("accept_snapshot", _("May accept reports"))]
        ordering = ["indicator", "unit", "as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "as_of"],
                condition=Q(superseded_at=None, accepted_at__isnull=False),
                name="snapshot_one_public_a_day",
                violation_error_message=_("There is already a public report about this day."),
            ),
            models.UniqueConstraint(
                fields=["indicator", "unit", "as_of"],
                condition=Q(superseded_at=None, accepted_at=None),
                name="snapshot_one_waiting_a_day",
                violation_error_message=_("There is already a report about this day."),
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=False) | Q(percent__isnull=False),
                name="snapshot_says_something",
                violation_error_message=_("A report gives a count or a share."),
            ),
            models.CheckConstraint(
                condition=Q(numerator=None) | Q(denominator=None) | Q(numerator__lte=F("denominator")),
                name="snapshot_numerator_within_denominator",
                violation_error_message=_("The numerator exceeds the denominator."),
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gt=0),
                name="snapshot_denominator_above_zero",
                violation_error_message=_("The denominator is above zero."),
            ),
            models.CheckConstraint(
                condition=Q(percent=None, percent_text="") | Q(percent__gte=0, percent__lte=100) & ~Q(percent_text=""),
                name="snapshot_share_between_0_and_100",
                violation_error_message=_("A share lies between 0 and 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.unit}, {self.as_of:%d/%m/%Y}"

    def accept(self, by) -> None:
        """Make the report public in the place of the one about the same day. Raises ValidationError.

        Four eyes: whoever reported a figure cannot accept it.
        """
        if self.reported_by_id is not None and self.reported_by_id == getattr(by, "pk", None):
            raise ValidationError(_("Whoever reported a figure cannot accept it."))
        now = timezone.now()
        with transaction.atomic():
            same_day = Snapshot.objects.filter(indicator=self.indicator_id, unit=self.unit_id, as_of=self.as_of)
            same_day.public().update(superseded_at=now)
            self.accepted_by, self.accepted_at = by, now
            self.save(update_fields=["accepted_by", "accepted_at"])
            DataStamp.bump()


class Adoption(StampedModel):
    """Whether, and since which day, a commune offers a service."""

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="adoptions"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("commune"), on_delete=models.PROTECT, related_name="adoptions")
    offers = models.BooleanField(_("offers it"))
    began_on = models.DateField(_("since"), null=True, blank=True)
    as_of = models.DateField(_("as of"))
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="adoptions")

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
