"""The portal's figures for Prometheus: what its processes counted, what the database knows, what the parts say."""

import logging
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Metric, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from . import vitals
from .caching.state import code_version
from .counters import REGISTRY
from .databases.connecting import limit_statements
from .health import DATABASE, OK, states

LOG = logging.getLogger(__name__)
PLAIN = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Processes(Collector):
    """Memory, processor time and open files of each web process of this machine, with its number as a label."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)

    def collect(self) -> Iterator[Metric]:
        families: dict[str, Metric] = {}
        for pid in sorted({path.stem.rpartition("_")[2] for path in self.folder.glob("counter_*.db")}):
            # Of a process that has ended there is nothing to read, and it is not told.
            for family in ProcessCollector(pid=lambda pid=pid: pid, registry=None).collect():  # type: ignore[misc]
                found = families.setdefault(family.name, Metric(family.name, family.documentation, family.type))
                for sample in family.samples:
                    found.add_sample(sample.name, {"pid": pid}, sample.value)
        yield from families.values()


class Now(Collector):
    """What holds at this moment; without the database what there is to say without it."""

    def collect(self) -> Iterator[Metric]:
        found = states()
        known: list[Metric] = []
        if found[DATABASE] == OK:
            try:
                replicas = [alias for alias in connections if alias != DEFAULT_DB_ALIAS and found[alias] == OK]
                for alias in (DEFAULT_DB_ALIAS, *replicas):
                    limit_statements(alias, settings.DATABASE_PUBLIC_SECONDS)
                known = [*vitals.read(), *vitals.replicas(replicas)]
            except DatabaseError:
                LOG.exception("The figures of the database could not be read.")
                found[DATABASE] = "failed"
        about = "Whether a part of the portal answers; for migrations whether all are there."
        yield vitals.gauge("portal_up", about, {name: float(state == OK) for name, state in found.items()}, "part")
        yield vitals.gauge("portal_build_info", "The code that runs.", {code_version(): 1}, "version")
        yield from known


def counted() -> list[CollectorRegistry]:
    """What was counted: by this process alone, or by all that count in one folder."""
    processes = CollectorRegistry()
    if not settings.COUNTED_IN:
        ProcessCollector(registry=processes)
        return [REGISTRY, processes]
    MultiProcessCollector(processes, settings.COUNTED_IN)
    processes.register(Processes(settings.COUNTED_IN))
    return [processes]


def exposition() -> bytes:
    """Everything, in Prometheus' text format."""
    now = CollectorRegistry()
    now.register(Now())
    return b"".join(generate_latest(registry) for registry in (*counted(), now))


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for who has METRICS_TOKEN. Without one set there is nothing here."""
    if not settings.METRICS_TOKEN:
        return HttpResponse(status=404, headers=PLAIN)
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return HttpResponse(status=401, headers=PLAIN | {"WWW-Authenticate": "Bearer"})
    if not constant_time_compare(token.strip(), settings.METRICS_TOKEN):
        LOG.warning("Somebody asked for /metrics with another token.")
        return HttpResponse(status=403, headers=PLAIN)
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_PLAIN_0_0_4, headers=PLAIN)
