"""What a version brought, in a sentence: who comes first, how many figures are new or were corrected."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..catalogue import Catalogue
from ..models import Edition, Result
from .figures import score_text, sign_of

LEADERS = 3
LEADER_COLUMNS = (
    "edition_id", "unit_id", "unit__kind", "rank", "rank_basis", "rank_derivation", "score_text", "score_basis",
    "score_derivation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class News:
    """One version and what it brought."""

    edition: Edition
    title: str
    text: str

    @property
    def at(self) -> datetime:
        """The minute in which it became public."""
        return self.edition.publish_at or timezone.now()


def news_of(versions: Sequence[Edition], catalogue: Catalogue) -> list[News]:
    """What each of these versions brought. Two queries, whatever their number."""
    befores = {edition.pk: _before(edition, catalogue) for edition in versions}
    ids = {pk for pair in befores.items() for pk in pair if pk is not None}
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    counted = Result.objects.filter(edition__in=ids).order_by().values_list("edition", "unit__kind")
    for edition_id, kind, number in counted.annotate(number=Count("pk")):
        counts[edition_id][kind] = number
    leaders: dict[tuple[int, str], list[Any]] = defaultdict(list)
    first = Result.objects.filter(edition__in=ids, rank__lte=LEADERS).order_by("rank", "unit__sort_key")
    for row in first.values_list(*LEADER_COLUMNS, named=True):
        leaders[row.edition_id, row.unit__kind].append(row)
    return [_about(edition, counts, leaders, befores[edition.pk], catalogue) for edition in versions]


def _before(edition: Edition, catalogue: Catalogue) -> int | None:
    """The version that was public before this one: of those that ever were, the highest below it."""
    lower = [
        other
        for other in catalogue.versions()
        if (other.index_id, other.year) == (edition.index_id, edition.year) and other.version < edition.version
    ]
    return max(lower, key=lambda other: other.version).pk if lower else None


def _about(
    edition: Edition,
    counts: dict[int, dict[str, int]],
    leaders: dict[tuple[int, str], list[Any]],
    before: int | None,
    catalogue: Catalogue,
) -> News:
    said = [_leaders(edition, kind, leaders[edition.pk, kind], catalogue) for kind in edition.index.kinds]
    here = sum(counts[edition.pk].values())
    corrected = sum(
        len(correction.figures.all())
        for correction in catalogue.corrections(edition)
        if correction.edition_id == edition.pk
    )
    if before is None:
        title = _("Published: %(edition)s") % {"edition": edition}
        said.insert(0, ngettext("%(count)s result.", "%(count)s results.", here) % {"count": here})
    else:
        title = _("New version %(version)s: %(edition)s") % {"version": edition.version, "edition": edition}
        more = here - sum(counts[before].values())
        if corrected:
            words = ngettext("%(count)s figure was corrected.", "%(count)s figures were corrected.", corrected)
            said.insert(0, words % {"count": corrected})
        if more > 0:
            said.insert(0, ngettext("%(count)s new result.", "%(count)s new results.", more) % {"count": more})
    return News(edition, title, " ".join(text for text in said if text))


def _leaders(edition: Edition, kind: str, rows: list[Any], catalogue: Catalogue) -> str:
    """The first three of a kind, as far as all of them are known; ties included."""
    if not rows or rows[0].rank != 1:
        return ""
    each = [_place(row, edition, catalogue) for row in rows]
    words = (
        _("First among the ministries: %(leaders)s.")
        if kind == "ministry"
        else _("First among the provinces and cities: %(leaders)s.")
    )
    return words % {"leaders": "; ".join(each)}


def _place(row: Any, edition: Edition, catalogue: Catalogue) -> str:
    rank_sign = sign_of(row.rank_basis, row.rank_derivation, edition.year)
    score_sign = sign_of(row.score_basis, row.score_derivation, edition.year)
    name = (
        f"{row.rank}{rank_sign.mark if rank_sign else ''}. {catalogue.registry.name(row.unit_id, edition.units_as_of)}"
    )
    if not row.score_text:
        return name
    return f"{name} ({score_text(row.score_text, edition.index)}{score_sign.mark if score_sign else ''})"
