"""The sitemap names every public page once in each language, and nothing else."""

from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.urls import get_resolver
from django.utils import timezone

from indices.models import Edition, Result
from provinces.models import Source, Unit

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
# Public addresses without a variable that are files, feeds or pictures, no pages.
NO_PAGES = (".png", ".sqlite3", ".atom", ".xml", ".txt", ".ico", ".zip", ".json", "search/")


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://cong.example.vn"


def listed(client) -> dict[str, ElementTree.Element]:
    answer = client.get("/sitemap.xml")
    assert answer.headers["Content-Type"].startswith("application/xml")
    urls = ElementTree.fromstring(answer.content).findall(f"{SITEMAP}url")
    found = {(url.findtext(f"{SITEMAP}loc") or ""): url for url in urls}
    assert len(found) == len(urls), "each page once"
    return {address.removeprefix("https://cong.example.vn"): url for address, url in found.items()}


def test_every_kind_of_page_is_there_in_both_languages(client):
    found = listed(client)
    for path in (
        "/",
        "/indices/",
        "/indices/par-index/",
        "/indices/par-index/2020/provinces/",
        "/indices/par-index/2020/ministries/",
        "/provinces/ben-tre/",
        "/provinces/vinh-long/",
        "/ministries/bo-noi-vu/",
        "/provinces/ben-tre/2020/",
        "/provinces/ben-tre/2020/bulletin/",
        "/targets/chung-thuc-ban-sao-dien-tu-2021/",
        "/indicators/chung-thuc-ban-sao-dien-tu/",
        "/sources/bao-hoang-lam-2021/",
        "/about/",
    ):
        assert path in found, path
        assert f"/en{path}" in found, path
    assert "/indices/sipas/2020/ministries/" not in found


def test_no_page_without_a_variable_is_forgotten(client):
    """A new page of the portal itself must be listed too."""
    found = listed(client)
    for namespace in ("indices", "provinces"):
        _prefix, resolver = get_resolver().namespace_dict[namespace]
        for pattern in resolver.url_patterns:
            path = f"/{pattern.pattern}"
            if "<" not in path and not path.endswith(NO_PAGES):
                assert path in found, path


def test_pages_that_are_listed_are_there(client):
    paths = sorted(listed(client))
    for path in paths[:: max(1, len(paths) // 40)]:
        assert client.get(path).status_code == 200, path
    assert len(paths) == 2 * sum(not path.startswith("/en/") for path in paths)


def test_each_page_names_the_same_page_in_the_other_language(client):
    url = listed(client)["/en/provinces/ben-tre/"]
    named = {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}
    assert named == {
        "vi": "https://cong.example.vn/provinces/ben-tre/",
        "en": "https://cong.example.vn/en/provinces/ben-tre/",
        "x-default": "https://cong.example.vn/provinces/ben-tre/",
    }


def test_a_table_changed_when_it_was_published(client, par_index_2020):
    changed = listed(client)["/indices/par-index/2020/provinces/"].findtext(f"{SITEMAP}lastmod")
    assert changed == timezone.localtime(par_index_2020.publish_at).date().isoformat()  # the day in Viet Nam


def test_what_only_an_unpublished_version_cites_is_not_told(client, sipas_2020, editor):
    secret = Source.objects.create(code="chua-cong-bo", kind="news article", reliability="press")
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    unit = Unit.objects.get(kind="province", code="02", begins_on="0001-01-01")
    Result.objects.create(
        edition=draft, unit=unit, source=secret, score="80.1", score_text="80.1", score_basis="printed"
    )
    found = listed(client)
    assert "/sources/chua-cong-bo/" not in found
    for path in found:
        if path.startswith("/sources/"):
            assert client.get(path).status_code == 200


def test_the_sitemap_asks_few_questions(client, django_assert_num_queries):
    client.get("/sitemap.xml")
    cache.clear()
    with django_assert_num_queries(7):
        client.get("/sitemap.xml")


def test_robots_are_told_where_it_is_and_what_is_not_for_them(client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: https://cong.example.vn/sitemap.xml" in text
    assert "Disallow: /admin/" in text
    assert "Disallow: /en/admin/" in text
