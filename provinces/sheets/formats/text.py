"""CSV and TSV: the encoding and the separator are recognised, or the file is refused. Nothing is garbled."""

import csv
import io
import unicodedata
from collections.abc import Iterator

from .plain import LONG_CELL, NOT_A_SHEET, QUOTES, TEXT, Limits, PlainRow, PlainSheet, Refused, within

SEPARATORS = ",;\t"
# Every letter of Vietnamese and English, composed. What else windows-1258 can spell shows a wrong guess.
_LETTERS = set("aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz")
_SIGNS = set("–—‘’“”…•§°±×÷€\u00a0«»·₫")


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises Refused where no encoding gives plain Vietnamese or English."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(content, "utf-16"), "UTF-16"
    if b"\0" in content[:4000]:
        little = content[1:400:2].count(0) > content[0:400:2].count(0)
        return _strict(content, "utf-16-le" if little else "utf-16-be"), "UTF-16"
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        text = unicodedata.normalize("NFC", _strict(content, "cp1258"))
    if all(c.isascii() or c.casefold() in _LETTERS or c in _SIGNS for c in text):
        return text, "windows-1258"
    raise Refused(NOT_A_SHEET)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Refused(NOT_A_SHEET) from error


def separator_of(text: str) -> str:
    """The separator that divides the first lines into the most cells."""
    head = text.splitlines(keepends=True)[:60]
    cells = {sign: sum(len(row) - 1 for row in csv.reader(head, delimiter=sign)) for sign in SEPARATORS}
    return max(SEPARATORS, key=lambda sign: cells[sign])


def read(content: bytes, limits: Limits) -> Iterator[PlainSheet | PlainRow]:
    """The one sheet of the file, named after its encoding, followed by its rows. Raises Refused."""
    text, encoding = decoded(content)
    if "\0" in text or text.lstrip().casefold().startswith(("<html", "<!doctype", "<?xml", "<table", "%pdf", "{\\rtf")):
        raise Refused(NOT_A_SHEET)
    csv.field_size_limit(limits.cell_characters)
    yield PlainSheet(f"CSV {encoding}")
    try:
        yield from within(_rows(text), limits)
    except csv.Error as error:
        raise Refused(LONG_CELL, 0, 0, limits.cell_characters) if "limit" in str(error) else Refused(QUOTES) from error


def _rows(text: str) -> Iterator[PlainRow]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    for number, values in enumerate(lines, start=1):
        if not values:
            continue  # sheets may end in millions of empty lines
        yield PlainRow(number, [(TEXT, value) if value.strip() else None for value in values])
