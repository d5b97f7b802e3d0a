"""What a version changes against the public one: the difference is what a second person approves."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from provinces.wording import day as day_text
from provinces.wording import decimal_text

from .models import Average, Claim, Edition, Participation, Result, Score
from .models.results import RANKED_IN_KINDS

EDITION_COLUMNS = (
    "announced_on", "announced_source_id", "units_as_of", "method_provinces_id", "method_ministries_id",
    "field_provinces", "field_ministries",
)  # fmt: skip
ADDED, CHANGED, REMOVED = "added", "changed", "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of one unit that is not what the public sees."""

    unit_id: int | None
    unit: str
    what: str
    old: str
    new: str
    # What a figure rests on (its source, how it is known) is no figure: approved with it, but not corrected.
    evidence: bool = False

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
    evidence: dict[str, Any] = field(default_factory=dict)  # what the figures rest on; said only where it changes


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
        },
        secondary=frozenset({"rank_of"}),
        evidence={
            "score_basis": _("how the score is known"),
            "score_derivation": _("score derived"),
            "rank_basis": _("how the rank is known"),
            "rank_derivation": _("rank derived"),
            "source": _("source"),
            "change_source": _("source of the change"),
        },
    ),
    Part(
        Score, ("unit_id", "criterion_id"), {"score_text": _("points")}, "criterion", evidence={"source": _("source")}
    ),
    Part(
        Average,
        ("group", "region_id"),
        {"score_text": _("mean")},
        "region",
        evidence={
            "score_basis": _("how the score is known"),
            "score_derivation": _("score derived"),
            "source": _("source"),
        },
    ),
    Part(
        Claim,
        ("unit_id", "source_id"),
        {"score_text": _("score"), "rank": _("rank"), "rank_of": _("out of")},
        "source",
        secondary=frozenset({"rank_of"}),
        evidence={
            "score_basis": _("how the score is known"),
            "score_derivation": _("score derived"),
            "rank_basis": _("how the rank is known"),
            "rank_derivation": _("rank derived"),
        },
    ),
    Part(Participation, ("unit_id",), {"status": _("participation")}, evidence={"source": _("source")}),
)
METADATA = {
    "announced_on": _("announced on"),
    "announced_source": _("source of the day of announcement"),
    "units_as_of": _("units as of"),
    "method_provinces": _("method for provinces"),
    "method_ministries": _("method for ministries"),
    "field_provinces": _("provinces ranked"),
    "field_ministries": _("ministries ranked"),
}


def content_of(edition: Edition) -> list[tuple]:
    """Everything that a version says, as plain values: each row with every column but its key and its internal note."""
    said: list[tuple] = [tuple(str(getattr(edition, field)) for field in EDITION_COLUMNS)]
    for part in PARTS:
        columns = [f.attname for f in part.model._meta.concrete_fields if f.name not in {"id", "edition", "note"}]
        rows = part.model._default_manager.filter(edition=edition).order_by(*part.key, "pk").values_list(*columns)
        said += [(part.model.__name__, *map(str, row)) for row in rows]
    return said


class Difference:
    """The changes of a version against another one, or against nothing."""

    def __init__(self, version: Edition, against: Edition | None) -> None:
        self.version, self.against = version, against
        self._sources: Counter[str] = Counter()
        self.changes = list(self._found())

    @property
    def sources(self) -> list[tuple[str, int]]:
        """What the version's rows rest on, with how many do."""
        return self._sources.most_common()

    @property
    def additions(self) -> list[Change]:
        return [change for change in self.changes if change.kind == ADDED]

    @property
    def corrections(self) -> list[Change]:
        """Changed and removed figures: they need a reason, and enter the register."""
        return [change for change in self.changes if change.kind != ADDED and not change.evidence]

    def _found(self) -> Iterator[Change]:
        for name, label in METADATA.items():
            old, new = (_said(getattr(end, name)) if end else "" for end in (self.against, self.version))
            if old != new:
                yield Change(None, "", str(label), old, new, evidence=name == "announced_source")
        for part in PARTS:
            before, after = _rows(part, self.against), _rows(part, self.version)
            self._sources.update(str(row.source) for row in after.values() if row.source_id)
            for key in [*after, *(key for key in before if key not in after)]:
                yield from _compared(part, self.version.units_as_of, before.get(key), after.get(key))


def _rows(part: Part, edition: Edition | None) -> dict[tuple, Any]:
    if edition is None:
        return {}
    relations = {f.name for f in part.model._meta.fields if f.is_relation}
    related = [name for name in ("unit", "source", part.named, *part.evidence) if name in relations]
    rows = part.model._default_manager.filter(edition=edition).select_related(*related)
    if "unit" in related:
        rows = rows.prefetch_related("unit__names")
    return {tuple(getattr(row, name) for name in part.key): row for row in rows}


def _compared(part: Part, day: date, before: Any, after: Any) -> Iterator[Change]:
    row = after or before
    unit = getattr(row, "unit", None)
    of_what = f"{getattr(row, part.named)}: " if part.named and getattr(row, part.named) else ""
    name = unit.name_on(day).name_vi if unit else str(dict(RANKED_IN_KINDS).get(getattr(row, "group", ""), ""))
    both = before is not None and after is not None
    for figure, label in (part.figures | part.evidence).items():
        if not both and figure in part.secondary | part.evidence.keys():
            continue
        old, new = (_figure(end, figure) if end is not None else "" for end in (before, after))
        if old != new:
            what = f"{of_what}{label}"
            yield Change(unit.pk if unit else None, name, what, old, new, evidence=figure in part.evidence)


def _figure(row: Any, name: str) -> str:
    """A figure in words: a choice by its label, a number with its decimal sign."""
    in_words = getattr(row, f"get_{name}_display", None)
    return str(in_words()) if in_words else _said(getattr(row, name))


def _said(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return day_text(value)
    text = str(value)
    return decimal_text(text) if text.replace(".", "", 1).lstrip("+-").isdigit() else text
