"""How a value leaves the portal in a cell: texts safe from being formulas, days as in ISO 8601."""

from datetime import date, datetime
from typing import Any

from .reading import FORMULA_STARTS

# Spreadsheets know no day before this one; such a day goes out as text.
FIRST_SPREADSHEET_DAY = date(1900, 3, 1)
# A workbook does not say when it was made: the same rows give the same bytes.
NO_DAY = datetime(1980, 1, 1)


def safe(text: str) -> str:
    """A text that a spreadsheet cannot take for a formula: one apostrophe more before what looks like one.

    A carriage return leaves as a line feed: unquoted in a CSV, it would begin a row of its own.
    """
    guarded = "'" + text if text.lstrip("'").startswith(FORMULA_STARTS) else text
    return guarded.replace("\r\n", "\n").replace("\r", "\n") if "\r" in guarded else guarded


def as_text(value: Any) -> str:
    """A value as it stands in a text file: nothing for None, ISO days, texts safe from being formulas."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return safe(value) if isinstance(value, str) else str(value)
