"""Which backups stay: the newest of each of the last days, weeks and months that have one.

Days that have none do not count: where backups stopped for a year, those before stay as they were.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days, weeks and months keep their newest backup."""

    daily: int
    weekly: int
    monthly: int


# What a day, a week and a month are: of the calendar in UTC, as backups are named; weeks begin on Mondays.
PERIODS: dict[str, Callable[[datetime], Hashable]] = {
    "daily": lambda moment: moment.date(),
    "weekly": lambda moment: moment.isocalendar()[:2],
    "monthly": lambda moment: (moment.year, moment.month),
}


def kept(moments: Iterable[datetime], keep: Keep) -> set[datetime]:
    """The moments whose backups stay; the newest always does.

    >>> nights = [datetime(2026, 11, day, 19) for day in range(1, 25)]
    >>> [f"{night:%a %d}" for night in sorted(kept(nights, Keep(daily=3, weekly=2, monthly=1)))]
    ['Sun 22', 'Mon 23', 'Tue 24']
    >>> [f"{night:%a %d}" for night in sorted(kept(nights, Keep(daily=1, weekly=3, monthly=0)))]
    ['Sun 15', 'Sun 22', 'Tue 24']
    >>> kept(nights, Keep(0, 0, 0)) == {nights[-1]}, kept([], Keep(7, 4, 12))
    (True, set())
    """
    newest_first = sorted(set(moments), reverse=True)
    stay = set(newest_first[:1])
    for name, period in PERIODS.items():
        newest_of: dict[Hashable, datetime] = {}
        for moment in newest_first:
            newest_of.setdefault(period(moment), moment)
        stay.update(list(newest_of.values())[: getattr(keep, name)])
    return stay
