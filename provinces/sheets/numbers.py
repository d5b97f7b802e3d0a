"""How a cell's text becomes a number or a day. Pure; refuses rather than guesses.

Both a comma and a point are decimal separators where a score is expected; where whole things are counted, they
separate groups of three ("1.758" procedures are 1758). Scientific notation, NaN and Infinity are refused.
"""

import re
from datetime import date
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:[. ,]\d{3})+|\d+")
_RANK = re.compile(r"(?:hạng|thứ)?\s*(\d{1,4})(?:\s*/\s*(\d{1,4}))?", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2})")


class Unreadable(ValueError):
    """The text is not what the column needs; `args[0]` is the text."""


def read_decimal(text: str) -> str:
    """The digits of a decimal with a decimal point, exactly as many as were written; a percent sign is taken off.

    >>> read_decimal("95,76%"), read_decimal("95.76"), read_decimal("+2,55")
    ('95.76', '95.76', '+2.55')
    >>> read_decimal("1e3")
    Traceback (most recent call last):
    provinces.sheets.numbers.Unreadable: 1e3
    """
    bare = text.strip().removesuffix("%").strip()
    if not _NUMBER.fullmatch(bare):
        raise Unreadable(text)
    return bare.replace(",", ".")


def read_count(text: str) -> int:
    """A count of things, with or without groups of three.

    >>> read_count("1.758"), read_count("10 599"), read_count("553")
    (1758, 10599, 553)
    >>> read_count("1.5")
    Traceback (most recent call last):
    provinces.sheets.numbers.Unreadable: 1.5
    """
    bare = text.strip()
    if not _GROUPED.fullmatch(bare):
        raise Unreadable(text)
    return int(re.sub(r"[. ,]", "", bare))


def read_whole(text: str) -> int:
    """A whole number with its sign and nothing else: a year, a change of rank.

    >>> read_whole("+19"), read_whole("-3")
    (19, -3)
    """
    bare = text.strip()
    if not re.fullmatch(r"[+-]?\d{1,9}", bare):
        raise Unreadable(text)
    return int(bare)


def read_rank(text: str) -> tuple[int, int | None]:
    """A rank and, where it is written, the size of its field.

    >>> read_rank("44"), read_rank("Hạng 1"), read_rank("2/63")
    ((44, None), (1, None), (2, 63))
    """
    found = _RANK.fullmatch(text.strip())
    if not found or int(found[1]) == 0:
        raise Unreadable(text)
    return int(found[1]), int(found[2]) if found[2] else None


def read_day(text: str) -> date:
    """A day, the day first: 5/6/2021 is 5 June. ISO days are understood too.

    >>> read_day("05/06/2021"), read_day("2021-06-24")
    (datetime.date(2021, 6, 5), datetime.date(2021, 6, 24))
    """
    found = _DAY.fullmatch(text.strip())
    if not found:
        raise Unreadable(text)
    day, month, year, iso_year, iso_month, iso_day = found.groups()
    try:
        return date(int(iso_year or year), int(iso_month or month), int(iso_day or day))
    except ValueError as error:
        raise Unreadable(text) from error


def digits_of(value: float, number_format: str) -> str:
    """What a numeric cell shows, as digits with a point: the stored value, with the decimals of its format.

    A value with more than four decimals is shown as its format rounds it, because that is what was printed.

    >>> digits_of(90.1, "0.00"), digits_of(0.9576, "0.00%"), digits_of(83.28, "General")
    ('90.10', '95.76', '83.28')
    """
    exact = Decimal(f"{value:.15g}")
    if not exact.is_finite():
        return str(value)
    if "%" in number_format:
        exact *= 100
    shown = re.search(r"[0#]\.(0+)", number_format)
    places = len(shown[1]) if shown else 0
    stored = max(0, -exact.normalize().as_tuple().exponent)  # type: ignore[operator]
    if shown and (stored < places or stored > 4):
        return f"{exact:.{places}f}"
    return f"{exact.normalize():f}"


def shown_by(text: str) -> str:
    """The number format that shows a value as the text does: "0.00" for "95,76 %".

    >>> shown_by("95,76%"), shown_by("44")
    ('0.00', 'General')
    """
    decimals = re.search(r"\d[.,](\d+)\D*$", text)
    return "0." + "0" * len(decimals[1]) if decimals else "General"
