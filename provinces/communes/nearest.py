"""Which names are most like some words that name nothing."""

from difflib import SequenceMatcher, get_close_matches
from heapq import nlargest

from ..matching import bare_district
from ..names import fold

ALIKE = 0.75  # how much a word has to be like another that may be meant, from 0 to 1
NEAR_SHOWN = 5  # names that may be meant
NEAR_COMPARED = 40  # names that are compared letter by letter: those that have most pairs of letters in common
LONGER_OR_SHORTER = 3  # characters that a name that may be meant may have more or less


def likeness(district: str, words: str) -> float:
    """How much a district is like the words, from 0 to 1; 0 where one is more than three times as long."""
    pairs = [SequenceMatcher(None, name, words) for name in (fold(district), bare_district(district))]
    return max(pair.ratio() if pair.real_quick_ratio() >= 0.5 else 0 for pair in pairs)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def nearest(words: str, pool: dict[str, str]) -> tuple[str, ...]:
    """The names (folded: as it is shown) that are most like the words, best first."""
    pairs = _pairs(words)
    in_reach = (name for name in pool if abs(len(name) - len(words)) <= LONGER_OR_SHORTER)
    compared = nlargest(NEAR_COMPARED, in_reach, key=lambda name: len(pairs & _pairs(name)))
    return tuple(pool[name] for name in get_close_matches(words, compared, NEAR_SHOWN, ALIKE))
