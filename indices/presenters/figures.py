"""How a figure is known, said to people: its mark and the sentence behind it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from provinces.language import reader_language
from provinces.wording import decimal_text, percent

from ..comparing import Change, Reason
from ..models import Band, Basis, Derivation, ReformIndex


@dataclass(frozen=True, slots=True)
class Sign:
    """A mark beside a figure and the sentence that it stands for."""

    mark: str
    explanation: str


def sign_of(basis: str, derivation: str, year: int) -> Sign | None:
    """The mark of a figure that is weaker than printed; None for a printed one."""
    if basis == Basis.INFERRED:
        return Sign("*", _("Inferred from the order in the source."))
    if basis != Basis.DERIVED:
        return None
    explanations = {
        Derivation.NEXT_YEAR: _(
            "Derived by the portal from the %(year)s figure and the change that was printed with it."
        )
        % {"year": year + 1},
        Derivation.PREVIOUS_YEAR: _(
            "Derived by the portal from the %(year)s figure and the change that the source printed."
        )
        % {"year": year - 1},
        Derivation.EXTREME: _(
            "Derived by the portal: the source prints it as the highest or lowest of the whole field."
        ),
        Derivation.COMPONENT: _("Derived by the portal from the points of this index inside another index."),
    }
    found = explanations[Derivation(derivation)] if derivation else _("Derived by the portal from other figures.")
    return Sign("†", found)


REASONS = {
    Reason.NO_EDITION: _lazy("The portal does not have %(year)s to compare."),
    Reason.NO_FIGURE: _lazy("The portal does not have the figures of both years."),
    Reason.DERIVED: _lazy("Not compared: one of the two ranks is itself derived."),
    Reason.FIELD_UNKNOWN: _lazy("Not compared: it is not known who was ranked in both years."),
    Reason.FIELD_CHANGED: _lazy("Not compared with %(year)s: other units were ranked."),
    Reason.METHOD: _lazy("Not compared with %(year)s: the method changed."),
    Reason.METHOD_UNKNOWN: _lazy(
        "Not compared with %(year)s: it is not known by which method both years were measured."
    ),
}


def reason_text(reason: Reason, year: int) -> str:
    """Why no change is shown, in the reader's language; `year` is the year before."""
    return str(REASONS[reason]) % {"year": year}


def change_words(change: Change, year: int) -> str:
    """A change of rank in words, for those who hear the page; `year` is the year before."""
    return _change_words(reader_language(), change.places or 0, year)


# A league table says some 63 of a few hundred such sentences.
@lru_cache(maxsize=4096)
def _change_words(language: str | None, places: int, year: int) -> str:
    number = abs(places)
    said = {"n": number, "year": year}
    if places > 0:
        return ngettext("up %(n)s place from %(year)s", "up %(n)s places from %(year)s", number) % said
    if places < 0:
        return ngettext("down %(n)s place from %(year)s", "down %(n)s places from %(year)s", number) % said
    return _("the same rank as in %(year)s") % said


def score_text(printed: str, index: ReformIndex) -> str:
    """A score as its index writes it: 88,35% where it is a share, 38,44 where it is points."""
    return percent(printed) if index.in_percent else decimal_text(printed)


def score_writer(index: ReformIndex) -> Callable[[str], str]:
    """`score_text` for the many scores of one page: the language is asked once, not for each of them."""
    sign = "%" if index.in_percent else ""
    if reader_language() == "en":
        return lambda printed: printed and printed + sign
    return lambda printed: printed and printed.replace(".", ",") + sign


def bar_width(score: Decimal | None, scale_max: Decimal | None) -> int | None:
    """How many hundredths of its cell a score's bar takes; None where the index has no known maximum."""
    if score is None or not scale_max:
        return None
    return max(0, min(100, round(score / scale_max * 100)))


def band_of(bands: Iterable[Band], score: Decimal | None) -> str:
    """The band that a score falls in; empty where there is no score or no band."""
    if score is None:
        return ""
    return next((band.band for band in bands if band.holds(score)), "")


def basis_of(sign: Sign | None) -> str:
    """How a figure that is there is known, as machines read it, by the mark that people see."""
    return {"*": "inferred", "†": "derived"}[sign.mark] if sign else "printed"
