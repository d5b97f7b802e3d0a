"""What the columns of a table mean: each heading matched with a declared column, asked about, or left out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from ..names import fold
from .columns import Column, Remark
from .layout import Table, Wanted, year_in
from .questions import LEAVE_OUT, MARKS_HEADING, SHOWN_ONLY, Question
from .reading import Cell

# Columns that hold remarks for people: where the kind of sheet has no place for them, they are told, not asked about.
NOTES = {"ghi chu", "note", "notes"}


class HeaderRefused(ValueError):
    """The header lacks a column that is needed, or has one twice."""


@dataclass(frozen=True, slots=True)
class Header:
    """The name of each column of a table (nothing for those left out), and what was asked and remarked about them."""

    names: list[str]
    questions: list[Question]
    remarks: list[Remark]


def match(
    table: Table, wanted: Wanted, columns: Sequence[Column], answers: Mapping[str, str], year: int | None
) -> Header:
    """Match a table's header with the declared columns. Raises HeaderRefused.

    `year`: of two columns alike the one that names this year counts.
    """
    names: list[str] = []
    questions, notes = [], []
    for cell in table.header:
        name = wanted.column(cell.text) if cell else ""
        if not name and fold(cell.text) in NOTES:
            notes.append(Remark(cell, _("a column of notes is not imported.")))
        elif cell and not name and not cell.text.startswith((MARKS_HEADING, SHOWN_ONLY)):
            answer = answers.get(f"column:{cell.column}")
            if answer is None:
                questions.append(_which_column(cell, wanted, columns))
            name = "" if answer in (None, LEAVE_OUT) else str(answer)
        names.append(name)
    remarks = notes + _keep_one_year(table, names, year)
    twice = [name for name, times in Counter(filter(None, names)).items() if times > 1]
    if twice:
        cells = [cell.address for cell, name in zip(table.header, names, strict=True) if name == twice[0]]
        raise HeaderRefused(
            _("The column %(name)s stands twice in the header (%(cells)s). Delete one and upload again.")
            % {"name": _label(twice[0], columns), "cells": ", ".join(cells)}
        )
    for column in columns:
        if column.required and column.name not in names:
            row = next((cell.row for cell in table.header if cell), 1)
            raise HeaderRefused(
                _('The column "%(label)s" (%(name)s) is missing in the header (row %(row)s).')
                % {"label": column.label, "name": column.name, "row": row}
            )
    return Header(names, questions, remarks)


def _label(name: str, columns: Sequence[Column]) -> str:
    return next((str(column.label) for column in columns if column.name == name), name)


def _which_column(cell: Cell, wanted: Wanted, columns: Sequence[Column]) -> Question:
    near = get_close_matches(fold(cell.text), wanted.headings, n=3, cutoff=0.6)
    guesses = dict.fromkeys(wanted.headings[heading] for heading in near)
    others = [column.name for column in columns if column.name not in guesses and not column.told]
    offered = ((name, _label(name, columns)) for name in (*guesses, *others))
    return Question(
        f"column:{cell.column}",
        _('Column %(column)s "%(text)s" is not known here. Choose what it is, or leave it out.')
        % {"column": cell.column, "text": cell.text},
        ((LEAVE_OUT, _("Do not import this column")), *offered),
    )


def _keep_one_year(table: Table, names: list[str], year: int | None) -> list[Remark]:
    """Of several columns with one meaning and different years, only that of the sheet's year counts."""
    remarks = []
    for name in {name for name in names if name and names.count(name) > 1}:
        places = [place for place, other in enumerate(names) if other == name]
        years = [year_in(table.header[place].text) for place in places]
        if year in years and len(set(years)) == len(years):
            for place, other in zip(places, years, strict=True):
                if other != year:
                    names[place] = ""
                    said = _("the column is about another year than %(year)s and is left out.") % {"year": year}
                    remarks.append(Remark(table.header[place], said))
    return remarks
