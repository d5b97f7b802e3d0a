"""On paper a link to a document is a number, and the page ends with the documents under these numbers."""

import re
from html import unescape

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from provinces.models import Source

pytestmark = pytest.mark.django_db
PAGES = (
    "/",
    "/indices/par-index/2020/provinces/",
    "/indices/sipas/2020/provinces/",
    "/indices/pci/2014/provinces/",
    "/provinces/ben-tre/",
    "/provinces/vinh-long/",
    "/provinces/ben-tre/2020/bulletin/",
    "/targets/",
    "/targets/chung-thuc-ban-sao-dien-tu-2021/",
    "/communes/?q=an hiep",
    "/compare/?unit=ben-tre&unit=quang-ninh",
)


def footnotes(page: str) -> dict[int, str]:
    listed = re.search(r'<section class="print-only footnotes">(.*?)</section>', page, re.DOTALL)
    found = re.findall(r"<p>(\d+)\. (.*?)</p>", listed[1]) if listed else []
    return {int(number): unescape(text) for number, text in found}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_number_has_its_document_and_every_document_its_number(client, path, language):
    page = client.get(f"{language}{path}").content.decode()
    links = re.findall(r'href="[^"]*/sources/([-\w]+)/"\s+data-note="(\d+)"', page)
    notes = footnotes(page)
    assert links
    assert {int(number) for _code, number in links} == set(notes) == set(range(1, len(notes) + 1))
    for code, number in set(links):
        source = Source.objects.get(code=code)
        assert notes[int(number)].startswith(source.label[:60])
        assert source.locator in notes[int(number)] or f"/sources/{code}/" in notes[int(number)]


@pytest.mark.parametrize("path", PAGES)
def test_no_link_to_a_document_is_without_its_number(client, path):
    page = client.get(path).content.decode()
    on_paper = re.sub(r'<section class="bulletin screen-only">.*?</section>', "", page, flags=re.DOTALL)
    links = re.findall(r'<a\b[^>]*href="/sources/[^>]*>', on_paper)
    assert links
    assert all("data-note=" in link for link in links)


def test_one_page_does_not_count_on_from_another(client):
    first = footnotes(client.get("/provinces/ben-tre/").content.decode())
    client.get("/indices/pci/2014/provinces/")
    again = footnotes(client.get("/en/provinces/ben-tre/").content.decode())
    assert list(first) == list(again)


def test_the_foot_says_where_and_as_of_when(client, settings):
    page = client.get("/en/indices/sipas/2020/provinces/").content.decode()
    foot = " ".join(strip_tags(page[page.index('<footer class="foot">') :]).split())
    today = timezone.localdate()
    assert f"{settings.SITE_URL}/en/indices/sipas/2020/provinces/" in foot
    assert f"As public on the portal on {today.day} {today:%B} {today.year}." in foot


def test_a_page_of_another_day_says_that_day(client, sipas_2020):
    day = timezone.localdate(sipas_2020.publish_at)
    page = client.get(f"/en/indices/sipas/2020/provinces/?as_of={day}").content.decode()
    foot = " ".join(strip_tags(page[page.index('<footer class="foot">') :]).split())
    assert f"/en/indices/sipas/2020/provinces/?as_of={day}" in foot
    assert f"As public on the portal on {day.day} {day:%B} {day.year}." in foot


def test_what_readers_type_stands_in_no_foot(client):
    page = client.get("/en/communes/?q=an hiep&x=%3Cscript%3E").content.decode()
    assert "q=an" not in page[page.index('<footer class="foot">') :]
