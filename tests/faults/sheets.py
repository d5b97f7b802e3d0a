"""Sheets that are imported while something goes wrong."""

import io
import random
from collections.abc import Iterable

from openpyxl import Workbook

RESULTS = "indices/result"
SOURCES = "provinces/source"
ADOPTIONS = "indices/adoption"
# Said on the form beside the file.
FROM = {"source": "bao-hoang-lam-2021"}


def results(score: str = "87.40", padding: int = 0) -> bytes:
    """A workbook with two provinces' results of SIPAS 2020, and so many rows of another sheet that do not compress."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mã", "Chỉ số", "Năm", "Điểm", "Hạng"])
    sheet.append(["96", "SIPAS", "2020", score, "25"])
    sheet.append(["95", "SIPAS", "2020", "87.10", "26"])
    if padding:
        other, noise = book.create_sheet("Nháp"), random.Random(padding)
        for _row in range(padding):
            other.append([noise.randbytes(2000).hex()])
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


def communes(codes: Iterable[str]) -> bytes:
    """Since when each commune offers electronic copies."""
    return ("Mã xã,Ngày bắt đầu\n" + "".join(f"{code},24/6/2021\n" for code in codes)).encode()
