"""No page needs an inline style, an inline script or another host: the policy would refuse it, and so do we."""

from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from indices.models import Edition, Indicator, Snapshot
from tests.browser.pages import public_pages
from tests.indices.files.pages import ADDRESSES
from tests.reform_portal.test_rights import ALL_NAMES, about_one

pytestmark = pytest.mark.django_db
# Blocks of data, which no browser runs.
DATA = {"application/ld+json", "application/json"}
LOADED = {
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("iframe", "src"),
    ("object", "data"),
    ("form", "action"),
}


class Inline(HTMLParser):
    """What a page has in it that a strict policy refuses, by line."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "style" or "style" in said:
            self._note(f"<{tag} style>")
        if tag == "script" and "src" not in said and said.get("type") not in DATA:
            self._note("<script> without an address")
        for name, value in said.items():
            if name.startswith("on"):
                self._note(f"<{tag} {name}>")
            text = (value or "").strip().lower()
            if text.startswith("javascript:") or ((tag, name) in LOADED and self._elsewhere(said, text)):
                self._note(f'<{tag} {name}="{value}">')

    @staticmethod
    def _elsewhere(said: dict[str, str | None], address: str) -> bool:
        """Whether a file of another host is loaded; a link that only names an address loads nothing."""
        if said.get("rel") in {"canonical", "alternate"}:
            return False
        return address.startswith(("http:", "https:", "//", "data:"))

    def _note(self, text: str) -> None:
        self.found.append(f"line {self.getpos()[0]}: {text}")


def inline(answer) -> list[str]:
    if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming:
        return []
    return Inline(answer.content.decode()).found


def test_the_scanner_finds_each_of_them():
    page = """<p style="x"><a onclick="y" href=" JavaScript:z">a</a><style></style><script>1</script>
      <script type="application/ld+json">{}</script><link rel="canonical" href="https://a/"><img src="//b/c.png">"""
    assert [one.partition(": ")[2] for one in Inline(page).found] == [
        "<p style>", "<a onclick>", '<a href=" JavaScript:z">', "<style style>", "<script> without an address",
        '<img src="//b/c.png">',
    ]  # fmt: skip


@pytest.mark.parametrize("page", public_pages(), ids=lambda page: page.label)
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_public_page_has_nothing_inline(client, page, language):
    assert inline(client.get(language + page.path)) == []


def test_no_file_is_a_page_with_something_inline(client):
    for address in ADDRESSES:
        assert inline(client.get(f"{address.partition('?')[0]}.html")) == []


def one_of(model) -> int:
    found = model._default_manager.order_by("pk").last()
    return found.pk if found else 0


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_page_of_officials_has_nothing_inline(admin_client, language, sipas_2020, article):
    edition = Edition.open_draft(sipas_2020.index, 2020)
    indicator = Indicator.objects.get(code="tthc")
    unit = edition.results.first().unit
    Snapshot.objects.create(indicator=indicator, unit=unit, as_of="2021-06-24", numerator=5, source=article)
    wrong, drawn = {}, set()
    for name in ALL_NAMES:
        if name == "logout":
            continue
        arguments = ["provinces"] if name == "app_list" else []
        if about_one(name):
            model = next(
                m for m in admin.site._registry if name.startswith(f"{m._meta.app_label}_{m._meta.model_name}_")
            )
            arguments = [edition.pk if model is Edition else one_of(model)]
        path = language + reverse(f"admin:{name}", args=arguments)
        answer = admin_client.get(path)
        if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
            drawn.add(name)
        if found := inline(answer):
            wrong[path] = found
        if answer.streaming:
            answer.close()
    assert wrong == {}
    assert len(drawn) > 100


@pytest.mark.parametrize(
    "path",
    [
        "/admin/merger/",
        "/admin/publishing-guide/",
        "/admin/second-factor/",
        "/admin/khong-co/",
        "/admin/password_change/",
    ],
)
def test_the_pages_beside_them_have_nothing_inline(admin_client, path):
    answer = admin_client.get(path)
    assert answer.get("Content-Type", "").startswith("text/html")
    assert inline(answer) == []


def test_a_form_that_is_refused_has_nothing_inline_and_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/en/admin/login/")
    assert answer.status_code == 403
    assert inline(answer) == []
    said = answer.content.decode()
    assert said.index("Nothing was saved.") < said.index("Chưa có gì được lưu.")
