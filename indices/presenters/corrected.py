"""Which public figures were corrected or revised: for each unit of an edition, the latest entry of the register."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from ..ahead import public_address
from ..catalogue import Catalogue
from ..models import Edition


class Corrected(NamedTuple):
    """Since which day a figure stands as corrected, and where the register says why."""

    on: date
    address: str


def corrected_in(edition: Edition, catalogue: Catalogue, at: datetime | None = None) -> Mapping[int | None, Corrected]:
    """By unit; under None what belongs to no unit: means, sizes of the field. `at` as it was public at a moment."""
    found: dict[int | None, Corrected] = {}
    for correction in catalogue.corrections(edition, at):
        public_at = correction.edition.publish_at
        if public_at is None:
            continue
        entry = Corrected(timezone.localdate(public_at), f"{public_address('indices:corrections')}#c{correction.pk}")
        for figure in correction.figures.all():
            found.setdefault(figure.unit_id, entry)  # the latest comes first
    return found


def cells_of(corrected: Corrected | None) -> dict[str, object]:
    """The two columns of every file of results."""
    return {"corrected_on": corrected.on, "correction": corrected.address} if corrected else {}
