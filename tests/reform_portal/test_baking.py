"""The site as files: links work without the portal, and a copy is there as a whole or not at all."""

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone
from lxml import html

from indices.catalogue import current_catalogue
from indices.models.releases import Release, ReleaseArchive
from indices.open_data.releases import due
from provinces.models import DataStamp
from reform_portal.baking import asking, site, walking
from reform_portal.baking.addresses import HEAVY, can_be_file, file_of, heavy, in_one_way, without_query
from reform_portal.baking.failure import BakingFailed
from reform_portal.baking.folder import RECORD, in_place_of, write
from reform_portal.baking.references import changed, own_address
from reform_portal.baking.site import Site

pytestmark = pytest.mark.django_db

PORTAL = "https://song.example.vn"
TABLE = "/indices/sipas/2020/provinces/"
# What a small copy leaves out: everything but these, and what browsers need of the site itself.
SMALL = re.compile(
    r"(/en)?(/|/search/|/about/|/indices/|/indices/sipas/2020/provinces(/|/\?sort=-?name|\.(csv|xlsx)(\?excel=1)?)"
    r"|/provinces/ben-tre/|/units/province-83-0001-01-01/|/index\.html|/opensearch\.xml)|/static/.*|/favicon\.ico"
)
BEGIN = ("/", "/en/", "/about/", TABLE, f"/en{TABLE}", "/units/province-83-0001-01-01/", "/search/", "/index.html",
         "/en/index.html", "/favicon.ico")  # fmt: skip


@pytest.fixture(autouse=True)
def small(settings, monkeypatch):
    """A site of some twenty addresses."""
    settings.SITE_URL = "https://cong.example.vn"
    settings.ALLOWED_HOSTS = ["cong.example.vn"]

    def of_the_small_site(address, without):
        return bool(SMALL.fullmatch(address)) and can_be_file(address, without)

    monkeypatch.setattr(walking, "can_be_file", of_the_small_site)


def bake(folder: Path, portal: str = PORTAL, **options) -> Path:
    Site(portal, **options).bake(folder, BEGIN)
    return folder


def links_of(folder: Path, name: str) -> dict[str, str]:
    """The text of each link of a page, and where it leads."""
    page = html.document_fromstring((folder / name).read_bytes())
    return {link.text_content().strip(): link.get("href") for link in page.iter("a")}


def test_what_pages_lead_to_is_there_in_both_languages(tmp_path):
    copy = bake(tmp_path / "copy")
    for name in (
        "index.html", "en/index.html", "indices/sipas/2020/provinces/index.html", "en/indices/sipas/2020/provinces.csv",
        "indices/sipas/2020/provinces.xlsx", "provinces/ben-tre/index.html", "404.html", "en/404.html",
        "static/css/portal.css", "static/fonts/be-vietnam-pro-400.woff2", "static/img/mark.svg", "opensearch.xml",
    ):  # fmt: skip
        assert (copy / name).is_file(), name
    assert "Không tìm thấy" in (copy / "404.html").read_text()
    assert "Page not found" in (copy / "en/404.html").read_text()


def test_every_link_leads_to_a_file_or_to_the_portal(tmp_path):
    copy = bake(tmp_path / "copy")
    pages = list(copy.rglob("*.html"))
    assert len(pages) > 10
    for path in pages:
        here = f"/{path.relative_to(copy)}".removesuffix("index.html")
        page = html.document_fromstring(path.read_bytes())
        for element, attribute, link, _place in page.iterlinks():
            parts = urlsplit(urljoin(here, link))
            if parts.netloc:
                assert element.tag in {"link", "a", "form", "meta"}, link
                continue
            assert attribute != "action", "only the portal can answer a form"
            assert not parts.query, link
            name = parts.path.removeprefix("/") + ("index.html" if parts.path.endswith("/") else "")
            assert (copy / name).is_file(), f"{here}: {link}"


def test_a_page_says_what_it_is_and_where_searching_leads(tmp_path):
    page = (bake(tmp_path / "copy") / "en/index.html").read_text()
    assert "A copy of the portal, made at" in page
    assert f'action="{PORTAL}/en/search/"' in page
    assert "data-suggest" not in page
    assert '<link rel="canonical" href="https://cong.example.vn/en/">' in page


def test_without_a_portal_nothing_pretends_to_search(tmp_path):
    copy = bake(tmp_path / "copy", portal="")
    for path in copy.rglob("*.html"):
        assert "<form" not in path.read_text(), path
    assert "do not work in it" in (copy / "en/index.html").read_text()
    assert "does not work in this copy" in (copy / f"en{TABLE}index.html").read_text()
    assert links_of(copy, "en/index.html")["Compare results side by side"] is None


def test_a_sorted_table_has_an_address_without_a_query(tmp_path):
    copy = bake(tmp_path / "copy")
    assert links_of(copy, f"en{TABLE}index.html")["Unit"] == f"/en{TABLE}@sort=name/"
    orders = [
        html.document_fromstring(content).xpath("//tr[@id]/@id")
        for content in (
            (copy / f"en{TABLE}@sort=name/index.html").read_bytes(),
            asking.answer(f"/en{TABLE}?sort=name", asking.Copy(timezone.now())).content,
            (copy / f"en{TABLE}index.html").read_bytes(),
        )
    ]
    assert len(orders[0]) > 3
    assert orders[0] == orders[1] != orders[2]
    assert f'"/en{TABLE}?sort=name" "/en{TABLE}@sort=name/";' in (copy / "redirects.conf").read_text()


def test_a_sheet_keeps_the_name_that_the_portal_gives_it(tmp_path):
    copy = bake(tmp_path / "copy")
    page = html.document_fromstring((copy / f"en{TABLE}index.html").read_bytes())
    sheet = page.xpath("//a[text()='CSV for Excel']")[0]
    assert sheet.get("href") == "/en/indices/sipas/2020/provinces@excel=1.csv"
    told = asking.answer(f"/en{TABLE[:-1]}.csv?excel=1", asking.Copy(timezone.now()))
    assert sheet.get("download") == told.kept_as
    assert told.kept_as.startswith("sipas-2020-provinces")
    assert (copy / "en/indices/sipas/2020/provinces@excel=1.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_an_address_that_has_moved_leads_on_with_and_without_a_server_that_knows_it(tmp_path):
    copy = bake(tmp_path / "copy")
    page = (copy / "units/province-83-0001-01-01/index.html").read_text()
    assert '<meta http-equiv="refresh" content="0; url=/provinces/ben-tre/">' in page
    conf = (copy / "redirects.conf").read_text()
    assert '"/units/province-83-0001-01-01/" "/provinces/ben-tre/";' in conf
    assert '"/favicon.ico" "/static/img/mark.svg";' in conf
    assert not (copy / "favicon.ico").exists()


def test_the_same_data_in_the_same_minute_give_the_same_bytes(tmp_path):
    with time_machine.travel("2027-01-05T02:00:05Z", tick=False):
        first = bake(tmp_path / "first")
    cache.clear()
    with time_machine.travel("2027-01-05T02:00:50Z", tick=False):
        second = bake(tmp_path / "second")
    said = json.loads((first / "BAKED.json").read_text())
    assert (first / "BAKED.json").read_bytes() == (second / "BAKED.json").read_bytes()
    assert said["made_at"] == "2027-01-05T09:00+07:00"
    there = {str(path.relative_to(first)) for path in first.rglob("*") if path.is_file()} - {"BAKED.json"}
    assert there == said["sha256"].keys()
    for name, digest in said["sha256"].items():
        assert hashlib.sha256((second / name).read_bytes()).hexdigest() == digest, name


def test_a_page_that_is_not_there_stops_it_and_names_who_leads_there(tmp_path, monkeypatch):
    copy = bake(tmp_path / "copy")
    before = (copy / "BAKED.json").read_bytes()
    told = asking.answer

    def broken(address, copy):
        return asking.Answer(500, "text/html", b"") if address == "/provinces/ben-tre/" else told(address, copy)

    monkeypatch.setattr(walking, "answer", broken)
    with pytest.raises(BakingFailed, match=r"^/provinces/ben-tre/ answers 500; /\S+ leads there\.$"):
        bake(copy)
    assert (copy / "BAKED.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["copy"], "nothing half written is left"


def test_a_release_that_is_due_is_cut_before_and_stops_nothing(tmp_path):
    ReleaseArchive.objects.all().delete()
    Release.objects.all().delete()
    assert due(current_catalogue())
    copy = bake(tmp_path / "copy")
    assert not due(current_catalogue())
    assert json.loads((copy / "BAKED.json").read_text())["data"] == str(DataStamp.current().public)


def test_what_becomes_public_meanwhile_stops_it(tmp_path, monkeypatch):
    states = iter([("a",), ("b",)])
    monkeypatch.setattr(site, "public_state", lambda: next(states))
    with pytest.raises(BakingFailed, match="Bake again"):
        bake(tmp_path / "copy")
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(("limit", "named"), [("BAKE_MAX_FILES", "files"), ("BAKE_MAX_BYTES", "bytes")])
def test_more_than_was_meant_stops_it(tmp_path, settings, limit, named):
    setattr(settings, limit, 3)
    with pytest.raises(BakingFailed, match=f"more than 3 {named}"):
        bake(tmp_path / "copy")
    assert not any(tmp_path.iterdir())


def test_a_folder_that_is_no_copy_is_refused(tmp_path):
    (tmp_path / "letters.txt").write_text("…")
    with pytest.raises(CommandError, match="no copy of the site"):
        call_command("bake", str(tmp_path), processes=1)
    assert (tmp_path / "letters.txt").read_text() == "…"


def test_a_folder_that_became_somebody_elses_meanwhile_stays(tmp_path):
    folder = tmp_path / "copy"
    with pytest.raises(BakingFailed, match="no copy of the site"), in_place_of(folder):
        write(folder, "letters.txt", b"mine")
    assert (folder / "letters.txt").read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [folder]


def test_a_swap_that_fails_leaves_the_former_copy(tmp_path):
    folder = tmp_path / "copy"
    write(folder, RECORD, b"former")
    with pytest.raises(FileNotFoundError), in_place_of(folder) as new:
        new.rmdir()
    assert (folder / RECORD).read_bytes() == b"former"
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("name", ["../x.html", "a/../../x.html", "/tmp/x.html"])
def test_nothing_is_written_outside_the_folder(tmp_path, name):
    with pytest.raises(BakingFailed, match="outside the folder"):
        write(tmp_path / "copy", name, b"")
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("options", "said"), [({"without": "papers,maps"}, "maps cannot"), ({"portal": "song.example.vn"}, "no address")]
)
def test_a_wrong_use_is_explained(tmp_path, options, said):
    with pytest.raises(CommandError, match=said):
        call_command("bake", str(tmp_path / "copy"), **options)


def test_what_is_left_out_is_linked_at_the_portal(tmp_path, monkeypatch):
    monkeypatch.setattr(walking, "can_be_file", lambda address, without: address in BEGIN)
    links = links_of(bake(tmp_path / "copy", without=("packs",)), f"en{TABLE}index.html")
    assert links["Press pack"] == f"{PORTAL}/en/indices/sipas/2020/press-pack.zip"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("papers", "/en/provinces/ben-tre/2020/report.docx"),
        ("papers", "/provinces/ben-tre/2020/one-page.pdf"),
        ("cards", "/card.png"),
        ("packs", "/indices/sipas/2020/press-pack.zip"),
        ("sheets", "/provinces/ben-tre/2020.xlsx"),
        ("sheets", "/provinces/ben-tre/2020/bulletin.csv?excel=1"),
        ("sheets", "/indices/sipas/2020/provinces.csv?sort=name"),
    ],
)
def test_each_name_leaves_out_what_it_says(name, path):
    assert can_be_file(path)
    assert not can_be_file(path, heavy([name]))
    for other in HEAVY.keys() - {name}:
        assert can_be_file(path, heavy([other]))


@pytest.mark.parametrize("path", ["/provinces/ben-tre.xlsx", f"{TABLE[:-1]}.csv?excel=1", f"{TABLE[:-1]}.ods", TABLE])
def test_whole_tables_are_never_left_out(path):
    assert can_be_file(path, heavy(HEAVY))


def test_compressed_twins_lie_beside_what_gains_by_them(tmp_path):
    copy = bake(tmp_path / "copy", compressed=True)
    assert (copy / "index.html.gz").is_file()
    assert (copy / "static/css/portal.css.gz").is_file()
    assert not (copy / "static/fonts/be-vietnam-pro-400.woff2.gz").exists()
    assert "index.html.gz" in json.loads((copy / "BAKED.json").read_text())["sha256"]


def test_a_page_of_a_copy_is_never_kept_for_readers_of_the_portal(client, tmp_path):
    bake(tmp_path / "copy")
    kept = client.get("/en/", headers={"host": "cong.example.vn"}, secure=True)
    assert kept.status_code == 200
    assert "A copy of the portal" not in kept.content.decode()
    bake(tmp_path / "copy")
    assert "A copy of the portal" in (tmp_path / "copy/en/index.html").read_text()


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        (f"{TABLE}?as_of=2021-06-24", True),
        (f"{TABLE}?as_of=2021-06-24&sort=name", True),
        (f"{TABLE}?sort=name&units=today", False),
        (f"{TABLE}?unit=ben-tre", False),
        (f"{TABLE}?sort=../../etc/passwd", False),
        ("/%2e%2e/etc/passwd", False),
        ("/en/admin/login/", False),
        ("/api/v1/openapi.json", False),
    ],
)
def test_what_can_be_a_file(address, fits):
    assert can_be_file(address) is fits


def test_addresses_of_one_page_are_one_file():
    assert in_one_way(f"{TABLE}?sort=name&utm_source=x&sort=rank") == f"{TABLE}?sort=rank"
    assert file_of(f"{TABLE}?as_of=2021-06-24&sort=name") == f"{TABLE[1:]}@as_of=2021-06-24@sort=name/index.html"
    assert without_query("/en/index.html") == "/en/404.html"
    assert file_of("//tmp/x/") == "tmp/x/index.html"


def test_what_is_no_address_of_the_site_stays_as_it_is():
    assert own_address("mailto:a@example.vn", "/", "https://cong.example.vn") is None
    assert own_address("//other.example/x", "/", "https://cong.example.vn") is None
    assert own_address("https://[x", "/", "https://cong.example.vn") is None
    assert changed('<a data-href="/x">…</a>', lambda tag, reference: None) == '<a data-href="/x">…</a>'
