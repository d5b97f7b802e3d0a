"""The benchmarks: `make bench` for all, `make bench ARGS="pages growth"` for some.

Each part runs in a process and a database of its own, which is thrown away; a figure stands beside an anchor that was
measured in the same run on the same machine. At the end everything is printed as one table.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .told import table

# Parts, and the databases on which they run.
BOTH, OWN = ("sqlite", "postgresql"), ("own",)
PARTS = {
    "pages": BOTH,
    "growth": BOTH,
    "sheets": BOTH,
    "exports": BOTH,
    "memory": ("postgresql",),
    "serving": OWN,  # brings its own PostgreSQL, with a replica
}


def command(part: str, database: str, told: Path) -> list[str]:
    """What measures a part on a database."""
    measures = [sys.executable, "-m", f"tests.bench.{part}", str(told)]
    return [sys.executable, "-m", "tests.postgres", "--", *measures] if database == "postgresql" else measures


def environment(database: str, folder: str) -> dict[str, str]:
    """One database and a folder of its own, whatever a developer's shell says."""
    told = {name: value for name, value in os.environ.items() if name not in {"REPLICA_URL", "CACHE_URL"}}
    told |= {"DATA_DIR": folder}
    told.setdefault("DJANGO_SETTINGS_MODULE", "reform_portal.settings")
    return told | ({"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"} if database == "sqlite" else {})


def main(asked: list[str]) -> int:
    """Measure the parts that were asked for, all if none was; return an exit code."""
    if strangers := [part for part in asked if part not in PARTS]:
        sys.exit(f"There is no part {', '.join(strangers)}. There are: {', '.join(PARTS)}.")
    failed = []
    with tempfile.TemporaryDirectory() as said:
        told = Path(said) / "told"
        told.touch()
        for part in asked or PARTS:
            for database in PARTS[part]:
                print(f"--- {part}, {database}", flush=True)
                with tempfile.TemporaryDirectory() as folder:
                    done = subprocess.run(command(part, database, told), env=environment(database, folder), check=False)
                if done.returncode:
                    failed.append(f"{part} on {database}")
        print("\n" + table(told.read_text().splitlines()))
    if failed:
        print(f"Broken off: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
