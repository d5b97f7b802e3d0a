"""What a lock file names: each package with its version, where it is needed, and the bytes that may be installed."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNTIME, DEVELOPMENT = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"

_PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? \\")
_HASH = re.compile(r"    --hash=sha256:(?P<digest>[0-9a-f]{64})(?: \\)?")
_VIA = re.compile(r"    #(?: via)? +(?P<name>[A-Za-z0-9._-]+)(?: .*)?")


class NotLocked(ValueError):
    """A line of a lock that pins nothing; the message names it."""


@dataclass(frozen=True)
class Pinned:
    """A package as it is installed. `marker` says for which machines, `wanted_by` which packages asked for it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    wanted_by: tuple[str, ...]


def pinned(lock: Path) -> list[Pinned]:
    """What a lock names, in its order. Raises NotLocked for any line that is no pin, hash or remark."""
    found: list[tuple[re.Match[str], list[str], list[str]]] = []
    for number, line in enumerate(lock.read_text().splitlines(), start=1):
        if not line or line.startswith("#") or line == "    # via":
            continue
        if match := _PINNED.fullmatch(line):
            found.append((match, [], []))
        elif found and (match := _HASH.fullmatch(line)):
            found[-1][1].append(match["digest"])
        elif found and (match := _VIA.fullmatch(line)):
            found[-1][2].append(match["name"])
        else:
            raise NotLocked(f"{lock.name}, line {number}: {line}")
    return [
        Pinned(said["name"], said["version"], said["marker"] or "", tuple(hashes), tuple(wanted_by))
        for said, hashes, wanted_by in found
    ]
