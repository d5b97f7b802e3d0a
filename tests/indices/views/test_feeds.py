"""Feeds: valid Atom with absolute addresses from SITE_URL; what is new first, and its name for ever the same."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from indices.models import Edition, Result
from provinces.models import Source, Unit

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://cong.example.vn"
FEEDS = ("/editions.atom", "/en/editions.atom", "/corrections.atom", "/en/corrections.atom")


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def feed(client, path: str) -> ElementTree.Element:
    answer = client.get(path)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def text(element: ElementTree.Element, name: str) -> str:
    return element.findtext(ATOM + name) or ""


@pytest.fixture
def corrected(sipas_2020, editor, approver, ben_tre, article):
    """A second version: a corrected score, a new result, public in an hour."""
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.53", score_text="88.53")
    Result.objects.create(
        edition=draft,
        unit=Unit.objects.get(kind="province", code="02", begins_on="0001-01-01"),
        score="80.1",
        score_text="80.10",
        score_basis="printed",
        source=Source.objects.get(pk=article.pk),
    )
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=timezone.now() + timedelta(hours=1))
    return draft


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_what_the_standard_asks_for_and_only_absolute_addresses(client, path):
    found = feed(client, path)
    assert found.tag == f"{ATOM}feed"
    assert text(found, "title")
    assert text(found, "id").startswith(SITE)
    assert found.findtext(f"{ATOM}author/{ATOM}name")
    assert datetime.fromisoformat(text(found, "updated"))
    links = {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}
    assert links["self"] == SITE + path
    assert client.get(links["alternate"].removeprefix(SITE)).status_code == 200
    for link in found.iter(f"{ATOM}link"):
        assert link.get("href", "").startswith(SITE)


@pytest.mark.parametrize("language", ["", "/en"])
def test_each_entry_leads_to_its_table_and_says_who_comes_first(client, language):
    entries = feed(client, f"{language}/editions.atom").findall(f"{ATOM}entry")
    assert entries
    ids = [text(entry, "id") for entry in entries]
    assert len(set(ids)) == len(ids)
    for entry in entries[:5]:
        where = entry.find(f"{ATOM}link").get("href").removeprefix(SITE)
        assert where.startswith(f"{language}/indices/")
        assert client.get(where).status_code == 200
    of_2020 = next(entry for entry in entries if "PAR INDEX 2020" in text(entry, "title"))
    for said in ("Quảng Ninh", "91.04%" if language else "91,04%", "36"):
        assert said in text(of_2020, "summary")


def test_a_new_version_comes_first_and_says_what_it_brought(client, corrected):
    before = [text(entry, "id") for entry in feed(client, "/en/editions.atom").findall(f"{ATOM}entry")]
    with time_machine.travel(corrected.publish_at, tick=False):
        entries = feed(client, "/en/editions.atom").findall(f"{ATOM}entry")
    first = entries[0]
    assert text(first, "title") == "New version 2: SIPAS 2020"
    assert text(first, "summary").startswith("1 new result.")
    assert datetime.fromisoformat(text(first, "updated")) == corrected.publish_at
    assert text(first, "id") not in before
    assert [text(entry, "id") for entry in entries[1:]] == before[: len(entries) - 1], "ids are the same for ever"


def test_the_feed_asks_a_fixed_number_of_questions(client, django_assert_num_queries):
    client.get("/editions.atom")
    cache.clear()
    with django_assert_num_queries(5):
        client.get("/editions.atom")


def test_texts_are_escaped(client, sipas_2020, editor, approver):
    proposal = sipas_2020.propose_withdrawal(editor, "Sai", "Thu hồi <b>vì</b> sai & nhầm.")
    sipas_2020.confirm(proposal, by=approver)
    [entry] = feed(client, "/corrections.atom").findall(f"{ATOM}entry")
    assert text(entry, "summary") == "Thu hồi &lt;b&gt;vì&lt;/b&gt; sai &amp; nhầm."
