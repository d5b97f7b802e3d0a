"""Where a figure comes from: its documents, how it is known, who approved it, what was corrected, how to cite it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from provinces.models import Source
from provinces.registry import RegisteredUnit
from provinces.wording import moment

from ..ahead import public_address
from ..catalogue import Catalogue
from ..models import CorrectedFigure, Correction, Edition, Method, ReformIndex
from .figures import score_text
from .profiles import IndexProfile, ProfileRow


@dataclass(frozen=True, slots=True)
class Origin:
    """One unit's figures in one edition with everything they rest on, and those of the year before.

    `documents`: those of score and rank, then that of the printed change where it is another. `corrections`: pairs of a
    correction and the lines of it that speak of this unit. `itemised`: whether the method's criteria are known.
    """

    index: ReformIndex
    row: ProfileRow
    before: ProfileRow | None
    method: Method | None
    itemised: bool
    documents: tuple[Source, ...]
    corrections: tuple[tuple[Correction, tuple[CorrectedFigure, ...]], ...]
    citation: str

    @property
    def edition(self) -> Edition:
        return self.row.edition

    @property
    def four_eyes(self) -> bool:
        """Whether one person submitted the version and another approved it; what the portal opened with was loaded."""
        return self.edition.submitted_by_id is not None


def origins_of(
    unit: RegisteredUnit, year: int, indices: list[IndexProfile], plural: str, catalogue: Catalogue
) -> list[Origin]:
    """The figures of a unit's year, by index. One query."""
    rows = [(profile.index, row) for profile in indices for row in profile.rows if row.year == year]
    before = {(profile.index.pk, row.year): row for profile in indices for row in profile.rows}
    codes = {code for _index, row in rows for code in (row.source, row.change_source) if code}
    sources = {source.code: source for source in Source.objects.filter(code__in=codes)}
    return [
        Origin(
            index=index,
            row=row,
            before=before.get((index.pk, year - 1)),
            method=row.edition.method_for(unit.kind),
            itemised=_itemised(row.edition, unit, catalogue),
            documents=tuple(sources[code] for code in dict.fromkeys((row.source, row.change_source)) if code),
            corrections=tuple(_corrections(unit, row.edition, catalogue)),
            citation=_citation(unit, index, row, sources, plural, catalogue),
        )
        for index, row in rows
    ]


def _itemised(edition: Edition, unit: RegisteredUnit, catalogue: Catalogue) -> bool:
    """Whether the criteria of the edition's method are known."""
    method = edition.method_for(unit.kind)
    return method is not None and method.pk in catalogue.itemised


def _corrections(unit: RegisteredUnit, edition: Edition, catalogue: Catalogue):
    for correction in catalogue.corrections(edition):
        mine = tuple(figure for figure in correction.figures.all() if figure.unit_id == unit.pk)
        if mine:
            yield correction, mine


def _citation(
    unit: RegisteredUnit,
    index: ReformIndex,
    row: ProfileRow,
    sources: dict[str, Source],
    plural: str,
    catalogue: Catalogue,
) -> str:
    """A line for a footnote: what, whose, from which document, in which version, at which address."""
    figures = [score_text(row.score, index)] if row.score else []
    if row.rank is not None:
        rank = f"{row.rank}/{row.rank_of}" if row.rank_of else str(row.rank)
        figures.append(_("rank %(rank)s") % {"rank": rank})
    said = {
        "unit": catalogue.registry.full_name(unit.pk, row.edition.units_as_of),
        "index": index.short_name,
        "year": row.year,
        "figures": ", ".join(figures) or _("no figure"),
        "source": sources[row.source].label if row.source else _("none"),
        "version": row.edition.version,
        "time": moment(row.edition.publish_at) if row.edition.publish_at else "",
        "address": public_address("indices:unit_year", plural, unit.slug, row.year),
    }
    return (
        _(
            "%(unit)s, %(index)s %(year)s: %(figures)s. Source: %(source)s. "
            "Public administration reform portal, version %(version)s, public since %(time)s. %(address)s"
        )
        % said
    )
