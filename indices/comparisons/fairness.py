"""What makes a comparison unfair: other methods, other fields, other territories, no day in common. Pure.

A unit is any hashable thing. Nothing here forbids a comparison: a reader sees the figures and, above them, why not
every difference between them means something.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import TypeVar

from provinces.lineage import Edge, ancestors

U = TypeVar("U", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Measured:
    """One year of an index: by which method it was measured and who was ranked; None for what is not known.

    `comparable` if a source calls the method comparable with the one before it.
    """

    year: int
    method: str | None
    field: frozenset[Hashable] | None
    comparable: bool = False


def method_changes(years: Iterable[Measured]) -> list[tuple[int, int]]:
    """The pairs of years, one following the other in what is shown, that were measured by different methods.

    A source that calls a method comparable speaks of the one just before it: over a gap of years it says nothing.

    >>> old, new = Measured(2021, "old", None), Measured(2022, "new", None)
    >>> method_changes([new, old]), method_changes([old, Measured(2022, "new", None, comparable=True)])
    ([(2021, 2022)], [])
    """
    known = sorted((one for one in years if one.method is not None), key=lambda one: one.year)
    return [
        (before.year, now.year)
        for before, now in pairwise(known)
        if before.method != now.method and not (now.comparable and now.year == before.year + 1)
    ]


def field_changes(years: Iterable[Measured]) -> list[tuple[int, int]]:
    """The pairs of years, one following the other in what is shown, in which not the same units were ranked.

    >>> few, many = frozenset({"a"}), frozenset({"a", "b"})
    >>> field_changes([Measured(2018, None, many), Measured(2019, None, few), Measured(2020, None, few)])
    [(2018, 2019)]
    """
    known = sorted((one for one in years if one.field is not None), key=lambda one: one.year)
    return [(before.year, now.year) for before, now in pairwise(known) if before.field != now.field]


def unknown(years: Iterable[Measured], what: Callable[[Measured], object]) -> list[int]:
    """The years of which something is not known, the earliest first; none if only one year is shown.

    >>> unknown([Measured(2019, None, None), Measured(2018, "a", None)], lambda one: one.method)
    [2019]
    """
    shown = list(years)
    return sorted(one.year for one in shown if what(one) is None) if len(shown) > 1 else []


def kin(edges: Sequence[Edge[U]], units: Sequence[U]) -> list[tuple[U, list[U]]]:
    """Each of the units that was formed of others among them, with those: they are not the same territory.

    >>> merged = [Edge("ben tre", "vinh long", date(2025, 7, 1)), Edge("tra vinh", "vinh long", date(2025, 7, 1))]
    >>> kin(merged, ["ben tre", "vinh long", "hue", "tra vinh"])
    [('vinh long', ['ben tre', 'tra vinh'])]
    """
    found = [(unit, set(ancestors(edges, unit))) for unit in units]
    return [(unit, [other for other in units if other in before]) for unit, before in found if before & set(units)]


def never_together(lives: Mapping[U, tuple[date, date | None]]) -> list[tuple[U, U]]:
    """The pairs that never existed on one day: the one that ended first, and the one that came after.

    >>> never_together({"new": (date(2025, 7, 1), None), "old": (date.min, date(2025, 6, 30))})
    [('old', 'new')]
    """
    pairs = []
    for one, other in combinations(lives, 2):
        for before, after in ((one, other), (other, one)):
            last = lives[before][1]
            if last is not None and last < lives[after][0]:
                pairs.append((before, after))
    return pairs


def common_years(figures: Iterable[Iterable[int]]) -> list[int]:
    """The years in which every unit has a figure, the earliest first.

    >>> common_years([[2019, 2020, 2021], [2021, 2019]])
    [2019, 2021]
    """
    sets = [set(years) for years in figures]
    return sorted(set.intersection(*sets)) if sets else []


def in_runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Years as runs from the first to the last.

    >>> in_runs([2012, 2016, 2013, 2014, 2018])
    [(2012, 2014), (2016, 2016), (2018, 2018)]
    """
    runs: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs
