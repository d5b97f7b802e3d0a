"""Footnotes of a paper: documents numbered in the order in which they are cited, each with its address."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from provinces.registry import Document, Registry

from ..ahead import public_address
from ..bulletins.sentences import Figure, Sentence
from .blocks import Run, Text

# Longer titles are cut, longer addresses are replaced by that of the portal's own page of the document.
LABEL_CHARACTERS = 110
ADDRESS_CHARACTERS = 90


@dataclass(frozen=True, slots=True)
class Note:
    """A document as a footnote: what it is, and where it is found."""

    number: int
    label: str
    address: str

    @property
    def text(self) -> str:
        stop = "" if self.label.endswith((".", "…")) else "."
        return f"{self.number}. {self.label}{stop} {self.address}"


@dataclass(frozen=True, slots=True)
class NoteList:
    """The footnotes that have room, and how many more there are; `address` is the page that names them all."""

    notes: tuple[Note, ...]
    others: int
    address: str

    @property
    def rest(self) -> str:
        """What stands instead of the others; empty where there are none."""
        if not self.others:
            return ""
        return _("and %(n)s more sources, see %(address)s") % {"n": self.others, "address": self.address}


class Notes:
    """Numbers documents as they are cited: the same document has the same number everywhere."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, *codes: str) -> tuple[int, ...]:
        """The numbers of documents, each once; what has no document has no number."""
        cited = dict.fromkeys(code for code in codes if code)
        return tuple(self._numbers.setdefault(code, len(self._numbers) + 1) for code in cited)

    def sentence(self, sentence: Sentence) -> Text:
        """A sentence with the number of each document behind the last of its figures in a row."""
        runs: list[Run] = []
        for place, part in enumerate(sentence.parts):
            if not isinstance(part, Figure):
                runs.append(Run(part))
                continue
            following = next((p.source for p in sentence.parts[place + 1 :] if isinstance(p, Figure) and p.source), "")
            runs.append(Run(part.text, notes=self.of(part.source) if part.source != following else ()))
        return tuple(runs)

    def sentences(self, sentences: tuple[Sentence, ...]) -> Text:
        """Sentences as one paragraph."""
        runs: list[Run] = []
        for sentence in sentences:
            if runs:
                runs.append(Run(" "))
            runs.extend(self.sentence(sentence))
        return tuple(runs)

    def listed(self, registry: Registry) -> tuple[Note, ...]:
        """Every document that was cited."""
        documents = registry.documents(self._numbers)
        return tuple(Note(self._numbers[one.code], _label(one), _found_at(one)) for one in documents)

    def fitting(self, registry: Registry, room: int, page: str) -> NoteList:
        """The first `room` documents; `page` names them all."""
        every = self.listed(registry)
        return NoteList(every[:room], max(0, len(every) - room), page)


def _label(document: Document) -> str:
    label = document.label
    return label if len(label) <= LABEL_CHARACTERS else label[: LABEL_CHARACTERS - 1].rstrip() + "…"


def _found_at(document: Document) -> str:
    if document.locator and document.locator not in document.label and len(document.locator) <= ADDRESS_CHARACTERS:
        return document.locator
    return public_address("indices:source", document.code)
