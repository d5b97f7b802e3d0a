"""A guidance as a page shows it: its text in paragraphs and lists."""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..models import Guidance


class Block(NamedTuple):
    """A paragraph, or a list, with its lines."""

    kind: Literal["paragraph", "list"]
    lines: tuple[str, ...]


def blocks_of(body: str) -> tuple[Block, ...]:
    """A plain text in paragraphs and lists. Nothing else is understood; a page escapes every line.

    >>> blocks_of("Bring:\\n- the original\\n- a phone\\n\\nNothing else.")
    (Block(kind='paragraph', lines=('Bring:',)), Block(kind='list', lines=('the original', 'a phone')), \
Block(kind='paragraph', lines=('Nothing else.',)))
    """
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", body.replace("\r\n", "\n")):
        run: list[str] = []
        listed = False
        for line in (line.strip() for line in part.splitlines()):
            is_item = line.startswith("- ")
            if run and is_item != listed:
                found.append(_block(run, listed))
                run = []
            if line:
                run.append(line.removeprefix("- ").strip() if is_item else line)
                listed = is_item
        if run:
            found.append(_block(run, listed))
    return tuple(found)


def _block(lines: list[str], listed: bool) -> Block:
    return Block("list", tuple(lines)) if listed else Block("paragraph", (" ".join(lines),))


@dataclass(frozen=True, slots=True)
class GuidanceText:
    """A guidance in the reader's language."""

    guidance: Guidance
    title: str
    blocks: tuple[Block, ...]
    language: str


def guidance_of(indicator_ids: set[int]) -> list[GuidanceText]:
    """What is told about the services that the indicators count."""
    rows = Guidance.objects.filter(indicator__in=indicator_ids).select_related("source")
    return [GuidanceText(row, row.title, blocks_of(row.body), "en" if row.in_english else "vi") for row in rows]
