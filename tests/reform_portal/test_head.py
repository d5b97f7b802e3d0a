"""The head of every page: one address of its own, the same page in the other language, and a card that is there."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.utils import timezone

pytestmark = pytest.mark.django_db
SITE = settings.SITE_URL
PAGES = (
    "/",
    "/indices/",
    "/indices/par-index/",
    "/indices/par-index/2020/provinces/",
    "/provinces/ben-tre/",
    "/provinces/ben-tre/2020/",
    "/provinces/ben-tre/2020/bulletin/",
    "/targets/chung-thuc-ban-sao-dien-tu-2021/",
    "/indicators/chung-thuc-ban-sao-dien-tu/",
    "/sources/bao-hoang-lam-2021/",
    "/communes/",
    "/about/",
)


def head(client, path: str, **query: str) -> dict[str, str]:
    """What the head says: by property, name, or rel with its language."""
    page = client.get(path, query).content.decode().partition("</head>")[0]
    found = {}
    for tag in re.findall(r"<(?:meta|link)\b[^>]*>", page):
        said = {key: unescape(value) for key, value in re.findall(r'([\w:-]+)="([^"]*)"', tag)}
        key = said.get("property") or said.get("name") or f"{said.get('rel')} {said.get('hreflang', '')}".strip()
        found.setdefault(key, said.get("content") or said.get("href") or "")
    return found


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_address_a_description_and_a_card_with_words(client, path, language):
    said = head(client, language + path)
    assert said["canonical"] == said["og:url"] == SITE + language + path
    assert said["alternate vi"] == said["alternate x-default"] == SITE + path
    assert said["alternate en"] == f"{SITE}/en{path}"
    assert said["description"] == said["og:description"]
    assert len(said["description"]) > 20
    assert said["og:title"]
    assert said["og:image:alt"]
    assert said["og:locale"] == ("en_GB" if language else "vi_VN")
    assert said["twitter:card"] == "summary_large_image"
    image = said["og:image"].removeprefix(SITE)
    assert image.startswith(f"{language}/")
    assert client.get(image).headers["Content-Type"] == "image/png"


def test_descriptions_tell_the_figures_of_the_page(client):
    assert "91,04%" in head(client, "/indices/par-index/2020/provinces/")["description"]
    assert "44/63" in head(client, "/provinces/ben-tre/")["description"]
    assert "trên 50%" in head(client, "/targets/chung-thuc-ban-sao-dien-tu-2021/")["description"]
    different = [head(client, path)["description"] for path in PAGES[2:9] if path != "/provinces/ben-tre/2020/"]
    assert len(set(different)) == len(different)


def test_a_filtered_page_is_the_plain_page_to_those_who_search(client):
    said = head(client, "/indices/par-index/2020/provinces/", sort="name", band="A")
    assert said["canonical"] == f"{SITE}/indices/par-index/2020/provinces/"


def test_a_cited_day_is_passed_on_with_its_own_card_and_searched_as_the_plain_page(client, par_index_2020):
    day = timezone.localdate(par_index_2020.publish_at).isoformat()
    said = head(client, "/indices/par-index/2020/provinces/", as_of=day)
    assert said["canonical"] == f"{SITE}/indices/par-index/2020/provinces/"
    assert said["og:url"] == f"{SITE}/indices/par-index/2020/provinces/?as_of={day}"
    assert said["og:image"] == f"{SITE}/indices/par-index/2020/provinces/card.png?as_of={day}"
    assert client.get(said["og:image"].removeprefix(SITE)).status_code == 200


@pytest.mark.parametrize("path", ["/no-such-page/", "/indices/sipas/1999/provinces/", "/communes/?q=an+hiep"])
def test_pages_that_nobody_should_keep_name_no_address(client, path):
    page = client.get(path).content.decode()
    for word in ("canonical", 'hreflang="x-default"', "og:url", "og:image"):
        assert word not in page


def test_feeds_stand_in_the_head(client):
    page = client.get("/en/about/").content.decode()
    feeds = re.findall(r'type="application/atom\+xml"\s+href="([^"]+)"', page)
    assert feeds == ["/en/editions.atom", "/en/corrections.atom"]
