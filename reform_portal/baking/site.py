"""A copy of the whole public site in a folder, with a record of what it is."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from indices.open_data.releases import cut_if_nobody_does

from ..caching.state import code_version, public_state
from .addresses import heavy
from .asking import Copy, answer
from .failure import BakingFailed
from .finishing import Finish, Links, Written
from .folder import RECORD, in_place_of, write
from .walking import Walk, starts


@dataclass(frozen=True, slots=True)
class Site:
    """What a copy is to be: `portal` is where the portal answers what files cannot, `without` names of HEAVY."""

    portal: str = ""
    without: tuple[str, ...] = ()
    compressed: bool = False

    def bake(self, folder: Path, begin: tuple[str, ...] = (), processes: int = 1) -> list[Written]:
        """Write the copy into `folder`, in place of an earlier one, and name its files.

        Raises BakingFailed, and leaves everything as it was, where the folder is something else, where a page is not
        there, and where what is public changed meanwhile: a copy shows one state. The same data in the same minute give
        the same bytes.
        """
        cut_if_nobody_does()  # else the first reader of /data/ would, and change what is public meanwhile
        made_at = timezone.localtime().replace(second=0, microsecond=0)
        copy, state = Copy(made_at, self.portal), public_state()
        answer("/", copy)  # what every page needs is in memory before the work is shared out
        with in_place_of(folder) as new:
            there = Walk(new, copy, heavy(self.without)).gathered(begin or starts(), processes)
            files = Finish(new, Links(there, self.portal), self.compressed).written(processes)
            write(new, RECORD, self._record(made_at, str(state[0]), files).encode())
            if public_state() != state:
                raise BakingFailed("What is public changed meanwhile, so that pages would not agree. Bake again.")
        return files

    def _record(self, made_at: datetime, stamp: str, files: Iterable[Written]) -> str:
        """What the copy is: its minute, the state of the data, the code that made it, and a digest of each file."""
        digests = {file.name: file.digest for file in files}
        said = {
            "made_at": made_at.isoformat(timespec="minutes"),
            "site": settings.SITE_URL,
            "portal": self.portal,
            "without": sorted(self.without),
            "data": stamp,
            "code": code_version(),
            "files": len(digests),
            "bytes": sum(file.size for file in files),
            "sha256": digests,
        }
        return json.dumps(said, indent=1) + "\n"
