"""Pages about the portal itself."""

import re

import pytest
import time_machine
from django.core.cache import cache


def test_the_mark_is_found_at_the_address_that_browsers_try(client):
    answer = client.get("/favicon.ico")
    assert answer.headers["Location"].endswith("img/mark.svg")
    assert "public" in answer.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/about/", "/accessibility/", "/about/design/", "/en/about/", "/en/accessibility/"])
def test_a_page_about_the_portal_asks_only_whether_the_data_have_changed(client, django_assert_num_queries, path):
    client.get(path)
    cache.clear()
    with django_assert_num_queries(2):
        assert client.get(path).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/about/", "/provinces/ben-tre/"])
def test_the_foot_of_every_page_leads_to_words_and_to_accessibility(client, path):
    foot = re.search(r"<footer.*</footer>", client.get(path).content.decode(), re.DOTALL)[0]
    for address in ("/glossary/", "/accessibility/", "/about/", "/corrections/"):
        assert f'href="{address}"' in foot


@pytest.mark.django_db
def test_without_an_address_to_write_to_the_pages_say_so(client):
    for path in ("/en/about/", "/en/accessibility/"):
        page = client.get(path).content.decode()
        assert "mailto:" not in page
        assert "This installation has not named an address to write to." in page


@pytest.mark.django_db
def test_the_statement_names_the_standard_the_day_and_what_is_not_known_to_work(client):
    page = client.get("/en/accessibility/").content.decode()
    for said in ("level AA of WCAG 2.2", "24 November 2026", "axe-core", "Known limits", "screen reader"):
        assert said in page


@pytest.mark.django_db
def test_about_names_every_licence(client):
    page = client.get("/about/").content.decode()
    for licence in ("MIT", "CC BY 4.0", "SIL Open Font", "MIT-CMU", "LGPL 3.0"):
        assert licence in page
    for address in ("/glossary/", "/accessibility/", "/about/design/", "/corrections/", "/indices/"):
        assert f'href="{address}"' in page


@pytest.mark.django_db
def test_security_txt_says_whom_to_tell_and_until_when(client, settings):
    settings.CONTACT_EMAIL, settings.SITE_URL = "cchc@portal.example.vn", "https://portal.example.vn"
    with time_machine.travel("2031-03-01T20:00Z", tick=False):  # 2 March in Viet Nam
        answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "Contact: mailto:cchc@portal.example.vn",
        "Expires: 2031-04-01T00:00:00Z",
        "Preferred-Languages: vi, en",
        "Canonical: https://portal.example.vn/.well-known/security.txt",
        "Policy: https://portal.example.vn/about/#security",
    ]
    assert 'id="security"' in client.get("/about/").content.decode()


@pytest.mark.django_db
def test_without_an_address_to_write_to_there_is_no_security_txt(client):
    assert client.get("/.well-known/security.txt").status_code == 404
