"""A reader never gets an old page under a new tag, nor anything before its minute; who has the page is told so."""

import re
import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.utils import timezone

from indices.catalogue import Catalogue
from indices.models import Correction, Edition, Result, Snapshot
from indices.views import asked
from indices.views.data import FOR_EVER
from provinces.models import DataStamp, Source
from reform_portal.caching.answers import PublicAnswers
from reform_portal.caching.keys import keys_of
from reform_portal.caching.state import MADE_BY, tag_of

pytestmark = pytest.mark.django_db
PAGE = "/indices/sipas/2020/provinces/"
PATHS = ("/", PAGE, f"/en{PAGE}", "/indices/sipas/2020/provinces.csv", "/provinces/ben-tre/", "/corrections.atom")


def tag(client, path: str) -> str:
    return client.get(path).headers["ETag"]


@pytest.fixture
def approved(sipas_2020, editor, approver, ben_tre):
    """A version with another score of Bến Tre that becomes public in an hour."""
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.53", score_text="88.53")
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=timezone.now() + timedelta(hours=1))
    return draft


@pytest.mark.parametrize("path", PATHS)
def test_whoever_has_the_page_is_told_so_in_one_query(client, path, django_assert_num_queries):
    known = tag(client, path)
    with django_assert_num_queries(1):
        answer = client.get(path, headers={"If-None-Match": known})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["ETag"] == known


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "json"])
def test_a_file_knows_the_keys_of_its_page(ending):
    assert keys_of(f"{PAGE.rstrip('/')}.{ending}") == keys_of(PAGE)
    assert {*asked.KEYS, "excel", "year", "index"} <= set(keys_of(PAGE))


@pytest.mark.parametrize("path", PATHS)
def test_a_kept_page_is_the_page(client, path):
    first, second = client.get(path), client.get(path)
    assert first.content == second.content
    for name in ("ETag", "Content-Type", "Content-Language", "Cache-Control", "Content-Disposition"):
        assert first.headers.get(name) == second.headers.get(name), name
    assert not first.cookies
    assert "Cookie" not in first.headers.get("Vary", "")


@pytest.mark.parametrize("path", PATHS)
def test_every_tag_changes_in_the_minute_of_publication_and_not_before(client, approved, path):
    known, content = tag(client, path), client.get(path).content
    with time_machine.travel(approved.publish_at - timedelta(seconds=1), tick=False) as clock:
        if timezone.localdate() == timezone.localdate(approved.approved_at):
            assert tag(client, path) == known
            assert client.get(path).content == content  # printed, a page names its day
        clock.move_to(approved.publish_at)
        assert tag(client, path) != known
        assert client.get(path, headers={"If-None-Match": known}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_work_on_a_version_that_is_not_public_changes_no_tag(client, sipas_2020, editor, approver, ben_tre, path):
    known = tag(client, path)
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.53", score_text="88.53")
    Correction.objects.create(edition=draft, kind="correction", reason_vi="Gõ nhầm.", by=editor)
    assert tag(client, path) == known
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=timezone.now() + timedelta(hours=1))
    assert tag(client, path) == known
    draft.hold(by=approver, reason="Lùi giờ")
    assert tag(client, path) == known
    draft.move(by=approver, publish_at=timezone.now() + timedelta(hours=2), reason="Lùi giờ")
    assert client.get(path, headers={"If-None-Match": known}).status_code == 304


def test_an_edition_that_is_not_public_does_not_exist(client, sipas_2020):
    assert client.get("/indices/sipas/2025/provinces/").status_code == 404
    unknown = client.get("/indices/sipas/2026/provinces/").content
    Edition.objects.create(index=sipas_2020.index, year=2025, units_as_of="2025-12-31")
    answer = client.get("/indices/sipas/2025/provinces/")
    assert answer.status_code == 404
    assert answer.content.replace(b"2025", b"2026") == unknown.replace(b"2025", b"2026")


def test_withdrawing_and_accepting_change_the_tag_at_once(client, sipas_2020, editor, approver):
    known = tag(client, "/")
    sipas_2020.confirm(sipas_2020.propose_withdrawal(editor, "Sai", "Thu hồi."), by=approver)
    assert tag(client, "/") != known
    known = tag(client, "/")
    report = Snapshot.objects.public().first()
    report.pk, report.accepted_at, report.accepted_by, report.reported_by = None, None, None, editor
    report.save()
    assert tag(client, "/") == known, "a report that waits is nobody's business"
    report.accept(by=approver)
    assert tag(client, "/") != known


def test_a_mended_source_changes_the_tag(client, article):
    known = tag(client, PAGE)
    Source.objects.filter(pk=article.pk).update(title="Khác")
    assert tag(client, PAGE) != known


def answered(rf, writes: int):
    """The answer to a reader while `writes` officials write, one each time the page is made; and how often it was."""
    made = []

    def page(request):
        made.append(request)
        if len(made) <= writes:
            DataStamp.bump()
        return HttpResponse(f"{len(made)}")

    return PublicAnswers(page)(rf.get("/")), len(made)


def test_a_page_during_which_the_data_changed_is_made_again_and_then_kept(rf):
    answer, made = answered(rf, writes=1)
    assert (answer.content, made) == (b"2", 2)
    kept = PublicAnswers(lambda request: HttpResponse("other"))(rf.get("/"))
    assert kept.content == b"2"
    assert kept["ETag"] == answer["ETag"]


def test_a_page_of_data_that_do_not_rest_is_handed_out_without_a_tag_and_kept_nowhere(rf):
    answer, made = answered(rf, writes=9)
    assert made == 3
    assert "ETag" not in answer
    assert answer["Cache-Control"] == "no-store"


def test_unknown_keys_make_no_entry_of_their_own_and_known_ones_do(client):
    assert tag(client, f"{PAGE}?utm_source=x") == tag(client, PAGE)
    assert tag(client, f"{PAGE}?sort=name") != tag(client, PAGE)
    assert tag(client, f"/en{PAGE}") != tag(client, PAGE)


def test_of_a_key_that_has_one_value_only_the_last_makes_an_entry(client):
    assert tag(client, f"{PAGE}?sort=x&sort=name") == tag(client, f"{PAGE}?sort=name")
    assert tag(client, "/compare/?unit=ben-tre&unit=ca-mau") != tag(client, "/compare/?unit=ca-mau")


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/indices/sipas/2020/press-pack.zip", {"sort": "name"}),
        ("/indices/sipas/2020/press-pack.zip", {"q": "x"}),
        ("/card.png", {"q": "x"}),
        ("/editions.atom", {"as_of": "2021-06-24"}),
        ("/sitemap.xml", {"about": "/"}),
        ("/provinces/ben-tre/2020/one-page.pdf", {"sort": "1"}),
        ("/provinces/ben-tre/2020/one-page.pdf", {"as_of": "2021-06-24"}),
        ("/provinces/ben-tre/2020/report.docx", {"q": "x"}),
    ],
)
def test_what_is_no_page_is_not_made_again_for_keys_that_it_does_not_know(
    client, path, asked, django_assert_num_queries
):
    kept = client.get(path)
    with django_assert_num_queries(1):
        assert client.get(path, asked).headers["ETag"] == kept.headers["ETag"]


def test_what_is_typed_is_answered_and_not_kept(client):
    assert cache.get(client.get(PAGE).headers["ETag"]) is not None
    for words, row in (("ben tre", "ben-tre"), ("quang ninh", "quang-ninh"), ("ben tre", "ben-tre")):
        answer = client.get(PAGE, {"q": words})
        assert re.findall(r'<tr id="([-a-z]+)"', answer.content.decode()) == [row]
        assert cache.get(answer.headers["ETag"]) is None


def test_a_stale_session_is_answered_as_everybody_is(client):
    everybody = client.get("/")
    client.cookies["sessionid"] = "stale"
    stale = client.get("/provinces/")
    assert not stale.cookies
    assert stale.get("Vary") == everybody.get("Vary")


def test_every_kind_of_template_is_among_what_pages_are_made_by(settings):
    suffixes = {path.suffix for path in (settings.BASE_DIR / "templates" / "public").rglob("*") if path.is_file()}
    assert suffixes <= MADE_BY


def test_a_kept_sitemap_asks_not_to_be_listed_itself(client):
    first, kept = client.get("/sitemap.xml"), client.get("/sitemap.xml")
    assert "noindex" in first.headers["X-Robots-Tag"]
    assert kept.headers["X-Robots-Tag"] == first.headers["X-Robots-Tag"]


def test_the_officials_pages_are_kept_nowhere(admin_client):
    for path in ("/admin/", "/admin/indices/edition/"):
        said = admin_client.get(path).headers["Cache-Control"]
        assert "no-store" in said
        assert "private" in said


@pytest.mark.parametrize("path", ["/data/releases/1.zip", "/en/data/releases/1.zip", "/data/releases/1.sha256"])
def test_the_bytes_of_a_release_have_one_tag_for_ever(client, article, path, django_assert_num_queries):
    first = client.get(path)
    Source.objects.filter(pk=article.pk).update(title="Khác")
    with time_machine.travel(timezone.now() + timedelta(days=2)), django_assert_num_queries(1):
        answer = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert answer.status_code == 304
    assert answer.headers["ETag"] == first.headers["ETag"]
    assert answer.headers["Cache-Control"] == first.headers["Cache-Control"] == FOR_EVER


def test_a_release_that_is_not_there_yet_has_no_tag(client):
    answer = client.get("/data/releases/9.zip")
    assert answer.status_code == 404
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("said", ["W/{}", '"other", W/{}', '{}, "other"', 'W/"other" , {}'])
def test_a_tag_that_was_made_weak_on_its_way_is_still_the_tag(client, said):
    known = tag(client, PAGE)
    assert client.get(PAGE, headers={"If-None-Match": said.format(known)}).status_code == 304


@pytest.mark.parametrize("said", ['W/"other"', "not a tag", '"', ""])
def test_another_tag_or_none_gets_the_page(client, said):
    assert client.get(PAGE, headers={"If-None-Match": said}).status_code == 200


def test_any_tag_means_any_page_and_no_page_that_is_not_there(client):
    answer = client.get(PAGE, headers={"If-None-Match": "*"})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag(client, PAGE))
    assert client.get("/provinces/atlantis/", headers={"If-None-Match": "*"}).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *PATHS,
        "/indices/sipas/2020/provinces.xlsx",
        "/data/results.csv",
        "/api/v1/results",
        "/card.png",
        "/search/?q=hue",
        "/provinces/atlantis/",
        "/provinces/ben-tre",
        "/units/province-83-0001-01-01/",
        "/robots.txt",
    ],
)
def test_shared_caches_keep_an_answer_for_five_seconds_and_an_old_one_only_in_need(client, path):
    said = client.get(path).headers["Cache-Control"]
    assert said == "public, max-age=0, s-maxage=5, stale-if-error=86400"


@pytest.mark.parametrize("path", ["/api/v1/results?nothing=1", "/api/v1/results?limit=x"])
def test_what_was_refused_is_kept_nowhere(client, path):
    answer = client.get(path)
    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [*PATHS, "/provinces/atlantis/", "/api/v1/results"])
def test_no_answer_depends_on_who_asks(client, path):
    assert client.get(path).headers.get("Vary", "") in {"", "Accept-Encoding"}


def test_a_kept_page_answers_who_asks_for_its_head(client, django_assert_num_queries):
    known = tag(client, PAGE)
    with django_assert_num_queries(1):
        assert client.head(PAGE).headers["ETag"] == known


def test_a_kept_answer_of_the_api_may_still_be_read_by_scripts_of_any_page(client):
    path = "/api/v1/indices/sipas"
    known = tag(client, path)
    for answer in (client.get(path), client.get(path, headers={"If-None-Match": known})):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


class Making:
    """A page that takes a moment, and how often it was made."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, request):
        self.made += 1
        time.sleep(0.1)
        return HttpResponse(b"page")


@pytest.fixture
def another_process(settings):
    """A second process, as far as pages go: it has a memory of its own, and shares the cache."""
    settings.CACHE_URL = "redis://shared"
    settings.CACHES = settings.CACHES | {"memory": MEMORY_OF_NOTHING}
    cache.clear()


MEMORY_OF_NOTHING = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}


def test_a_page_that_another_process_has_made_is_not_made_again(rf, another_process):
    page = Making()
    assert [PublicAnswers(page)(rf.get("/")).content for _process in range(3)] == [b"page"] * 3
    assert page.made == 1


def test_who_asks_while_another_process_makes_the_page_waits_for_it(rf, another_process):
    page, known = Making(), tag_of(rf.get("/"))
    assert cache.add(f"making-{known}", 1)

    def other() -> None:
        time.sleep(0.1)
        cache.set(known, (b"theirs", {}))
        cache.delete(f"making-{known}")

    thread = threading.Thread(target=other)
    thread.start()
    answer = PublicAnswers(page)(rf.get("/"))
    thread.join()
    assert (answer.content, page.made) == (b"theirs", 0)


def test_a_process_that_dies_while_it_makes_a_page_holds_nobody_up_for_long(rf, another_process, settings):
    settings.PAGE_MAKING_SECONDS = 0.2
    page, known = Making(), tag_of(rf.get("/"))
    assert cache.add(f"making-{known}", 1, timeout=3_600)
    began = time.monotonic()
    assert PublicAnswers(page)(rf.get("/")).content == b"page"
    assert time.monotonic() - began < 2
    assert page.made == 1


def test_a_page_that_is_made_leaves_no_mark_behind(rf, another_process):
    def broken(request):
        raise ValueError("no page")

    with pytest.raises(ValueError, match="no page"):
        PublicAnswers(broken)(rf.get("/"))
    assert not cache.has_key(f"making-{tag_of(rf.get('/'))}")


def test_what_is_public_is_computed_again_at_the_next_minute_and_not_before(approved):
    catalogue, now = Catalogue(), timezone.now()
    before = catalogue.public_at(now)
    assert catalogue.public_at(approved.publish_at - timedelta(microseconds=1)) is before
    after = catalogue.public_at(approved.publish_at)
    assert after != before
    assert approved.pk in after.by_pk
    assert catalogue.public_at(now) == before
