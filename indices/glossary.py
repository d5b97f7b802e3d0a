"""The words of the field and what they mean, for people who do not work in it. Both languages stand in one file."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from provinces.language import reader_language
from provinces.names import sort_key

TERMS = Path(__file__).resolve().parent / "data" / "glossary.toml"


@dataclass(frozen=True, slots=True)
class Term:
    """A word in both languages with a short explanation; `code` is its place on the page."""

    code: str
    vi: str
    en: str
    says_vi: str
    says_en: str
    see: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return self.en if reader_language() == "en" else self.vi

    @property
    def short(self) -> str:
        """The word without what stands in brackets after it."""
        return self.word.partition(" (")[0]

    @property
    def other(self) -> str:
        """The word in the other language."""
        return self.vi if reader_language() == "en" else self.en

    @property
    def text(self) -> str:
        return self.says_en if reader_language() == "en" else self.says_vi


class Glossary:
    """All terms by their codes."""

    def __init__(self, terms: list[Term]) -> None:
        self.terms = {term.code: term for term in terms}

    def __call__(self, code: str) -> Term:
        """The term with a code. Raises KeyError: a template names only what is there."""
        return self.terms[code]

    @cached_property
    def _sorted(self) -> dict[bool, list[Term]]:
        return {
            True: sorted(self.terms.values(), key=lambda term: sort_key(term.en)),
            False: sorted(self.terms.values(), key=lambda term: sort_key(term.vi)),
        }

    def in_order(self) -> list[Term]:
        """Every term by the alphabet of the reader's language."""
        return self._sorted[reader_language() == "en"]

    def by_letter(self) -> list[tuple[str, list[Term]]]:
        """The same under their first letters: Đ is a letter of its own, Ă and Â are not A."""
        found: dict[str, list[Term]] = {}
        for term in self.in_order():
            found.setdefault(term.word[0].upper(), []).append(term)
        return list(found.items())


def read(content: bytes) -> Glossary:
    """The glossary in a file's content."""
    terms = tomllib.loads(content.decode())["term"]
    return Glossary([Term(**term | {"see": tuple(term.get("see", ()))}) for term in terms])


glossary = read(TERMS.read_bytes())
