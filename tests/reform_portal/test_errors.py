"""Where an address leads nowhere or a page fails, there is a search field, in the language of the address."""

import json
import re

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.errors import bad_request, failed, words_of

pytestmark = pytest.mark.django_db


def lost(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 404
    return response.content.decode()


def typed(markup: str) -> str:
    return re.search(r'id="q"\s+name="q"\s+value="([^"]*)"', markup)[1]


@pytest.mark.parametrize(
    ("path", "words", "near"),
    [
        ("/provinces/ben-tree/", "ben tree", ["/provinces/ben-tre/"]),
        ("/en/provinces/ben-tree/", "ben tree", ["/en/provinces/ben-tre/"]),
        ("/ministries/bo-giao-duc/", "bo giao duc", ["/ministries/bo-giao-duc-va-dao-tao/"]),
        (
            "/provinces/vinh-long-den-2030/",
            "vinh long 2030",
            ["/provinces/vinh-long/", "/provinces/vinh-long-den-2025/"],
        ),
        ("/provinces/ben-tree/2020/bulletin/", "ben tree 2020", ["/provinces/ben-tre/"]),
        ("/vinh-long/", "vinh long", ["/provinces/vinh-long/", "/provinces/vinh-long-den-2025/"]),
        ("/provinces/atlantis/", "atlantis", []),
        ("/wp-login.php", "wp login", []),
    ],
)
def test_a_wrong_address_is_searched_for_and_the_nearest_units_are_offered(client, path, words, near):
    markup = lost(client, path)
    assert typed(markup) == words
    hits = re.findall(r'class="hit"\s+href="([^"]+)"', markup)
    assert hits == near


def test_the_words_of_an_officials_address_are_no_question(admin_client):
    assert typed(lost(admin_client, "/admin/no-such-model/")) == ""


def test_the_page_speaks_the_language_of_its_address(client):
    assert '<html lang="en">' in lost(client, "/en/nowhere/")
    assert "Page not found" in lost(client, "/en/nowhere/")
    assert 'action="/en/search/"' in lost(client, "/en/nowhere/")
    assert 'action="/search/"' in lost(client, "/nowhere/")


def test_a_file_that_is_not_there_costs_no_look_through_names(client, django_assert_num_queries):
    lost(client, "/wp-login.php")
    with django_assert_num_queries(2):  # the data's stamp, before and after
        lost(client, "/wp-login.php")


@given(st.text(max_size=200))
def test_no_path_is_too_odd(path):
    words_of(path)


def test_a_table_that_is_not_there_yet_has_the_field_with_its_name(client):
    response = client.get("/indices/sipas/2020/provinces/?as_of=2020-01-01")
    assert response.status_code == 404
    assert typed(response.content.decode()) == "SIPAS 2020"


@pytest.mark.parametrize(("path", "first"), [("/x/", "/search/"), ("/en/x/", "/en/search/")])
@pytest.mark.parametrize(("answer", "status"), [(failed, 500), (lambda r: bad_request(r, ValueError()), 400)])
def test_a_page_that_fails_stands_alone_with_a_plain_field(django_assert_num_queries, path, first, answer, status):
    with django_assert_num_queries(0):
        response = answer(RequestFactory().get(path))
    assert response.status_code == status
    markup = response.content.decode()
    assert re.findall(r'action="([^"]+)"', markup)[0] == first
    assert sorted(re.findall(r'action="([^"]+)"', markup)) == ["/en/search/", "/search/"]
    assert len(set(re.findall(r' id="([^"]+)"', markup))) == len(re.findall(r' id="([^"]+)"', markup))


@pytest.fixture
def broken(client, monkeypatch):
    """A reader of a portal whose pages fail."""
    client.raise_request_exception = False

    def fail(*_arguments, **_more):
        raise RuntimeError("broken")

    monkeypatch.setattr("reform_portal.views.render", fail)
    return client


@pytest.mark.parametrize("path", ["/about/", "/en/about/"])
def test_a_view_that_raises_is_answered_by_that_page_with_its_id_in_both_languages(broken, path):
    response = broken.get(path)
    assert response.status_code == 500
    page = response.content.decode()
    assert "The page failed" in page
    assert page.count(f"<code>{response.headers['X-Request-Id']}</code>") == 2
    assert "Khi báo lỗi, ghi kèm mã này" in page
    assert "quote this code" in page


def test_a_page_without_an_id_asks_for_none():
    assert "<code>" not in failed(RequestFactory().get("/")).content.decode()


def test_a_program_that_reads_the_api_is_told_the_id_too():
    request = RequestFactory().get("/api/v1/units")
    request.request_id = "6352d31895fd2969"
    assert json.loads(failed(request).content)["request_id"] == "6352d31895fd2969"
