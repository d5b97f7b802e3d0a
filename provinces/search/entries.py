"""Things that have names, and how well each fits what was typed. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any, Generic, TypeVar

from ..communes.nearest import nearest
from ..names import fold, spelled
from .typed import Typed

K = TypeVar("K", bound=Hashable)
SHORTEST_PART = 2  # characters; one letter stands only for a whole name
LONGEST_NAME = 12  # words of a name that is looked for among others


class Fit(IntEnum):
    """How the words fit a name, the best first."""

    WHOLE = 0
    BEGINS = 1
    INSIDE = 2
    SCATTERED = 3  # every word begins a word of the name, in any order


@dataclass(frozen=True, slots=True)
class Name:
    """A name made ready for comparing: without marks, with marks, and without marks and spaces (TPHCM)."""

    text: str
    folded: str
    spelled: str
    joined: str

    @classmethod
    def of(cls, text: str) -> "Name":
        return _name(text)

    def fit(self, typed: Typed) -> tuple[Fit, bool] | None:
        """How the words fit, and whether only without their marks; None if they do not.

        >>> def fit(name, words): return Name.of(name).fit(Typed.read(words, longest=120))
        >>> fit("Hòa Bình", "Hoà Bình"), fit("Hòa Bình", "Hoa Bình"), fit("TP.HCM", "tphcm")
        ((<Fit.WHOLE: 0>, False), (<Fit.WHOLE: 0>, True), (<Fit.WHOLE: 0>, True))
        >>> fit("Vĩnh Long", "vinh lo"), fit("Bộ Giáo dục và Đào tạo", "đào tạo"), fit("Bộ Y tế", "tế bộ")
        ((<Fit.BEGINS: 1>, True), (<Fit.INSIDE: 2>, False), (<Fit.SCATTERED: 3>, True))
        >>> fit("Hà Nam", "nam ha noi")
        """
        words = typed.folded
        if not words:
            return None
        if self.folded == words or self.joined == typed.joined:
            return Fit.WHOLE, self.spelled != typed.spelled
        if len(words) < SHORTEST_PART:
            return None
        if self.folded.startswith(words):
            return Fit.BEGINS, not self.spelled.startswith(f"{typed.spelled} ")
        padded = f" {self.folded}"
        if f" {words}" in padded:
            return Fit.INSIDE, f" {typed.spelled} " not in f"{self.spelled} "
        if len(typed.words) > 1 and all(f" {word.folded}" in padded for word in typed.words):
            return Fit.SCATTERED, True
        return None


@lru_cache(maxsize=20_000)  # the same few thousand names are compared with every question
def _name(text: str) -> Name:
    folded = fold(text)
    return Name(text, folded, spelled(text), folded.replace(" ", ""))


@dataclass(frozen=True, slots=True)
class Entry(Generic[K]):
    """Something that can be found, with every way it is written; `codes` stand for it only as a whole.

    `order` sorts those that fit equally, the lowest first.
    """

    key: K
    names: tuple[Name, ...]
    order: tuple[Any, ...] = ()
    codes: tuple[Name, ...] = ()

    def fit(self, typed: Typed) -> tuple[Fit, bool, Name] | None:
        """How its best name fits."""
        fits = [(*found, name) for name in self.names if (found := name.fit(typed))]
        fits += [(*found, code) for code in self.codes if (found := code.fit(typed)) and found[0] == Fit.WHOLE]
        return min(fits, key=lambda fit: fit[:2], default=None)


@dataclass(frozen=True, slots=True)
class Hit(Generic[K]):
    """What was found, by which of its names, and how well that fits."""

    key: K
    fit: Fit
    name: str


class Entries(Generic[K]):
    """Things among which a reader looks.

    >>> provinces = Entries([Entry(name, (Name.of(name),), (name,)) for name in ("Hòa Bình", "Hoa Bình", "Thái Bình")])
    >>> [hit.key for hit in provinces.fitting(Typed.read("Hòa Bình", longest=120))]
    ['Hòa Bình', 'Hoa Bình']
    """

    def __init__(self, entries: Iterable[Entry[K]]) -> None:
        self.entries = tuple(entries)
        self._by_name: dict[str, list[Entry[K]]] = defaultdict(list)
        for entry in self.entries:
            words = (name.joined for name in (*entry.names, *entry.codes) if not name.joined.isdigit())
            for joined in dict.fromkeys(words):  # a number among other words is no code
                self._by_name[joined].append(entry)

    def fitting(self, typed: Typed) -> list[Hit[K]]:
        """Everything that all the words fit, best first."""
        return self._sorted(self.entries, typed)

    def named(self, typed: Typed) -> list[Hit[K]]:
        """What has just these words as a name."""
        return self._sorted(self._by_name.get(typed.joined, ()), typed)

    def named_in(self, typed: Typed) -> tuple[list[Hit[K]], Typed]:
        """What has the longest possible run of the words as a name, and the other words.

        >>> units = Entries([Entry("Bến Tre", (Name.of("Bến Tre"),))])
        >>> hits, rest = units.named_in(Typed.read("sipas ben tre 2019", longest=120))
        >>> hits[0].key, rest.text
        ('Bến Tre', 'sipas 2019')
        """
        for run, rest in typed.runs(LONGEST_NAME):
            if hits := self.named(run):
                return hits, rest
        return [], typed

    def of(self, keys: Iterable[K]) -> list[Hit[K]]:
        """Those with the keys, in this order, as if their whole names had been typed."""
        by_key = {entry.key: entry for entry in self.entries}
        return [Hit(key, Fit.WHOLE, by_key[key].names[0].text) for key in keys]

    def near(self, typed: Typed) -> tuple[str, ...]:
        """The names that are most like the words, best first, for words that name nothing."""
        return nearest(typed.folded, {name.folded: name.text for entry in self.entries for name in entry.names})

    @staticmethod
    def _sorted(entries: Iterable[Entry[K]], typed: Typed) -> list[Hit[K]]:
        fits = [(entry, fit) for entry in entries if (fit := entry.fit(typed))]
        fits.sort(key=lambda found: (*found[1][:2], found[0].order))
        return [Hit(entry.key, fit[0], fit[2].text) for entry, fit in fits]
