"""One A4 page about a unit and a year, for a meeting: what it says, as data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from provinces.language import reader_language
from provinces.wording import decimal_text, long_moment

from ..presenters.figures import score_text, sign_of
from ..presenters.histories import side_by_side
from ..presenters.means import mean_of
from ..presenters.missing import missing_texts
from ..presenters.profiles import IndexProfile, PointsRow, ProfileRow, undivided
from .blocks import Block, Heading, Paragraph, Table, Text, words
from .notes import NoteList, Notes
from .year import (
    UnitYear,
    band_text,
    change_cell,
    legend,
    mean_cell,
    place_of,
    rank_cell,
    rank_text,
    region_text,
    score_cell,
)


@dataclass(frozen=True, slots=True)
class Room:
    """How much a page says: years of its table, footnotes, and whether the bulletin stands on it in full."""

    years: int
    notes: int
    told: bool = True


# From the fullest on: whoever draws takes the first that fits, so that no figure is ever cut.
ROOMS = (Room(years=6, notes=12), Room(years=5, notes=8), Room(years=3, notes=5), Room(years=3, notes=4, told=False))


@dataclass(frozen=True, slots=True)
class OnePage:
    """The page. `draft` is what a version that is not public is called; `made_at` is the minute of the figures."""

    title: str
    headline: str
    draft: str
    blocks: tuple[Block, ...]
    notes: NoteList
    legend: str
    stamp: str
    page: str
    permanent: str
    owner: str
    language: str
    made_at: datetime | None


def one_page_of(about: UnitYear, room: Room, draft: str = "") -> OnePage:
    """What the page says where there is so much room."""
    notes = Notes()
    blocks = tuple(_blocks(about, room, notes))
    stamp = _("As public since %(time)s.") % {"time": long_moment(about.stamp)} if about.stamp else ""
    return OnePage(
        title=f"{about.name} {about.period}".strip(),
        headline=" · ".join(part for part in (about.region, about.headline) if part),
        draft=draft,
        blocks=blocks,
        notes=notes.fitting(about.catalogue.registry, room.notes, about.page),
        legend=legend(),
        stamp=stamp,
        page=about.page,
        permanent=about.permanent,
        owner=about.owner,
        language=reader_language() or "vi",
        made_at=about.stamp,
    )


def _blocks(about: UnitYear, room: Room, notes: Notes) -> Iterator[Block]:
    if about.bulletin.since:
        yield Paragraph(notes.sentence(about.bulletin.since), boxed=True)
    elif about.status:
        yield Paragraph(words(about.status), boxed=True)
    yield Heading(_("Results of %(year)s") % {"year": about.year})
    yield results_table(about, notes)
    yield from _years(about, room, notes)
    yield from _points(about, notes)
    if not room.told:
        yield Paragraph(words(_("The bulletin in full: %(address)s") % {"address": about.page}))
        return
    for section in about.sections:
        yield Heading(f"{section.index.short_name} {about.year}", level=3)
        yield Paragraph(notes.sentences(section.sentences))
    if about.bulletin.digitization:
        yield Heading(_("Digitization of procedures"), level=3)
        yield Paragraph(notes.sentences(about.bulletin.digitization))


def results_table(about: UnitYear, notes: Notes) -> Table:
    """The year's result in each index; bands and places in the region only where one of them is known."""
    unit = about.unit
    columns: list[tuple[str, int, list[Text]]] = [
        (_("Index"), 14, [words(section.index.short_name, bold=True) for section in about.sections]),
        (_("Score"), 13, [score_cell(section, unit, notes) for section in about.sections]),
        (_("Rank"), 11, [rank_cell(section, unit, notes) for section in about.sections]),
        (_("Against the year before"), 28, [change_cell(section, notes) for section in about.sections]),
        (mean_of(unit.kind), 23, [mean_cell(section, notes) for section in about.sections]),
    ]
    if any(section.row and section.row.band for section in about.sections):
        columns.append((_("Band"), 11, [words(band_text(section)) for section in about.sections]))
    if any(place_of(section, unit) for section in about.sections):
        columns.append((_("In the region"), 13, [words(region_text(section, unit)) for section in about.sections]))
    header, widths, cells = zip(*columns, strict=True)
    return Table(header, tuple(zip(*cells, strict=True)), widths, "l" * len(columns))


def _years(about: UnitYear, room: Room, notes: Notes) -> Iterator[Block]:
    """A few years up to this one; where the unit has no year before, those of the units that it was made of."""
    told = {section.index.pk for section in about.sections}
    profiles = [
        (profile, {row.year: row for row in profile.rows if row.year <= about.year})
        for profile in about.bulletin.indices
        if profile.index.pk in told
    ]
    years = sorted({year for _profile, rows in profiles for year in rows}, reverse=True)[: room.years][::-1]
    if len(years) > 1:
        yield Heading(_("Over the years"))
        yield _years_table(profiles, years, notes)
        for profile, rows in profiles:
            breaks = [year for year in years[1:] if year in rows and rows[year].method_changed]
            for year in breaks:
                changed = _("Method changed: not comparable with %(year)s.") % {"year": year - 1}
                yield Paragraph(words(f"{profile.index.short_name} {year}: {changed}"), small=True)
    elif about.history.origins:
        yield from _before(about, room, notes)


def _years_table(profiles: list[tuple[IndexProfile, dict[int, ProfileRow]]], years: list[int], notes: Notes) -> Table:
    rows = tuple(
        (
            words(profile.index.short_name, bold=True),
            *(_year_cell(by_year.get(year), profile, notes) for year in years),
        )
        for profile, by_year in profiles
    )
    share = 86 // len(years)
    return Table((_("Index"), *map(str, years)), rows, (14, *[share] * len(years)), "l" * (len(years) + 1))


def _year_cell(row: ProfileRow | None, profile: IndexProfile, notes: Notes) -> Text:
    if row is None or (not row.score and row.rank is None):
        return words(_missing(row))
    mark = row.score_sign.mark if row.score_sign else ""
    score = score_text(row.score, profile.index) + mark if row.score else ""
    rank = rank_text(row) if row.rank is not None else ""
    return words("\n".join(part for part in (score, rank) if part), *notes.of(row.source))


def _missing(row: ProfileRow | None) -> str:
    return missing_texts()[row.missing if row is not None else "not_here"]


def _before(about: UnitYear, room: Room, notes: Notes) -> Iterator[Block]:
    """The results of the units that this one was made of, side by side."""
    origins = about.history.origins
    lines = side_by_side(origins, about.catalogue)[: room.years]
    if not lines:
        return
    yield Heading(_("Results of the units before"))
    rows: list[tuple[Text, ...]] = []
    for line in lines:
        cells: list[Text] = [words(f"{line.index.short_name} {line.year}", bold=True)]
        for result in line.results:
            if result is None:
                cells.append(words(_("The portal does not have this figure")))
                continue
            sign = sign_of(result.rank_basis, result.rank_derivation, line.year) or sign_of(
                result.score_basis, result.score_derivation, line.year
            )
            score = score_text(result.score_text, line.index) if result.score_text else ""
            rank = f"{result.rank}/{result.rank_of}" if result.rank and result.rank_of else str(result.rank or "")
            said = "\n".join(part for part in (score, rank) if part) + (sign.mark if sign else "")
            cells.append(words(said, *notes.of(result.source.code)))
        rows.append(tuple(cells))
    share = 82 // len(origins)
    header = (_("Index"), *(origin.name for origin in origins))
    yield Table(header, tuple(rows), (18, *[share] * len(origins)), "l" * (len(origins) + 1))


def _points(about: UnitYear, notes: Notes) -> Iterator[Block]:
    """Where the points went, for each index whose components are here."""
    for section in about.sections:
        if section.row and section.row.points:
            yield Heading(_("Points of %(index)s") % {"index": f"{section.index.short_name} {about.year}"})
            rows = tuple(_points_row(points, notes) for points in undivided(section.row.points))
            header = (_("Part"), _("Maximum points"), _("Points achieved"), _("Points not achieved"))
            yield Table(header, rows, (49, 17, 17, 17), "lrrr")


def _points_row(points: PointsRow, notes: Notes) -> tuple[Text, ...]:
    return (
        words(points.name),
        words(decimal_text(points.maximum) if points.maximum else _("not printed")),
        words(decimal_text(points.score), *notes.of(points.source)),
        words(f"{decimal_text(points.lost)}†" if points.lost else _("not known")),
    )
