"""Which versions and corrections are public at a moment, and ways to find them. Pure."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from .models import Correction, Edition


class Public:
    """What is public between two minutes of publication: by index, the latest year first.

    It stays the same until the next minute, and there may be thousands of versions: whatever a page asks of all of them
    is found out once.
    """

    def __init__(self, versions: Iterable[Edition], corrections: Iterable[Correction]) -> None:
        public = {(edition.index_id, edition.year): edition for edition in versions}
        self.editions = tuple(sorted(public.values(), key=lambda e: (e.index.order, e.index.code, -e.year)))
        self.corrections = tuple(corrections)

    @cached_property
    def by_pk(self) -> dict[int, Edition]:
        """The editions in their order."""
        return {edition.pk: edition for edition in self.editions}

    @cached_property
    def by_year(self) -> dict[tuple[int, int], Edition]:
        """The edition of an index (its primary key) and a year."""
        return {(edition.index_id, edition.year): edition for edition in self.editions}

    @cached_property
    def of_index(self) -> dict[str, dict[int, Edition]]:
        """The editions of each index, by its code, by year, the earliest first."""
        found: dict[str, dict[int, Edition]] = {}
        for edition in reversed(self.editions):
            found.setdefault(edition.index.code, {})[edition.year] = edition
        return found

    @cached_property
    def place(self) -> dict[int, int]:
        """Where each edition stands in the order, by primary key."""
        return {edition.pk: number for number, edition in enumerate(self.editions)}

    def among(self, pks: Iterable[int]) -> list[Edition]:
        """Those of some versions that are public, in their order."""
        there = sorted(self.place[pk] for pk in set(pks) if pk in self.place)
        return [self.editions[number] for number in there]

    @cached_property
    def latest_first(self) -> tuple[Edition, ...]:
        """The editions by their minute, the latest first; those of one minute in their order."""
        return tuple(sorted(self.editions, key=_minute, reverse=True))

    @property
    def changed_at(self) -> datetime | None:
        """The latest minute at which an edition became public."""
        return self.latest_first[0].publish_at if self.latest_first else None

    @cached_property
    def digest(self) -> str:
        """Another one for other versions or corrections."""
        said = [edition.pk for edition in self.editions], [correction.pk for correction in self.corrections]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def __repr__(self) -> str:
        return f"Public({self.digest})"


def _minute(edition: Edition) -> datetime:
    """The minute of a version that is public, and therefore has one."""
    if edition.publish_at is None:
        raise ValueError(f"{edition} has no minute")
    return edition.publish_at
