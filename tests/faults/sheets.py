"""Sheets that are imported while something goes wrong."""

import io

from openpyxl import Workbook

RESULTS = "indices/result"
SOURCES = "provinces/source"
# Said on the form beside the file.
FROM = {"source": "bao-hoang-lam-2021"}


def results(score: str = "87.40") -> bytes:
    """A workbook with two provinces' results of SIPAS 2020."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mã", "Chỉ số", "Năm", "Điểm", "Hạng"])
    sheet.append(["96", "SIPAS", "2020", score, "25"])
    sheet.append(["95", "SIPAS", "2020", "87.10", "26"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def source(title: str, publisher: str = "") -> bytes:
    """A document that the public sees at once."""
    headings = "code,kind,reliability,publisher,title"
    return f"{headings}\nvan-ban-thu,legal document,official,{publisher},{title}\n".encode()
