"""How a bulletin calls units, and how it says a place among them."""

from datetime import date

from django.contrib.humanize.templatetags.humanize import ordinal
from django.utils.translation import gettext as _

from provinces.language import reader_language
from provinces.models import UnitKind
from provinces.registry import RegisteredUnit, Registry
from provinces.wording import inside


def within(name: str, unit: RegisteredUnit) -> str:
    """A name inside a sentence: Vietnamese writes a province's type small, English gives a ministry its article."""
    if unit.kind == UnitKind.MINISTRY:
        return with_article(name)
    return inside(name)


def about_what(title: str) -> str:
    """What is counted or promised, inside a sentence."""
    return title[:1].lower() + title[1:]


def name_of(unit: RegisteredUnit, on: date, registry: Registry) -> str:
    """The unit that a bulletin is about, inside a sentence: tỉnh Bến Tre; in English Bến Tre."""
    return within(registry.full_name(unit.pk, on), unit)


def with_article(ministry: str) -> str:
    """A ministry inside a sentence: English gives it its article."""
    return f"the {ministry}" if reader_language() == "en" else ministry


def nth(rank: int) -> str:
    """A place: 20 in Vietnamese, 20th in English."""
    return str(ordinal(rank)) if reader_language() == "en" else str(rank)


def place(rank: int, size: int | None) -> str:
    """A place among how many, where that is known: 20/63, or 20th of 63."""
    if size is None:
        return nth(rank)
    return _("%(rank)s of %(size)s") % {"rank": nth(rank), "size": size}


def field_of(kind: str) -> str:
    """Those among whom units of the kind are ranked."""
    return _("ministries and ministry-level agencies") if kind == UnitKind.MINISTRY else _("provinces and cities")
