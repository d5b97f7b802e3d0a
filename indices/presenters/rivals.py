"""What other sources say of a figure that the portal shows from one: beside it, never mixed into it."""

from dataclasses import dataclass
from typing import Any

from .figures import Sign, sign_of


@dataclass(frozen=True, slots=True)
class RivalRow:
    """What another source says about a unit's score or rank."""

    unit_name: str
    slug: str
    score: str
    score_sign: Sign | None
    rank: int | None
    rank_of: int | None
    rank_sign: Sign | None
    source: str


def rival_of(claim: Any, slug: str, year: int, name: str = "") -> RivalRow:
    """What another source says, from the catalogue's columns; with the unit's name where the table does not say it."""
    return RivalRow(
        unit_name=name,
        slug=slug,
        score=claim.score_text,
        score_sign=sign_of(claim.score_basis, claim.score_derivation, year),
        rank=claim.rank,
        rank_of=claim.rank_of,
        rank_sign=sign_of(claim.rank_basis, claim.rank_derivation, year),
        source=claim.source__code,
    )
