"""The policy of contents in a real browser: officials' pages with everything that moves on them, and no violation."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page

from indices.models import Edition, Snapshot
from provinces.models import ImportRun
from reform_portal import roles
from tests.reform_portal.test_rights import ALL_NAMES, address

pytestmark = pytest.mark.browser

# What a page was refused, told by the browser before anything of the page runs.
LISTEN = """
window.refused = [];
document.addEventListener("securitypolicyviolation", event => window.refused.push(
  `${location.pathname}: ${event.effectiveDirective} ${event.blockedURI} ${event.sample} ${event.sourceFile || ""}`));
"""
# What a browser says of itself; the rest is advice.
LOUD = {"error", "warning"}
# Addresses that answer with a file, with nothing, or end the session.
NO_PAGES = {"logout", "jsi18n"}


@dataclass
class Watched:
    """A page and everything that its browser complained of on any address."""

    page: Page
    said: list[str] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page.context.add_init_script(LISTEN)
        self.page.context.on("page", self._watch)
        self._watch(self.page)

    def _watch(self, page: Page) -> None:
        page.on("console", lambda said: said.type in LOUD and self._note(page, f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: self._note(page, str(error)))

    def _note(self, page: Page, text: str) -> None:
        if not text.startswith("error: Failed to load resource: the server responded with a status of 40"):
            self.said.append(f"{page.url} {text}")

    def open(self, path: str) -> None:
        answer = self.page.goto(path)
        self.statuses[path] = answer.status if answer else 0
        self.look()

    def look(self) -> None:
        """Keep what the open page was refused, before another is opened."""
        self.said += self.page.evaluate("window.refused.splice(0)")


@pytest.fixture
def keeper(person, live_server) -> Iterator[Watched]:
    """Somebody who may everything, with a page that is watched; whatever was refused fails the test."""
    page = person("chu", roles.REGISTRY_KEEPER)
    get_user_model().objects.filter(pk=page.official.pk).update(is_superuser=True)
    watched = Watched(page)
    yield watched
    watched.look()
    assert watched.said == []


def names_of_pages() -> list[str]:
    return [name for name in ALL_NAMES if name not in NO_PAGES and not name.endswith(("_process_import", "_template"))]


def test_every_page_of_officials_is_drawn_without_a_violation(keeper, live_server):
    client = Client()
    client.user = get_user_model().objects.get(pk=keeper.page.official.pk)
    beside = [reverse("merger"), reverse("publishing_guide"), reverse("second_factor"), "/admin/no-such-page/"]
    for path in [address(name, client) for name in names_of_pages()] + beside:
        if path.endswith("/marked/"):
            continue
        keeper.open(live_server.url + path)
    assert {status for path, status in keeper.statuses.items() if "no-such" not in path} <= {200, 403, 404, 405}


def test_a_day_is_picked_a_name_is_found_and_a_related_record_is_made_in_a_window(keeper, live_server):
    page = keeper.page
    keeper.open(f"{live_server.url}/admin/indices/adoption/add/")
    row = page.locator(".field-as_of")
    row.locator(".datetimeshortcuts a").first.click()
    assert row.locator("input").input_value()
    row.locator(".datetimeshortcuts a").nth(1).click()
    page.locator(".calendar:visible td a").first.click()
    assert row.locator("input").input_value().startswith(("1/", "01/"))
    page.locator(".field-unit .select2-selection").click()
    page.locator(".select2-search__field").fill("An Ngãi Tây")
    page.locator(".select2-results__option", has_text="An Ngãi Tây").first.click()
    assert "An Ngãi Tây" in page.locator(".field-unit .select2-selection__rendered").inner_text()
    with page.expect_popup() as opened:
        page.locator("#add_id_source").click()
    window = opened.value
    window.locator("#id_title").wait_for()
    assert window.evaluate("window.refused") == []


def test_records_are_chosen_and_deleted_after_a_question_and_a_list_is_filtered(keeper, live_server):
    page = keeper.page
    keeper.open(f"{live_server.url}/admin/provinces/unitname/")
    page.locator(".action-select").first.check()
    page.locator("select[name=action]").select_option("delete_selected")
    page.locator("button[name=index]").click()
    page.locator("form input[name=action][value=delete_selected]").wait_for(state="attached")
    keeper.look()
    keeper.open(f"{live_server.url}/admin/indices/result/")
    summary = page.locator("#changelist-filter details summary").first
    summary.click()
    summary.click()
    page.locator("#changelist-filter li:not(.selected) a").first.click()
    page.locator("#changelist-filter-clear, #changelist-filter-extra-actions").first.wait_for()
    keeper.look()


def test_the_look_is_changed_and_a_menu_is_folded(keeper, live_server):
    page = keeper.page
    keeper.open(f"{live_server.url}/admin/provinces/source/")
    page.locator(".theme-toggle").first.click()
    assert page.locator("html").get_attribute("data-theme") in {"light", "dark"}
    page.locator("#toggle-nav-sidebar").click()
    page.locator("#searchbar").fill("bao")
    page.locator("#searchbar").press("Enter")
    page.locator("#result_list").wait_for()


def test_a_sheet_is_taken_in_and_undone(keeper, live_server, tmp_path):
    page = keeper.page
    sheet = tmp_path / "bao-cao.csv"
    sheet.write_text("indicator,unit_code,as_of,numerator\ntthc,83,2021-08-01,11\ntthc,999,2021-08-01,12\n")
    keeper.open(f"{live_server.url}/admin/indices/snapshot/import/")
    page.locator("#id_import_file").set_input_files(sheet)
    page.locator("#id_source").select_option("bao-hoang-lam-2021")
    page.get_by_role("button", name="Xem trước").click()
    page.locator("#confirm-import").wait_for()
    keeper.look()
    page.locator("#confirm-import button").click()
    page.locator("#confirm-import").wait_for(state="detached")
    assert Snapshot.objects.filter(as_of="2021-08-01").count() == 1
    keeper.look()
    keeper.open(f"{live_server.url}/admin/provinces/importrun/{ImportRun.objects.latest('pk').pk}/change/")
    undo = page.get_by_role("button", name="Hoàn tác lần nhập này")
    undo.click()
    undo.wait_for(state="detached")
    assert ImportRun.objects.latest("pk").state == ImportRun.State.UNDONE


def test_a_second_factor_is_set_up_with_a_picture(keeper, live_server):
    keeper.open(f"{live_server.url}/admin/second-factor/")
    box = keeper.page.locator(".picture svg").bounding_box()
    assert box
    assert box["width"] > 100
    device = TOTPDevice.objects.get(user=keeper.page.official)
    keeper.page.locator("#id_code").fill(f"{totp(device.bin_key):06d}")
    keeper.page.locator("button.default").click()
    keeper.page.locator("ul.codes code").first.wait_for()


def test_a_password_is_set_with_a_link(browser, live_server, client, db):
    account = get_user_model().objects.create_user("moi", is_staff=True)
    page = browser.new_page()
    watched = Watched(page)
    link = (
        f"/admin/reset/{urlsafe_base64_encode(force_bytes(account.pk))}/{default_token_generator.make_token(account)}/"
    )
    watched.open(live_server.url + link)
    page.locator("#id_new_password1").fill("chin-con-trau-trang")
    page.locator("#id_new_password2").fill("chin-con-trau-trang")
    page.locator("#content button[type=submit], #content input[type=submit]").click()
    page.wait_for_url("**/reset/done/")
    watched.look()
    watched.open(f"{live_server.url}/admin/")
    page.locator("#id_username").fill("moi")
    page.locator("#id_password").fill("chin-con-trau-trang")
    page.locator("#login-form input[type=submit]").click()
    page.locator("#user-tools").wait_for()
    watched.look()
    page.context.close()
    assert watched.said == []


def test_a_draft_is_shown_reviewed_and_typed_as_a_grid(keeper, live_server):
    edition = Edition.open_draft(Edition.objects.published().get(index__code="sipas", year=2020).index, 2020)
    for place in ("review", "preview", "grid", "change"):
        keeper.open(f"{live_server.url}/admin/indices/edition/{edition.pk}/{place}/")
    assert set(keeper.statuses.values()) == {200}


def test_what_a_page_of_the_public_may_not_do_is_refused(page, live_server):
    """The listener hears: a page that breaks the policy is told on."""
    watched = Watched(page)
    watched.open(live_server.url + "/about/")
    assert watched.said == []
    page.evaluate("""() => {
      const style = document.createElement("style");
      style.textContent = "body { color: red }";
      document.head.append(style);
      try { document.body.innerHTML = "<b>x</b>"; } catch (error) { window.refused.push(error.name); }
      const image = new Image();
      image.src = "https://elsewhere.example/x.png";
    }""")
    page.wait_for_timeout(200)
    refused = " ".join(page.evaluate("window.refused"))
    for directive in ("style-src", "require-trusted-types-for", "img-src", "TypeError"):
        assert directive in refused
