"""No room left: on the disk that uploads pass, in the database, on the disk below it.

Who sends something reads a sentence in the own language, nothing is half written, readers read on, and when there is
room again it works.
"""

import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import sheets
from tests.faults.databases import Database, Files
from tests.faults.workers import Workers

pytestmark = pytest.mark.faults

LEAGUE = "/indices/sipas/2020/provinces/"
FULL = {
    "": "Nơi lưu dữ liệu của cổng đã đầy nên chưa ghi được gì.",
    "/en": "The portal has no room left to store anything.",
}
OF_COPIES = {"as_of": "2021-11-01", "indicator": "chung-thuc-ban-sao-dien-tu"}
COMMUNES = (
    "SELECT u.code FROM provinces_listedcommune l JOIN provinces_unit u ON u.id = l.commune_id"
    " JOIN provinces_communelist c ON c.id = l.commune_list_id WHERE c.as_of = '2021-11-01' ORDER BY u.code LIMIT 3000"
)
LARGE = 2_700  # rows; 5 MB, which Django would put into a temporary file


def test_a_large_sheet_needs_no_disk_of_the_web_process(on_postgres: Workers, postgres):
    """A process that can write no file takes in a sheet that is larger than what Django keeps in memory."""
    database = postgres.copy()
    session = on_postgres.do(database, "official", "can-bo")["session"]
    sheet = sheets.results(padding=LARGE)
    assert len(sheet) > 2_621_440
    asked = [session, sheets.RESULTS, "bang.xlsx", sheet.hex()]
    run = on_postgres.starved(database, {"bytes": 0}, "upload", *asked, **sheets.FROM)
    assert on_postgres.do(database, "confirm", session, sheets.RESULTS, run)["status"] == 302


@pytest.mark.parametrize("tongue", FULL)
def test_a_file_that_cannot_be_written_while_it_is_made_is_told_of(on_postgres: Workers, postgres, tongue):
    """A workbook is made in a temporary file: without room for it there is a sentence, and afterwards the workbook."""
    database = postgres.copy()
    session = on_postgres.do(database, "official", "can-bo")["session"]
    answer = on_postgres.starved(database, {"bytes": 1_000}, "export", session, sheets.SOURCES, tongue)
    assert answer["status"] == 503
    assert FULL[tongue] in answer["text"]
    assert on_postgres.do(database, "export", session, sheets.SOURCES, tongue)["status"] == 200


class Tight:
    """An SQLite file without room for more, in one of two ways."""

    def __init__(self, workers: Workers, database: Database) -> None:
        self.workers, self.database = workers, database
        self.limits: dict[str, int] = {}

    def do(self, what: str, *args, **said):
        return self.workers.starved(self.database, self.limits, what, *args, **said)

    def fill(self) -> None:
        """From now on there is no room."""
        self.limits = {"pages": self.database.number("PRAGMA page_count")}

    def empty(self) -> None:
        """There is room again."""
        self.limits = {}


class OnSmallDisk(Tight):
    """On a file system of its own that another file has filled."""

    def fill(self) -> None:
        self.other = sqlite3.connect(self.database.name)  # another process reads, and keeps what reading needs on disk
        self.other.execute("SELECT count(*) FROM provinces_unit")
        self.rest = Path(self.database.name).with_name("rest")
        with self.rest.open("wb", buffering=0) as rest:
            try:
                while rest.write(b"x" * 4096):
                    pass
            except OSError:
                return

    def empty(self) -> None:
        self.rest.unlink()
        self.other.close()


def mountable(folder: Path) -> bool:
    """Whether this account may make a file system in memory there."""
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], check=False, capture_output=True)
    return made.returncode == 0


@pytest.fixture(params=["its own limit", "a full disk"])
def tight(request, on_sqlite: Workers, files: Files, tmp_path: Path) -> Iterator[Tight]:
    """A database that can be made full. Where no file system can be made, its own limit stands for both."""
    if request.param == "a full disk" and mountable(tmp_path):
        yield OnSmallDisk(on_sqlite, files.copy(tmp_path))
        subprocess.run(["umount", "--lazy", tmp_path], check=True)
    else:
        yield Tight(on_sqlite, files.copy())


@pytest.mark.parametrize("tongue", FULL)
def test_a_full_database_says_so_and_keeps_nothing_half(tight: Tight, tongue):
    """A confirmation is refused with a sentence, no table differs, the public page is read as before.

    With room again the same confirmation stores everything.
    """
    session = tight.do("official", "can-bo")["session"]
    many = sheets.communes(code for (code,) in tight.database.rows(COMMUNES)).hex()
    run = tight.do("upload", session, sheets.ADOPTIONS, "xa.csv", many, **OF_COPIES, **sheets.FROM)
    page = tight.do("page", LEAGUE)
    before, before_it = tight.database.content, tight.database.number("SELECT count(*) FROM indices_adoption")
    tight.fill()
    answer = tight.do("confirm", session, sheets.ADOPTIONS, run, tongue)
    assert answer["status"] == 503
    assert FULL[tongue] in answer["text"]
    assert tight.do("page", LEAGUE) == page
    assert page["status"] == 200
    tight.empty()
    assert tight.database.content == before
    assert tight.database.is_free()
    assert tight.do("confirm", session, sheets.ADOPTIONS, run, tongue)["status"] == 302
    assert tight.database.number("SELECT count(*) FROM indices_adoption") == 3_000 + before_it


def test_an_upload_into_a_full_database_is_refused_as_a_whole(tight: Tight):
    """No run is kept, and the sheet comes in when there is room."""
    session = tight.do("official", "can-bo")["session"]
    asked = [session, sheets.RESULTS, "bang.xlsx", sheets.results(padding=LARGE).hex()]
    runs = tight.database.counts["provinces_importrun"]
    tight.fill()
    with pytest.raises(AssertionError, match="503"):
        tight.do("upload", *asked, **sheets.FROM)
    tight.empty()
    assert tight.database.counts["provinces_importrun"] == runs
    assert tight.do("confirm", session, sheets.RESULTS, tight.do("upload", *asked, **sheets.FROM))["status"] == 302
