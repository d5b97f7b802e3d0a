"""ODS through odfpy, which keeps what is a percentage."""

import io
from collections.abc import Iterator
from typing import Any

from odf import teletype
from odf.namespaces import OFFICENS, STYLENS, TABLENS
from odf.office import Annotation
from odf.opendocument import load
from odf.style import Style, TableProperties
from odf.table import Table, TableColumn, TableRow
from odf.text import P

from ..numbers import digits_of, shown_by
from .plain import (
    DAY,
    ERROR,
    NUMBER,
    PERCENT,
    TEXT,
    TOO_MANY_SHEETS,
    Limits,
    PlainCell,
    PlainRow,
    PlainSheet,
    Refused,
    within,
)

HIDDEN = {"collapse", "filter"}


def read(content: bytes, limits: Limits) -> Iterator[PlainSheet | PlainRow]:
    """Each sheet, followed by its rows. Raises Refused; what odfpy raises means a damaged or encrypted file."""
    document = load(io.BytesIO(content))
    tables = document.spreadsheet.getElementsByType(Table)
    if len(tables) > limits.sheets:
        raise Refused(TOO_MANY_SHEETS, limits.sheets)
    unseen = {
        style.getAttrNS(STYLENS, "name")
        for style in document.automaticstyles.getElementsByType(Style)
        if any(p.getAttrNS(TABLENS, "display") == "false" for p in style.getElementsByType(TableProperties))
    }
    for table in tables:
        rows = list(_rows(table, limits))
        yield PlainSheet(
            table.getAttrNS(TABLENS, "name") or "",
            hidden=table.getAttrNS(TABLENS, "style-name") in unseen,
            merged=[span for _row, spans in rows for span in spans],
            hidden_columns=_hidden_columns(table, limits),
        )
        yield from within((row for row, _spans in rows), limits)


def _hidden_columns(table: Any, limits: Limits) -> list[int]:
    found: list[int] = []
    column = 1
    for element in table.getElementsByType(TableColumn):
        repeated = int(element.getAttrNS(TABLENS, "number-columns-repeated") or 1)
        if element.getAttrNS(TABLENS, "visibility") in HIDDEN:
            found.extend(range(column, min(column + repeated, limits.columns + 1)))
        column += repeated
    return found


def _rows(table: Any, limits: Limits) -> Iterator[tuple[PlainRow, list[tuple[int, int, int, int]]]]:
    """Rows that are not empty, each with the merged ranges that begin in it. Repeated empty rows cost nothing."""
    number = 1
    for element in table.getElementsByType(TableRow):
        repeated = int(element.getAttrNS(TABLENS, "number-rows-repeated") or 1)
        cells, spans = _cells(element, number, limits)
        if any(cells):
            hidden = element.getAttrNS(TABLENS, "visibility") in HIDDEN
            for again in range(min(repeated, limits.rows + 1)):
                yield PlainRow(number + again, list(cells), hidden), spans if again == 0 else []
        number += repeated


def _cells(row: Any, number: int, limits: Limits) -> tuple[list[PlainCell], list[tuple[int, int, int, int]]]:
    cells: list[PlainCell] = []
    spans = []
    for element in row.childNodes:
        if element.qname not in {(TABLENS, "table-cell"), (TABLENS, "covered-table-cell")}:
            continue
        repeated = int(element.getAttrNS(TABLENS, "number-columns-repeated") or 1)
        cell = None if element.qname[1] == "covered-table-cell" else _plain(element)
        wide = int(element.getAttrNS(TABLENS, "number-columns-spanned") or 1)
        high = int(element.getAttrNS(TABLENS, "number-rows-spanned") or 1)
        if wide > 1 or high > 1:
            spans.append((number, len(cells) + 1, number + high - 1, len(cells) + wide))
        # The last cell of a row is often repeated to the edge of the sheet; only cells with content count.
        cells.extend([cell] * (min(repeated, limits.columns + 1) if cell else min(repeated, 20_000)))
    return cells, spans


def _plain(element: Any) -> PlainCell:
    kind = element.getAttrNS(OFFICENS, "value-type")
    text = "\n".join(
        teletype.extractText(part) for part in element.getElementsByType(P) if not _in_annotation(part, element)
    )
    if kind in {"float", "percentage", "currency"}:
        value = float(element.getAttrNS(OFFICENS, "value"))
        pattern = shown_by(text)
        if kind == "percentage":
            return PERCENT, digits_of(value, pattern + "%")
        return NUMBER, digits_of(value, pattern)
    if kind == "date":
        return DAY, str(element.getAttrNS(OFFICENS, "date-value"))[:10]
    if kind == "boolean":
        return TEXT, str(element.getAttrNS(OFFICENS, "boolean-value")).upper()
    if not text.strip():
        return None
    return (ERROR if text.startswith(("#", "Err:")) and element.getAttrNS(TABLENS, "formula") else TEXT), text


def _in_annotation(part: Any, cell: Any) -> bool:
    node = part.parentNode
    while node is not None and node is not cell:
        if node.qname == Annotation().qname:
            return True
        node = node.parentNode
    return False
