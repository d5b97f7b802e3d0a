"""The tree of /data/ as files in a folder, for a server that only hands out files."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from provinces.language import speaking
from provinces.models import DataStamp

from ..catalogue import current_catalogue
from ..models import Release, ReleaseArchive
from .archive import NAME, Archive
from .contents import open_tables
from .database import database
from .forms import table_book, table_csv, table_json
from .moment import Moment
from .releases import sum_of

# A folder with this file was written here and may be replaced.
MARK = ".portal-data"


class NotOurs(ValueError):
    """The folder holds something that was not written here."""


class ChangedMeanwhile(Exception):
    """What is public changed while the files were written, so that they would not agree."""


def files_of(moment: Moment) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every file with its path below the folder, as at its address; a file is made when it is written."""
    for table in open_tables(moment.catalogue).values():
        for prefix, language in (("", "vi"), ("en/", "en")):
            with speaking(language):
                place = f"{prefix}data/{table.name}"
                yield f"{place}.csv", table_csv(table, moment)
                yield f"{place}.json", table_json(table, moment)
                for ending in ("xlsx", "ods"):
                    yield f"{place}.{ending}", iter([table_book(table, moment, ending)[0]])
    for name, content in _in_no_language(moment):
        yield f"data/{name}", iter([content])
        yield f"en/data/{name}", iter([content])


def _in_no_language(moment: Moment) -> Iterator[tuple[str, bytes]]:
    """The files that are the same in both languages, one at a time: together they may be more than memory holds."""
    yield f"{NAME}.zip", Archive(moment).content()
    yield f"{NAME}.sqlite3", database(moment)
    for release in Release.objects.order_by("number"):
        yield f"releases/{release.number}.zip", bytes(ReleaseArchive.objects.get(release=release).content)
        yield f"releases/{release.number}.sha256", sum_of(release).encode()


def write_tree(folder: Path) -> int:
    """Write the tree beside the folder and put it in its place: who reads it sees the old one or the new one.

    The number of files. Raises NotOurs for a folder with anything that was not written here, ChangedMeanwhile where
    the files would show more than one state of the data.
    """
    check_ours(folder)
    stamps, catalogue = current_catalogue.stamped()
    moment = Moment.now(catalogue)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        (beside / MARK).write_text("Written by manage.py export_all, which replaces this folder.\n")
        number = 0
        for path, chunks in files_of(moment):
            place = beside / path
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb") as out:
                out.writelines(chunks)
            number += 1
        if DataStamp.current().public != stamps.public:
            raise ChangedMeanwhile("What is public changed meanwhile, so that files would not agree. Export again.")
        beside.chmod(0o755)
        check_ours(folder)  # minutes have passed: it may be somebody else's by now
        _swap(folder, beside)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return number


def check_ours(folder: Path) -> None:
    """Raises NotOurs unless the folder is missing, empty, or was written here."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise NotOurs(f"{folder} is no folder.")
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise NotOurs(f"{folder} holds files that were not written by this command. Name an empty or a new folder.")


def _swap(folder: Path, beside: Path) -> None:
    """Put one folder in the place of another. Two renames lie between the old and the new one."""
    former = beside.with_name(f"{beside.name}-former")
    if folder.exists():
        folder.rename(former)
    try:
        beside.rename(folder)
    except OSError:
        if former.exists():
            former.rename(folder)
        raise
    shutil.rmtree(former, ignore_errors=True)
