"""Public pages: the founding figures are there, with sources; nothing pretends; queries are fixed."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.utils.html import strip_tags

from provinces.models import Unit

pytestmark = pytest.mark.django_db


def text_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return " ".join(unescape(strip_tags(response.content.decode())).split())


FOUNDING = {
    "/indices/sipas/2020/provinces/": ["95,76%", "93,57%", "92,54%", "91,66%", "90,53%", "88,35%", "85,48%"],
    "/indices/par-index/2020/provinces/": ["91,04%", "73,25%", "83,28%", "44 /63", "63 /63"],
    "/indices/par-index/2020/ministries/": ["95,88%", "83,24%", "17 /17"],
    "/provinces/ben-tre/": [
        "88,35%",
        "83,28%",
        "1.758",
        "1.381",
        "79%",
        "553",
        "40%",
        "50%",
        "100%",
        "31/12/2021",
    ],
    "/provinces/ben-tre/2020/bulletin/": [
        *("95,76%", "93,57%", "92,54%", "91,66%", "90,53%", "88,35%", "20 /63", "1 bậc"),
        *("95,88%", "83,24%", "91,04%", "73,25%", "83,28%", "44 /63", "19 bậc"),
        *("1.758", "1.381", "79%", "553", "40%", "100%", "50%", "31/12/2021"),
    ],
    "/targets/chung-thuc-ban-sao-dien-tu-2021/": ["50%", "100%", "31/12/2021", "24/6/2021"],
    "/sources/bao-hoang-lam-2021/": ["95,76%", "1.758", "1.381", "553"],
}


@pytest.mark.parametrize("path", FOUNDING)
def test_the_figures_of_the_founding_text_are_on_the_page(client, path):
    shown = text_of(client, path).replace("/63", " /63").replace("/17", " /17").replace("  ", " ")
    for figure in FOUNDING[path]:
        assert figure in shown, figure


@pytest.mark.parametrize("path", FOUNDING)
def test_the_founding_pages_are_at_most_three_clicks_from_home(client, path):
    reached, edge = {"/"}, {"/"}
    for _click in range(3):
        edge = {
            link
            for page in edge
            for link in re.findall(r'href="(/[^"#?]*/|/)"', client.get(page).content.decode())
            if not link.startswith(("/en/", "/static/"))
        } - reached
        reached |= edge
        if path in reached:
            return
    pytest.fail(f"{path} is not reached")


def test_english_pages_have_english_numbers_and_the_language_in_the_page(client):
    page = client.get("/en/indices/sipas/2020/provinces/")
    assert b'<html lang="en">' in page.content
    assert "88.35%" in page.content.decode()


def test_a_partial_table_says_how_many_are_missing_and_who(client):
    shown = text_of(client, "/indices/sipas/2020/provinces/")
    assert "12/63" in shown
    assert "Hà Giang" in shown


def test_a_rival_claim_without_a_result_is_shown_with_its_source(client):
    assert "Hải Dương" in text_of(client, "/indices/sipas/2020/provinces/")
    assert "/sources/talkvietnam-org-52084/" in client.get("/indices/sipas/2020/provinces/").content.decode()


def test_a_new_province_and_its_predecessors_link_each_other(client):
    after = client.get("/provinces/vinh-long/").content.decode()
    before = client.get("/provinces/vinh-long-den-2025/").content.decode()
    assert "/provinces/vinh-long-den-2025/" in after
    assert "/provinces/ben-tre/" in after
    assert "83,28%" in after
    assert 'href="/provinces/vinh-long/"' in before


@pytest.mark.parametrize(
    ("asked", "goes_to"),
    [("thua-thien-hue", "hue"), ("bến-tre", "ben-tre"), ("BEN-TRE", "ben-tre")],
)
def test_a_former_name_or_one_with_marks_redirects(client, asked, goes_to):
    response = client.get(f"/provinces/{asked}/")
    assert response.status_code == 302
    assert response.url == f"/provinces/{goes_to}/"


def test_the_permanent_address_redirects_to_the_page(client):
    assert client.get("/units/province-86-2025-07-01/").url == "/provinces/vinh-long/"
    assert client.get("/en/units/province-83-0001-01-01/").url == "/en/provinces/ben-tre/"


def test_every_unit_has_a_permanent_address_and_a_commune_too(client):
    for unit in Unit.objects.exclude(kind="commune"):
        answer = client.get(f"/en/units/{unit.permanent_id}/")
        assert answer.status_code == 302
        assert answer.url == f"/en/{'ministries' if unit.kind == 'ministry' else 'provinces'}/{unit.slug}/"
    for commune in Unit.objects.filter(kind="commune").order_by("begins_on", "code")[::4000]:
        answer = client.get(f"/units/{commune.permanent_id}/")
        assert answer.url == f"/communes/?q={commune.code}"
        assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/indices/par-index/1999/provinces/",
        "/indices/sipas/2020/ministries/",
        "/indices/no-such/",
        "/provinces/atlantis/",
        "/sources/none/",
        "/targets/none/",
        "/units/province-86-tomorrow/",
        "/units/nonsense/",
        "/no-such-page/",
    ],
)
def test_a_wrong_address_gets_a_helpful_page(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "/provinces/" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["sort=nonsense", "page=-1", "region=none", "band=Z", "q=%00%27", "sort=-score&q=ben"]
)
def test_odd_questions_get_a_sensible_page(client, query):
    assert client.get(f"/indices/par-index/2020/provinces/?{query}").status_code == 200


def test_a_name_is_found_without_marks_and_keeps_its_true_rank(client):
    shown = text_of(client, "/indices/par-index/2020/provinces/?q=bến tre")
    assert "44/63" in shown.replace(" /", "/")
    assert "Đồng Tháp" not in shown.split("Nguồn")[-1].split("*")[0]


def test_sorting_by_score_backwards_keeps_missing_scores_last(client):
    page = client.get("/indices/par-index/2020/provinces/?sort=-score").content.decode()
    assert page.index('id="quang-ngai-den-2025"') < page.index('id="quang-ninh"') < page.index('id="nam-dinh"')


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/", 6),
        ("/indices/", 3),
        ("/indices/par-index/", 3),
        ("/indices/par-index/2020/provinces/", 4),
        ("/indices/papi/2011/provinces/", 4),
        ("/indices/par-index/2020/ministries/", 4),
        ("/provinces/", 3),
        ("/ministries/", 3),
        ("/provinces/ben-tre/", 7),
        ("/provinces/vinh-long/", 7),
        ("/provinces/ben-tre/2020/", 6),
        ("/provinces/ben-tre/2020/bulletin/", 9),
        ("/targets/", 4),
        ("/sources/bao-hoang-lam-2021/", 10),
        ("/about/", 2),
    ],
)
def test_a_page_asks_a_fixed_number_of_questions(client, django_assert_num_queries, path, queries):
    client.get(path)  # what is kept in memory while the data's stamp stands
    cache.clear()
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_a_kept_page_asks_one_question(client, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(1):
        client.get("/")


@pytest.mark.parametrize("path", ["/", "/indices/par-index/2020/provinces/", "/provinces/ben-tre/"])
def test_public_pages_set_no_cookie_and_vary_by_nothing(client, path):
    response = client.get(path)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "Accept-Language" not in response.get("Vary", "")


def test_no_change_is_computed_across_a_change_of_method_or_an_unknown_field(client):
    page = client.get("/indices/sipas/").content.decode()
    assert page.count('class="break"') == 1
