"""Datasette's page of the rows that our league table has: what a trusted general tool takes for the same table.

Datasette is none of our dependencies: where it can be fetched, it is installed into a place of its own below build/.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from .told import Told

VERSION = "0.65.5"
PLACE = Path(__file__).resolve().parents[2] / "build" / "datasette"
COLUMNS = ("rank", "rank_of", "unit", "region", "score", "change", "band", "source")

# Runs in Datasette's own Python: the median CPU milliseconds of its HTML page, as `ready.cpu` measures ours.
MEASURES = """
import asyncio, statistics, sys, time
from datasette.app import Datasette


async def main():
    portal = Datasette([sys.argv[1]], settings={"default_page_size": 100})
    await portal.invoke_startup()
    spent = []
    for _run in range(3 + int(sys.argv[2])):
        begun = time.process_time()
        answer = await portal.client.get("/league/rows")
        spent.append(time.process_time() - begun)
        assert answer.status_code == 200 and "63 rows" in answer.text, answer.text[:500]
    print(statistics.median(spent[3:]) * 1000)


asyncio.run(main())
"""


def installed() -> Path | None:
    """The Python that has it; None where it cannot be fetched."""
    python = PLACE / "bin" / "python"
    if (PLACE / VERSION).exists():
        return python
    shutil.rmtree(PLACE, ignore_errors=True)
    wanted = f"datasette=={VERSION}"
    if uv := os.environ.get("UV"):
        steps = [
            [uv, "venv", "-q", "--python", sys.executable, PLACE],
            [uv, "pip", "install", "-q", "--python", python, wanted],
        ]
    else:
        steps = [[sys.executable, "-m", "venv", PLACE], [python, "-m", "pip", "install", "-q", wanted]]
    for step in steps:
        if subprocess.run(step, capture_output=True, check=False).returncode:
            return None
    (PLACE / VERSION).touch()
    return python


def datasette_page(told: Told, runs: int = 60) -> float | None:
    """CPU milliseconds of its page; None, and a sentence, where it is not to be had."""
    python = installed()
    if python is None:
        told.note(f"Datasette {VERSION} could not be fetched: the goals of pages could not be judged.")
        return None
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "league.db"
        _write(place)
        done = subprocess.run(
            [python, "-c", MEASURES, place, str(runs)], capture_output=True, text=True, check=True, env={"HOME": folder}
        )
    return float(done.stdout)


def _write(place: Path) -> None:
    """The rows of our page as its reader sees them, in a database of their own."""
    from indices.catalogue import current_catalogue
    from indices.presenters.rankings import LeagueTable

    catalogue = current_catalogue()
    editions = catalogue.published_of("par-index")
    league = LeagueTable(editions[2099], "province", editions[2098], catalogue)
    with sqlite3.connect(place) as database:
        database.execute(f"CREATE TABLE rows ({', '.join(COLUMNS)})")
        database.executemany(
            f"INSERT INTO rows VALUES ({', '.join('?' * len(COLUMNS))})",
            [
                (row.rank, row.rank_of, row.name, row.region, row.shown, row.change.places, row.band, row.source)
                for row in league.rows
            ],
        )
