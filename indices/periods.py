"""Reporting periods: months, quarters, half-years and years that end on a day of the month. Pure.

Vietnamese reporting rules count a month from the 15th of the one before to the 14th; others by the calendar.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

# How many months a period takes.
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From its first day to its last, both included, and the day by which its report is due."""

    begins: date
    ends: date
    due_on: date

    def __contains__(self, day: date) -> bool:
        return self.begins <= day <= self.ends


def end_in(year: int, month: int, last_day: int | None) -> date:
    """The day of a month on which a period ends: its last one where none is set.

    >>> end_in(2021, 6, 14), end_in(2024, 2, None)
    (datetime.date(2021, 6, 14), datetime.date(2024, 2, 29))
    """
    return date(year, month, min(last_day or 31, monthrange(year, month)[1]))


def periods(frequency: str, last_day: int | None, due_days: int, first: date, until: date) -> list[Period]:
    """The periods that end on `first` or later and have begun by `until`, the earliest first.

    >>> [found] = periods("month", 14, 3, date(2021, 6, 1), date(2021, 6, 14))
    >>> found.begins, found.ends, found.due_on
    (datetime.date(2021, 5, 15), datetime.date(2021, 6, 14), datetime.date(2021, 6, 17))
    """
    length = MONTHS[frequency]
    found: list[Period] = []
    begins: date | None = None
    # Ends are counted in months since year 0; a period ends in the last month of its stretch of the calendar.
    number = first.year * 12 + first.month - 1
    number -= number % length + 1
    while True:
        ends = end_in(number // 12, number % 12 + 1, last_day)
        if begins is not None:
            if begins > until:
                return found
            if ends >= first:
                found.append(Period(begins, ends, ends + timedelta(days=due_days)))
        begins = ends + timedelta(days=1)
        number += length


def period_of(day: date, known: list[Period]) -> Period | None:
    """The period that a day lies in."""
    return next((period for period in known if day in period), None)
