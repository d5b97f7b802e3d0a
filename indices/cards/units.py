"""The card of a unit: its latest results, or those of one year."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from provinces.models import PLURALS
from provinces.registry import RegisteredUnit

from ..ahead import public_path
from ..models import ReformIndex
from ..presenters.figures import change_words, score_text
from ..presenters.profiles import IndexProfile, ProfileRow
from .card import Card, Line, each_once, marked, on_day


def card_of_unit(unit: RegisteredUnit, title: str, profiles: Sequence[IndexProfile], day: date | None = None) -> Card:
    """The latest result in each index; `day` as it was public at its end."""
    plural = PLURALS[unit.kind]
    latest = [
        (profile.index, row)
        for profile in profiles
        if (row := next((row for row in profile.rows if row.rank is not None or row.score), None))
    ]
    return _card(
        kicker=_("Ministries and ministry-level agencies") if plural == "ministries" else _("Provinces and cities"),
        title=title,
        path=on_day(public_path("indices:unit", plural, unit.slug), day),
        image=on_day(public_path("indices:unit_card", plural, unit.slug), day),
        results=latest,
    )


def card_of_year(
    unit: RegisteredUnit, title: str, year: int, profiles: Sequence[IndexProfile], day: date | None = None
) -> Card:
    """The results of one year, as the bulletin tells them."""
    plural = PLURALS[unit.kind]
    of_year = [
        (profile.index, row)
        for profile in profiles
        for row in profile.rows
        if row.year == year and (row.rank is not None or row.score)
    ]
    return _card(
        kicker=f"{_('Year assessed')} {year}",
        title=title,
        path=on_day(public_path("indices:bulletin", plural, unit.slug, year), day),
        image=on_day(public_path("indices:bulletin_card", plural, unit.slug, year), day),
        results=of_year,
    )


def _card(*, kicker: str, title: str, path: str, image: str, results: list[tuple[ReformIndex, ProfileRow]]) -> Card:
    """The first result large, the others as rows."""
    if not results:
        nothing = _("The portal has no result of any index of this unit yet.")
        return Card(kicker, title, path, image, caption=nothing)
    (index, first), *others = results
    score = marked(score_text(first.score, index), first.score_sign) if first.score else ""
    change = first.change
    moved = change_words(change, first.year - 1) if change.places is not None else ""
    ranked = first.rank is not None
    return Card(
        kicker,
        title,
        path,
        image,
        figure=_rank(first) if ranked else score,
        rest=f"/{first.rank_of}" if ranked and first.rank_of else "",
        caption=f"{_('Rank') if ranked else _('Score')}, {index.short_name} {first.year}",
        detail=" · ".join(
            part for part in (score if ranked else "", moved if change.printed else _computed(moved)) if part
        ),
        lines=tuple(_line(index, row) for index, row in others),
        note=_("Some of these figures are under review.") if any(row.under_review for _index, row in results) else "",
        sources=each_once(row.source for _index, row in results),
    )


def _computed(moved: str) -> str:
    """A change that no source printed carries the mark of what the portal derives."""
    return f"{moved}†" if moved else ""


def _rank(row: ProfileRow) -> str:
    return marked(str(row.rank), row.rank_sign)


def _line(index: ReformIndex, row: ProfileRow) -> Line:
    label = f"{index.short_name} {row.year}"
    score = marked(score_text(row.score, index), row.score_sign) if row.score else ""
    if row.rank is None:
        return Line(label, score)
    field = f"/{row.rank_of}" if row.rank_of else ""
    return Line(label, _rank(row), f"{field} · {score}" if score else field)
