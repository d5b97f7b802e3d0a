"""What the database knows of the portal's own state, as it is when /metrics is asked; every process tells the same."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Count, IntegerField, Max, Min, Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from indices.catalogue import current_catalogue
from indices.models import Edition, Indicator, Release, Snapshot
from indices.open_data.releases import due
from indices.reporting import Timing, due_reports
from provinces.models import ImportRun
from provinces.registry import current_registry

# What an import did with the rows of its sheet.
ROWS = ("new", "changed", "same", "skipped", "refused")
REPLICA_BEHIND = (
    "SELECT pg_wal_lsn_diff(%s::pg_lsn, pg_last_wal_replay_lsn()), "
    "EXTRACT(EPOCH FROM clock_timestamp() - pg_last_xact_replay_timestamp())"
)


def read() -> Iterator[Metric]:
    """All of it, in a fixed number of queries. Raises what the database raises."""
    now = timezone.now()
    yield from editions(now)
    yield from imports()
    yield from releases(now)
    yield from reports(now)


def gauge(name: str, about: str, values: Mapping[str, float], label: str) -> GaugeMetricFamily:
    """A figure for each value of a label."""
    family = GaugeMetricFamily(name, about, labels=[label])
    for value, figure in values.items():
        family.add_metric([value], figure)
    return family


def moment(name: str, about: str, at: datetime | None) -> GaugeMetricFamily:
    """A moment in seconds since 1970; without a value where there was none."""
    family = GaugeMetricFamily(name, about)
    if at is not None:
        family.add_metric([], at.timestamp())
    return family


def editions(now: datetime) -> Iterator[Metric]:
    """Versions by what they wait for, and the minutes of publication beside now. One query."""
    approved = Q(state=Edition.State.APPROVED)
    public, waiting = approved & Q(held_at=None, publish_at__lte=now), approved & Q(held_at=None, publish_at__gt=now)
    found = Edition.objects.aggregate(
        draft=Count("pk", filter=Q(state=Edition.State.DRAFT)),
        in_review=Count("pk", filter=Q(state=Edition.State.IN_REVIEW)),
        waiting=Count("pk", filter=waiting),
        held=Count("pk", filter=approved & Q(held_at__isnull=False)),
        published=Count("pk", filter=public),
        withdrawn=Count("pk", filter=Q(state=Edition.State.WITHDRAWN)),
        last=Max("publish_at", filter=public),
        next=Min("publish_at", filter=waiting),
    )
    last, following = found.pop("last"), found.pop("next")
    yield gauge("portal_editions", "Versions of editions by state.", found, "state")
    yield moment("portal_last_publication_timestamp_seconds", "The latest minute of publication that has come.", last)
    yield moment("portal_next_publication_timestamp_seconds", "The next minute of publication.", following)


def imports() -> Iterator[Metric]:
    """Imports by kind of sheet and state, and the rows of those that stand. One query."""
    runs = GaugeMetricFamily("portal_imports", "Imports by kind of sheet and state.", labels=["kind", "state"])
    rows = GaugeMetricFamily("portal_import_rows", "Rows of stored imports.", labels=["kind", "outcome"])
    sums = {name: Sum(Cast(KeyTextTransform(name, "counts"), IntegerField())) for name in ROWS}
    by_kind = ImportRun.objects.order_by().values_list("kind", "state")
    last: list[datetime] = []
    for kind, state, number, stored_at, *summed in by_kind.annotate(Count("pk"), Max("stored_at"), **sums):
        runs.add_metric([kind, state], number)
        last += filter(None, [stored_at])
        if state == ImportRun.State.STORED:
            for name, figure in zip(ROWS, summed, strict=True):
                rows.add_metric([kind, name], figure or 0)
    yield runs
    yield rows
    yield moment("portal_last_import_timestamp_seconds", "When a sheet was last stored.", max(last) if last else None)


def releases(now: datetime) -> Iterator[Metric]:
    """Releases of the data, and what became public and stands in none yet. One query, and those of `due`."""
    found = Release.objects.aggregate(number=Count("pk"), last=Max("made_at"))
    yield GaugeMetricFamily("portal_releases", "Releases of the data.", value=found["number"])
    yield moment("portal_last_release_timestamp_seconds", "When a release was last cut.", found["last"])
    waiting = len(due(current_catalogue(), now))
    yield GaugeMetricFamily("portal_releases_due", "Minutes of publication that no release covers.", value=waiting)


def reports(now: datetime) -> Iterator[Metric]:
    """Reports of units that are late, and that wait to be accepted."""
    asked = Indicator.objects.exclude(frequency="")
    lines = due_reports(asked, current_registry(), timezone.localdate(now))
    late = sum(line.timing == Timing.MISSING for line in lines)
    values = {"late": late, "waiting": Snapshot.objects.waiting().count()}
    yield gauge("portal_reports", "Reports of units that are late or wait to be accepted.", values, "state")


def replicas(aliases: Iterable[str]) -> Iterator[Metric]:
    """How far replicas are behind: what they have not replayed, and of when the last is that they have."""
    size = GaugeMetricFamily("portal_replica_behind_bytes", "Journal not yet replayed.", labels=["replica"])
    age = GaugeMetricFamily("portal_replica_behind_seconds", "How old a replica's data are.", labels=["replica"])
    for alias in aliases:
        behind, seconds = replica_behind(alias)
        size.add_metric([alias], behind)
        age.add_metric([alias], seconds)
    yield size
    yield age


def replica_behind(alias: str) -> tuple[float, float]:
    """Bytes and seconds. A replica that has replayed everything is 0 seconds behind, however long nobody wrote."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        written = cursor.fetchone()[0]
    with connections[alias].cursor() as cursor:
        cursor.execute(REPLICA_BEHIND, [written])
        behind, seconds = cursor.fetchone()
    if behind is None:  # no replica: a second connection to the primary itself
        return 0.0, 0.0
    return max(0.0, float(behind)), float(seconds or 0) if behind > 0 else 0.0
