"""The whole as one zip: a CSV file for each table, their description, a text for people, checksums.

The same data give the same bytes: files carry the moment at which the data last changed, in a fixed order. Tables go
through it a chunk at a time; of a release, those that officials enter are held whole, to be compared with the former.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.language import speaking
from provinces.sheets.writing import csv_chunks
from provinces.wording import day

from ..ahead import public_address
from .changes import HEADINGS, Change, TableFile, compared
from .contents import open_tables
from .database import metadata
from .derived import OpenTable
from .moment import Moment
from .package import Written, codes_of, descriptor
from .readme import readme

NAME = "portal-data"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # before which a zip knows no day
KEPT_IN_MEMORY = 8 * 1024 * 1024


@dataclass
class Zip:
    """A zip that is being written: its files one after the other, each with its digest."""

    file: zipfile.ZipFile
    at: datetime | None
    sums: dict[str, str] = field(default_factory=dict)

    def add(self, path: str, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Write a file; its digest and size."""
        stamp = timezone.localtime(self.at).timetuple()[:6] if self.at else EARLIEST
        entry = zipfile.ZipInfo(path, (*stamp[:5], 0))
        entry.create_system, entry.external_attr = 3, 0o644 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        with self.file.open(entry, "w") as out:
            for chunk in chunks:
                out.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.sums[path] = digest.hexdigest()
        return digest.hexdigest(), size


@dataclass(frozen=True)
class Archive:
    """Everything that is public at a moment.

    `number`: that of its release, which has a list of what it changed; `before`: the tables of the release before.
    """

    moment: Moment
    number: int | None = None
    before: Mapping[str, TableFile] | None = None

    @property
    def version(self) -> str:
        """The number of the release, else the minute that the data are of."""
        if self.number is not None:
            return str(self.number)
        at = self.moment.changed_at
        return timezone.localtime(at).isoformat(timespec="minutes") if at else "0"

    @property
    def citation(self) -> str:
        """How the whole is cited, in the language that is active."""
        return citation(self.number, self.moment.changed_at)

    def write(self, out: IO[bytes]) -> list[Change]:
        """Write the zip into a file. It is the same in whatever language it was asked for. What it changed, of a
        release."""
        with speaking(settings.LANGUAGE_CODE), zipfile.ZipFile(out, "w") as file:
            archive = Zip(file, self.moment.changed_at)
            tables: dict[str, TableFile] = {}
            written = [self._table(archive, table, tables) for table in open_tables(self.moment.catalogue).values()]
            changes = self._changes(written, tables)
            if self.number is not None:
                archive.add("changes.csv", csv_chunks(HEADINGS, (change.cells for change in changes)))
            archive.add("datapackage.json", [_json(descriptor(written, self.moment, self.version))])
            archive.add("metadata.json", [_json(metadata([one.table for one in written]))])
            for language, _name in settings.LANGUAGES:
                with speaking(language):
                    text = readme(written, self.moment, self.citation, released=self.number is not None)
                archive.add(f"README.{language}.md", [text.encode()])
            sums = "".join(f"{digest}  {path}\n" for path, digest in sorted(archive.sums.items()))
            archive.add("SHA256SUMS", [sums.encode()])
        return changes

    def _table(self, archive: Zip, table: OpenTable, kept: dict[str, TableFile]) -> Written:
        """Write one table; of a release what officials enter is kept, to be compared."""
        sources: set[str] = set()
        rows = _Counted(codes_of(table, table.rows(self.moment), sources))
        path = f"{table.name}.csv"
        chunks = csv_chunks([column.name for column in table.fields], rows)
        if self.before is not None and table.kind:
            content = b"".join(chunks)
            kept[table.name] = TableFile(table.key, content)
            chunks = iter([content])
        digest, size = archive.add(path, chunks)
        return Written(table, path, digest, size, rows.number, frozenset(sources))

    def _changes(self, written: Sequence[Written], tables: Mapping[str, TableFile]) -> list[Change]:
        if self.before is None:
            return []
        derived = {one.table.name for one in written} - tables.keys()
        return compared({name: one for name, one in self.before.items() if name not in derived}, tables)

    def made(self) -> tuple[bytes, list[Change]]:
        """The zip itself, and what it changed."""
        with tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY) as out:
            changes = self.write(out)
            out.seek(0)
            return out.read(), changes

    def content(self) -> bytes:
        """The zip itself."""
        return self.made()[0]


class _Counted:
    """Rows that are counted on their way past."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows, self.number = rows, 0

    def __iter__(self):
        for row in self.rows:
            self.number += 1
            yield row


def citation(number: int | None, at: datetime | None) -> str:
    """How the data are cited: a release by its number and day, what stands now by the day it last changed."""
    said = {
        "site": settings.SITE_OWNER or _("Public administration reform portal"),
        "number": number,
        "day": day(timezone.localdate(at)) if at else "",
        "address": public_address("indices:release", number) if number else public_address("indices:data"),
    }
    if number:
        return _("%(site)s: open data, release %(number)s, %(day)s. %(address)s") % said
    return _("%(site)s: open data, as of %(day)s. %(address)s") % said


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
