"""Reporting a problem: only pages of our own are named, as text; no address is promised that there is not."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from hypothesis import example, given
from hypothesis import strategies as st

from indices.models import Edition, Result
from indices.views.problems import own_page
from provinces.models import Source

pytestmark = pytest.mark.django_db
PAGE = "/report-a-problem/"
BULLETIN = "/provinces/ben-tre/2020/bulletin/"


def shown(client, about: str, language: str = "") -> str:
    answer = client.get(f"{language}{PAGE}", {"about": about})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("about", "kept"),
    [
        (BULLETIN, BULLETIN),
        (f"/en{BULLETIN}", f"/en{BULLETIN}"),
        ("/", "/"),
        (
            "/indices/sipas/2020/provinces/?sort=name&as_of=2021-06-24#x",
            "/indices/sipas/2020/provinces/?as_of=2021-06-24",
        ),
        ("/indices/sipas/2020/provinces/?as_of=tomorrow", "/indices/sipas/2020/provinces/"),
        ("/provinces/ben-tre/\n", "/provinces/ben-tre/"),
    ],
)
def test_a_page_of_our_own_is_named_with_its_day(about, kept):
    found = own_page(about)
    assert found is not None
    assert found.path == kept


@pytest.mark.parametrize(
    "about",
    [
        "",
        "provinces/ben-tre/",
        "https://evil.example/provinces/",
        "//evil.example/provinces/ben-tre/",
        "/\\evil.example/provinces/ben-tre/",
        "javascript:alert(1)",
        "/no-such-page/",
        "/admin/",
        "/en/admin/indices/result/",
        "/sitemap.xml",
        "/provinces/<script>/",
        "/provinces/" + "a" * 400 + "/",
        "/[::/",
        "/\t/[x",
        "/\n/a℀/",
        "/\t/evil.example/provinces/ben-tre/",
    ],
)
def test_nothing_else_is(client, about):
    assert own_page(about) is None
    assert "evil" not in shown(client, about)


# What the parsing of addresses stumbles over: what it drops, what begins a host, what is no host.
AWKWARD = "/\t\r\n\\[]:@℀?#=&%ax"


@given(st.text(max_size=80) | st.text(AWKWARD, max_size=12))
@example("\t/[x")
@example("\n/a℀/")
def test_whatever_is_typed_gives_a_page_of_ours_or_nothing(about):
    found = own_page("/" + about)
    assert found is None or (found.path.startswith("/") and not found.path.startswith("//"))


def test_the_page_says_what_to_send_with_the_address_and_the_state_to_copy(client, settings):
    page = shown(client, BULLETIN)
    assert re.search(rf'<dd class="whole">\s*{re.escape(settings.SITE_URL + BULLETIN)}\s*</dd>', page)
    day = shown(client, "/indices/sipas/2020/provinces/?as_of=2021-06-24", "/en")
    assert "As it was public at the end of 24 June 2021." in day


def test_without_a_contact_the_publisher_is_named_where_there_is_one(client, settings):
    settings.CONTACT_EMAIL = ""
    page = shown(client, "/indices/sipas/2020/provinces/", "/en")
    assert "mailto:" not in page
    assert "published by Bộ Nội vụ" in page
    assert "published by" not in shown(client, BULLETIN, "/en")
    assert "news.gov.vn" in shown(client, "/sources/news-gov-vn-50ecc/")


@pytest.mark.parametrize(("language", "subject"), [("", "Báo sai sót"), ("/en", "Error in figures")])
def test_with_a_contact_the_letter_is_begun_in_the_readers_language(client, settings, language, subject):
    settings.CONTACT_EMAIL, settings.SITE_URL = "bao@cong.example.vn", "https://cong.example.vn"
    page = shown(client, language + BULLETIN, language)
    link = unescape(re.search(r'href="(mailto:[^"]+)"', page)[1])
    assert "\n" not in link
    assert " " not in link
    letter = parse_qs(urlsplit(link).query)
    assert urlsplit(link).path == "bao@cong.example.vn"
    assert language + BULLETIN in letter["subject"][0]
    assert f"https://cong.example.vn{language}{BULLETIN}\r\n" in letter["body"][0]
    if language:
        assert subject in letter["subject"][0]


def test_a_document_that_only_a_draft_cites_is_not_confirmed(client, sipas_2020, editor, ben_tre):
    document = Source.objects.create(code="quyet-dinh-moi", title="Quyết định mới", publisher="Nhà xuất bản Mật")
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(source=document)
    assert "Nhà xuất bản Mật" not in shown(client, "/sources/quyet-dinh-moi/")
    Result.objects.filter(edition=sipas_2020, unit=ben_tre).update(source=document)
    assert "Nhà xuất bản Mật" in shown(client, "/sources/quyet-dinh-moi/")


def test_the_answer_is_not_kept_for_each_address_that_is_typed(client):
    assert cache.get(client.get(PAGE).headers["ETag"]) is not None
    for about in (BULLETIN, "/provinces/ben-tre/", BULLETIN):
        answer = client.get(PAGE, {"about": about})
        assert about in answer.content.decode()
        assert cache.get(answer.headers["ETag"]) is None


@pytest.mark.parametrize(
    "path",
    [
        "/indices/sipas/2020/provinces/",
        BULLETIN,
        "/sources/bao-hoang-lam-2021/",
        "/targets/chung-thuc-ban-sao-dien-tu-2021/",
    ],
)
def test_pages_with_figures_lead_here_and_name_themselves(client, path):
    page = client.get(path).content.decode()
    [link] = re.findall(rf'href="({PAGE}\?about=[^"]+)"', page)
    assert re.search(rf"{re.escape(path)}\s*</dd>", client.get(unescape(link)).content.decode())
