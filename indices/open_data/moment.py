"""What is public at a moment: which versions, which reports. Every open table is read through it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from ..catalogue import Catalogue
from ..models import Edition


@dataclass(frozen=True)
class Moment:
    """A reading of the catalogue, and the moment whose public versions are meant.

    Definitions and the registry have no versions: they are as they stand now (docs/decisions.md, 36).
    """

    catalogue: Catalogue
    at: datetime

    @classmethod
    def now(cls, catalogue: Catalogue) -> "Moment":
        return cls(catalogue, timezone.now())

    @cached_property
    def editions(self) -> list[Edition]:
        """The public version of each edition: by index, the latest year first."""
        return self.catalogue.published(self.at)

    @cached_property
    def public(self) -> list[int]:
        """The primary keys of the public versions."""
        return [edition.pk for edition in self.editions]
