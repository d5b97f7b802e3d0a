"""What was just sent is sent again without a question, as it was, and to nobody who would have been refused."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from indices.models import Edition, Result
from provinces.models import Source
from reform_portal.caching import finished, state
from reform_portal.wsgi import application

pytestmark = pytest.mark.django_db
PAGE = "/indices/sipas/2020/provinces/"
OWN = {"X-Request-Id"}
ABOUT_THE_BODY = {"Content-Type", "Content-Length", "Content-Language"}


class Door(ClientHandler):
    """Django's test client in the place of a web server: what is not sent again goes on to Django."""

    def __call__(self, environ):
        made, said = [], []

        def portal(environ, start_response):
            made.append(super(Door, self).__call__(environ))
            return []

        content = finished.FinishedAnswers(portal)(environ, lambda status, headers: said.extend((status, headers)))
        if made:
            return made[0]
        answer = HttpResponse(b"".join(content), status=int(said[0][:3]))
        del answer.headers["Content-Type"]
        for name, value in said[1]:
            assert name not in answer.headers
            answer.headers[name] = value
        answer.wsgi_request = WSGIRequest(environ)
        return answer


def reader(**more) -> Client:
    client = Client(**more)
    client.handler = Door()
    return client


@pytest.fixture
def client():
    return reader()


@pytest.fixture
def asks_django(monkeypatch):
    """How often Django was asked since."""
    asked = []
    through = ClientHandler.__call__
    monkeypatch.setattr(ClientHandler, "__call__", lambda self, environ: asked.append(1) or through(self, environ))
    return asked


@pytest.fixture(autouse=True)
def believed(settings, monkeypatch, nothing_is_believed_for_a_moment):
    settings.STATE_BELIEVED_SECONDS = 60
    monkeypatch.setattr(finished, "_finished", (None, {}))
    state.doubt()
    yield
    state.doubt()


def said(answer) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in OWN}


@pytest.mark.parametrize("path", ["/", PAGE, f"/en{PAGE}", "/provinces/ben-tre/", "/indices/sipas/2020/provinces.csv"])
def test_the_same_goes_out_again_without_a_question(client, path, asks_django, django_assert_num_queries):
    first = client.get(path)
    with django_assert_num_queries(0):
        again = client.get(path)
    assert len(asks_django) == 1
    assert again.content == first.content
    assert said(again) == said(first)
    assert again.headers["X-Request-Id"] != first.headers["X-Request-Id"]


def test_whoever_has_it_is_told_so_without_a_question(client, django_assert_num_queries):
    first = client.get(PAGE)
    asked = client.get(PAGE, headers={"If-None-Match": f"W/{first.headers['ETag']}"})
    with django_assert_num_queries(0):
        again = client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    assert (asked.status_code, asked.content) == (again.status_code, again.content) == (304, b"")
    assert not ABOUT_THE_BODY & set(again.headers)
    assert said(again) == {name: value for name, value in said(first).items() if name not in ABOUT_THE_BODY}


def test_whoever_has_any_state_of_it_leaves_the_page_whole_for_the_next(client):
    made = client.get("/provinces/ben-tre/", headers={"If-None-Match": "*"})
    whole = client.get("/provinces/ben-tre/")
    assert (made.status_code, made.content) == (304, b"")
    assert whole.status_code == 200
    assert b"</html>" in whole.content
    assert client.get("/provinces/ben-tre/", headers={"If-None-Match": "*"}).status_code == 304
    assert client.get("/provinces/ben-tre/").content == whole.content


def test_a_page_that_is_kept_no_more_is_made_again(client):
    whole = client.get(PAGE)
    caches["memory"].clear()
    again = client.get(PAGE)
    assert again.status_code == 200
    assert again.content == whole.content


def test_a_state_that_was_read_before_a_doubt_is_not_believed(monkeypatch):
    read = state.current_catalogue.stamped

    def while_somebody_writes():
        found = read()
        state.doubt()
        return found

    monkeypatch.setattr(state.current_catalogue, "stamped", while_somebody_writes)
    state.public_state()
    assert state.believed_state() is None


def test_an_older_reading_does_not_follow_a_newer_one(monkeypatch):
    state.public_state()
    newer = state._believed
    now = state.monotonic()
    monkeypatch.setattr(state, "monotonic", lambda: now - 5)
    state.public_state()
    assert state._believed == newer


def test_another_tag_gets_the_page(client):
    client.get(PAGE)
    assert client.get(PAGE, headers={"If-None-Match": '"another"'}).status_code == 200


def test_a_change_is_seen_when_the_moment_is_over(client, article, monkeypatch):
    before = client.get(PAGE).headers["ETag"]
    Source.objects.filter(pk=article.pk).update(title="Khác")
    assert client.get(PAGE).headers["ETag"] == before
    now = state.monotonic()
    monkeypatch.setattr(state, "monotonic", lambda: now + 61)
    assert client.get(PAGE).headers["ETag"] != before


def test_a_version_becomes_public_in_its_minute_whatever_is_believed(client, sipas_2020, editor, approver, ben_tre):
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.53", score_text="88.53")
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=timezone.now() + timedelta(minutes=10))
    state.doubt()
    before = [client.get(PAGE).content for _time in range(2)]
    assert b"88,53" not in before[1]
    with time_machine.travel(draft.publish_at, tick=False):
        assert state.believed_state() is not None
        assert b"88,53" in client.get(PAGE).content


def test_a_page_is_never_made_under_a_state_that_is_only_believed(client, article):
    before = client.get(PAGE).headers["ETag"]
    Source.objects.filter(pk=article.pk).update(title="Khác")
    made = client.get("/provinces/ben-tre/").headers["ETag"]
    state.doubt()
    assert client.get("/provinces/ben-tre/").headers["ETag"] == made
    assert client.get(PAGE).headers["ETag"] != before


def test_who_has_sent_a_form_sees_what_it_changed(client, article):
    before = client.get(PAGE).headers["ETag"]
    Source.objects.filter(pk=article.pk).update(title="Khác")
    client.post("/admin/login/", {"username": "nobody", "password": "none"})
    assert client.get(PAGE).headers["ETag"] != before


def test_another_host_is_refused_as_ever(client):
    client.get(PAGE)
    assert client.get(PAGE, headers={"host": "elsewhere.example"}).status_code == 400


def test_who_comes_over_http_is_sent_to_https_as_ever(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = ["192.0.2.1"]
    client, https = reader(), {"X-Forwarded-Proto": "https"}
    assert [client.get(PAGE, headers=https, REMOTE_ADDR="192.0.2.1").status_code for _time in range(2)] == [200, 200]
    assert client.get(PAGE, REMOTE_ADDR="192.0.2.1").status_code == 301
    assert client.get(PAGE, headers=https, REMOTE_ADDR="192.0.2.9").status_code == 301


@pytest.mark.parametrize("path", [f"{PAGE}?sort=name", "/search/?q=tre", "/khong-co/", "/admin/login/", "/health/live"])
def test_what_has_a_query_or_is_no_public_page_is_not_remembered(client, path, asks_django):
    first, again = client.get(path), client.get(path)
    assert first.status_code == again.status_code
    assert len(asks_django) == 2


def test_what_went_out_under_another_tag_is_not_remembered(client, monkeypatch, asks_django):
    monkeypatch.setattr(finished, "tag_under", lambda state, request: '"another"')
    assert [client.get(PAGE).status_code for _time in range(2)] == [200, 200]
    assert len(asks_django) == 2


@pytest.mark.parametrize("copied", [True, False])
def test_a_page_of_a_copy_is_not_remembered(rf, client, monkeypatch, copied):
    made, request = client.get(PAGE), rf.get(PAGE)
    monkeypatch.setattr(finished, "_finished", (None, {}))
    request.answer = "kept"
    if copied:
        request.baked = object()
    finished.NoteFinished(lambda request: made)(request)
    assert len(finished._finished[1]) == (not copied)


def test_only_reading_is_answered_again(client, asks_django):
    client.get(PAGE)
    assert client.head(PAGE).status_code == 200
    assert client.post(PAGE).status_code == 405
    assert len(asks_django) == 3


def test_no_more_than_a_number_is_remembered(client, monkeypatch, asks_django):
    monkeypatch.setattr(finished, "MOST", 2)
    monkeypatch.setattr(finished, "_finished", (None, {}))
    for path in ("/", PAGE, f"/en{PAGE}", f"/en{PAGE}", "/"):
        assert client.get(path).status_code == 200
    assert len(asks_django) == 4


def test_where_only_those_who_have_it_ask_they_are_told_without_django(client, asks_django, monkeypatch):
    tag = client.get(PAGE).headers["ETag"]
    monkeypatch.setattr(finished, "_finished", (None, {}))
    has = {"If-None-Match": tag}
    assert [client.get(PAGE, headers=has).status_code for _time in range(3)] == [304, 304, 304]
    assert len(asks_django) == 2
    assert client.get(PAGE).status_code == 200
    assert client.get(PAGE).status_code == 200
    assert len(asks_django) == 3


def test_the_line_and_the_counters_say_the_same_as_of_any_answer(client, caplog):
    caplog.set_level("INFO")
    client.get(PAGE)
    client.get(PAGE)
    again = client.get(PAGE)
    client.get(PAGE, headers={"If-None-Match": again.headers["ETag"]})
    said = [record.fields for record in caplog.records if record.name == "reform_portal.access"]
    assert [one.pop("ms") >= 0 for one in said] == [True] * 4
    assert [one.pop("answer") for one in said] == ["made", "kept", "kept", "not_modified"]
    assert [one.pop("status") for one in said] == [200, 200, 200, 304]
    assert said == [{"method": "GET", "path": PAGE, "route": "indices:league_table"}] * 4


def test_an_id_of_a_trusted_proxy_is_taken(client, settings):
    settings.TRUSTED_PROXIES = frozenset({"127.0.0.1"})
    for number in ("6352d31895fd2969", "6352d31895fd2970"):
        assert client.get(PAGE, headers={"X-Request-Id": number}).headers["X-Request-Id"] == number


def test_the_portal_stands_behind_it():
    assert isinstance(application, finished.FinishedAnswers)
