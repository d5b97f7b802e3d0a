"""Writes docs/licences.md: what is shipped and installed, and under which licence (`make licences`).

    python -m tests.supply.licences           writes the file anew
    python -m tests.supply.licences --check   says what is wrong with it, and with the licences themselves

What a package's own metadata says is believed, except where pyproject.toml states it after a look at its files.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.supply.lock import DEVELOPMENT, ROOT, RUNTIME, Pinned, pinned

PAGE = ROOT / "docs" / "licences.md"

# Names of the registry's classifiers, as SPDX calls them.
SPDX = {
    "MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}

HEAD = """\
# Licences

Written by `make licences` from the locks and from what each package says of itself; `make check` fails where a package
is missing here or has a licence that pyproject.toml does not allow. Versions stand in the locks, and with their digests
in the bill of materials (`make sbom` writes build/sbom.cdx.json).

The portal's code is under the MIT License ([LICENSE](../LICENSE)). Libraries are no part of what is handed on: they are
installed beside it, unchanged, from the package index. Whoever hands on an image with everything in it hands on these
licences too.

## What comes with the code

| what | where | licence | what it asks |
|---|---|---|---|
"""

PACKAGES_HEAD = """
## Libraries that serve

| package | licence | wanted by |
|---|---|---|
"""

WHY = """
MIT, BSD, ISC, PSF, MIT-CMU, 0BSD and Apache-2.0 let the portal be used, changed and sold under MIT, and ask that their
texts stay with them. The Unlicense asks nothing.

**LGPL-3.0 (psycopg, psycopg-binary, psycopg-pool, fpdf2).** They are used through their public interfaces, as separate
packages that anybody may replace by another version: that is what the LGPL asks of a program that uses a library, and
the portal's code stays under MIT. Nothing of theirs is copied here or changed. Whoever hands on an image keeps their
texts in it and does not hinder replacing them; whoever changes one of them publishes that change. psycopg-binary brings
libpq (PostgreSQL License) and OpenSSL (Apache-2.0) along.

**qrcode** is BSD, with a part under MIT. Files that the portal writes with a library (PDF, Word, workbooks) are not
covered by the library's licence.

## Tools

They test and check the code on developers' machines and in CI and are handed on by nobody. djlint (GPL) is run as a
program. axe-playwright-python brings axe-core (MPL-2.0), unchanged.

| package | licence |
|---|---|
"""


@dataclass(frozen=True)
class Part:
    """What comes with the code and is another's work, or has another licence."""

    what: str
    where: str
    licence: str
    asks: str


PARTS = (
    Part(
        "Be Vietnam Pro, the typeface (2021, The Be Vietnam Pro Project Authors)",
        "static/fonts, indices/fonts",
        "OFL-1.1",
        "its text beside it (OFL.txt in both folders), not sold alone, another name if changed; a PDF may hold it",
    ),
    Part(
        "Outlines of provinces (Stephen Truong, svg-maps), simplified and joined",
        "provinces/outlines",
        "CC-BY-4.0",
        "named, with what was changed: LICENSE 2.3, the page about the portal, its exports",
    ),
    Part(
        "Registry of units and communes, compiled among others from vietnamese-provinces-database (Thang Le Quoc)",
        "provinces/data",
        "MIT",
        "named: each row cites its source",
    ),
    Part(
        "The compilation of the data",
        "provinces/data, indices/data",
        "CC-BY-4.0",
        "named; each figure keeps its own source and that source's licence",
    ),
    Part(
        "Figures of PAPI and PCI",
        "indices/data/other_results.csv",
        "quoted",
        "they belong to their publishers, are marked so and not licensed by the portal",
    ),
    Part("Icons, marks and drawings", "static/img, templates", "MIT", "the portal's own"),
)


class NotStated(ValueError):
    """Packages whose licence nobody states; the message says where to state it."""


def told() -> dict[str, Any]:
    """What pyproject.toml says of licences: `allowed`, `stated` for a package, `libraries` with their reason."""
    section: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["licences"]
    return section


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return name.lower().replace("_", "-").replace(".", "-")


@cache
def installed() -> Mapping[str, str]:
    """The licence of each installed package, as its metadata says."""
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json", "--with-system"]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {plain(row["Name"]): SPDX.get(row["License"], row["License"]) for row in said}


def licences_of(packages: Iterable[Pinned]) -> dict[str, str]:
    """Each package's licence. Raises NotStated."""
    known = {**installed(), **{plain(name): licence for name, licence in told()["stated"].items()}}
    found = {package.name: known.get(plain(package.name), "UNKNOWN") for package in packages}
    if unknown := [name for name, licence in found.items() if licence == "UNKNOWN"]:
        raise NotStated(
            f"No licence is known of {', '.join(unknown)}. Look into its files and state it in pyproject.toml, under "
            "[tool.licences.stated]."
        )
    return found


def page() -> str:
    """docs/licences.md as it should be. Raises NotStated."""
    serving = pinned(RUNTIME)
    tools = [package for package in pinned(DEVELOPMENT) if package.name not in {one.name for one in serving}]
    parts = "".join(f"| {part.what} | {part.where} | {part.licence} | {part.asks} |\n" for part in PARTS)
    serve = licences_of(serving)
    served = "".join(f"| {one.name} | {serve[one.name]} | {', '.join(one.wanted_by)} |\n" for one in serving)
    used = "".join(f"| {name} | {licence} |\n" for name, licence in licences_of(tools).items())
    return HEAD + parts + PACKAGES_HEAD + served + WHY + used


def not_allowed(licences: Mapping[str, str], section: Mapping[str, Any]) -> list[str]:
    """A sentence for each package that serves and whose licence is neither allowed nor explained for it."""
    return [
        f"{name} is under {licence}, which pyproject.toml does not allow ([tool.licences])."
        for name, licence in licences.items()
        if licence not in section["allowed"] and section["libraries"].get(name) != licence
    ]


def problems(written: str) -> list[str]:
    """What is wrong with the page as it is, and with the licences of what serves."""
    try:
        due = page()
        wrong = not_allowed(licences_of(pinned(RUNTIME)), told())
    except NotStated as error:
        return [str(error)]
    missing = [line for line in due.splitlines() if line not in written.splitlines()]
    if written != due:
        said = (
            f"{PAGE.relative_to(ROOT)} is not what the locks and packages say: make licences. {' '.join(missing[:3])}"
        )
        wrong.append(said.strip())
    return wrong


def main(arguments: Sequence[str], target: Path = PAGE) -> int:
    if list(arguments) == ["--check"]:
        wrong = problems(target.read_text() if target.exists() else "")
        print("\n".join(wrong))
        return 1 if wrong else 0
    try:
        target.write_text(page())
    except NotStated as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
