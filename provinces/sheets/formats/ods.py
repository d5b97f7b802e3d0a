"""ODS, read as it streams by: a value keeps what it is, a percentage among others, and no tree of the file is built."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

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

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

_READ = [
    _OFFICE + "body", _STYLE + "style", _TABLE + "table", _TABLE + "table-column", _TABLE + "table-row",
]  # fmt: skip
_UNSEEN = {"collapse", "filter"}
_CELLS = {_TABLE + "table-cell", _TABLE + "covered-table-cell"}
_BLANKS = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n"}

_Parts = Iterator[tuple[str, Any]]
_Span = tuple[int, int, int, int]


def read(content: bytes, limits: Limits) -> Iterator[PlainSheet | PlainRow]:
    """Each sheet, followed by its rows. Raises Refused; what the parser raises means a damaged or encrypted file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as markup:
        parts = etree.iterparse(
            markup, events=("start", "end"), tag=_READ, resolve_entities=False, remove_comments=True, remove_pis=True
        )
        unseen = _unseen_styles(parts)
        sheets = 0
        for event, element in parts:
            if event == "start" and element.tag == _TABLE + "table":
                sheets += 1
                if sheets > limits.sheets:
                    raise Refused(TOO_MANY_SHEETS, limits.sheets)
                name, style = element.get(_TABLE + "name") or "", element.get(_TABLE + "style-name")
                merged, hidden_columns, rows = _sheet(parts, limits)
                yield PlainSheet(name, style in unseen, merged, hidden_columns)
                yield from rows


def _unseen_styles(parts: _Parts) -> set[str]:
    """The styles of sheets that are hidden. They stand before the body."""
    unseen = set()
    for event, element in parts:
        if element.tag == _OFFICE + "body":
            break
        if event == "end" and any(
            properties.get(_TABLE + "display") == "false" for properties in element.iter(_STYLE + "table-properties")
        ):
            unseen.add(element.get(_STYLE + "name"))
    return unseen


def _sheet(parts: _Parts, limits: Limits) -> tuple[list[_Span], list[int], list[PlainRow]]:
    """The merged ranges, the hidden columns and the rows of the sheet that has just begun."""
    merged: list[_Span] = []
    hidden_columns: list[int] = []
    rows = list(within(_rows(parts, limits, merged, hidden_columns), limits))
    return merged, hidden_columns, rows


def _rows(parts: _Parts, limits: Limits, merged: list[_Span], hidden_columns: list[int]) -> Iterator[PlainRow]:
    """Rows that are not empty; repeated empty ones cost nothing. Merged and hidden parts are noted on the way."""
    number = column = 1
    for event, element in parts:
        if event == "start":
            continue
        if element.tag == _TABLE + "table":
            return
        hidden = element.get(_TABLE + "visibility") in _UNSEEN
        if element.tag == _TABLE + "table-column":
            repeated = _times(element, "columns-repeated")
            if hidden:
                hidden_columns.extend(range(column, min(column + repeated, limits.columns + 1)))
            column += repeated
        elif element.tag == _TABLE + "table-row":
            repeated = _times(element, "rows-repeated")
            cells, spans = _cells(element, number, limits)
            merged.extend(spans)
            if any(cells):
                for again in range(min(repeated, limits.rows + 1)):
                    yield PlainRow(number + again, list(cells), hidden)
            number += repeated
            element.clear()  # what was read makes room


def _cells(row: Any, number: int, limits: Limits) -> tuple[list[PlainCell], list[_Span]]:
    """The cells of a row, and the merged ranges that begin in it."""
    cells: list[PlainCell] = []
    spans: list[_Span] = []
    for element in row:
        if element.tag not in _CELLS:
            continue
        repeated = _times(element, "columns-repeated")
        cell = None if element.tag == _TABLE + "covered-table-cell" else _plain(element)
        wide, high = _times(element, "columns-spanned"), _times(element, "rows-spanned")
        if wide > 1 or high > 1:
            spans.append((number, len(cells) + 1, number + high - 1, len(cells) + wide))
        # The last cell of a row is often repeated to the edge of the sheet; only cells with content count.
        cells.extend([cell] * (min(repeated, limits.columns + 1) if cell else min(repeated, 20_000)))
    return cells, spans


def _times(element: Any, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}") or 1)


def _plain(cell: Any) -> PlainCell:
    kind = cell.get(_OFFICE + "value-type")
    text = "\n".join(_paragraphs(cell))
    if kind in {"float", "percentage", "currency"}:
        value = float(cell.get(_OFFICE + "value"))
        pattern = shown_by(text)
        if kind == "percentage":
            return PERCENT, digits_of(value, pattern + "%")
        return NUMBER, digits_of(value, pattern)
    if kind == "date":
        return DAY, cell.get(_OFFICE + "date-value")[:10]
    if kind == "boolean":
        return TEXT, cell.get(_OFFICE + "boolean-value").upper()
    if not text.strip():
        return None
    return (ERROR if text.startswith(("#", "Err:")) and cell.get(_TABLE + "formula") else TEXT), text


def _paragraphs(element: Any) -> Iterator[str]:
    """The paragraphs of a cell, without those of a comment on it."""
    for part in element:
        if part.tag == _TEXT + "p":
            yield _text_of(part)
        elif part.tag != _OFFICE + "annotation":
            yield from _paragraphs(part)


def _text_of(element: Any) -> str:
    """Text with its marks for blanks, tabs and line breaks written out."""
    if element.tag == _TEXT + "s":
        return " " * int(element.get(_TEXT + "c") or 1)
    if element.tag in _BLANKS:
        return _BLANKS[element.tag]
    return (element.text or "") + "".join(_text_of(part) + (part.tail or "") for part in element)
