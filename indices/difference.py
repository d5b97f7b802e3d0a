"""What a version changes against the public one: the difference is what a second person approves."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from provinces.wording import day, decimal_text

from .models import Average, Claim, Edition, Participation, Result, Score
from .models.definitions import MEASURED_KINDS

ADDED, CHANGED, REMOVED = "added", "changed", "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of one unit that is not what the public sees."""

    unit_id: int | None
    unit: str
    what: str
    old: str
    new: str

    @property
    def kind(self) -> str:
        return ADDED if not self.old else REMOVED if not self.new else CHANGED


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of rows of an edition: what tells a row apart, and its figures with what people call them."""

    model: type[models.Model]
    key: tuple[str, ...]
    figures: dict[str, Any]
    named: str = ""  # the relation that tells which of a unit's figures it is
    secondary: frozenset[str] = frozenset()  # said only where they change: a new row has them all


PARTS = (
    Part(
        Result,
        ("unit_id",),
        {
            "score_text": _("score"),
            "rank": _("rank"),
            "rank_of": _("out of"),
            "rank_change_printed": _("printed change of rank"),
            "score_change_printed": _("printed change of score"),
            "score_basis": _("how the score is known"),
            "rank_basis": _("how the rank is known"),
        },
        secondary=frozenset({"rank_of", "score_basis", "rank_basis"}),
    ),
    Part(Score, ("unit_id", "criterion_id"), {"score_text": _("points")}, "criterion"),
    Part(Average, ("group", "region_id"), {"score_text": _("mean")}, "region"),
    Part(Claim, ("unit_id", "source_id"), {"score_text": _("score"), "rank": _("rank")}, "source"),
    Part(Participation, ("unit_id",), {"status": _("participation")}),
)
METADATA = {
    "announced_on": _("announced on"),
    "units_as_of": _("units as of"),
    "method_provinces": _("method for provinces"),
    "method_ministries": _("method for ministries"),
    "field_provinces": _("provinces ranked"),
    "field_ministries": _("ministries ranked"),
}


class Difference:
    """The changes of a version against another one, or against nothing."""

    def __init__(self, version: Edition, against: Edition | None) -> None:
        self.version, self.against = version, against
        self.changes = list(self._found())

    @property
    def digest(self) -> str:
        """Tells one difference from another: whoever approves names the one that was read."""
        said = [(c.unit_id, c.unit, c.what, c.old, c.new) for c in self.changes]
        against = self.against.pk if self.against else None
        return hashlib.sha256(repr((self.version.pk, against, said)).encode()).hexdigest()[:32]

    @property
    def additions(self) -> list[Change]:
        return [change for change in self.changes if change.kind == ADDED]

    @property
    def corrections(self) -> list[Change]:
        """Changed and removed figures: they need a reason, and enter the register."""
        return [change for change in self.changes if change.kind != ADDED]

    def _found(self) -> Iterator[Change]:
        if self.against is not None:
            for name, label in METADATA.items():
                old, new = _said(getattr(self.against, name)), _said(getattr(self.version, name))
                if old != new:
                    yield Change(None, "", str(label), old, new)
        for part in PARTS:
            before, after = _rows(part, self.against), _rows(part, self.version)
            for key in [*after, *(key for key in before if key not in after)]:
                yield from _compared(part, before.get(key), after.get(key))


def _rows(part: Part, edition: Edition | None) -> dict[tuple, Any]:
    if edition is None:
        return {}
    related = [name for name in ("unit", part.named) if name and name in {f.name for f in part.model._meta.fields}]
    rows = part.model._default_manager.filter(edition=edition).select_related(*related)
    if "unit" in related:
        rows = rows.prefetch_related("unit__names")
    return {tuple(getattr(row, name) for name in part.key): row for row in rows}


def _compared(part: Part, before: Any, after: Any) -> Iterator[Change]:
    row = after or before
    unit = getattr(row, "unit", None)
    of_what = f"{getattr(row, part.named)}: " if part.named and getattr(row, part.named) else ""
    name = unit.titled if unit else str(dict(MEASURED_KINDS).get(getattr(row, "group", ""), getattr(row, "group", "")))
    for figure, label in part.figures.items():
        if figure in part.secondary and (before is None or after is None):
            continue
        old, new = (_figure(end, figure) if end is not None else "" for end in (before, after))
        if old != new:
            yield Change(unit.pk if unit else None, name, f"{of_what}{label}", old, new)


def _figure(row: Any, name: str) -> str:
    """A figure in words: a choice by its label, a number with its decimal sign."""
    in_words = getattr(row, f"get_{name}_display", None)
    return str(in_words()) if in_words else _said(getattr(row, name))


def _said(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return day(value)
    text = str(value)
    return decimal_text(text) if text.replace(".", "", 1).lstrip("+-").isdigit() else text
