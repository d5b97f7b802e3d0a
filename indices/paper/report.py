"""The report that a department submits after an announcement: what the portal knows, and headings for what it does not.

Causes, remedies and who carries them out are the department's own: the portal leaves room for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.utils.translation import gettext as _

from provinces.language import reader_language
from provinces.models import UnitKind
from provinces.wording import decimal_text, long_moment

from ..bulletins.bulletin import Section
from ..models import Criterion
from ..presenters.figures import score_text
from ..presenters.regions import ranked_beside
from .blocks import Blank, Block, Heading, Paragraph, Table, Text, words
from .criteria import CriteriaTable, CriterionLine, Mean, criteria_of
from .notes import Note, Notes
from .one_page import results_table
from .year import UnitYear, change_cell, legend, place_of, rank_text

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes to whom: what the portal can know of it, the rest is dots."""

    above: str
    agency: str
    number: str
    country: str
    motto: str
    place: str
    addressee: str
    receivers: tuple[str, ...]
    signer: str
    signature: str


@dataclass(frozen=True, slots=True)
class Report:
    """The report before it is drawn. `draft` is what a version that is not public is called."""

    letterhead: Letterhead
    kind: str
    about: str
    draft: str
    blocks: tuple[Block, ...]
    sources: str
    notes: tuple[Note, ...]
    legend: str
    stamp: str
    page: str
    language: str
    made_at: datetime | None


def report_of(about: UnitYear, draft: str = "") -> Report:
    """The report of a unit and a year."""
    notes, numbers = Notes(), count()
    blocks = tuple(_numbered(_blocks(about, notes), numbers))
    return Report(
        letterhead=_letterhead(about),
        kind=_("REPORT"),
        about=_("Analysis of the results of %(year)s: %(indices)s of %(unit)s")
        % {
            "year": about.year,
            "indices": ", ".join(section.index.short_name for section in about.sections),
            "unit": about.name_inside,
        },
        draft=draft,
        blocks=blocks,
        sources=f"{ROMAN[next(numbers)]}. " + _("Sources of the figures"),
        notes=notes.listed(about.catalogue.registry),
        legend=legend(),
        stamp=_("As public since %(time)s.") % {"time": long_moment(about.stamp)} if about.stamp else "",
        page=about.page,
        language=reader_language() or "vi",
        made_at=about.stamp,
    )


def _numbered(blocks: Iterator[Block], numbers: Iterator[int]) -> Iterator[Block]:
    """Headings of the first level with their Roman number."""
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            yield Heading(f"{ROMAN[next(numbers)]}. {block.text}", level=1)
        else:
            yield block


DOTS = "………"


def _letterhead(about: UnitYear) -> Letterhead:
    """As Decree 30/2020/NĐ-CP arranges it. A province's department of home affairs writes to its people's committee."""
    of_province = about.unit.kind == UnitKind.PROVINCE
    said = {"unit": about.name}
    if of_province:
        above, agency = _("People's Committee of %(unit)s") % said, _("Department of Home Affairs")
        addressee = _("To: the People's Committee of %(unit)s") % {"unit": about.name_inside}
        number = _("No.: %(dots)s/BC-SNV") % {"dots": DOTS}
        signer = _("Director")
    else:
        above, agency = about.name, DOTS * 3
        addressee = _("To: the leaders of %(unit)s") % {"unit": about.name_inside}
        number = _("No.: %(dots)s/BC-%(dots)s") % {"dots": DOTS}
        signer = _("Head of the agency")
    return Letterhead(
        above=above.upper(),
        agency=agency.upper(),
        number=number,
        country=_("Socialist Republic of Viet Nam").upper(),
        motto=_("Independence - Freedom - Happiness"),
        place=_("%(dots)s, day %(dots)s month %(dots)s year %(dots)s") % {"dots": DOTS},
        addressee=addressee,
        receivers=(_("Receivers:"), _("- As above;"), f"- {DOTS}{DOTS};", _("- Filed: %(dots)s") % {"dots": DOTS}),
        signer=signer.upper(),
        signature=_("(Signature, full name, seal)"),
    )


def _blocks(about: UnitYear, notes: Notes) -> Iterator[Block]:
    yield Paragraph(words(about.headline.rstrip(".") + "."))
    if about.bulletin.since:
        yield Paragraph(notes.sentence(about.bulletin.since))
    elif about.status:
        yield Paragraph(words(about.status))
    yield Heading(_("Results"), level=1)
    yield results_table(about, notes)
    for section in about.sections:
        yield Heading(f"{section.index.short_name} {about.year}")
        yield Paragraph(notes.sentences(section.sentences))
    yield Heading(_("Against the year before"), level=1)
    yield _against_last_year(about, notes)
    if about.region:
        yield Heading(_("In the region"), level=1)
        yield from _in_region(about, notes)
    yield Heading(_("Results by criterion"), level=1)
    yield from _by_criterion(about, notes)
    if about.bulletin.digitization:
        yield Heading(_("Digitization of procedures"), level=1)
        yield Paragraph(notes.sentences(about.bulletin.digitization))
    yield Heading(_("Causes"), level=1)
    yield Heading(_("What was achieved and why"))
    yield Blank(_("(to be completed by the department)"))
    yield Heading(_("What was not achieved and why"))
    yield Blank(_("(to be completed by the department)"))
    yield Heading(_("Remedies"), level=1)
    yield Blank(_("(to be completed by the department)"), lines=5)
    yield Heading(_("Implementation"), level=1)
    yield Blank(_("(who does what until when: to be completed by the department)"), lines=5)


def _against_last_year(about: UnitYear, notes: Notes) -> Table:
    """Score and rank of both years, and the change, or why there is none."""
    header = (
        _("Index"),
        _("Score %(year)s") % {"year": about.year - 1},
        _("Score %(year)s") % {"year": about.year},
        _("Rank %(year)s") % {"year": about.year - 1},
        _("Rank %(year)s") % {"year": about.year},
        _("Change of rank and score"),
    )
    not_here = words(_("The portal does not have this figure"))
    rows: list[tuple[Text, ...]] = []
    for section in about.sections:
        cells: list[Text] = [words(section.index.short_name, bold=True)]
        both = (section.before, section.row)
        for row in both:
            mark = row.score_sign.mark if row and row.score_sign else ""
            said = score_text(row.score, section.index) + mark if row and row.score else ""
            cells.append(words(said, *notes.of(row.source)) if row and said else not_here)
        for row in both:
            here = row is not None and row.rank is not None
            cells.append(words(rank_text(row), *notes.of(row.source)) if row and here else not_here)
        rows.append((*cells, change_cell(section, notes)))
    return Table(header, tuple(rows), (13, 15, 15, 15, 15, 27), "llllll")


def _in_region(about: UnitYear, notes: Notes) -> Iterator[Block]:
    """The units of the region beside each other, for each index that ranked them."""
    yield Paragraph(words(_("Region: %(region)s.") % {"region": about.region}))
    for section in about.sections:
        league = section.league
        units = ranked_beside(about.unit, section.edition, league.catalogue)
        if not units:
            continue
        yield Heading(f"{section.index.short_name} {about.year}")
        rows = {unit: league.row_of(unit) for unit in units}
        found = place_of(section, about.unit)
        if found:
            said = {"rank": found.rank, "n": found.size}
            yield Paragraph(words(_("Rank in the region: %(rank)s of %(n)s (computed by the portal†).") % said))
        else:
            known = sum(row is not None and row.rank is not None for row in rows.values())
            said = {"here": known, "n": len(units)}
            yield Paragraph(
                words(_("Not enough figures for a rank in the region: the portal has %(here)s of %(n)s.") % said)
            )
        yield Table(
            (_("Unit"), _("Score"), _("Rank")),
            tuple(_region_row(section, unit, row, notes) for unit, row in rows.items()),
            (50, 25, 25),
            "lll",
        )


def _region_row(section: Section, unit_id: int, row, notes: Notes) -> tuple[Text, ...]:
    name = words(section.league.name(unit_id))
    not_here = words(_("The portal does not have this figure"))
    if row is None:
        return name, not_here, not_here
    source = notes.of(row.source)
    score_mark, rank_mark = (sign.mark if sign else "" for sign in (row.score_sign, row.rank_sign))
    score = words(score_text(row.score, section.index) + score_mark, *source) if row.score else not_here
    rank = f"{row.rank}/{row.rank_of}" if row.rank_of else f"{row.rank}"
    return name, score, words(rank + rank_mark, *source) if row.rank is not None else not_here


def _by_criterion(about: UnitYear, notes: Notes) -> Iterator[Block]:
    tables = criteria_of(about.unit, about.sections, about.year)
    if not tables:
        yield Paragraph(words(_("The portal has no criteria of these indices on record.")))
    for table in tables:
        for cut, lines in table.cuts.items():
            yield Heading(f"{table.section.index.short_name} {about.year}, {Criterion.Cut(cut).label}")
            yield _criteria_table(table, lines, about, notes)


def _criteria_table(table: CriteriaTable, lines: list[CriterionLine], about: UnitYear, notes: Notes) -> Table:
    """Maximum, achieved, not achieved, the year before, and the means: what is missing says so in its cell."""
    regional = any(line.of_region for line in lines)
    header = [
        _("Item"),
        _("Criterion"),
        _("Maximum points"),
        _("Points achieved"),
        _("Points not achieved"),
        _("Points %(year)s") % {"year": about.year - 1},
    ]
    header += [_("Mean of the region"), _("National mean")] if regional else [_("Mean of the field")]
    rows = tuple(_criterion_row(line, regional, notes) for line in lines)
    widths = (6, 26, 11, 12, 11, 12, 11, 11) if regional else (6, 30, 12, 13, 12, 13, 14)
    return Table(tuple(header), rows, widths, "ll" + "r" * (len(header) - 2))


def _criterion_row(line: CriterionLine, regional: bool, notes: Notes) -> tuple[Text, ...]:
    points, not_here = line.points, _("The portal does not have this figure")
    if line.other_method:
        before: Text = words(_("Not compared: other criteria"))
    elif line.before:
        before = words(decimal_text(line.before), *notes.of(line.before_source))
    else:
        before = words(not_here)
    cells: list[Text] = [
        words(points.no),
        words(points.name),
        words(decimal_text(points.maximum) if points.maximum else _("not printed")),
        words(decimal_text(points.score), *notes.of(points.source)) if points.score else words(not_here),
        words(f"{decimal_text(points.lost)}†" if points.lost else _("not known")),
        before,
    ]
    means = (line.of_region, line.of_country) if regional else (line.of_country,)
    return (*cells, *(words(_mean_text(mean)) for mean in means))


def _mean_text(mean: Mean | None) -> str:
    """A mean with its n, or how many of the field are here."""
    if mean is None:
        return _("The field is not known")
    if not mean.value:
        return _("not enough figures (%(here)s/%(n)s)") % {"here": mean.known, "n": mean.size}
    return _("%(mean)s† (n = %(n)s)") % {"mean": decimal_text(mean.value), "n": mean.size}
