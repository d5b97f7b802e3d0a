"""The process that reads a workbook: little memory, little time, no database, no settings.

In on standard input: one line of JSON (limits, bytes of memory, seconds), then the file. Out: one line of JSON for
each sheet and row, and last whether the file was read to its end.
"""

import json
import resource
import sys
from collections.abc import Iterator
from typing import IO

from . import ods, xls, xlsx
from .plain import DAMAGED, NOT_A_SHEET, TOO_SLOW, Limits, PlainRow, PlainSheet, Refused


def read(content: bytes, limits: Limits) -> Iterator[PlainSheet | PlainRow]:
    """The sheets of a workbook, whatever its name says. Raises Refused."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        yield from xls.read(content, limits)
        return
    names = xlsx.check_directory(content, limits)
    if "xl/workbook.xml" in names:
        yield from xlsx.read(content, limits)
    elif "content.xml" in names and "mimetype" in names:
        yield from ods.read(content, limits)
    else:
        raise Refused(NOT_A_SHEET)


def confine(memory: int, seconds: int) -> None:
    """From here on the process may use so much memory and so many seconds of a processor, and no other file."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main(source: IO[bytes], out: IO[str]) -> None:
    asked = json.loads(source.readline())
    confine(asked["memory"], asked["seconds"])
    limits = Limits(**asked["limits"])
    try:
        for part in read(source.read(), limits):
            if isinstance(part, PlainSheet):
                line = {
                    "sheet": part.name,
                    "hidden": part.hidden,
                    "merged": part.merged,
                    "columns": part.hidden_columns,
                }
                out.write(json.dumps(line) + "\n")
            else:
                out.write(json.dumps([part.number, part.hidden, part.cells]) + "\n")
        verdict: list[object] = []
    except Refused as refused:
        verdict = list(refused.args)
    except MemoryError:
        verdict = [TOO_SLOW]
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        verdict = [DAMAGED]
    out.write(json.dumps({"end": verdict}) + "\n")
    out.flush()


if __name__ == "__main__":
    answers, sys.stdout = sys.stdout, sys.stderr  # odfpy prints what it cannot parse: no line of the answer
    main(sys.stdin.buffer, answers)
