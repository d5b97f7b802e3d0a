"""The points of a unit by criterion, beside those of the year before and the means of its region and of the country.

A mean is computed by the portal only where every unit that was ranked has its points here; else it says how many have.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from provinces.registry import RegisteredUnit
from provinces.wording import plain, rounded

from ..bulletins.bulletin import Section
from ..criteria import natural
from ..models import Criterion, Edition, Score
from ..presenters.profiles import PointsRow
from ..presenters.regions import ranked_beside


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of `known` units out of `size` that were ranked; the value only where all are known."""

    value: str
    known: int
    size: int


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion; figures as printed, empty where they are not here. `other_method`: last year's was another."""

    points: PointsRow
    before: str
    before_source: str
    other_method: bool
    of_region: Mean | None
    of_country: Mean | None


@dataclass(frozen=True, slots=True)
class CriteriaTable:
    """The criteria of the method of an edition, in the order of their numbers; by domain before by way."""

    section: Section
    lines: tuple[CriterionLine, ...]

    @property
    def cuts(self) -> dict[str, list[CriterionLine]]:
        found: dict[str, list[CriterionLine]] = defaultdict(list)
        for line in self.lines:
            found[line.points.cut].append(line)
        return found


def criteria_of(unit: RegisteredUnit, sections: tuple[Section, ...], year: int) -> list[CriteriaTable]:
    """The tables of the indices whose method has criteria on record. Two queries, whatever their number."""
    methods = {method.pk for section in sections if (method := section.edition.method_for(unit.kind))}
    criteria: dict[int, list[Criterion]] = defaultdict(list)
    numbered = Criterion.objects.filter(method__in=methods).select_related("parent").order_by()
    for criterion in sorted(numbered, key=lambda one: (one.cut != Criterion.Cut.DOMAIN, natural(one.no))):
        criteria[criterion.method_id].append(criterion)
    before = {s.index.pk: s.league.catalogue.published_of(s.index.code).get(year - 1) for s in sections}
    editions = [s.edition.pk for s in sections] + [edition.pk for edition in before.values() if edition]
    scores: dict[tuple[int, int], dict[int, tuple[str, str]]] = defaultdict(dict)
    for edition_id, criterion_id, unit_id, text, source in Score.objects.filter(
        edition__in=editions, criterion__method__in=methods
    ).values_list("edition_id", "criterion_id", "unit_id", "score_text", "source__code"):
        scores[edition_id, criterion_id][unit_id] = text, source
    found = []
    for section in sections:
        method = section.edition.method_for(unit.kind)
        if method and criteria[method.pk]:
            last = before[section.index.pk]
            lines = (_line(one, unit, section, last, scores) for one in criteria[method.pk])
            found.append(CriteriaTable(section, tuple(lines)))
    return found


def _line(
    criterion: Criterion,
    unit: RegisteredUnit,
    section: Section,
    before: Edition | None,
    scores: dict[tuple[int, int], dict[int, tuple[str, str]]],
) -> CriterionLine:
    here = scores.get((section.edition.pk, criterion.pk), {})
    last = scores.get((before.pk, criterion.pk), {}) if before else {}
    achieved, source = here.get(unit.pk, ("", ""))
    was, was_source = last.get(unit.pk, ("", ""))
    field = section.league.field
    region = ranked_beside(unit, section.edition, section.league.catalogue)
    method_before = before.method_for(unit.kind) if before else None
    return CriterionLine(
        points=PointsRow(
            no=criterion.no,
            name=criterion.name,
            score=achieved,
            maximum=plain(criterion.max_points) if criterion.max_points is not None else "",
            source=source,
            criterion_id=criterion.pk,
            cut=criterion.cut,
            parent=criterion.parent.no if criterion.parent else "",
        ),
        before=was,
        before_source=was_source,
        other_method=method_before is not None and method_before.pk != criterion.method_id,
        of_region=_mean(here, region) if region else None,
        of_country=_mean(here, list(field)) if field else None,
    )


def _mean(points: dict[int, tuple[str, str]], units: list[int]) -> Mean:
    known = [Fraction(points[unit][0]) for unit in units if unit in points]
    whole = len(known) == len(units)
    return Mean(rounded(sum(known, Fraction(0)) / len(known), 2) if whole else "", len(known), len(units))
