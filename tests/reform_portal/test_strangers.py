"""What strangers try: other hosts, other schemes, other methods, ways to elsewhere, odd bytes, others' sessions."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from provinces.models import ImportRun, JournalEntry
from reform_portal.caching.keys import KNOWN_KEYS
from tests.browser.pages import LEAGUE, PAGES
from tests.reform_portal.installed import HOST, PROXY, install, reader
from tests.reform_portal.test_rights import ALL_NAMES, about_one

pytestmark = pytest.mark.django_db
EVIL = "evil.example"
PASSWORD = "chin-con-trau-trang"
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def installed(settings):
    install(settings)


@pytest.fixture
def official():
    return get_user_model().objects.create_user("can-bo", password=PASSWORD, is_staff=True)


@pytest.fixture
def superuser(settings):
    settings.SECOND_FACTOR_REQUIRED = False  # else everything leads to setting it up first
    client = reader()
    client.force_login(get_user_model().objects.create_superuser("chu"))
    return client


# --- where a request says that it comes from ------------------------------------------------------------


@pytest.mark.parametrize("remote", ["203.0.113.9", "127.0.0.1", ""])
def test_only_a_trusted_proxy_is_believed_about_https(remote):
    headers = {"host": HOST, "x-forwarded-proto": "https"}
    assert Client(headers=headers, REMOTE_ADDR=remote).get("/about/").status_code == 301
    assert Client(headers=headers, REMOTE_ADDR=PROXY).get("/about/").status_code == 200


def test_without_a_trusted_proxy_nobody_is(settings):
    settings.TRUSTED_PROXIES, settings.SECURE_PROXY_SSL_HEADER = frozenset(), None
    assert reader().get("/about/").status_code == 301


@pytest.mark.parametrize(
    "host", [EVIL, f"{HOST}.{EVIL}", f"{EVIL}#{HOST}", f"{HOST}@{EVIL}", f"{HOST}:80@{EVIL}", "", "*"]
)
def test_another_name_is_refused_and_stands_in_no_answer(host):
    for path in ("/", "/provinces/ben-tre.csv", "/sitemap.xml", LOGIN):
        answer = reader(headers={"host": host}).get(path)
        assert answer.status_code == 400
        assert EVIL.encode() not in answer.content


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x-forwarded-host", EVIL), ("x-host", EVIL), ("forwarded", f"host={EVIL}"), ("x-original-url", "/admin/"),
        ("x-rewrite-url", "/admin/"), ("x-http-method-override", "DELETE"), ("x-forwarded-prefix", "/evil"),
        ("x-forwarded-port", "1"), ("x-script-name", "/evil"), ("accept", "application/json"), ("accept-language",
        "en"),
        ("range", "bytes=0-9"), ("cookie", "lang=en; session=x"), ("origin", f"https://{EVIL}"),
        ("x-requested-with", "XMLHttpRequest"), ("save-data", "on"), ("user-agent", "<script>alert(1)</script>"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/provinces/ben-tre/", "/provinces/ben-tre.csv", "/editions.atom"])
def test_a_header_changes_nothing_of_what_is_kept_for_all(path, header, value):
    cache.clear()
    first = reader(headers={header: value}).get(path)
    assert (first.status_code, EVIL.encode() in first.content) == (200, False)
    again = reader().get(path)
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert "Cookie" not in again.get("Vary", "")


def test_an_official_reads_the_same_public_page_as_everybody(superuser):
    assert superuser.get("/provinces/ben-tre/").content == reader().get("/provinces/ben-tre/").content
    assert not superuser.get("/").cookies


# --- ways to elsewhere ----------------------------------------------------------------------------------

ELSEWHERE = [
    f"https://{EVIL}/", f"//{EVIL}/", f"///{EVIL}/", f"/\\{EVIL}/", f"\\\\{EVIL}", "javascript:alert(1)",
    f"http:{EVIL}",
    f"https://{HOST}@{EVIL}/", f"/%09/{EVIL}", f"\t//{EVIL}/", f"http://{HOST}/admin/",
]  # fmt: skip


@pytest.mark.parametrize("place", ELSEWHERE)
def test_signing_in_leads_nowhere_else(official, place):
    answer = reader().post(LOGIN, {"username": "can-bo", "password": PASSWORD, "next": place})
    assert answer.status_code == 302
    assert answer["Location"] in {"/admin/", place if place.startswith("/%09") else "/admin/"}


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_page_leads_to_no_host_that_its_address_names(place):
    for path in (f"/{place}", f"/en/{place}", f"/en//{EVIL}/", "/report-a-problem/?about=", f"//{EVIL}"):
        answer = reader().get(path if "?" not in path else path + place.replace("#", "%23"))
        if answer.status_code in {301, 302}:
            assert re.match(r"/[^/\\]|/$", answer["Location"]), (path, answer["Location"])
        links = re.findall(r'(?:href|action|src)="([^"]*)"', answer.content.decode())
        wrong = [link for link in links if re.match(rf"\s*(https?:)?[/\\]{{2,}}[^/]*{EVIL}|\s*javascript:", link)]
        assert wrong == [], path


# --- forms ----------------------------------------------------------------------------------------------


def test_no_form_of_officials_is_taken_without_the_word_of_its_page(settings):
    settings.SECOND_FACTOR_REQUIRED = False  # else everything leads to setting it up first
    user = get_user_model().objects.create_superuser("chu")
    client = reader(enforce_csrf_checks=True)
    client.force_login(user)
    before = JournalEntry.objects.count()
    beside = [
        "/admin/merger/",
        "/admin/second-factor/",
        "/admin/reset/MQ/set-password/",
        LOGIN,
        "/admin/provinces/importrun/1/undo/",
    ]
    paths = [
        reverse(f"admin:{name}", args=["provinces"] if name == "app_list" else [1] if about_one(name) else [])
        for name in ALL_NAMES
    ]
    for path in paths + beside:
        answer = client.post(path, {"post": "yes"})
        assert answer.status_code in {403, 405}, path
    for path in paths:
        token = client.post(path, {"post": "yes"}, headers={"origin": f"https://{EVIL}", "referer": f"https://{EVIL}/"})
        assert token.status_code in {403, 405}, path
    assert JournalEntry.objects.exclude(verb=JournalEntry.Verb.REFUSED).count() == before


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/provinces/ben-tre.csv", "/static/css/portal.css", "/.well-known/security.txt"])
def test_the_public_only_reads(path, method):
    answer = reader().generic(method, path)
    assert (answer.status_code, answer["Allow"], answer.content) == (405, "GET, HEAD", b"")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_officials_pages_are_opened_and_their_forms_sent(superuser, method):
    answer = superuser.generic(method, "/admin/indices/result/1/change/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


# --- sessions -------------------------------------------------------------------------------------------


def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(official):
    client = reader()
    client.cookies["__Host-session"] = "planted0planted0planted0planted0"
    client.get(LOGIN)
    planted = client.cookies["__Host-csrf"].value
    client.post(LOGIN, {"username": "can-bo", "password": PASSWORD, "next": "/admin/"})
    assert client.cookies["__Host-session"].value != "planted0planted0planted0planted0"
    assert client.cookies["__Host-csrf"].value != planted
    assert client.get("/admin/").status_code == 200
    was = client.cookies["__Host-session"].value
    client.post("/admin/logout/")
    after = reader()
    after.cookies["__Host-session"] = was
    assert after.get("/admin/").status_code == 302


@pytest.mark.parametrize("name", ["session", "sessionid", "__Secure-session", "__host-session"])
def test_a_cookie_of_another_name_opens_nothing(official, name):
    client = reader()
    client.post(LOGIN, {"username": "can-bo", "password": PASSWORD, "next": "/admin/"})
    other = reader()
    other.cookies[name] = client.cookies["__Host-session"].value
    assert other.get("/admin/").status_code == 302


def test_what_officials_see_is_kept_by_nobody(superuser):
    for path in (
        "/admin/",
        LOGIN,
        "/admin/indices/result/",
        "/admin/khong-co/",
        "/admin/provinces/source/export/?format=csv",
    ):
        assert {"no-store", "private"} <= set(re.split(r",\s*", superuser.get(path)["Cache-Control"])), path
    assert "public" not in superuser.get("/admin/jsi18n/")["Cache-Control"]


# --- files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/static/../reform_portal/settings.py", "/static/%2e%2e/manage.py", "/static/..%2f..%2fmanage.py",
        "/static//etc/passwd",
        "/static/css/../../../manage.py", "/static/..\\manage.py", "/data/../manage.py", "/data/%2e%2e%2fmanage.py",
        "/data/releases/../1.zip", "/.env", "/.git/config", "/static/", "/static/css/", "/provinces/../../etc/passwd",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_public(path):
    answer = reader().get(path)
    assert answer.status_code in {301, 404}
    assert b"SECRET_KEY" not in answer.content


def test_a_sheet_that_was_uploaded_comes_back_as_a_file_only(superuser):
    """A page in a sheet's clothes: it is neither shown nor guessed to be a page."""
    text = "code,title,kind,reliability\nx,<script>alert(1)</script>,<script>alert(2)</script>,a\n"
    sheet = SimpleUploadedFile("<script>X-Evil.csv", text.encode(), content_type="text/html")
    page = superuser.post("/admin/provinces/source/import/", {"import_file": sheet})
    assert b"<script>alert" not in page.content
    run = ImportRun.objects.latest("pk")
    answer = superuser.get(f"/admin/provinces/source/import/marked/?run={run.uuid}")
    for said in (answer, superuser.get("/admin/provinces/source/import/template/")):
        assert said.status_code == 200
        assert said["Content-Disposition"].startswith("attachment")
        assert not said["Content-Type"].startswith(("text/html", "image/svg", "application/xhtml"))
        assert said["X-Content-Type-Options"] == "nosniff"
        assert "X-Evil" not in said


# --- odd bytes ------------------------------------------------------------------------------------------

ODD = [
    "%00", "a%00b", "%ff%fe", "%ed%a0%80", "9" * 30, "-1", "1e999", "%F0%9F%92%A9", "a" * 5_000, "%0d%0aX-Evil:1",
    "{{7*7}}",
    "'%20OR%201=1--", "%u0000", "..%2f", "٣", "NaN", "0001-01-01", "9999-12-31", "2021-02-30",
]  # fmt: skip
ONE_OF_EACH = [next(iter(states.values())).partition("?")[0] for states in PAGES.values()]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:12])
def test_no_question_is_too_odd(odd):
    asked = [f"{LEAGUE}?{key}={odd}" for key in KNOWN_KEYS]
    asked += [f"{path}?{'&'.join(f'{key}={odd}' for key in KNOWN_KEYS if key != 'as_of')}" for path in ONE_OF_EACH]
    for address in (*asked, f"/provinces/ben-tre.csv?as_of={odd}", f"/search/suggest.json?q={odd}"):
        answer = reader().get(address)
        assert answer.status_code in {200, 301, 302, 404}, address
        assert "X-Evil" not in answer
    for name in ("unit", "year", "index", "limit", "cursor"):
        assert reader().get(f"/api/v1/results?{name}={odd}").status_code in {200, 400, 404, 422}, name


@pytest.mark.parametrize("odd", [odd for odd in ODD if len(odd) < 100], ids=lambda odd: odd[:12])
def test_no_address_is_too_odd(odd):
    for path in (
        f"/{odd}", f"/provinces/{odd}/", f"/provinces/ben-tre/{odd}/", f"/indices/{odd}/",
        f"/indices/par-index/{odd}/provinces/",
        f"/targets/{odd}/", f"/indicators/{odd}.csv", f"/sources/{odd}/", f"/data/releases/{odd}/",
        f"/data/releases/{odd}.zip",
        f"/units/province-{odd}-0001-01-01/", f"/data/{odd}.csv", f"/api/v1/{odd}", f"/static/{odd}", f"/data/{odd}",
    ):  # fmt: skip
        assert reader().get(path).status_code in {200, 301, 302, 400, 404, 410}, path


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:12])
def test_no_question_of_an_official_is_too_odd(superuser, odd):
    for path in (
        f"/admin/provinces/source/?q={odd}", f"/admin/provinces/source/?kind={odd}", f"/admin/indices/result/?p={odd}",
        f"/admin/indices/result/?edition__id__exact={odd}", f"/admin/indices/result/?o={odd}",
        f"/admin/indices/result/?{odd}=1",
        f"/admin/autocomplete/?app_label=indices&model_name=adoption&field_name=unit&term={odd}",
        f"/admin/provinces/source/import/marked/?run={odd}", f"/admin/provinces/source/export/?format={odd}",
        f"/admin/provinces/source/import/?run={odd}", f"/admin/second-factor/?next={odd}",
    ):  # fmt: skip
        assert superuser.get(path).status_code in {200, 302, 400, 403, 404}, path
    if len(odd) < 100:
        for path in (
            f"/admin/indices/result/{odd}/change/",
            f"/admin/indices/edition/{odd}/review/",
            f"/admin/reset/{odd}/x-y/",
        ):
            assert superuser.get(path).status_code in {200, 302, 400, 404}, path


def test_an_account_is_asked_for_with_odd_bytes():
    for said in ("\0", "a\0b", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "x" * 10_000, "\r\n"):
        answer = reader().post(LOGIN, {"username": said, "password": said, "next": said})
        assert answer.status_code in {200, 429}
    assert reader().post(LOGIN, b"\xff\0" * 50, content_type="application/x-www-form-urlencoded").status_code in {
        200,
        400,
    }
    assert reader().post(LOGIN, b"--x", content_type="multipart/form-data; boundary=" + "y" * 300).status_code in {
        200,
        400,
    }


def test_too_much_of_anything_is_refused():
    assert reader().get("/provinces/?" + "&".join(f"a{n}=1" for n in range(6_000))).status_code == 400
    assert reader().post(LOGIN, {f"a{n}": "1" for n in range(6_000)}).status_code == 400
    assert reader().get("/" + "a/" * 4_000).status_code == 404
    assert reader().get("/search/?q=" + "%E1%BA%BF" * 5_000).status_code == 200
    assert reader(headers={"if-none-match": '"x",' * 10_000}).get("/").status_code == 200
    assert reader(headers={"x-forwarded-for": "1," * 10_000}).get(LOGIN).status_code == 200
    assert reader(headers={"cookie": "a=" + "b" * 60_000}).get("/").status_code == 200
