"""What nginx guards: names, sizes, limits, slow clients, who may look where; and what it writes down."""

import json
import re
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.cookies import SimpleCookie

import pytest

from .nginx import NAME
from .programs import wait_until

pytestmark = pytest.mark.stack
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_nginx_accepts_the_shipped_configuration_without_a_warning(stack):
    said = stack.nginx.check()
    assert said.returncode == 0, said.stderr
    assert "warn" not in said.stderr


def test_it_speaks_http_2_and_no_old_tls(stack):
    trust = stack.nginx.trust
    trust.set_alpn_protocols(["h2", "http/1.1"])
    plain = socket.create_connection(("127.0.0.1", stack.nginx.https))
    with trust.wrap_socket(plain, server_hostname=NAME) as line:
        assert line.selected_alpn_protocol() == "h2"
        assert line.version() == "TLSv1.3"
    old = stack.nginx.trust
    with pytest.deprecated_call():
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", stack.nginx.https)) as plain, pytest.raises(ssl.SSLError):
        old.wrap_socket(plain, server_hostname=NAME)


def test_another_name_gets_neither_certificate_nor_page(stack):
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", stack.nginx.https)) as plain, pytest.raises(ssl.SSLError):
        unchecked.wrap_socket(plain, server_hostname="portal.example.org")


def test_plain_http_leads_to_https_and_nowhere_else(stack):
    with socket.create_connection(("127.0.0.1", stack.nginx.http)) as line:
        line.sendall(b"GET /provinces/?sort=name HTTP/1.0\r\nHost: evil.example\r\n\r\n")
        said = line.makefile("rb").read().decode()
    assert said.startswith("HTTP/1.1 301 ")
    assert f"Location: {stack.nginx.address}/provinces/?sort=name\r\n" in said


def test_the_version_of_nginx_is_nobodys_business(stack):
    assert stack.get("/").headers["Server"] == "nginx"


def test_style_with_a_digest_in_its_name_is_kept_for_ever(stack):
    [lasting] = re.findall(r'href="(/static/css/portal\.[0-9a-f]{12}\.css)"', stack.get("/").text)
    answer = stack.get(lasting, {"Accept-Encoding": "gzip, br"})
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "br")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert stack.get(lasting, {"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert stack.get("/static/css/portal.css").headers["Cache-Control"] == "public, max-age=300"
    assert stack.get("/static/../portal.sqlite3").status in {400, 404}


@pytest.mark.parametrize("path", ["/", "/static/css/portal.css"])
def test_nothing_comes_without_the_headers_that_guard_it(stack, path):
    headers = stack.get(path).headers
    for name in ("Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
        assert len(headers.get_all(name, [])) == 1, name


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/a%00b", 400), ("GET", "/%zz", 400), ("GET", f"/{'a' * 9000}", 414), ("TRACE", "/", 405)],
)
def test_what_nginx_can_not_read_is_answered_in_both_languages_and_guarded(stack, method, path, status):
    answer = stack.get(path, method=method)
    assert answer.status == status
    assert "không đọc được" in answer.text
    assert "could not read" in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_the_portal_refuses_it_explains_itself(stack):
    for answer in (stack.get("/api/v1/units?unknown=1"), stack.get("/api/v1/units", method="PUT", body=b"{}")):
        assert answer.status in {400, 405}
        assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_bodies_have_a_limit_and_a_sheets_is_larger(stack):
    assert stack.get("/", method="POST", body=b"x" * 20_000).status == 413
    assert stack.get("/admin/login/", method="POST", body=b"x" * 20_000).status == 413
    assert stack.get("/admin/", method="POST", body=b"x" * 2_000_000).status in {302, 403}
    with closing(stack.line()) as line:
        line.putrequest("POST", "/admin/indices/result/import/")
        line.putheader("Content-Length", str(22 * 1024 * 1024))
        line.endheaders()
        refused = line.getresponse()
        assert (refused.status, "20 MB" in refused.read().decode()) == (413, True)


def test_one_address_can_not_ask_without_end_and_this_machine_may(stack):
    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(lambda _n: stack.get("/search/?q=a", source="127.0.0.9").status, range(160)))
        assert set(found) == {200, 429}
        assert found.count(200) >= 60  # nobody types so fast
        own = list(readers.map(lambda _n: stack.get("/search/?q=a").status, range(160)))
    assert set(own) == {200}


def test_passwords_are_not_tried_by_the_hundred(stack):
    statuses = [
        stack.get("/admin/login/", FORM, "POST", b"username=a&password=b", source="127.0.0.10").status
        for _attempt in range(40)
    ]
    assert 429 in statuses
    assert statuses[0] == 403  # without the form's token the portal refuses by itself
    assert stack.get("/admin/login/", source="127.0.0.10").status == 200


def test_the_portal_learns_the_readers_own_address_whatever_it_claims(stack):
    source = "127.0.0.11"
    page = stack.get("/admin/login/", source=source)
    [(name, token)] = [(name, one.value) for name, one in SimpleCookie(page.headers["Set-Cookie"]).items()]
    headers = FORM | {
        "Cookie": f"{name}={token}",
        "Referer": f"{stack.nginx.address}/admin/login/",
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Proto": "http",
    }
    body = f"username=nobody&password=x&csrfmiddlewaretoken={token}".encode()
    assert stack.get("/admin/login/", headers, "POST", body, source).status == 200  # the form again, with its error
    [(address,)] = stack.primary.ask("SELECT ip_address::text FROM axes_accessattempt WHERE username = 'nobody'")
    assert address.partition("/")[0] == source


def test_figures_about_the_portal_are_for_this_machine_only(stack):
    refused = stack.get("/metrics", source="127.0.0.12")
    assert (refused.status, "nginx" in refused.text) == (403, True)
    assert "<center>nginx" not in stack.get("/metrics").text  # what the portal says of it is its own matter


def test_slow_clients_keep_nobody_waiting_and_are_let_go(stack):
    slow = [socket.create_connection(("127.0.0.1", stack.nginx.plain)) for _client in range(150)]
    try:
        for line in slow[:75]:
            line.sendall(b"GET / HTTP/1.1\r\nHost: portal.localhost\r\nX-Slow: ")
        for line in slow[75:]:
            line.sendall(b"POST /admin/ HTTP/1.1\r\nHost: portal.localhost\r\nContent-Length: 1000\r\n\r\nx")
        begun = time.monotonic()
        for _time in range(10):
            assert stack.get("/admin/login/").status == 200
        assert time.monotonic() - begun < 5
        slow[0].settimeout(15)
        with suppress(ConnectionResetError):
            assert slow[0].recv(1000) == b""  # ten seconds are enough for a header
    finally:
        for line in slow:
            line.close()


def test_who_reads_slowly_holds_no_service(stack):
    """Answers are taken from the services at once, however slowly they are fetched."""
    path = "/indices/par-index/2020/provinces/?sort=name"
    lines = []
    for number in range(40):
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", stack.nginx.plain))
        line.sendall(f"GET {path}&as_of=2026-01-{number % 28 + 1:02} HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())
        lines.append(line)
    try:
        begun = time.monotonic()
        assert stack.get("/admin/login/").status == 200
        assert time.monotonic() - begun < 5
    finally:
        for line in lines:
            line.close()


def test_a_request_can_be_followed_from_the_reader_to_the_service(stack):
    path = "/provinces/cao-bang/"
    answer = stack.get(f"{path}?x=1", {"X-Request-Id": "chosen-by-the-client"})
    number = answer.headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{32}", number)

    def line(log) -> dict | None:
        said = [json.loads(text) for text in log.read_text().splitlines()]
        return next((one for one in said if one["request"] == number), None)

    wait_until(lambda: line(stack.nginx.readers), "The reader's line is not written", 5)
    reader, service = line(stack.nginx.readers), line(stack.nginx.asked)
    assert (reader["path"], reader["status"], reader["address"]) == (path, 200, "127.0.0.1")
    assert service["service"] in {f"127.0.0.1:{port}" for port in stack.web.ports}
