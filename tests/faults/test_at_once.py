"""What officials send twenty times at once, or against each other, through nginx to both web services: it counts once.

Nobody is answered with a failure: who came too late reads a sentence.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from tests.faults import sheets
from tests.faults.officials import Official
from tests.faults.recipe import Recipe
from tests.stack.answers import Answer

pytestmark = pytest.mark.faults

TIMES = 20
INDICATOR = "chung-thuc-ban-sao-dien-tu"
BOARD, FORM = f"/admin/indices/snapshot/board/?indicator={INDICATOR}", "/admin/indices/snapshot/report/"


def at_once(posts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """The answers to posts that are all sent in the same moment, each over a connection of its own."""
    start = Barrier(len(posts))

    def sent(post: Callable[[], Answer]) -> Answer:
        start.wait()
        return post()

    with ThreadPoolExecutor(len(posts)) as pool:
        return list(pool.map(sent, posts))


def twenty(official: Official, path: str, said: dict[str, str]) -> list[Answer]:
    """The same form from twenty tabs."""
    tabs = [official.copy() for _tab in range(TIMES)]
    answers = at_once([lambda tab=tab: tab.post(path, said) for tab in tabs])
    assert {answer.status for answer in answers} <= {200, 302}, Counter(answer.status for answer in answers)
    return answers


def kept_run(portal: Recipe, official: Official, score: str) -> str:
    """A run of an official's that waits to be confirmed."""
    sheet = sheets.results(score).hex()
    return portal.do("upload", official.session, sheets.RESULTS, f"bang-{score}.xlsx", sheet, **sheets.FROM)


def number_of_run(portal: Recipe, run: str) -> int:
    return portal.database.number(f"SELECT id FROM provinces_importrun WHERE uuid = '{run}'")


@pytest.fixture(autouse=True)
def no_version_is_open(portal):
    """Each test begins with what is public."""
    for year in (2019, 2020):
        portal.do("drop_open_versions", "sipas", year)


def test_one_confirmation_sent_twenty_times_is_stored_once(portal):
    """All twenty are led to the run, its rows and its history are there once, and one version was opened."""
    official = portal.official()
    run = kept_run(portal, official, "87.40")
    path = f"/admin/{sheets.RESULTS}/import/?run={run}"
    form = official.opened(path)
    answers = twenty(official, f"/admin/{sheets.RESULTS}/process_import/", form | {"run": run})
    number = number_of_run(portal, run)
    assert {answer.headers["Location"] for answer in answers} == {f"/admin/provinces/importrun/{number}/change/"}
    ask = portal.database.number
    assert ask(f"SELECT count(*) FROM provinces_journalentry WHERE run_id = {number} AND record IS NOT NULL") == 2
    assert ask("SELECT count(*) FROM indices_edition WHERE year = 2020 AND state = 'draft'") == 1
    assert ask("SELECT count(*) FROM indices_result WHERE score_text IN ('87.40', '87.4')") >= 1


def test_one_undoing_sent_twenty_times_is_done_once(portal):
    """The run is undone, each of its rows has one step back in its history, and nineteen are told that it is."""
    official = portal.official()
    run = kept_run(portal, official, "87.41")
    form = official.opened(f"/admin/{sheets.RESULTS}/import/?run={run}")
    assert official.post(f"/admin/{sheets.RESULTS}/process_import/", form | {"run": run}).status == 302
    number = number_of_run(portal, run)
    page = f"/admin/provinces/importrun/{number}/change/"
    entries = portal.database.number("SELECT count(*) FROM provinces_journalentry")
    twenty(official, f"/admin/provinces/importrun/{number}/undo/", official.opened(page))
    assert portal.database.rows(f"SELECT state FROM provinces_importrun WHERE id = {number}") == [("undone",)]
    assert portal.database.number("SELECT count(*) FROM provinces_journalentry") == entries + 2


def test_one_approval_sent_twenty_times_publishes_once(portal):
    """One step, one entry of the register for each figure, one public version; nineteen read what had happened."""
    editor, publisher = portal.official("Biên tập chỉ số", "sipas"), portal.official("Phê duyệt công bố")
    edition = portal.do("edition_in_review", editor.name, "sipas", 2020)
    path = f"/admin/indices/edition/{edition}/review/"
    form = publisher.opened(path)
    answers = twenty(publisher, path, form | {"verb": "approve", "publish_at": ""})
    ask = portal.database.number
    assert ask(f"SELECT count(*) FROM indices_editionstep WHERE edition_id = {edition} AND verb = 'approved'") == 1
    figures = "FROM indices_correctedfigure f JOIN indices_correction c ON c.id = f.correction_id"
    figures += f" WHERE c.edition_id = {edition}"
    assert ask(f"SELECT count(*) {figures}") == ask(f"SELECT count(DISTINCT (f.unit_id, f.what)) {figures}") > 0
    assert portal.database.rows(f"SELECT state FROM indices_edition WHERE id = {edition}") == [("approved",)]
    assert all(answer.headers["Location"] == path for answer in answers if answer.status == 302)
    assert all(publisher.told(answer) for answer in answers if answer.status == 200)


def test_opening_the_next_version_twenty_times_opens_one(portal):
    """Every one is led to the same draft."""
    editor = portal.official("Biên tập chỉ số", "sipas")
    newest = "SELECT max(version) FROM indices_edition e JOIN indices_reformindex i ON i.id = e.index_id"
    newest += " WHERE i.code = 'sipas' AND year = 2019"
    version = portal.database.number(newest)
    edition = portal.database.number(newest.replace("max(version)", "max(e.id)"))
    path = f"/admin/indices/edition/{edition}/review/"
    twenty(editor, path, editor.opened(path) | {"verb": "open"})
    assert portal.database.number(newest) == version + 1


def test_submitting_twenty_times_submits_once(portal):
    """One step; who came too late reads why."""
    editor = portal.official("Biên tập chỉ số", "sipas")
    edition = portal.do("draft", editor.name, "sipas", 2019)
    path = f"/admin/indices/edition/{edition}/review/"
    twenty(editor, path, editor.opened(path) | {"verb": "submit"})
    asked = f"SELECT count(*) FROM indices_editionstep WHERE edition_id = {edition} AND verb = 'submitted'"
    assert portal.database.number(asked) == 1


def waiting_report(portal: Recipe, numerator: int) -> tuple[int, Official]:
    """A report that waits, and its reporter."""
    reporter = portal.official("Báo cáo của đơn vị")
    owed = portal.do("due", "vinh-long", INDICATOR)
    return portal.do("report", reporter.name, "vinh-long", INDICATOR, owed["ends"], numerator), reporter


def test_one_report_accepted_twenty_times_is_public_once(portal):
    """One decision in its history; nineteen read that it was decided already."""
    number, _reporter = waiting_report(portal, 80)
    reviewer = portal.official("Kiểm tra")
    twenty(reviewer, BOARD, reviewer.opened(BOARD) | {"report": str(number), "accept": "1"})
    history = "SELECT count(*) FROM provinces_journalentry WHERE table_name = 'indices.snapshot'"
    history = history.replace("table_name", '"table"') + f" AND record = {number} AND verb = 'changed'"
    assert portal.database.number(history) == 1
    assert (
        portal.database.number(f"SELECT count(*) FROM indices_snapshot WHERE id = {number} AND accepted_at IS NULL")
        == 0
    )


def test_two_reviewers_who_accept_and_return_a_report_at_once_decide_once(portal):
    """It is accepted or returned, never both; whoever came second reads a sentence."""
    for numerator in (81, 82):
        number, _reporter = waiting_report(portal, numerator)
        first, second = portal.official("Kiểm tra"), portal.official("Kiểm tra")
        forms = [one.opened(BOARD) | {"report": str(number)} for one in (first, second)]
        decisions = ({"accept": "1"}, {"return": "1", "reason": "Sai mẫu số."})
        posts = [
            partial(one.post, BOARD, form | decision)
            for one, form, decision in zip((first, second), forms, decisions, strict=True)
        ]
        answers = at_once(posts)
        assert [answer.status for answer in answers] == [302, 302]
        asked = f"SELECT accepted_at IS NULL, returned_at IS NULL FROM indices_snapshot WHERE id = {number}"
        assert portal.database.rows(asked) in ([(False, True)], [(True, False)])
        asked = f"SELECT count(*) FROM provinces_journalentry WHERE record = {number} AND verb = 'changed'"
        assert portal.database.number(asked + """ AND "table" = 'indices.snapshot'""") == 1
        said = [official.told(answer) for official, answer in zip((first, second), answers, strict=True)]
        assert all(said)
        assert said[0] != said[1]


def test_two_who_report_the_same_unit_and_day_at_once_leave_one_report(portal):
    """One report waits; the other stands in its history as replaced, or its reporter reads why it was not filed."""
    owed = portal.do("due", "vinh-long", INDICATOR)
    for numerator in (90, 91):
        reporters = [portal.official("Báo cáo của đơn vị") for _one in range(2)]
        for one in reporters:
            portal.do("assign", one.name, "vinh-long")
        forms = [
            one.opened(FORM)
            | {
                f"numerator-{owed['key']}": str(numerator + 10 * place),
                f"denominator-{owed['key']}": "150",
                f"explanation-{owed['key']}": "Đã kiểm tra lại.",
                "document": f"{numerator + 10 * place}/BC-UBND",
            }
            for place, one in enumerate(reporters)
        ]
        posts = [lambda one=one, form=form: one.post(FORM, form) for one, form in zip(reporters, forms, strict=True)]
        assert {answer.status for answer in at_once(posts)} <= {200, 302}
        waiting = "FROM indices_snapshot WHERE superseded_at IS NULL AND accepted_at IS NULL AND returned_at IS NULL"
        waiting += f" AND as_of = '{owed['ends']}'"
        assert portal.database.number(f"SELECT count(*) {waiting}") == 1
        assert portal.database.rows(f"SELECT numerator {waiting}")[0][0] in {numerator, numerator + 10}
