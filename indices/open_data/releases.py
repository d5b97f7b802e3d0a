"""Releases are cut afterwards: nobody writes anything in the minute of publication (docs/decisions.md, 13).

Due are the minutes at which a version became public or was withdrawn and that no release covers. What a release covers
is written down in it: a version that was approved while one was being cut is found due by the next question.
"""

import hashlib
import io
import logging
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from provinces.models import DataStamp
from provinces.reading import PRIMARY, read_from, stay_with_primary

from ..catalogue import Catalogue, current_catalogue
from ..models import Edition, Proposal, Release, ReleaseArchive
from .archive import NAME, Archive
from .changes import summary, tables_in
from .moment import Moment

LOG = logging.getLogger(__name__)
PUBLISHED, WITHDRAWN = "published", "withdrawn"
# How often a release is made anew because the data changed meanwhile, before it is left to the next who asks.
ATTEMPTS = 3
# Of many threads that find a release due, one cuts it; processes agree in the database.
_CUTTING = Lock()


class Pause:
    """The time after a failure, in this process."""

    def __init__(self) -> None:
        self.until = 0.0

    def begin(self) -> None:
        """From now on, for as long as is set."""
        self.until = monotonic() + settings.RELEASE_RETRY_SECONDS

    def lasts(self) -> bool:
        """Whether it is not over yet."""
        return monotonic() < self.until


_PAUSE = Pause()


@dataclass(frozen=True, slots=True)
class Reason:
    """A version that became public, or an edition that was withdrawn, and when."""

    what: str
    pk: int
    at: datetime
    index: str
    year: int
    version: int

    @property
    def said(self) -> dict[str, Any]:
        """As the release keeps it."""
        return {
            "what": self.what,
            "pk": self.pk,
            "at": self.at.isoformat(),
            "index": self.index,
            "year": self.year,
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class Due:
    """What became public in one minute and stands in no release yet; the release is as of `at`."""

    at: datetime
    reasons: tuple[Reason, ...]


class DataDoNotRest(Exception):
    """The data changed with every attempt to make a release of them. What is due stays due."""


def due(catalogue: Catalogue, now: datetime | None = None) -> list[Due]:
    """What is due, the earliest first. The first release covers everything so far. Two queries where nothing is."""
    now = now or timezone.now()
    covered: set[tuple[str, int]] = set()
    newest: datetime | None = None
    for at, reasons in Release.objects.order_by("number").values_list("at", "reasons"):
        newest = at
        covered |= {(reason["what"], reason["pk"]) for reason in reasons}
    waiting = [reason for reason in _events(catalogue, now) if (reason.what, reason.pk) not in covered]
    groups: dict[datetime, list[Reason]] = {}
    for reason in waiting:
        groups.setdefault(reason.at.replace(second=0, microsecond=0), []).append(reason)
    if newest is None and waiting:
        # Everything so far, also what was accepted after the last version became public.
        return [Due(Moment(catalogue, now).changed_at or now, tuple(waiting))]
    found = []
    for _minute, reasons in sorted(groups.items()):
        # A version whose transaction ended late is of a moment that a release was made of already.
        newest = max([*(reason.at for reason in reasons), *filter(None, [newest])])
        found.append(Due(newest, tuple(reasons)))
    return found


def _events(catalogue: Catalogue, now: datetime) -> Iterable[Reason]:
    for edition in reversed(catalogue.versions(now)):
        if edition.publish_at:
            yield _reason(PUBLISHED, edition.pk, edition.publish_at, edition)
    withdrawals = Proposal.objects.filter(kind=Proposal.Kind.WITHDRAWAL, confirmed_at__lte=now)
    for proposal in withdrawals.select_related("edition__index").order_by("confirmed_at", "pk"):
        if proposal.confirmed_at:
            yield _reason(WITHDRAWN, proposal.pk, proposal.confirmed_at, proposal.edition)


def _reason(what: str, pk: int, at: datetime, edition: Edition) -> Reason:
    return Reason(what, pk, at, edition.index.code, edition.year, edition.version)


@dataclass(frozen=True, slots=True)
class Made:
    """A release as it would be stored."""

    release: Release
    content: bytes


def make(wanted: Due, number: int, before: bytes | None, catalogue: Catalogue, stamp: Any) -> Made:
    """The release of what is due, with its changes against the archive before. Writes nothing."""
    return _made(Moment(catalogue, wanted.at), [reason.said for reason in wanted.reasons], number, before, stamp)


def _made(moment: Moment, reasons: list[dict[str, Any]], number: int, before: bytes | None, stamp: Any) -> Made:
    content, changes = Archive(moment, number, tables_in(before) if before is not None else None).made()
    release = Release(
        number=number,
        at=moment.at,
        reasons=reasons,
        changes=summary(changes),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        stamp=stamp,
    )
    return Made(release, content)


def cut(now: datetime | None = None) -> list[Release]:
    """Cut every release that is due, the earliest first; those that were cut. Asking again cuts nothing.

    A release is made outside any transaction, because that takes a second, and stored in a short one under the lock of
    the data's stamp: only if nothing that the public sees changed meanwhile and nobody else has cut it. Raises
    DataDoNotRest.
    """
    done: list[Release] = []
    failed = 0
    while failed < ATTEMPTS:
        stamps, catalogue = current_catalogue.stamped()
        waiting = due(catalogue, now)
        if not waiting:
            return done
        last = Release.objects.order_by("number").last()
        before = bytes(last.archive.content) if last else None
        made = make(waiting[0], last.number + 1 if last else 1, before, catalogue, stamps.public)
        if _stored(made):
            done.append(made.release)
            failed = 0
            LOG.info("A release was cut.", extra={"fields": {"release": made.release.number}})
        else:
            failed += 1
    raise DataDoNotRest


@transaction.atomic
def _stored(made: Made) -> bool:
    """Store a release and its archive, or neither: not if the data or the number changed while it was made."""
    # On PostgreSQL the row holds others back; on SQLite the transaction itself does.
    list(DataStamp.objects.select_for_update().filter(pk__in=[DataStamp.ANY, DataStamp.PUBLIC]).order_by("pk"))
    if (
        DataStamp.current().public != made.release.stamp
        or (Release.objects.order_by("-number").values_list("number", flat=True).first() or 0)
        != made.release.number - 1
    ):
        return False
    made.release.save()
    ReleaseArchive.objects.create(release=made.release, content=made.content)
    return True


def cut_if_nobody_does() -> list[Release]:
    """The same for who only passes by: while another thread of this process cuts, nothing.

    Whatever goes wrong, readers still have the releases that are there: it is logged, and for RELEASE_RETRY_SECONDS
    this process does not try again. What is due stays due. Who reads a copy of the data looks there whether anything
    is, and reads on at the primary once that has been asked: a release stands there first.
    """
    if _PAUSE.lasts() or not due(current_catalogue()) or not _CUTTING.acquire(blocking=False):
        return []
    try:
        with read_from(PRIMARY):
            done = cut()
        stay_with_primary()
        return done
    except (OperationalError, InterfaceError) as error:
        _PAUSE.begin()
        LOG.warning("A release is due and could not be cut: %s", str(error).strip())
        return []
    except Exception:
        _PAUSE.begin()
        LOG.exception("A release is due and could not be cut.")
        return []
    finally:
        _CUTTING.release()


def sum_of(release: Release) -> str:
    """The digest of a release's archive, as sha256sum reads it."""
    return f"{release.sha256}  {NAME}-{release.number}.zip\n"


def differing(release: Release, catalogue: Catalogue) -> list[str]:
    """What differs where a release is made again from the data as they are now; nothing if it is the same bytes.

    Names the files of the archive; "(compressed otherwise)" where all are the same and only the zip is another.
    """
    former = Release.objects.filter(number=release.number - 1).first()
    before = bytes(former.archive.content) if former else None
    stored = bytes(release.archive.content)
    again = _made(Moment(catalogue, release.at), release.reasons, release.number, before, release.stamp)
    if again.content == stored:
        return []
    files = [_files(content) for content in (stored, again.content)]
    names = [name for name in sorted(files[0].keys() | files[1].keys()) if files[0].get(name) != files[1].get(name)]
    return names or ["(compressed otherwise)"]


def _files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cut_after_this() -> None:
    """Cut what is due once the transaction around this call has ended: the release of a version that is public now.

    A failure is logged and no failure of the step: what is due stays due.
    """
    transaction.on_commit(cut_if_nobody_does, robust=True)
