"""What a card says, before anyone draws it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..presenters.figures import Sign


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is about, its figure, and in a quieter voice what the figure is out of."""

    label: str
    figure: str
    rest: str = ""

    def __str__(self) -> str:
        return f"{self.label}: {self.figure}{self.rest}"


@dataclass(frozen=True, slots=True)
class Bar:
    """A share in hundredths on its way to a goal; a bound has no end, so it fades."""

    width: int
    goal: int | None
    fades: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One idea: a title, one large figure with what it is out of, a few rows, and where it all comes from.

    `caption` names the figure, `detail` says more of it. `path` is the page that the card stands for, `image` its own
    address, both in the reader's language; `sources` are the codes of the documents.
    """

    kicker: str
    title: str
    path: str
    image: str
    figure: str = ""
    rest: str = ""
    caption: str = ""
    detail: str = ""
    lines: tuple[Line, ...] = ()
    note: str = ""
    bar: Bar | None = None
    sources: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """Everything but the title, as sentences: what a search shows under it."""
        large = ": ".join(part for part in (self.caption, self.figure + self.rest) if part)
        first = ", ".join(part for part in (large, self.detail) if part)
        parts = (first, "; ".join(map(str, self.lines)), self.note)
        return " ".join(f"{part.rstrip('.')}." for part in parts if part)

    @property
    def alt(self) -> str:
        """The whole card in words, for those who do not see it."""
        return f"{self.kicker}: {self.title}. {self.said}"

    @property
    def signs(self) -> str:
        """The marks beside its figures, each once: * and †."""
        return "".join(mark for mark in "*†" if mark in self.said)


def each_once(codes: Iterable[str]) -> tuple[str, ...]:
    """The documents in the order in which they are met; figures that name none are passed over."""
    return tuple(dict.fromkeys(code for code in codes if code))


def on_day(path: str, day: date | None) -> str:
    """An address as it was public on a day."""
    return f"{path}?as_of={day.isoformat()}" if day else path


def marked(text: str, sign: Sign | None) -> str:
    """A figure with the mark of how it is known."""
    return text + sign.mark if text and sign else text
