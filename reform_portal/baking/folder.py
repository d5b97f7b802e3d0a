"""A folder that is put in place as a whole, or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .failure import BakingFailed

# The file that tells a copy of the site from any other folder.
RECORD = "BAKED.json"


def refuse_others(folder: Path) -> None:
    """Raises BakingFailed where something lies that is no copy of the site: it would be lost."""
    if folder.exists() and not (folder.is_dir() and ((folder / RECORD).is_file() or not any(folder.iterdir()))):
        raise BakingFailed(
            f"{folder} exists and is no copy of the site (it has no {RECORD}). Name a new folder, or remove this one."
        )


@contextmanager
def in_place_of(folder: Path) -> Iterator[Path]:
    """A new folder beside `folder`, which takes its place at the end; after an exception nothing has changed."""
    refuse_others(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
        new = Path(beside) / "new"
        new.mkdir()
        yield new
        refuse_others(folder)  # minutes have passed: it may be somebody else's by now
        _swap(folder, new, folder.with_name(f"{Path(beside).name}-former"))


def _swap(folder: Path, new: Path, former: Path) -> None:
    """Put one folder in the place of another, which lies at `former` until that has succeeded."""
    if folder.exists():
        folder.rename(former)
    try:
        new.rename(folder)
    except OSError:
        if former.exists():
            former.rename(folder)
        raise
    shutil.rmtree(former, ignore_errors=True)


def write(folder: Path, name: str, content: bytes) -> None:
    """Write a file, with the folders above it.

    Raises BakingFailed where a file and a folder have one name, and for a name that leads out of the folder.
    """
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise BakingFailed(f"{name} would lie outside the folder of the copy.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except (FileExistsError, IsADirectoryError, NotADirectoryError) as error:
        raise BakingFailed(f"{name} is both a file and a folder of files: no file server can show both.") from error
