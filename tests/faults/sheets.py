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


# A document that public figures rest on, so that its page is public.
DOCUMENT = "bao-hoang-lam-2021"
ITS_PAGE = f"/sources/{DOCUMENT}/"


def source(title: str, publisher: str = "") -> bytes:
    """Another title and publisher of that document: the public sees them at once."""
    headings = "code,kind,reliability,publisher,title"
    return f"{headings}\n{DOCUMENT},news article,press,{publisher},{title}\n".encode()
