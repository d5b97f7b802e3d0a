"""Odd methods, headers and bodies at public addresses: what is no question is refused, and nothing fails."""

import json

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.cases import cases, in_time
from tests.fuzz.oddities import ODD_DAYS, ODD_NUMBERS, ODD_TEXTS
from tests.fuzz.test_public_addresses import API, FILES, PAGES, asked_of

pytestmark = pytest.mark.django_db

# As a server hands headers on: text whose every letter is one byte, without line ends.
odd_values = st.one_of(
    st.sampled_from([*ODD_TEXTS, *ODD_NUMBERS, *ODD_DAYS]),
    st.text(max_size=40),
    st.binary(max_size=40).map(lambda sent: sent.decode("latin-1")),
).map(lambda text: "".join(text.encode("utf-8", "replace").decode("latin-1").splitlines()))
real_values = {
    "Accept": ["*/*", "text/html;q=0.8,application/json", "image/avif", "q=1", "a/b;c=d;e"],
    "Accept-Language": ["vi", "en-US,en;q=0.5", "*", "zh-Hant-TW;q=0.9", "a-" * 200],
    "Accept-Encoding": ["gzip", "br;q=1.0, *;q=0", "identity;q=0"],
    "Accept-Charset": ["utf-8", "x"],
    "Range": ["bytes=0-1", "bytes=-1", "bytes=5-1", "bytes=0-0,1-1", "lines=1-2", "bytes=0-" + "9" * 300],
    "If-Range": ['"a"', "Wed, 21 Oct 2015 07:28:00 GMT"],
    "If-None-Match": ["*", '"a"', 'W/"a", "b"', '"' + "a" * 5000 + '"', '"a'],
    "If-Match": ["*", '"a"'],
    "If-Modified-Since": ["Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 99 Oct 0000 99:99:99 GMT", "0"],
    "Host": ["127.0.0.1", "evil.example", "127.0.0.1:99999", "[::1", "localhost.", "a" * 300],
    "Origin": ["null", "https://evil.example"],
    "Referer": ["http://127.0.0.1/", "javascript:1"],
    "Cookie": ["sessionid=a", "csrftoken=b; sessionid=" + "c" * 4000, "a", "=;=;;", 'a="b\\', "django_language=xx"],
    "X-Forwarded-For": ["1.2.3.4", "::1, x", "999.1.1.1", ","],
    "X-Forwarded-Proto": ["https", "ftp"],
    "X-Forwarded-Host": ["evil.example"],
    "X-Request-ID": ["a", "b" * 500, "a b", "{}"],
    "X-HTTP-Method-Override": ["DELETE"],
    "Authorization": ["Basic YTpi", "Bearer a", "Basic ="],
    "Content-Type": [
        "application/json", "text/plain; charset=x", "a", "multipart/form-data", "multipart/form-data; boundary=b",
    ],
    "User-Agent": ["", "Mozilla/5.0"],
    "Purpose": ["prefetch"],
}  # fmt: skip
headers = st.dictionaries(
    st.sampled_from(sorted(real_values)), st.none(), min_size=1, max_size=5
).flatmap(
    lambda named: st.fixed_dictionaries(
        {name: st.one_of(st.sampled_from(real_values[name]), odd_values) for name in named}
    )
)  # fmt: skip

bodies = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([b"", b"{", b"[]", b'{"a": 1}', b"a=1&a=2", b"a=" + b"x" * 10_000, b"--b\r\n\r\nx", b"\xff\xfe"]),
    st.lists(st.sampled_from(ODD_TEXTS), max_size=4).map(lambda said: json.dumps(said).encode()),
)
READING = ("GET", "HEAD", "OPTIONS")
WRITING = ("POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "QUERY", "X" * 50)


def answered(client, method: str, path: str, **sent):
    with in_time(), transaction.atomic():
        response = client.generic(method, path, **sent)
        response.getvalue()
    assert response.status_code < 500
    assert not response.cookies
    return response


@cases(300)
@given(asked=asked_of(PAGES + FILES + API), sent=headers, method=st.sampled_from(["GET", "GET", "HEAD"]))
def test_headers(client, asked, sent, method):
    answered(client, method, asked.path, QUERY_STRING=asked.query, headers=sent)


@cases(200)
@given(asked=asked_of(API), method=st.sampled_from(WRITING), body=bodies, sent=headers)
def test_the_api_is_written_by_nobody(client, asked, method, body, sent):
    sent.pop("Host", None)
    response = answered(client, method, asked.path, data=body, QUERY_STRING=asked.query, headers=sent)
    if asked.path.startswith("/api/v1/"):
        assert response.status_code == 405
        assert json.loads(response.content)["status"] == 405


@cases(250)
@given(asked=asked_of(PAGES + FILES), method=st.sampled_from(WRITING + READING), body=bodies, sent=headers)
def test_no_page_takes_what_is_sent(client, asked, method, body, sent):
    answered(client, method, asked.path, data=body, QUERY_STRING=asked.query, headers=sent)


@cases(60)
@given(asked=asked_of(PAGES + FILES), method=st.sampled_from(["POST", "PUT", "PATCH", "DELETE"]), body=bodies)
def test_whoever_sends_to_a_page_from_elsewhere_is_refused(asked, method, body):
    response = answered(Client(enforce_csrf_checks=True), method, asked.path, data=body, QUERY_STRING=asked.query)
    assert response.status_code in {400, 403, 404, 405}
