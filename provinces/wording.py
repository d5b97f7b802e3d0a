"""How numbers and days are written for people: 88,35% and 24/6/2021 in Vietnamese, 88.35% and 24 June 2021 in English.

Digits are never added or taken away: what was printed as 79 stays 79.
"""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import floor

from django.utils import timezone
from django.utils.translation import gettext

from .language import reader_language

MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def decimal_text(printed: str) -> str:
    """A decimal written with a point, with the separator of the reader's language: 88,35 or 88.35."""
    return printed if reader_language() == "en" else printed.replace(".", ",")


def percent(printed: str) -> str:
    """The same with its percent sign, without a space, as newspapers and documents in the country write it."""
    return decimal_text(printed) + "%"


def inside(name: str) -> str:
    """A name or a noun inside a sentence: Vietnamese writes its first word small, a unit's type or what is counted."""
    return name if reader_language() == "en" else name[:1].lower() + name[1:]


def count(number: int) -> str:
    """A whole number with groups of three: 1.758 or 1,758."""
    grouped = f"{number:,}"
    return grouped if reader_language() == "en" else grouped.replace(",", ".")


def plain(value: Decimal) -> str:
    """A decimal without the zeros that storage added: Decimal("79.0000") is 79, Decimal("0.4400") is 0.44."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(value: date) -> str:
    """A day: 24/6/2021 or 24 June 2021."""
    if reader_language() == "en":
        return f"{value.day} {MONTHS_EN[value.month - 1]} {value.year}"
    return f"{value.day}/{value.month}/{value.year}"


def long_day(value: date) -> str:
    """A day as official papers write it: ngày 24 tháng 6 năm 2021, ngày 05 tháng 02 năm 2021; or 24 June 2021."""
    if reader_language() == "en":
        return day(value)
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02} tháng {month} năm {value.year}"


def long_moment(value: datetime) -> str:
    """A minute in Viet Nam's time on paper: 08:30 ngày 24 tháng 6 năm 2021, or 08:30 (Viet Nam time), 24 June 2021."""
    local = timezone.localtime(value)
    if reader_language() == "en":
        return f"{local:%H:%M} (Viet Nam time), {long_day(local.date())}"
    return f"{local:%H:%M} {long_day(local.date())}"


def moment(value: datetime) -> str:
    """A minute in Viet Nam's time: 08:30 ngày 24/6/2021, or 08:30 (Viet Nam time), 24 June 2021."""
    local = timezone.localtime(value)
    return gettext("%(time)s (Viet Nam time), %(day)s") % {"time": f"{local:%H:%M}", "day": day(local.date())}


def rounded(value: Fraction, decimals: int) -> str:
    """A computed figure with at most so many decimals, half away from zero, with a point: 6.2, 13, -0.5.

    >>> rounded(Fraction(25, 4), 1), rounded(Fraction(12), 1), rounded(Fraction(-1, 2), 0)
    ('6.3', '12', '-1')
    """
    scale = 10**decimals
    whole = floor(abs(value) * scale + Fraction(1, 2))
    return plain((Decimal(whole) / scale).copy_sign(-1 if value < 0 and whole else 1))
