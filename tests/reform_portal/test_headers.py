"""What every answer says of how it may be used, as an installation gives it: pages, files, refusals, static files."""

import base64
import hashlib
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from reform_portal import pages, roles
from reform_portal.headers import UNUSED
from tests.reform_portal import observatory
from tests.reform_portal.installed import HOST, PROXY, install, reader

pytestmark = pytest.mark.django_db

PUBLIC_POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "upgrade-insecure-requests",
    "require-trusted-types-for 'script'", "trusted-types 'none'",
}  # fmt: skip
OFFICIALS_POLICY = {part for part in PUBLIC_POLICY if "trusted-types" not in part}
HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
NEVER = ("Server", "X-Powered-By", "X-XSS-Protection", "Access-Control-Allow-Credentials")


@pytest.fixture(autouse=True)
def installed(settings):
    install(settings)


def guarded(answer: HttpResponse, resources: str, policy: set[str] = PUBLIC_POLICY) -> None:
    """The answer has every header once, and the policy that is meant."""
    for name, value in HEADERS.items():
        assert answer.get(name) == value, name
    assert set(answer["Content-Security-Policy"].split("; ")) == policy
    assert answer["Cross-Origin-Resource-Policy"] == resources
    permissions = answer["Permissions-Policy"].split(", ")
    assert {f"{feature}=()" for feature in UNUSED} == set(permissions) - {"clipboard-write=(self)"}
    assert [name for name in NEVER if name in answer] == []


PAGES = {
    "/": 200,
    "/en/provinces/ben-tre/": 200,
    "/search/?q=ben": 200,
    "/khong-co/": 404,
    "/indices/par-index/2020/provinces/?as_of=2021-06-24": 404,
    "/static/css/portal.css": 200,
    "/static/fonts/be-vietnam-pro-400.woff2": 200,
    "/static/js/suggest.js": 200,
}
GIVEN_AWAY = {
    "/provinces/ben-tre.csv": 200,
    "/indices/par-index/2020/provinces.xlsx": 200,
    "/indices/par-index/2020/provinces.json": 200,
    "/provinces/ben-tre.ods": 200,
    "/provinces/ben-tre/2020/one-page.pdf": 200,
    "/provinces/ben-tre/2020/report.docx": 200,
    "/provinces/ben-tre/card.png": None,
    "/editions.atom": 200,
    "/sitemap.xml": 200,
    "/robots.txt": 200,
    "/opensearch.xml": 200,
    "/favicon.ico": 302,
    "/.well-known/security.txt": 200,
    "/wp-login.php": 404,
    "/provinces/ben-tre": 301,
    "/api/v1/results": 200,
    "/api/v1/khong-co": 404,
    "/api/v1/results?x=1": 400,
    "/api/v1/openapi.json": 200,
}


@pytest.mark.parametrize(("path", "status"), PAGES.items())
def test_what_is_for_the_portals_own_pages_stays_among_them(path, status):
    answer = reader().get(path)
    assert answer.status_code == status
    guarded(answer, "same-origin")


@pytest.mark.parametrize(("path", "status"), GIVEN_AWAY.items())
def test_what_is_given_away_may_be_shown_by_others(path, status):
    answer = reader().get(path)
    assert status is None or answer.status_code == status
    guarded(answer, "cross-origin")


@pytest.mark.parametrize("path", ["/", "/provinces/ben-tre/", "/provinces/ben-tre.csv", "/api/v1/results"])
def test_a_kept_answer_and_one_that_says_nothing_new_are_guarded_alike(path):
    cache.clear()
    resources = "same-origin" if path.endswith("/") else "cross-origin"
    first, kept = reader().get(path), reader().get(path)
    unchanged = reader(headers={"if-none-match": first["ETag"]}).get(path)
    assert (first.status_code, kept.status_code, unchanged.status_code) == (200, 200, 304)
    for answer in (first, kept, unchanged):
        guarded(answer, resources)


def test_a_static_file_that_is_unchanged_is_guarded():
    first = reader().get("/static/js/suggest.js")
    unchanged = reader(headers={"if-none-match": first["ETag"]}).get("/static/js/suggest.js")
    assert unchanged.status_code == 304
    guarded(unchanged, "same-origin")
    assert "Access-Control-Allow-Origin" not in first


@pytest.mark.parametrize(
    ("path", "status"), [("/admin/", 302), ("/admin/login/", 200), ("/en/admin/login/", 200), ("/admin/khong-co/", 302)]
)
def test_officials_pages_are_guarded_before_anybody_has_signed_in(path, status):
    answer = reader().get(path)
    assert answer.status_code == status
    guarded(answer, "same-origin", OFFICIALS_POLICY)


def test_refusals_of_officials_are_guarded(settings):
    user = get_user_model().objects.create_user("kiem-tra", is_staff=True)
    user.groups.add(Group.objects.get(name=roles.AUDITOR.name))
    client = reader()
    client.force_login(user)
    answers = {
        200: client.get("/admin/indices/result/"),
        403: client.get("/admin/indices/result/add/"),
        404: client.get("/admin/khong-co/"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        guarded(answer, "same-origin", OFFICIALS_POLICY)
    forged = reader(enforce_csrf_checks=True).post("/admin/login/", {"username": "x", "password": "y"})
    assert forged.status_code == 403
    guarded(forged, "same-origin", OFFICIALS_POLICY)
    for _time in range(settings.AXES_FAILURE_LIMIT):
        locked = reader().post("/admin/login/", {"username": "x", "password": "y"})
    assert locked.status_code == 429
    guarded(locked, "same-origin", OFFICIALS_POLICY)


def test_what_fails_is_guarded(monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("broken")

    monkeypatch.setattr("reform_portal.views.render", broken)
    answer = reader(raise_request_exception=False).get("/en/about/")
    assert answer.status_code == 500
    guarded(answer, "same-origin")


def test_a_name_that_is_not_the_portals_is_refused_and_guarded():
    answer = reader(headers={"host": "evil.example"}).get("/about/")
    assert answer.status_code == 400
    guarded(answer, "same-origin")
    plain = Client(headers={"host": "evil.example"}, REMOTE_ADDR=PROXY).get("/about/")
    assert plain.status_code == 400
    assert plain["X-Content-Type-Options"] == "nosniff"
    assert plain["Content-Security-Policy"]


def test_plain_http_leads_to_https_and_says_nothing_of_https():
    answer = Client(headers={"host": HOST}, REMOTE_ADDR=PROXY).get("/provinces/?q=x")
    assert (answer.status_code, answer["Location"]) == (301, f"https://{HOST}/provinces/?q=x")
    assert "Strict-Transport-Security" not in answer
    assert set(answer["Content-Security-Policy"].split("; ")) == PUBLIC_POLICY


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", ["/about/", "/provinces/ben-tre.csv", "/api/v1/results", "/admin/"])
def test_other_methods_are_guarded_too(path, method):
    answer = getattr(reader(), method)(path)
    assert answer.status_code < 500
    policy = OFFICIALS_POLICY if path == "/admin/" else PUBLIC_POLICY
    guarded(answer, "same-origin" if path.endswith("/") else "cross-origin", policy)


# --- cookies --------------------------------------------------------------------------------------------


def test_only_officials_have_cookies_and_no_other_host_can_have_set_them():
    get_user_model().objects.create_user("can-bo", password="chin-con-trau-trang", is_staff=True)
    client = reader()
    for path in (*PAGES, *GIVEN_AWAY, "/admin/"):
        assert not client.get(path).cookies, path
    client.get("/admin/login/")
    answer = client.post("/admin/login/", {"username": "can-bo", "password": "chin-con-trau-trang", "next": "/admin/"})
    assert answer.status_code == 302
    assert set(answer.cookies) == {"__Host-session", "__Host-csrf"}
    for cookie in answer.cookies.values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")


def test_a_trial_over_http_has_cookies_that_a_browser_accepts_there(settings):
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "session", "csrf"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = False
    [cookie] = Client(headers={"host": HOST}).get("/admin/login/").cookies.values()
    assert cookie.key == "csrf"
    assert not cookie["secure"]


# --- the Observatory ------------------------------------------------------------------------------------

# No answer can say that browsers have the host in their lists (5 points, after it was handed in), and cookies, scripts
# and integrity give points only to what has some. Open data may be shown by others, which is not worth 10 points more.
SCORES = {
    "/": 135,
    "/en/provinces/ben-tre/": 135,
    "/indices/par-index/2020/provinces/": 135,
    "/provinces/ben-tre/2020/bulletin/": 135,
    "/api/": 135,
    "/khong-co/": 135,
    "/admin/login/": 135,
    "/static/css/portal.css": 130,
    "/provinces/ben-tre.csv": 120,
    "/provinces/ben-tre/2020/one-page.pdf": 120,
    "/.well-known/security.txt": 120,
    "/api/v1/results": 120,
}


@pytest.mark.parametrize(("path", "score"), SCORES.items())
def test_the_observatory_gives_what_an_answer_can_have(path, score):
    plain = Client(headers={"host": HOST}, REMOTE_ADDR=PROXY).get(path)
    report = observatory.report(reader(headers={"origin": "https://elsewhere.example"}).get(path), plain, HOST)
    assert report.grade == "A+"
    assert report.score == score, report.found


def test_the_observatory_gives_a_page_that_fails_all_but_the_points_for_scripts(monkeypatch):
    monkeypatch.setattr("reform_portal.views.render", lambda *_args, **_more: 1 / 0)
    report = observatory.report(reader(raise_request_exception=False).get("/about/"))
    assert report.found["subresource-integrity"] == ("no scripts", 0)
    assert report.score == 130


def test_the_oracle_takes_points_from_an_answer_without_anything():
    report = observatory.report(HttpResponse("<script src='//cdn.example/x.js'></script>"), HttpResponse(), HOST)
    assert (report.score, report.grade) == (0, "F")
    assert report.found["content-security-policy"][1] == -25
    unsafe = HttpResponse(headers={"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"})
    assert observatory.report(unsafe).found["content-security-policy"] == ("unsafe inline", -20)


# --- scripts --------------------------------------------------------------------------------------------


def test_every_script_of_a_public_page_is_fixed_by_its_content():
    for path in ("/", "/api/", "/provinces/ben-tre/2020/bulletin/"):
        scripts = re.findall(r"<script src[^>]*>", reader().get(path).content.decode())
        assert scripts
        assert all(re.search(r'integrity="sha384-[A-Za-z0-9+/]{64}"', script) for script in scripts)


def test_a_script_is_fixed_by_the_bytes_that_are_served_under_its_hashed_name(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    storage = ManifestStaticFilesStorage(location=tmp_path)
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "suggest.abc123.js").write_bytes(b"stored")
    storage.hashed_files = {"js/suggest.js": "js/suggest.abc123.js"}
    monkeypatch.setattr(pages, "staticfiles_storage", storage)
    digest = base64.b64encode(hashlib.sha384(b"stored").digest()).decode()
    assert pages.integrity.__wrapped__("js/suggest.js") == f"sha384-{digest}"
    settings.DEBUG = True
    assert pages.integrity.__wrapped__("js/suggest.js") == ""
