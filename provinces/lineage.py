"""Who came from whom: heirs and ancestors through mergers. Pure; a unit is any hashable thing.

An edge says that on its day `predecessor` ended and went, alone or with others, into `successor`.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

U = TypeVar("U", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Edge(Generic[U]):
    """One succession: who went into whom, and the first day of the new state of things."""

    predecessor: U
    successor: U
    effective_on: date


def successors(edges: Iterable[Edge[U]], unit: U) -> list[U]:
    """The units that `unit` went into, in the order of the edges."""
    return [edge.successor for edge in edges if edge.predecessor == unit]


def predecessors(edges: Iterable[Edge[U]], unit: U) -> list[U]:
    """The units that `unit` was made of, in the order of the edges."""
    return [edge.predecessor for edge in edges if edge.successor == unit]


def heirs(edges: Sequence[Edge[U]], unit: U, on: date) -> list[U]:
    """The units that stand, on a day, where `unit` stood: `unit` itself if it had not gone into another by then."""
    onward = [edge.successor for edge in edges if edge.predecessor == unit and edge.effective_on <= on]
    if not onward:
        return [unit]
    found: list[U] = []
    for successor in onward:
        found.extend(heir for heir in heirs(edges, successor, on) if heir not in found)
    return found


def ancestors(edges: Sequence[Edge[U]], unit: U) -> list[U]:
    """Every unit that went into `unit`, over all generations; nearest first, `unit` left out."""
    found: list[U] = []
    waiting = predecessors(edges, unit)
    while waiting:
        nearest = waiting.pop(0)
        if nearest not in found and nearest != unit:
            found.append(nearest)
            waiting.extend(predecessors(edges, nearest))
    return found


def standing(edges: Sequence[Edge[U]], unit: U, there: Collection[U], on: date) -> list[U]:
    """Of the units that are `there` on a day: `unit` itself, else those it was made of, else those it went into."""
    if unit in there:
        return [unit]
    before = [ancestor for ancestor in ancestors(edges, unit) if ancestor in there]
    return before or [heir for heir in heirs(edges, unit, on) if heir in there]


def siblings(edges: Sequence[Edge[U]], unit: U) -> list[U]:
    """The units that went into the same successor on the same day as `unit`."""
    mine = {(edge.successor, edge.effective_on) for edge in edges if edge.predecessor == unit}
    return [
        edge.predecessor for edge in edges if (edge.successor, edge.effective_on) in mine and edge.predecessor != unit
    ]
