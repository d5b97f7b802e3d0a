"""Reports: a dated count as a unit gave it, accepted by another person before it is public."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.models import Source, Unit
from provinces.models.stamps import DataStamp, StampedModel, StampedQuerySet

from .indicators import Indicator
from .steps import account


class Qualifier(models.TextChoices):
    """What a reported figure says: the value itself, or only a bound of it."""

    EXACT = "exact", _("exactly")
    MORE_THAN = "more_than", _("over")
    AT_LEAST = "at_least", _("at least")
    LESS_THAN = "less_than", _("under")
    AT_MOST = "at_most", _("at most")
    ABOUT = "about", _("about")


class SnapshotQuerySet(StampedQuerySet):
    def public(self) -> Self:
        """Accepted reports that no later accepted report about the same day replaced."""
        return self.filter(accepted_at__isnull=False, superseded_at=None)

    def waiting(self) -> Self:
        """Reports that nobody has decided on yet; a public one about the same day stays until one is accepted."""
        return self.filter(accepted_at=None, superseded_at=None, returned_at=None)

    def returned(self) -> Self:
        """Reports that were given back and that no other report about the same day has followed."""
        return self.filter(returned_at__isnull=False, superseded_at=None)


class Snapshot(StampedModel):
    """A dated count as it was reported: numerator and denominator, or only a printed share, perhaps a bound.

    Append-only: a report about the same day replaces the former one when it is accepted; the former one stays, with
    the day it was superseded. Nothing is carried forward: a unit where nothing changed says so in a report.
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
    reported_by = account(_("reported by"))
    reported_at = models.DateTimeField(_("reported at"), default=timezone.now, editable=False)
    accepted_by = account(_("accepted by"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True, editable=False)
    unchanged = models.BooleanField(
        _("no change since last report"), default=False, editable=False, help_text=_("The unit said so itself.")
    )
    explanation = models.CharField(
        _("explanation"),
        max_length=500,
        blank=True,
        help_text=_("For the reviewer: why the figure fell, or rose by so much. Not shown to the public."),
    )
    returned_by = account(_("returned by"))
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True, editable=False)
    return_reason = models.CharField(_("reason for returning"), max_length=500, blank=True, editable=False)

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
                condition=Q(superseded_at=None, accepted_at=None, returned_at=None),
                name="snapshot_one_waiting_a_day",
                violation_error_message=_("There is already a report about this day."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(returned_at=None),
                name="snapshot_accepted_or_returned",
                violation_error_message=_("A report is accepted or returned, not both."),
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

    def clean(self) -> None:
        super().clean()
        if self.as_of and self.as_of > timezone.localdate():
            raise ValidationError({"as_of": _("The day lies in the future.")})
        if self.unit_id and self.indicator_id and self.unit.kind != self.indicator.reported_by:
            raise ValidationError({"unit": _("Another kind of unit reports this indicator.")})
        if self.unit_id and self.as_of and not self.unit.in_force_on(self.as_of):
            raise ValidationError({"unit": _("The unit was not in force on that day.")})

    @transaction.atomic
    def accept(self, by) -> None:
        """Make the report public in the place of the one about the same day. Raises ValidationError.

        Four eyes: whoever reported a figure cannot accept it.
        """
        self._decide(by)
        now = timezone.now()
        self._same_day().public().update(superseded_at=now)
        self.accepted_by, self.accepted_at = by, now
        self.save(update_fields=["accepted_by", "accepted_at"])
        self._same_day().returned().update(superseded_at=now)
        DataStamp.bump()

    @transaction.atomic
    def give_back(self, by, reason: str) -> None:
        """Return the report to its unit, with what is wrong with it. Raises ValidationError."""
        self._decide(by)
        if not reason.strip():
            raise ValidationError(_("Give the reason."))
        self._same_day().returned().update(superseded_at=timezone.now())
        self.returned_by, self.returned_at, self.return_reason = by, timezone.now(), reason.strip()[:500]
        self.save(update_fields=["returned_by", "returned_at", "return_reason"])

    def _decide(self, by) -> None:
        """Hold the report for a decision. Raises ValidationError if there was one, or `by` reported it."""
        if not Snapshot.objects.waiting().select_for_update(of=("self",)).filter(pk=self.pk).exists():
            raise ValidationError(_("This report was accepted, returned or replaced already."))
        if self.reported_by_id is not None and self.reported_by_id == getattr(by, "pk", None):
            raise ValidationError(_("Whoever reported a figure cannot accept it."))

    def _same_day(self) -> SnapshotQuerySet:
        others = Snapshot.objects.filter(indicator=self.indicator_id, unit=self.unit_id, as_of=self.as_of)
        return others.exclude(pk=self.pk)
