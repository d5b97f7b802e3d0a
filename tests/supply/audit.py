"""Looks every locked version up in the public list of known weaknesses (`make audit`).

pip-audit passes over what it could not look up and then says that nothing was found. Here that is a failure with a
sentence: an audit that looked nothing up has not been made. Where the list cannot be reached (as behind many offices'
mirrors) this is run elsewhere with the same two files; `make check` therefore does not ask for it.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.supply.lock import DEVELOPMENT, RUNTIME, Pinned, pinned

SOUND, WEAK, NOT_AUDITED = 0, 1, 2


@dataclass(frozen=True)
class Verdict:
    """What an audit of a lock came to: an exit code, and sentences."""

    code: int
    said: tuple[str, ...]


def judged(lock: str, packages: Sequence[Pinned], report: dict[str, Any] | None, reason: str = "") -> Verdict:
    """What pip-audit's report says of a lock; `reason` is what it said where there is no report."""
    answers = {answer["name"].lower(): answer for answer in (report or {}).get("dependencies", ())}
    missed = [p.name for p in packages if "vulns" not in answers.get(p.name.lower(), {})]
    found = len(packages) - len(missed)
    if not found:
        why = f" ({reason})" if reason else ""
        return Verdict(
            NOT_AUDITED,
            (
                f"{lock}: 0 of {len(packages)} could be looked up: list unreachable{why}. Nothing was audited. Run "
                "make audit where https://pypi.org/pypi/ is reached, or ask another list: make audit ARGS='-s osv'.",
            ),
        )
    weak = [
        f"{lock}: {answer['name']} {answer['version']}: {weakness['id']}"
        + (f", mended in {', '.join(weakness['fix_versions'])}" if weakness["fix_versions"] else ", not mended yet")
        for answer in answers.values()
        for weakness in answer.get("vulns", ())
    ]
    said = [*weak, f"{lock}: {found} of {len(packages)} looked up, {len(weak) or 'no'} known weaknesses."]
    if missed:
        said.append(f"{lock}: not looked up, so nothing is known of them: {', '.join(missed)}.")
    return Verdict(WEAK if weak else NOT_AUDITED if missed else SOUND, tuple(said))


def audited(lock: Path, arguments: Sequence[str]) -> Verdict:
    """Ask for every version that the lock names, whatever machine it is for."""
    packages = pinned(lock)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as everywhere:
        for package in packages:
            digests = " ".join(f"--hash=sha256:{digest}" for digest in package.hashes)
            everywhere.write(f"{package.name}=={package.version} {digests}\n")
        everywhere.flush()
        asked = ["--disable-pip", "--require-hashes", "--format=json", "--progress-spinner=off", "-r", everywhere.name]
        done = subprocess.run(
            [sys.executable, "-m", "pip_audit", *asked, *arguments], capture_output=True, text=True, check=False
        )
    try:
        report = json.loads(done.stdout)
    except ValueError:
        report = None
    last = (done.stderr.strip().splitlines() or [""])[-1]
    return judged(lock.name, packages, report, "" if report else last[:300])


def main(arguments: Sequence[str]) -> int:
    verdicts = [audited(lock, arguments) for lock in (RUNTIME, DEVELOPMENT)]
    for verdict in verdicts:
        print("\n".join(verdict.said))
    return max(verdict.code for verdict in verdicts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
