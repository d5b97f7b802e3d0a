"""Targets and indicators, to be found by what they are about and by whom they are for."""

from functools import lru_cache

from provinces.models import UnitKind
from provinces.registry import Registry
from provinces.search import Entries, Entry, Fit, Hit
from provinces.search.entries import Name

from ..catalogue import Catalogue
from ..models import Indicator, Target

Goal = Target | Indicator


@lru_cache(maxsize=2)  # one catalogue stands at a time
def named_goals(catalogue: Catalogue) -> Entries[Goal]:
    """The targets that no other replaced, then the indicators."""
    entries: list[Entry[Goal]] = [
        Entry(one, _names(*names_of(one, catalogue.registry)), (0, one.due_on, one.code))
        for one in catalogue.promises.standing
    ]
    for one in catalogue.promises.indicators.values():
        entries.append(Entry(one, _names(one.name_vi, one.name_en, one.numerator_vi, one.numerator_en), (1, one.code)))
    return Entries(entries)


def names_of(target: Target, registry: Registry) -> list[str]:
    """What a target is about in both languages, alone and with the unit that it is for; its wording and its code."""
    about = target.indicator or target.index
    subjects = [about.name_vi, about.name_en] if about else []
    names = [*subjects, target.wording_vi, target.wording_en, target.set_by, target.code]
    if target.unit_id in registry.units:
        written = registry.written(target.unit_id)
        names += [*written, *(f"{subject} {text}" for subject in subjects for text in written)]
    return names


def counted_in_communes(goals: Entries[Goal]) -> list[Hit[Goal]]:
    """What is said about communes: what a reader means by words of everyday for their service (công chứng, sao y)."""
    meant = [entry for entry in goals.entries if _counts_communes(entry.key)]
    return [Hit(entry.key, Fit.INSIDE, entry.names[0].text) for entry in meant]


def _names(*texts: str) -> tuple[Name, ...]:
    return tuple(Name.of(text) for text in dict.fromkeys(texts) if text)


def _counts_communes(goal: Goal) -> bool:
    indicator = goal.indicator if isinstance(goal, Target) else goal
    return indicator is not None and indicator.unit_kind == UnitKind.COMMUNE
