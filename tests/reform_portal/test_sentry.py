"""What is sent to a Sentry: what failed and where; nothing about people, nothing that was typed or uploaded."""

import json
import os
import subprocess
import sys
from urllib.parse import parse_qsl

import pytest
from django.conf import settings

from reform_portal.sentry import scrubbed

# A process of its own: Sentry changes Django where it is started. Its database has no tables, so every page fails.
PORTAL = """
import io, json, sys
import django, sentry_sdk
from sentry_sdk.transport import Transport

class Kept(Transport):
    sent = []
    def capture_envelope(self, envelope):
        self.sent += [item.payload.json for item in envelope.items if item.type == "event"]

begin = sentry_sdk.init
sentry_sdk.init = lambda **options: begin(transport=Kept, **options)
from reform_portal.wsgi import application

def ask(method, path, query="", body=b"", **headers):
    environ = {"REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
               "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
               "HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "203.0.113.9", "CONTENT_LENGTH": str(len(body)),
               "CONTENT_TYPE": "application/x-www-form-urlencoded", "wsgi.url_scheme": "http",
               "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr, **headers}
    answered = {}
    b"".join(application(environ, lambda status, headers, *_: answered.update(headers, status=status)))
    return answered

private = {"HTTP_COOKIE": "session=secret-cookie", "HTTP_X_FORWARDED_FOR": "198.51.100.7", "HTTP_USER_AGENT": "x/1",
           "HTTP_REFERER": "http://127.0.0.1/?q=secret-referer", "HTTP_AUTHORIZATION": "Bearer secret-bearer"}
answers = [
    ask("GET", "/en/provinces/", "q=secret-words&sort=name", **private),
    ask("POST", "/admin/login/", "next=secret-next", b"username=secret-name&password=secret-password", **private),
    ask("GET", "/admin/reset/MQ/secret-token/", **private),
]
sentry_sdk.flush()
print(json.dumps([answers, Kept.sent]))
"""


def portal(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The portal in a process of its own."""
    said = {"DATABASE_URL": "sqlite://:memory:", "SECRET_KEY": "tests-only", "SITE_URL": "http://127.0.0.1:8000"}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=settings.BASE_DIR,
        env={**os.environ, **said, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def told():
    done = portal(PORTAL, SENTRY_DSN="https://key@sentry.invalid/1", SENTRY_ENVIRONMENT="rehearsal")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_page_that_failed_is_told_with_the_id_that_the_reader_sees(told):
    answers, events = told
    assert [answer["status"][:3] for answer in answers] == ["500", "500", "500"]
    ids = [answer["X-Request-Id"] for answer in answers]
    assert {event["tags"]["request_id"] for event in events} == set(ids)
    for event in events:
        assert event["exception"]["values"][-1]["type"] == "OperationalError"
        assert event["environment"] == "rehearsal"
        assert len(event["release"]) == 12


def test_nothing_about_people_leaves(told):
    _answers, events = told
    said = json.dumps(events)
    for secret in ("secret-", "198.51.100.7", "203.0.113.9", "session="):
        assert secret not in said, secret
    assert not any("vars" in frame for event in events for frame in frames(event))


def frames(event: dict) -> list[dict]:
    return [frame for error in event["exception"]["values"] for frame in error["stacktrace"]["frames"]]


def test_of_a_public_page_what_readers_chose_is_told_and_what_they_typed_is_not(told):
    _answers, events = told
    public = next(event for event in events if "/en/provinces/" in event["request"]["url"])
    assert parse_qsl(public["request"]["query_string"]) == [("sort", "name")]
    assert public["request"]["headers"]["User-Agent"] == "x/1"
    assert "no such table" in public["exception"]["values"][-1]["value"]


def test_of_an_officials_page_there_is_the_kind_of_the_error_alone(told):
    _answers, events = told
    values = [
        error["value"]
        for event in events
        if "/admin/" in event["request"]["url"]
        for error in event["exception"]["values"]
    ]
    assert values
    assert not any(values)


@pytest.mark.parametrize(
    ("url", "value"),
    [("http://x/admin/indices/result/import/", ""), ("", ""), ("http://x/", "duplicate key ")],
)
def test_what_a_database_quotes_of_a_row_stays_here(url, value):
    error = {"type": "IntegrityError", "value": "duplicate key DETAIL: Key (score)=(95.76) already exists."}
    event = {"request": {"url": url}, "exception": {"values": [error]}, "extra": {"row": "95.76"}}
    sent = scrubbed(event, {})
    assert sent["exception"]["values"][0]["value"] == value
    assert "95.76" not in json.dumps(sent)


def test_of_a_message_there_is_what_stands_in_the_code():
    event = {"logentry": {"message": "%s was refused", "params": ["Lan"], "formatted": "Lan was refused"}}
    assert scrubbed(event, {})["logentry"] == {"message": "%s was refused"}


def test_without_an_address_no_sentry_is_even_loaded():
    done = portal("import sys, reform_portal.wsgi; print('sentry_sdk' in sys.modules)", SENTRY_DSN="")
    assert done.stdout.strip() == "False", done.stderr


@pytest.mark.parametrize(
    ("code", "dsn", "sentence"),
    [
        (
            "import sys; sys.modules['sentry_sdk'] = None; import reform_portal.wsgi",
            "https://k@x.invalid/1",
            "pip install",
        ),
        ("import reform_portal.wsgi", "sentry", "SENTRY_DSN is no address of a Sentry project"),
    ],
)
def test_what_is_wrong_with_it_stops_the_start_with_a_sentence(code, dsn, sentence):
    done = portal(code, SENTRY_DSN=dsn)
    assert done.returncode != 0
    assert sentence in done.stderr
