"""What a reader typed, in words that can be compared with names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ..names import fold, spelled, tidy

_WORDS = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    """One word: as it was typed, with its marks made comparable, and without marks."""

    typed: str
    spelled: str
    folded: str


@dataclass(frozen=True)
class Typed:
    """A typed text and its words. A text that is too long has none and is not searched for."""

    text: str
    words: tuple[Word, ...] = ()
    too_long: bool = False

    @classmethod
    def read(cls, text: str, longest: int) -> "Typed":
        """Take a typed text of at most so many characters apart. Never raises.

        >>> Typed.read("  Bến  Tre, 2020", longest=120).words[1:]
        (Word(typed='Tre', spelled='tre0', folded='tre'), Word(typed='2020', spelled='20200', folded='2020'))
        >>> Typed.read("Bến Tre", longest=3)
        Typed(text='Bến', words=(), too_long=True)
        """
        if len(text) > longest:
            return cls(text[:longest], too_long=True)
        text = tidy(text.replace("\0", ""))
        words = (Word(word, spelled(word), fold(word)) for word in _WORDS.findall(text))
        return cls(text, tuple(word for word in words if word.folded))

    @cached_property  # some thousand names are compared with it
    def folded(self) -> str:
        """The words without marks."""
        return " ".join(word.folded for word in self.words)

    @cached_property
    def joined(self) -> str:
        """The words without marks and without spaces: tphcm."""
        return self.folded.replace(" ", "")

    @cached_property
    def spelled(self) -> str:
        """The words with their marks, equal for every encoding and place of the tone."""
        return " ".join(word.spelled for word in self.words)

    def of(self, words: tuple[Word, ...]) -> "Typed":
        """The same question with some of its words only."""
        return Typed(" ".join(word.typed for word in words), words)

    def without(self, folded: frozenset[str]) -> "Typed":
        """The same question without words that say nothing.

        >>> Typed.read("kết quả của Bến Tre", longest=120).without(frozenset({"ket", "qua", "cua"})).text
        'Bến Tre'
        """
        return self.of(tuple(word for word in self.words if word.folded not in folded))

    def runs(self, longest: int) -> Iterator[tuple["Typed", "Typed"]]:
        """Every run of at most so many neighbouring words with those around it, the longest first, from the left.

        >>> [run.text for run, _rest in Typed.read("sipas bến tre", longest=120).runs(2)]
        ['sipas bến', 'bến tre', 'sipas', 'bến', 'tre']
        """
        for length in range(min(longest, len(self.words)), 0, -1):
            for start in range(len(self.words) - length + 1):
                end = start + length
                yield self.of(self.words[start:end]), self.of(self.words[:start] + self.words[end:])
