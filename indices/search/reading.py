"""What the words of a question stand for, taken one after another out of them."""

from dataclasses import dataclass

from provinces.models import UnitKind
from provinces.names import fold
from provinces.search import Entries, Typed

# Words for the units of a kind, folded.
KINDS = {
    UnitKind.PROVINCE: frozenset(fold("tỉnh thành phố TP địa phương province provinces city cities").split()),
    UnitKind.MINISTRY: frozenset(fold("bộ ngành ministry ministries").split()),
}
# Words of a question that name nothing, folded.
FILLING = frozenset(
    fold(
        "bảng xếp hạng thứ kết quả điểm chỉ số năm của các ở tại trong về và UBND"
        " league table rank ranking rankings result results score scores index year of in the for and"
    ).split()
)
FIRST_YEAR, LAST_YEAR = 1990, 2099
MOST_UNITS = 3  # named in one question


@dataclass(frozen=True, slots=True)
class Reading:
    """The indices, years, kinds of unit and units that were named; `rest` is what stands for none of them.

    Indices and units are named by their keys. One name may have several units: those before and after a merger.
    """

    indices: tuple[int, ...]
    years: tuple[int, ...]
    kinds: tuple[str, ...]
    units: tuple[int, ...]
    rest: Typed

    @classmethod
    def of(cls, typed: Typed, indices: Entries[int], units: Entries[int]) -> "Reading":
        """Take a question apart: years, then the longest names of an index and of units, then kinds."""
        years = tuple(dict.fromkeys(int(w.folded) for w in typed.words if is_year(w.folded)))
        named, rest = indices.named_in(typed.of(tuple(w for w in typed.words if not is_year(w.folded))))
        found: list[int] = []
        for _turn in range(MOST_UNITS):
            hits, rest = units.named_in(rest)
            found += [hit.key for hit in hits]
        kinds = tuple(kind.value for kind, words in KINDS.items() if any(w.folded in words for w in rest.words))
        if named or years or found:  # only then are words around them known to be just that
            rest = rest.without(FILLING.union(*(KINDS[UnitKind(kind)] for kind in kinds)))
        return cls(tuple(hit.key for hit in named), years, kinds, tuple(dict.fromkeys(found)), rest)

    @property
    def of_editions(self) -> bool:
        """Whether an index or a year was named."""
        return bool(self.indices or self.years)


def is_year(word: str) -> bool:
    """Whether a folded word is a year that may have been assessed.

    >>> is_year("2020"), is_year("0020"), is_year("29161")
    (True, False, False)
    """
    return len(word) == 4 and word.isdigit() and FIRST_YEAR <= int(word) <= LAST_YEAR
