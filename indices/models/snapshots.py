"""Reports: a dated count as a unit gave it, accepted by another person before it is public."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import JournalEntry, Source, Unit
from provinces.models.stamps import DataStamp, StampedModel, StampedQuerySet
from provinces.wording import count, day

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
    def public(self, at: datetime | None = None) -> Self:
        """Accepted reports that no later accepted report about the same day replaced: those of now, or of a moment."""
        if at is not None:
            return self.filter(Q(superseded_at=None) | Q(superseded_at__gt=at), accepted_at__lte=at)
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
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="snapshots",
        help_text=_("What was counted."),
    )
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="snapshots")
    as_of = models.DateField(_("as of"), help_text=_("The day that the report speaks of."))
    as_of_basis = models.CharField(
        _("how the day is known"),
        max_length=100,
        blank=True,
        help_text=_("How the day is known where the source does not print it."),
    )
    numerator = models.PositiveIntegerField(
        _("numerator"), null=True, blank=True, help_text=_("The count; empty where only a share was printed.")
    )
    denominator = models.PositiveIntegerField(
        _("denominator"), null=True, blank=True, help_text=_("Out of how many; empty where only a share was printed.")
    )
    percent = models.DecimalField(
        _("printed share"), max_digits=7, decimal_places=4, null=True, blank=True, help_text=_("In percent.")
    )
    percent_text = models.CharField(
        _("share as printed"), max_length=12, blank=True, help_text=_("Printed share in percent, as its digits.")
    )
    qualifier = models.CharField(
        _("qualifier"),
        max_length=10,
        choices=Qualifier,
        default=Qualifier.EXACT,
        help_text=_("exact: the value itself; any other: only a bound of it, or about it."),
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="snapshots",
        help_text=_("The document that the figure was taken from."),
    )
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

    @classmethod
    @transaction.atomic
    def file(cls, by, **said: Any) -> "Snapshot":
        """File a report: it waits to be accepted, in the place of one about the same day that waited or was returned.

        `said`: the figures with indicator, unit, day and source. Raises ValidationError.
        """
        report = cls(reported_by=by, **said)
        DataStamp.bump(public=False)  # whoever writes reports takes the stamp first, so that nobody waits in a circle
        now = timezone.now()
        report._same_day().waiting().update(superseded_at=now)
        report._same_day().returned().update(superseded_at=now)
        report.full_clean()
        report.save()
        figures = {name: getattr(report, name) for name in ("as_of", "numerator", "denominator", "percent_text")}
        JournalEntry.note(report, by, None, figures, remark=report.explanation)
        return report

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
        JournalEntry.note(self, by, {"accepted_at": None}, {"accepted_at": now})
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
        after = {"returned_at": self.returned_at, "return_reason": self.return_reason}
        JournalEntry.note(self, by, {"returned_at": None, "return_reason": ""}, after)

    def _decide(self, by) -> None:
        """Hold the report for a decision. Raises ValidationError if there was one, or `by` reported it."""
        DataStamp.bump(public=False)
        if not Snapshot.objects.waiting().select_for_update(of=("self",)).filter(pk=self.pk).exists():
            raise ValidationError(_("This report was accepted, returned or replaced already."))
        if self.reported_by_id is not None and self.reported_by_id == getattr(by, "pk", None):
            raise ValidationError(_("Whoever reported a figure cannot accept it."))

    def _same_day(self) -> SnapshotQuerySet:
        others = Snapshot.objects.filter(indicator=self.indicator_id, unit=self.unit_id, as_of=self.as_of)
        return others.exclude(pk=self.pk)

    @classmethod
    def undo(cls, changes: Sequence[JournalEntry]) -> "UndoneReports":
        """Take back what a sheet filed, as far as nobody has decided on it: nothing is deleted, what it replaced waits
        again if its day is free. Inside the transaction of the undoing."""
        DataStamp.bump(public=False)
        reports = cls.objects.select_for_update(of=("self",)).in_bulk([change.record for change in changes])
        filed = [change for change in changes if change.before is None]
        replaced = [change for change in changes if change.before is not None]
        now, done = timezone.now(), UndoneReports()
        for change in filed:
            report = reports.get(change.record)
            if report is not None and not (report.accepted_at or report.returned_at or report.superseded_at):
                cls.objects.filter(pk=report.pk).update(superseded_at=now)
                done.withdrawn += 1
            else:
                done.kept.append(change)
        for change in replaced:
            report = reports.get(change.record)
            if report is not None and report.superseded_at and report._day_is_free():
                cls.objects.filter(pk=report.pk).update(superseded_at=None)
                done.restored += 1
            else:
                done.kept.append(change)
        return done

    def _day_is_free(self) -> bool:
        """Whether no other report about the day waits, or was accepted since this one was replaced."""
        others = self._same_day()
        decided = others.filter(accepted_at__gte=self.superseded_at)
        return not others.waiting().exists() and not decided.exists()

    def what_is_odd(self, last: "Snapshot | None") -> str:
        """What a reviewer has to know of the figures against the last public report; nothing if they are plain."""
        if last is None or last.numerator is None or self.numerator is None:
            return ""
        said = {"before": count(last.numerator), "now": count(self.numerator), "day": day(last.as_of)}
        if self.numerator < last.numerator:
            return _now("The count falls from %(before)s (%(day)s) to %(now)s.") % said
        if self.denominator and last.denominator:
            rise = 100 * self.numerator / self.denominator - 100 * last.numerator / last.denominator
            if rise > settings.REPORT_JUMP_PERCENT:
                return _now("The share rises by more than %(points)s percentage points since %(day)s.") % {
                    "points": settings.REPORT_JUMP_PERCENT,
                    "day": day(last.as_of),
                }
            if self.denominator != last.denominator:
                return _now("The denominator was %(before)s on %(day)s and is %(now)s now.") % {
                    "before": count(last.denominator),
                    "now": count(self.denominator),
                    "day": day(last.as_of),
                }
        return ""


@dataclass
class UndoneReports:
    """What undoing a sheet of reports did."""

    withdrawn: int = 0
    restored: int = 0
    kept: list[JournalEntry] = field(default_factory=list)
