"""Sheets that are nearly right: rows of real ones with odd cells, written in every format, and then damaged."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from hypothesis import strategies as st

from provinces.sheets.workbooks import Sheet, ods_of, xlsx_of
from tests.fuzz.oddities import ODD_DAYS, ODD_NUMBERS, ODD_TEXTS
from tests.fuzz.xls import xls

INDICES, PROVINCES = "indices/data", "provinces/data"
# The shipped sheet of each kind, and what the form says beside it. A commune's kinds read 14,000 names.
SHIPPED = {
    "indices": (INDICES, "indices"), "methods": (INDICES, "methods"), "criteria": (INDICES, "criteria"),
    "bands": (INDICES, "bands"), "editions": (INDICES, "editions"), "participations": (INDICES, "participations"),
    "indicators": (INDICES, "indicators"), "targets": (INDICES, "targets"), "guidance": (INDICES, "guidance"),
    "results": (INDICES, "results"), "averages": (INDICES, "averages"), "scores": (INDICES, "components"),
    "claims": (INDICES, "rival_claims"), "snapshots": (INDICES, "snapshots"), "sources": (PROVINCES, "sources"),
    "provinces": (PROVINCES, "units"), "ministries": (PROVINCES, "units"), "successions": (PROVINCES, "successions"),
    "regions": (PROVINCES, "regions"), "region-members": (PROVINCES, "region_members"),
    "unit-names": (PROVINCES, "unit_names"), "communes": (PROVINCES, "communes_2025"),
    "adoptions": (PROVINCES, "communes_2025"),
}  # fmt: skip
# As officials send them: titles, headings of their own, other units of the same field.
BY_HAND = {
    "results": [
        ["KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH", "", "", ""],
        ["TT", "Tỉnh/Thành phố", "Chỉ số (%)", "Xếp hạng"],
        ["1", "Quảng Ninh", "91,04", "1/63"],
        ["2", "Bến Tre", "83,28%", "44"],
        ["3", "TP. Hồ Chí Minh", "82.40", "Hạng 43"],
        ["", "Trung bình", "83,72", ""],
        ["", "Hà Nội, ngày 24 tháng 6 năm 2021", "", ""],
    ],
    "snapshots": [
        ["Đơn vị", "Chỉ tiêu", "Ngày", "Tử số", "Mẫu số", "Tỷ lệ"],
        ["Bến Tre", "dvctt-3-4", "24/6/2021", "1.381", "1.758", "79%"],
        ["Bến Tre", "tthc", "24/06/2021", "1 758", "", ""],
    ],
    "adoptions": [
        ["Xã", "Huyện", "Tỉnh", "Ngày bắt đầu"],
        ["Phường Ba Đình", "", "Hà Nội", "Có"],
        ["Xã An Khánh", "", "Vĩnh Long", "1/7/2025"],
    ],
}  # fmt: skip
ODD_CELLS = (*ODD_TEXTS, *ODD_NUMBERS, *ODD_DAYS, "=1+1", "'=1", "#N/A", "A" * 5000, "9" * 4999, "0," + "9" * 4000)

ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258", "latin-1")

# Another digit leaves a row sound, so that it is stored; several make numbers that fit nowhere.
CHANGES = (*["digit"] * 6, "odd", "odd", "odd", "more", "drop", "double", "swap", "wide", "again", "copy")
DIGITS = ("0", "3", "9", "10", "99999999999", "9" * 30)

Rows = list[list[str]]


@cache
def shipped(kind: str) -> Rows:
    """The heading and the first rows of the kind's own sheet."""
    folder, name = SHIPPED[kind]
    with (settings.BASE_DIR / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row, _line in zip(csv.reader(file), range(5), strict=False)]


@st.composite
def odd_rows(draw: st.DrawFn, kind: str) -> Rows:
    """The kind's rows with cells, rows and columns changed, dropped, doubled or moved."""
    rows = draw(st.sampled_from([shipped(kind), BY_HAND.get(kind, shipped(kind))]))
    rows = [list(row) for row in rows]
    for _change in range(draw(st.integers(0, 4))):
        row = draw(st.integers(0, len(rows) - 1))
        column = draw(st.integers(0, max(len(rows[row]) - 1, 0)))
        change = draw(st.sampled_from(CHANGES))
        other = draw(st.integers(0, len(rows) - 1))
        odd = draw(st.one_of(st.sampled_from(ODD_CELLS), st.text(max_size=12)))
        if change == "odd" and rows[row]:
            rows[row][column] = odd
        elif change == "digit" and rows[row]:
            rows[row][column] = re.sub(r"\d", draw(st.sampled_from(DIGITS)), rows[row][column], count=1)
        elif change == "more" and rows[row]:
            rows[row][column] += odd
        elif change == "drop":
            del rows[row][column:]
        elif change == "double":
            rows.insert(row, list(rows[row]))
        elif change == "swap":
            rows[row], rows[other] = rows[other], rows[row]
        elif change == "wide":
            rows[row] = rows[row] + [odd] * draw(st.integers(1, 4))
        elif change == "again":
            for line in rows:
                line.extend(line[column : column + 1])
        elif rows[row] and column < len(rows[other]):
            rows[row][column] = rows[other][column]
    return rows


# --- in each format -------------------------------------------------------------------------------------


def typed(text: str) -> str | float:
    """As a spreadsheet keeps what was typed: digits as a number."""
    try:
        return float(text) if re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", text, re.ASCII) else text
    except ValueError:
        return text


@st.composite
def text_file(draw: st.DrawFn, rows: Rows) -> bytes:
    out = io.StringIO(newline="")
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    separator = draw(st.sampled_from(",;\t"))
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)
    encoding = draw(st.sampled_from(ENCODINGS))
    return out.getvalue().encode(encoding, "surrogatepass" if "utf" in encoding else "replace")


def numbered(rows: Rows) -> list[list[str | float]]:
    return [[typed(text) for text in row] for row in rows]


def xlsx_file(rows: Rows) -> bytes:
    return xlsx_of([Sheet("Bảng 1", [], numbered(rows))])


def ods_file(rows: Rows) -> bytes:
    return ods_of([Sheet("Bảng 1", [], numbered(rows))])


# --- damaged --------------------------------------------------------------------------------------------

_ATTRIBUTE = re.compile(rb'="([^"]*)"')
_TEXT = re.compile(rb">([^<]+)<")
ODD_MARKUP = (
    b"", b"0", b"-1", b"1", b"99999999999999999999", b"1048577", b"16385", b"A1", b"XFD1048576", b"AAAA1", b"A0",
    b"A1:A1", b"ZZZ9:A1", b"1e999", b"NaN", b"true", b"rId99", b"../../x", b"&amp;", b"&x;", b"\0", b"\xff", b"&#0;",
    b"&#xD800;", b"0.00%", b"[h]:mm",
    b"yyyy", b"General;;;", b"n", b"e", b"s", b"inlineStr", b"str", b"d", b"percentage", b"float",
    b"date", b"20000", b"1000000", b"9" * 400, b"2021-02-30", b"<", b'"',
)  # fmt: skip


def _changed_at(found: re.Pattern[bytes], content: bytes, place: int, odd: bytes) -> bytes:
    spans = [match.span(1) for match in found.finditer(content)]
    if not spans:
        return content
    begin, end = spans[place % len(spans)]
    return content[:begin] + odd + content[end:]


def _without(content: bytes, place: int, size: int, odd: bytes) -> bytes:
    """So many bytes are gone from a place, and something odd stands there."""
    begin = place % (len(content) + 1)
    return content[:begin] + odd + content[begin + size :]


DAMAGES: dict[str, Callable[[bytes, int, bytes], bytes]] = {
    "attribute": lambda content, place, odd: _changed_at(_ATTRIBUTE, content, place, odd),
    "text": lambda content, place, odd: _changed_at(_TEXT, content, place, odd),
    "cut": lambda content, place, _odd: _without(content, place, len(content), b""),
    "byte": lambda content, place, odd: _without(content, place, 1, odd),
    "hole": lambda content, place, _odd: _without(content, place, 40, b""),
    "twice": lambda content, _place, _odd: content + content,
}  # fmt: skip
places = st.integers(0, 1 << 20)


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """Bytes with something cut, changed or put in."""
    for _damage in range(draw(st.integers(1, 2))):
        content = DAMAGES[draw(st.sampled_from(["cut", "byte", "byte", "hole", "twice"]))](
            content, draw(places), draw(st.one_of(st.sampled_from(ODD_MARKUP), st.binary(max_size=4)))
        )
    return content


@st.composite
def damaged_inside(draw: st.DrawFn, content: bytes) -> bytes:
    """A workbook whose parts are changed, dropped or renamed inside an archive that is whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _damage in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(parts)))
        damage = draw(st.sampled_from([*DAMAGES, "attribute", "attribute", "text", "drop", "rename"]))
        if damage == "drop" and len(parts) > 1:
            del parts[name]
        elif damage == "rename":
            parts[draw(st.sampled_from(sorted(parts)))] = parts[name]
        elif damage in DAMAGES:
            parts[name] = DAMAGES[damage](parts[name], draw(places), draw(st.sampled_from(ODD_MARKUP)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


@dataclass(frozen=True)
class File:
    kind: str
    name: str
    content: bytes


@st.composite
def text_files(draw: st.DrawFn, kinds: list[str]) -> File:
    """CSV and TSV, some of them damaged."""
    kind = draw(st.sampled_from(kinds))
    content = draw(text_file(draw(odd_rows(kind))))
    return File(kind, "bang.csv", draw(damaged(content)) if draw(st.integers(0, 3)) == 0 else content)


@st.composite
def workbooks(draw: st.DrawFn, kinds: list[str]) -> File:
    """XLSX, ODS and XLS, most of them damaged."""
    kind = draw(st.sampled_from(kinds))
    rows = draw(odd_rows(kind))
    ending = draw(st.sampled_from(["xlsx", "xlsx", "ods", "xls"]))
    if ending == "xls":
        short = [[value if isinstance(value, float) else value[:200] for value in row] for row in numbered(rows)]
        content = xls(short, draw(st.sampled_from([None, (0, 1, 0, 0), (1, 3, 0, 2)])))
        return File(kind, "bang.xls", draw(damaged(content)) if draw(st.integers(0, 3)) else content)
    content = xlsx_file(rows) if ending == "xlsx" else ods_file(rows)
    damage = draw(st.sampled_from([st.just, damaged, damaged_inside, damaged_inside, damaged_inside]))
    return File(kind, f"bang.{ending}", draw(damage(content)))
