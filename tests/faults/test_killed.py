"""A process that is killed at any moment of an import leaves all of it or nothing of it."""

from typing import Any

import pytest

from tests.faults import sheets
from tests.faults.databases import Database
from tests.faults.halts import MOMENTS

pytestmark = pytest.mark.faults

OF_THE_PREVIEW = list(list(MOMENTS)[:4])
OF_THE_CONFIRMATION = list(list(MOMENTS)[4:])
STORED = OF_THE_CONFIRMATION[-2:]
LEAGUE = "/indices/sipas/2020/provinces/"


class Import:
    """One official's import in a database of its own."""

    def __init__(self, workers, database: Database) -> None:
        self.workers, self.database = workers, database
        self.session = self.do("official", "can-bo")["session"]

    def do(self, what: str, *args: Any, **said: Any) -> Any:
        return self.workers.do(self.database, what, *args, **said)

    def killed(self, moment: str, what: str, *args: Any, **said: Any) -> None:
        self.workers.killed(self.database, moment, what, *args, **said)

    @property
    def sheet(self) -> list[Any]:
        """What is said with an upload."""
        return [self.session, sheets.RESULTS, "bang.xlsx", sheets.results().hex()]

    def uploaded(self) -> str:
        return self.do("upload", *self.sheet, **sheets.FROM)

    def confirmed(self, run: str) -> dict[str, Any]:
        return self.do("confirm", self.session, sheets.RESULTS, run)

    def undisturbed(self) -> dict[str, Any]:
        """What the database says after an import that nothing happened to."""
        assert self.confirmed(self.uploaded())["status"] == 302
        return self.database.said


@pytest.fixture(scope="module", params=["postgres", "sqlite"])
def engine(request):
    """The processes and the databases of one engine."""
    if request.param == "postgres":
        return request.getfixturevalue("on_postgres"), request.getfixturevalue("postgres")
    return request.getfixturevalue("on_sqlite"), request.getfixturevalue("files")


@pytest.fixture
def begun(engine) -> Import:
    """An official who has done nothing yet."""
    workers, databases = engine
    return Import(workers, databases.copy())


@pytest.fixture(scope="module")
def whole(engine) -> dict[str, Any]:
    """What the same import leaves when nothing happens to it."""
    workers, databases = engine
    return Import(workers, databases.copy()).undisturbed()


@pytest.mark.parametrize("moment", OF_THE_PREVIEW)
def test_killed_before_the_preview_nothing_is_imported_and_the_sheet_can_come_again(begun, whole, moment):
    """At most the uploaded run is there, without a row, a history or a lock; another upload goes its whole way."""
    before, page = begun.database.said, begun.do("page", LEAGUE)
    begun.killed(moment, "upload", *begun.sheet, **sheets.FROM)
    assert begun.database.is_free()
    after = begun.database.said
    left = set(after["runs"]) - set(before["runs"])
    assert left == {("bang.xlsx", "results", "previewed", True, True)}
    after["counts"]["provinces_importrun"] -= 1
    after["runs"] = before["runs"]
    assert after == before
    assert begun.do("page", LEAGUE) == page
    assert begun.confirmed(begun.uploaded())["status"] == 302
    again = begun.database.said
    assert {name: again[name] for name in ("editions", "results", "sources")} == {
        name: whole[name] for name in ("editions", "results", "sources")
    }


@pytest.mark.parametrize("moment", OF_THE_CONFIRMATION)
def test_killed_during_the_confirmation_it_is_all_or_nothing_and_confirming_again_stores_it_once(begun, whole, moment):
    """Before the commit not one byte of any table differs; after it, everything is as if nothing had happened.

    Confirmed again it is stored exactly once, nobody waits for a lock, and the public page stays what it was, because a
    draft is not public.
    """
    run = begun.uploaded()
    before, page = begun.database.content, begun.do("page", LEAGUE)
    begun.killed(moment, "confirm", begun.session, sheets.RESULTS, run)
    assert begun.database.is_free()
    if moment in STORED:
        assert begun.database.said == whole
    else:
        assert begun.database.content == before
    answer = begun.confirmed(run)
    assert answer["status"] == 302
    assert "/importrun/" in answer["to"]
    assert begun.database.said == whole
    assert begun.do("page", LEAGUE)["text"] == page["text"]


@pytest.mark.parametrize("moment", ["while rows are written", "just before the commit", "just after the commit"])
def test_what_the_public_sees_at_once_is_never_half_there(begun, moment):
    """A document's page names the title that the database has, before and after, and its tag goes with it."""
    door = [begun.session, sheets.SOURCES]
    begun.do("confirm", *door, begun.do("upload", *door, "nguon.csv", sheets.source("Tên cũ").hex()))
    run = begun.do("upload", *door, "nguon.csv", sheets.source("Tên mới").hex())
    old = begun.do("page", sheets.ITS_PAGE)
    begun.killed(moment, "confirm", *door, run)
    assert begun.database.is_free()
    now = begun.do("page", sheets.ITS_PAGE)
    if moment == "just after the commit":
        assert "Tên mới" in now["text"]
        assert "Tên cũ" not in now["text"]
        assert now["tag"] != old["tag"]
    else:
        assert now == old
        assert "Tên cũ" in now["text"]
    begun.do("confirm", *door, run)
    assert "Tên mới" in begun.do("page", sheets.ITS_PAGE)["text"]
    written = f"SELECT count(*) FROM provinces_journalentry WHERE label LIKE '{sheets.DOCUMENT}%' AND verb = 'changed'"
    assert begun.database.number(written) == 2
