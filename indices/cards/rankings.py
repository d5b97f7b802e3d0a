"""The card of a league table: who comes first, the mean, and how much of the field is here."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provinces.models import UnitKind

from ..ahead import public_path
from ..presenters.figures import score_text
from ..presenters.means import mean_of
from ..presenters.ranking_rows import RankingRow
from ..presenters.rankings import LeagueTable
from .card import Card, Line, each_once, marked, on_day

LEADERS = 5


def card_of_league(league: LeagueTable, plural: str, day: date | None = None) -> Card:
    """The first five of those whose rank is known; `day` as it was public at its end."""
    index, year = league.index, league.edition.year
    of_ministries = league.kind == UnitKind.MINISTRY
    leaders = [row for row in league.rows if row.rank is not None][:LEADERS]
    average = league.average
    where = index.code, year, plural
    figure, rest, caption = _figure(league, of_ministries)
    return Card(
        kicker=_("Ministries and ministry-level agencies") if of_ministries else _("Provinces and cities"),
        title=f"{index.short_name} {year}",
        path=on_day(public_path("indices:league_table", *where), day),
        image=on_day(public_path("indices:league_card", *where), day),
        figure=figure,
        rest=rest,
        caption=caption,
        lines=tuple(line_of(row, league) for row in leaders),
        note=" ".join(_notes(league, leaders)),
        sources=each_once([*(row.source for row in leaders or league.rows), average.source if average else ""]),
    )


def _figure(league: LeagueTable, of_ministries: bool) -> tuple[str, str, str]:
    """The mean and its name; where none is published, how many of the field have figures here."""
    average = league.average
    if average and average.score:
        mean = marked(score_text(average.score, league.index), average.sign)
        return mean, "", mean_of(league.kind)
    here, field = str(len(league.rows)), f"/{league.size}" if league.size else ""
    if of_ministries:
        return here, field, _("Ministries with figures on the portal")
    return here, field, _("Provinces and cities with figures on the portal")


def line_of(row: RankingRow, league: LeagueTable, before: str = "") -> Line:
    """A place, whose it is, and the score as far as it is known; `before` it stands what it is about."""
    label = f"{before}{marked(str(row.rank), row.rank_sign)}. {row.name}"
    if not row.score:
        return Line(label, "", _("score not known here"))
    return Line(label, marked(score_text(row.score, league.index), row.score_sign))


def _notes(league: LeagueTable, leaders: list[RankingRow]) -> list[str]:
    notes = []
    if not league.rows:
        notes.append(_("The portal does not have this edition's figures."))
    elif league.average and league.absent_from_field:
        notes.append(_here(len(league.rows), league.size))
    if any(row.under_review for row in leaders):
        notes.append(_("Some of these figures are under review."))
    return notes


def _here(rows: int, size: int | None) -> str:
    """How many units have figures here, of how many where that is known."""
    if size is None:
        return ngettext(
            "The portal has figures of %(count)s unit.", "The portal has figures of %(count)s units.", rows
        ) % {"count": rows}
    return _("The portal has figures of %(here)s of %(field)s units.") % {"here": rows, "field": size}
