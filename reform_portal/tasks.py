"""What waits for an official: the first screen of the admin."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indices.models import (
    Correction,
    Edition,
    EditionStep,
    IndexAssignment,
    Indicator,
    Proposal,
    Snapshot,
    UnderReview,
)
from indices.reporting import DueReport, Timing, due_reports
from provinces.models import ImportRun, UnitAssignment
from provinces.registry import current_registry
from provinces.sheets.kinds import KINDS

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of thing that waits: how many, and the first of them with their addresses."""

    label: str
    count: int
    items: tuple[tuple[str, str], ...]
    path: str


def task(label: str, waiting: QuerySet, address: Callable[[Any], str], path: str) -> Task | None:
    """The task, or None where nothing waits."""
    count = waiting.count()
    if not count:
        return None
    return Task(label, count, tuple((_named(item), address(item)) for item in waiting[:SHOWN]), path)


def _named(item: Any) -> str:
    """What an item is called; an edition with its version."""
    if isinstance(item, Edition):
        return _("%(edition)s, version %(version)s") % {"edition": item, "version": item.version}
    return str(item)


def tasks_of(user) -> list[Task]:
    """What waits for an account, by what it may do and is assigned to."""
    return [found for found in _tasks(user) if found]


def _tasks(user) -> Iterator[Task | None]:
    own = IndexAssignment.scope_of(user)
    editions = Edition.objects.select_related("index").order_by("-year", "index__order")
    if own is not None:
        editions = editions.filter(index__in=own)
    listed = reverse("admin:indices_edition_changelist")
    runs = ImportRun.objects.defer("content").filter(
        user=user, state=ImportRun.State.PREVIEWED, expires_at__gt=timezone.now(), kind__in=KINDS
    )
    yield task(_("Sheets to confirm"), runs, _preview, reverse("admin:provinces_importrun_changelist"))
    if user.has_perm("indices.change_edition"):
        drafts = editions.filter(state=Edition.State.DRAFT)
        if not user.is_superuser:
            drafts = (drafts.filter(editors=user) | drafts.filter(editors=None)).distinct()
        last = EditionStep.objects.filter(edition=OuterRef("pk")).order_by("-pk").values("verb")[:1]
        drafts = drafts.annotate(last=Subquery(last))
        returned = Q(last=EditionStep.Verb.RETURNED)
        path = f"{listed}?state__exact=draft"
        yield task(_("Versions that were returned to you"), drafts.filter(returned), _screen, path)
        yield task(_("Versions to finish"), drafts.filter(Q(last=None) | ~returned), _screen, path)
    if user.has_perm("indices.review_edition"):
        in_review = editions.filter(state=Edition.State.IN_REVIEW).exclude(editors=user)
        yield task(_("Versions to check and approve"), in_review, _screen, f"{listed}?state__exact=in_review")
    if user.has_perm("indices.publish_edition"):
        waiting = editions.filter(state=Edition.State.APPROVED, publish_at__gt=timezone.now(), held_at=None)
        yield task(_("Waiting for their minute"), waiting, _screen, f"{listed}?state__exact=approved")
        held = editions.filter(state=Edition.State.APPROVED, held_at__isnull=False)
        yield task(_("On hold"), held, _screen, f"{listed}?state__exact=approved")
        proposals = Proposal.objects.open().exclude(proposed_by=user)
        proposals = proposals.select_related("edition__index")
        yield task(_("Waits for a second person"), proposals, lambda item: _screen(item.edition), listed)
        marks = UnderReview.objects.open().select_related("index").prefetch_related("unit__names")
        marked = reverse("admin:indices_underreview_changelist")
        yield task(_("Figures under review"), marks, lambda item: marked, marked)
    if user.has_perm("indices.change_correction"):
        awaited = Correction.objects.filter(source=None, edition__in=Edition.objects.due(timezone.now()))
        awaited = awaited.select_related("edition__index")
        changelist = reverse("admin:indices_correction_changelist")
        yield task(_("Corrections whose document is awaited"), awaited, _correction, changelist)
    if user.has_perm("indices.add_snapshot") and not user.is_superuser:
        yield _to_report(user)
    if user.has_perm("indices.accept_snapshot"):
        reports = Snapshot.objects.waiting().exclude(reported_by=user).select_related("indicator")
        changelist = reverse("admin:indices_snapshot_changelist")
        yield task(_("Reports to accept"), reports.prefetch_related("unit__names"), lambda item: changelist, changelist)
        yield _late()


def _screen(edition: Edition) -> str:
    return reverse("admin:indices_edition_review", args=[edition.pk])


def _correction(correction: Correction) -> str:
    return reverse("admin:indices_correction_change", args=[correction.pk])


def _preview(run: ImportRun) -> str:
    model = KINDS[run.kind]._meta.model._meta
    return f"{reverse(f'admin:{model.app_label}_{model.model_name}_import')}?run={run.uuid}"


def _to_report(user) -> Task | None:
    """What the account's units have not reported for the period that has ended, or got back."""
    open_lines = [
        due for due in _due(UnitAssignment.scope_of(user)) if due.report is None or due.decision == "returned"
    ]
    return _lines(_("Reports to file"), open_lines, reverse("admin:indices_snapshot_report"))


def _late() -> Task | None:
    """Reports whose day due has passed: how many units of each indicator."""
    late = Counter(due.indicator for due in _due(None) if due.timing == Timing.MISSING)
    board = reverse("admin:indices_snapshot_board")
    shown = tuple(
        (
            _("%(indicator)s: %(n)s units have not reported") % {"indicator": indicator, "n": number},
            f"{board}?indicator={indicator.code}",
        )
        for indicator, number in late.items()
    )
    return Task(_("Reports that are late"), late.total(), shown, board) if shown else None


def _due(scope: frozenset[int] | None) -> list[DueReport]:
    return due_reports(Indicator.objects.exclude(frequency=""), current_registry(), timezone.localdate(), scope)


def _lines(label: str, lines: list[DueReport], path: str) -> Task | None:
    if not lines:
        return None
    shown = tuple((_line(due), path) for due in lines[:SHOWN])
    return Task(label, len(lines), shown, path)


def _line(due: DueReport) -> str:
    said = f"{due.name}: {due.indicator}"
    if due.report is not None and due.decision == "returned":
        return _("%(report)s (returned: %(reason)s)") % {"report": said, "reason": due.report.return_reason}
    return said
