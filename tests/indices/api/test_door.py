"""Everybody reads and nobody writes; whatever happens, a program gets a document that it understands."""

import pytest
from django.core.cache import cache
from django.test import Client

from indices.api import answers
from indices.api.endpoints import ENDPOINTS
from provinces.models import DataStamp

pytestmark = pytest.mark.django_db
PLACES = ["", "openapi.json", *(endpoint.name for endpoint in ENDPOINTS), "regions/dbsh", "editions/par-index/2020"]
LIST = "/api/v1/results?index=par-index&year=2020"


@pytest.mark.parametrize("place", [*PLACES, "nothing"])
def test_nobody_writes(client, place):
    for method in ("post", "put", "patch", "delete", "trace"):
        answer = getattr(client, method)(f"/api/v1/{place}")
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert answer.json()["type"].endswith("#method-not-allowed")


@pytest.mark.parametrize("place", [*PLACES, "nothing"])
def test_scripts_of_any_page_may_read_and_send_nothing_of_who_asks(client, place):
    known = client.get(f"/api/v1/{place}").headers.get("ETag", "")
    answers_of_all = [
        client.get(f"/api/v1/{place}"),
        client.get(f"/api/v1/{place}?nonsense=1"),
        client.get(f"/api/v1/{place}", headers={"If-None-Match": known}),
        client.options(f"/api/v1/{place}", headers={"Origin": "https://x", "Access-Control-Request-Method": "GET"}),
        client.post(f"/api/v1/{place}"),
    ]
    for answer in answers_of_all:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert {"ETag", "Link"} <= set(answer.headers["Access-Control-Expose-Headers"].split(", "))
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_browser_that_asks_first_is_told_what_it_may(client):
    answer = client.options(LIST)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("place", PLACES)
def test_head_is_get_without_the_body(client, place):
    head, get = client.head(f"/api/v1/{place}"), client.get(f"/api/v1/{place}")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Link", "Cache-Control"):
        assert head.headers.get(name) == get.headers.get(name)


@pytest.mark.parametrize("place", PLACES)
def test_whoever_has_the_answer_is_told_so_in_one_query(client, place, django_assert_num_queries):
    known = client.get(f"/api/v1/{place}").headers["ETag"]
    with django_assert_num_queries(1):
        answer = client.get(f"/api/v1/{place}", headers={"If-None-Match": known})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("place", PLACES)
def test_every_answer_says_how_long_it_may_be_kept_and_in_which_language_it_explains_itself(client, place):
    answer = client.get(f"/api/v1/{place}")
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=5, stale-if-error=86400"
    assert answer.headers["Content-Language"] == "en"


def test_a_kept_answer_is_the_answer_with_its_link(client, django_assert_num_queries):
    first = client.get(LIST + "&kind=province")
    with django_assert_num_queries(1):
        kept = client.get(LIST + "&kind=province")
    assert kept.content == first.content
    all_results = client.get("/api/v1/results"), client.get("/api/v1/results")
    assert all_results[0].headers["Link"] == all_results[1].headers["Link"]


@pytest.mark.parametrize("asked", ["&limit=3", "&fields=rank", "&as_of=2999-01-01", "&unit_id=province-83-0001-01-01"])
def test_what_has_no_end_of_values_is_answered_and_not_kept(client, asked):
    answer = client.get(LIST + asked)
    assert answer.status_code == 200
    assert cache.get(answer.headers["ETag"]) is None
    assert cache.get(client.get(LIST).headers["ETag"]) is not None


def test_what_is_refused_has_no_tag_and_makes_no_entry(client):
    known = client.get(LIST).headers["ETag"]
    for asked in ("&utm_source=x", "&year=2021", "&kind=city", "&region=nowhere"):
        answer = client.get(LIST + asked, headers={"If-None-Match": known})
        assert answer.status_code in {400, 404}
        assert "ETag" not in answer.headers
        kept_for_a_moment = "s-maxage=5" in answer.headers.get("Cache-Control", "")
        assert kept_for_a_moment is (answer.status_code == 404)  # what is not there may appear; a slip is kept nowhere


def test_a_tag_changes_with_the_data(client):
    known = client.get(LIST).headers["ETag"]
    DataStamp.bump()
    assert client.get(LIST, headers={"If-None-Match": known}).status_code == 200


def test_an_address_with_a_slash_at_its_end_leads_on(client):
    answer = client.get("/api/v1/results/?index=sipas&limit=1")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/v1/results?index=sipas&limit=1")
    assert client.get("/api/v1//evil.example/").headers["Location"] == "/api/v1//evil.example"


def test_a_failure_is_a_problem_document_that_tells_no_details(monkeypatch):
    def broken(*_args):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(answers.Question, "page", broken)
    answer = Client(raise_request_exception=False).get(LIST)
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith("#failed")
    assert b"secret detail" not in answer.content
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_request_that_django_refuses_is_a_problem_too(client):
    answer = client.get(LIST, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("#bad-request")


def test_other_addresses_are_no_part_of_the_door(client):
    assert "Access-Control-Allow-Origin" not in client.get("/api/").headers
    assert client.get("/api/v2/results").status_code == 404
    assert "text/html" in client.get("/api/v2/results").headers["Content-Type"]
