"""Sentences made of words and figures, in the reader's language, each figure with the document that says it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or a name as a sentence states it; `source` is the code of its document, empty where it has none."""

    text: str
    source: str = ""

    def __str__(self) -> str:
        return self.text


Part = str | Figure


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and figures in the order in which they are read."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "".join(map(str, self.parts))

    @property
    def opened(self) -> "Sentence":
        """The same with a capital letter first: a ministry's article, a province's type."""
        first, *others = self.parts
        text = f"{first}"
        large = text[:1].upper() + text[1:]
        return Sentence((Figure(large, first.source) if isinstance(first, Figure) else large, *others))

    @property
    def sources(self) -> list[str]:
        """The documents behind the figures, each once, in the order of the sentence."""
        return list(dict.fromkeys(part.source for part in self.parts if isinstance(part, Figure) and part.source))


Said = dict[str, Part | Sentence | int]


def say(pattern: str, **said: Part | Sentence | int) -> Sentence:
    """A pattern with its places filled: what is a figure stays one. Raises KeyError for a place without a filling.

    >>> str(say("%(unit)s scored %(score)s.", unit="Bến Tre", score=Figure("88.35%", "a-newspaper")))
    'Bến Tre scored 88.35%.'
    """
    return Sentence(tuple(_parts(pattern, said)))


def _parts(pattern: str, said: Said) -> Iterator[Part]:
    for number, text in enumerate(_PLACE.split(pattern)):
        if number % 2 == 0:
            if text:
                yield text
            continue
        filling = said[text]
        if isinstance(filling, Sentence):
            yield from filling.parts
        else:
            yield filling if isinstance(filling, Figure) else str(filling)


def joined(sentences: Iterable[Sentence], between: str, last: str) -> Sentence:
    """A list in one sentence: A, B and C.

    >>> str(joined([say("A"), say("B"), say("C")], ", ", " and "))
    'A, B and C'
    """
    every = list(sentences)
    parts: list[Part] = []
    for number, sentence in enumerate(every):
        if number:
            parts.append(last if number == len(every) - 1 else between)
        parts.extend(sentence.parts)
    return Sentence(tuple(parts))
