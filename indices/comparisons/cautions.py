"""What is not fair about a comparison, as sentences in the reader's language; the rules are in fairness.py."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provinces.lineage import predecessors
from provinces.wording import day

from .fairness import common_years, field_changes, in_runs, kin, method_changes, never_together, unknown
from .table import Comparison, Part


def of_units(comparison: Comparison) -> list[str]:
    """What holds for every index: territories that differ, units that never met, units that ended."""
    return [*_kin(comparison), *_never_together(comparison), *_ended(comparison), *_indices(comparison)]


def of_part(part: Part, comparison: Comparison) -> list[str]:
    """What holds for the years of one index that are shown."""
    return [*_years_in_common(part, comparison), *_methods(part), *_fields(part, comparison), *_weaker(part)]


def _kin(comparison: Comparison) -> Iterator[str]:
    called = {column.unit.pk: column.called for column in comparison.columns}
    edges = comparison.catalogue.registry.mergers
    for unit_id, before in kin(edges, list(called)):
        said = {"unit": called[unit_id], "before": _joined(called[pk] for pk in before)}
        if set(predecessors(edges, unit_id)) <= set(before):
            yield (
                _("%(unit)s was formed of: %(before)s. Results are neither added nor averaged nor carried over.") % said
            )
        else:
            yield (
                _(
                    "%(unit)s was formed of several units, among them: %(before)s. It is another territory: "
                    "results are neither added nor averaged nor carried over."
                )
                % said
            )


def _never_together(comparison: Comparison) -> Iterator[str]:
    columns = {column.unit.pk: column for column in comparison.columns}
    edges = comparison.catalogue.registry.mergers
    related = {(before, unit_id) for unit_id, ids in kin(edges, list(columns)) for before in ids}
    lives = {pk: (column.unit.begins_on, column.unit.ends_on) for pk, column in columns.items()}
    for before, after in never_together(lives):
        if (before, after) not in related:
            yield _("%(before)s and %(after)s never existed at the same time: no year assessed both.") % {
                "before": columns[before].called,
                "after": columns[after].called,
            }


def _ended(comparison: Comparison) -> Iterator[str]:
    by_day: dict[date, list[str]] = {}
    for column in comparison.columns:
        if column.unit.ends_on:
            by_day.setdefault(column.unit.ends_on, []).append(column.name)
    for ended_on, names in by_day.items():
        yield _("Ended after %(day)s: %(units)s. Their results stay as published.") % {
            "day": day(ended_on),
            "units": _joined(names),
        }


def _indices(comparison: Comparison) -> Iterator[str]:
    if len(comparison.parts) > 1:
        yield _("Each index has criteria and a scale of its own: scores of different indices are not comparable.")


def _years_in_common(part: Part, comparison: Comparison) -> Iterator[str]:
    """Where no year shows a figure of every unit. A score will do, or a rank."""
    if len(comparison.columns) < 2 or len(part.lines) < 2:
        return
    figures = [
        [line.year for line in part.lines if not line.cells[place].empty] for place in range(len(comparison.columns))
    ]
    if not common_years(figures):
        yield _("There is no year for which the portal has figures of all these units.")


def _methods(part: Part) -> Iterator[str]:
    for before, after in method_changes(part.measured):
        yield _("The method changed between %(before)s and %(after)s: scores before and after are not comparable.") % {
            "before": before,
            "after": after,
        }
    if years := unknown(part.measured, lambda one: one.method):
        yield _("By which method %(years)s was measured is not known: compare scores within one year only.") % {
            "years": years_text(years)
        }


def _fields(part: Part, comparison: Comparison) -> Iterator[str]:
    sizes = {line.year: line.edition.field_size(comparison.kind) for line in part.lines}
    fields = {one.year: one.field for one in part.measured}

    def size(year: int) -> int:
        return sizes[year] or len(fields[year] or ())

    for before, after in field_changes(part.measured):
        if size(before) == size(after):
            yield _("Not the same units were ranked in %(before)s and %(after)s: ranks are not comparable.") % {
                "before": before,
                "after": after,
            }
        else:
            yield _(
                "Units ranked: %(was)s in %(before)s, %(size)s in %(after)s. Ranks before and after are not comparable."
            ) % {"was": size(before), "before": before, "size": size(after), "after": after}
    if years := unknown(part.measured, lambda one: one.field):
        yield _("Who was ranked in %(years)s is not known: compare ranks within one year only.") % {
            "years": years_text(years)
        }


def _weaker(part: Part) -> Iterator[str]:
    if part.weaker:
        yield ngettext(
            "%(num)s figure was not printed as it stands: it is marked * or †.",
            "%(num)s figures were not printed as they stand: they are marked * or †.",
            part.weaker,
        ) % {"num": part.weaker}


def years_text(years: Iterable[int]) -> str:
    """Years as people write them: 2012-2014, 2016."""
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in in_runs(years))


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)
