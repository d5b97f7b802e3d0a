"""Whatever is logged is one line of JSON that says which request it belongs to, and holds nobody's link or password."""

import json
import logging
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as portal
from django.contrib.auth import get_user_model
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from reform_portal import logs
from reform_portal.logs import LIKE_AN_ID, REQUEST_ID, ErrorOutput, JsonLines, id_for

# Also halves of surrogate pairs, which no stream can write.
ANYTHING = st.text(st.characters(), max_size=80)
LINK = "/admin/reset/MQ/c8x0a1-5f1d2c3b4a/"


def line(message: object, *values: object, **extra: object) -> str:
    record = logging.makeLogRecord({"name": "tests", "levelname": "INFO", "msg": message, "args": values, **extra})
    return JsonLines().format(record)


@pytest.fixture
def written(caplog):
    """The lines that requests wrote, as JSON."""
    caplog.set_level(logging.INFO)

    def lines(logger: str = "reform_portal.access") -> list[dict]:
        return [json.loads(JsonLines().format(record)) for record in caplog.records if record.name == logger]

    return lines


@given(ANYTHING, ANYTHING, st.dictionaries(ANYTHING, ANYTHING, max_size=3))
def test_any_text_is_one_line_of_json_and_comes_back_as_it_was(message, value, fields):
    said = line("%s: %s", message, value, fields=fields)
    assert said.splitlines() == [said]
    assert said.encode()
    read = json.loads(said)
    if "/admin/reset/" not in said:
        assert read["message"] == f"{message}: {value}"
    for name in fields.keys() - {"at", "level", "logger", "message", "request"}:
        assert read[name] == fields[name]


@given(ANYTHING)
def test_an_exception_is_in_the_line_of_its_message(text):
    try:
        raise ValueError(text)
    except ValueError:
        said = line("It failed.", exc_info=sys.exc_info())
    assert said.splitlines() == [said]
    assert "ValueError" in json.loads(said)["exception"]


def test_a_message_whose_values_do_not_fit_is_told_all_the_same():
    assert json.loads(line("%d rows", "many"))["message"] == "%d rows ('many',)"


def test_a_field_does_not_take_the_place_of_what_every_line_has():
    assert json.loads(line("It is so.", fields={"level": "ERROR"}))["level"] == "INFO"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_sign_in_link_is_in_no_line_whoever_writes_it(prefix):
    try:
        raise ValueError(f"at {prefix}{LINK}")
    except ValueError:
        said = line("Not Found: %s", f"{prefix}{LINK}", fields={"path": f"{prefix}{LINK}"}, exc_info=sys.exc_info())
    assert "c8x0a1" not in said
    assert said.count(f"{prefix}/admin/reset/***") == 3


def test_lines_of_many_threads_stay_whole(capfd):
    output = ErrorOutput()
    output.setFormatter(JsonLines())

    def write(number: int) -> None:
        for _time in range(100):
            output.handle(logging.makeLogRecord({"name": "tests", "msg": f"{number}" * 3_000}))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(8)))
    said = [json.loads(one)["message"] for one in capfd.readouterr().err.splitlines()]
    assert Counter(said) == {f"{number}" * 3_000: 100 for number in range(8)}


def test_a_line_that_cannot_be_written_stops_nothing(monkeypatch, capsys):
    reading, writing = os.pipe()
    os.close(writing)
    monkeypatch.setattr(logs, "STDERR", reading)  # nothing can be written to the end that is read
    ErrorOutput().handle(logging.makeLogRecord({"msg": "a line"}))
    os.close(reading)
    assert "a line" in capsys.readouterr().err


# --- the id of a request ---------------------------------------------------------------------------------


@given(ANYTHING)
def test_an_id_that_comes_in_is_taken_if_it_looks_like_one(text):
    trusted, portal.TRUSTED_PROXIES = portal.TRUSTED_PROXIES, frozenset({"10.0.0.1"})
    try:
        found = id_for({"HTTP_X_REQUEST_ID": text, "REMOTE_ADDR": "10.0.0.1"})
    finally:
        portal.TRUSTED_PROXIES = trusted
    assert LIKE_AN_ID.fullmatch(found)
    assert (found == text) == bool(LIKE_AN_ID.fullmatch(text))


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("6352d31895fd2969", True),
        ("0d2f5e3c-8a1b-4c4d-9e8f-001122334455", True),
        ("short", False),
        ("x" * 65, False),
        ("-oh-no-a-hyphen", False),
        ("<script>alert(1)</script>", False),
        ("12345678 90", False),
        ("6352d31895fd2969\n", False),
        ("số-hiệu-của-tôi", False),
        ("", False),
    ],
)
def test_what_an_id_looks_like(rf, settings, given, taken):
    settings.TRUSTED_PROXIES = frozenset({"127.0.0.1"})
    assert (id_for(rf.get("/", headers={"X-Request-Id": given}).META) == given) is taken


def test_an_id_is_taken_from_nobody_but_a_trusted_proxy(rf):
    given = "6352d31895fd2969"
    made = {id_for(rf.get("/", headers={"X-Request-Id": given}).META) for _time in range(100)}
    assert given not in made
    assert len(made) == 100


def test_an_answer_and_every_line_of_its_request_have_one_id(client, written):
    answer = client.get("/favicon.ico")
    assert [said["request"] for said in written()] == [answer.headers["X-Request-Id"]]


def test_a_line_after_the_answer_belongs_to_its_request_still(rf):
    request = rf.get("/")
    request.request_id = "6352d31895fd2969"
    token = REQUEST_ID.set("")
    said = json.loads(line("Forbidden", request=request))
    REQUEST_ID.reset(token)
    assert said["request"] == "6352d31895fd2969"


# --- the line of a request -------------------------------------------------------------------------------


def test_a_request_has_a_line_with_its_route_and_without_its_query(client, written):
    client.get("/favicon.ico?q=secret")
    (said,) = written()
    assert said["ms"] >= 0
    wanted = {"method": "GET", "path": "/favicon.ico", "route": "favicon", "status": 302}
    assert {name: said[name] for name in wanted} == wanted
    assert "secret" not in json.dumps(said)


@pytest.mark.django_db
def test_of_readers_there_is_no_address(client, written):
    client.get("/communes/?q=an+hiep", headers={"User-Agent": "secret"}, REMOTE_ADDR="203.0.113.9")
    (said,) = written()
    assert not {"client", "user"} & said.keys()
    assert not [word for word in ("203.0.113.9", "hiep", "secret") if word in json.dumps(said)]


@pytest.mark.django_db
def test_of_officials_there_are_account_and_address_also_when_they_sign_in_and_out(client, written):
    official = get_user_model().objects.create_user("lan.nt", password="chin-con-trau", is_staff=True)
    form = {"username": "lan.nt", "password": "chin-con-trau", "next": "/admin/"}
    client.post("/admin/login/", form, REMOTE_ADDR="203.0.113.9")
    client.get("/admin/")
    client.post("/admin/logout/")
    client.get("/admin/")
    said = written()
    assert [each["user"] for each in said] == [official.pk, official.pk, official.pk, None]
    assert said[0]["client"] == "203.0.113.9"
    assert "chin-con-trau" not in json.dumps(said)


@pytest.mark.django_db
def test_nobody_is_looked_up_for_the_log(rf, client, django_assert_num_queries):
    client.get("/about/")
    with django_assert_num_queries(1):
        client.get("/about/")


def test_a_long_path_is_cut(client, written):
    client.get(f"/static/{'x' * 5_000}")
    assert len(written()[0]["path"]) == 200


@pytest.mark.django_db
def test_scanners_make_no_noise(client, written, caplog):
    assert client.get("/wp-login.php").status_code == 404
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert [record.levelname for record in caplog.records if record.levelno > logging.INFO] == []
    assert not written("django.request")[:-1]
    hosts = written("django.security.DisallowedHost")
    assert hosts[0]["level"] == "INFO"
    assert not any("exception" in said for said in hosts)


@pytest.mark.django_db
def test_an_error_is_told_once_with_its_traceback_and_id(monkeypatch, written):
    def broken(*_arguments, **_more):
        raise RuntimeError("broken")

    monkeypatch.setattr("reform_portal.views.render", broken)
    answer = Client(raise_request_exception=False).get("/en/about/")
    (error,) = written("django.request")
    assert error["level"] == "ERROR"
    assert "RuntimeError: broken" in error["exception"]
    assert error["request"] == answer.headers["X-Request-Id"] == written()[0]["request"]


# --- how the log is set up -------------------------------------------------------------------------------

WRITING = """
import logging.config, json, sys
logging.config.dictConfig(json.load(open("deploy/logging.json")))
if sys.argv[1:]:
    import django
    django.setup()
logging.getLogger("gunicorn.error").info("Booting worker with pid: %s", 7)
logging.getLogger("gunicorn.access").info("GET /?q=secret")
logging.getLogger("somebody.else").error("It failed.")
"""


@pytest.mark.parametrize("inside_the_portal", [False, True])
def test_the_web_servers_write_the_same_lines_before_and_after_the_portal_is_loaded(inside_the_portal):
    done = subprocess.run(
        [sys.executable, "-c", WRITING, *(["portal"] if inside_the_portal else [])],
        cwd=portal.BASE_DIR,
        env=os.environ | {"DATABASE_URL": "sqlite://:memory:"},
        capture_output=True,
        text=True,
        check=True,
    )
    said = [json.loads(text) for text in done.stderr.splitlines()]
    assert [each["message"] for each in said] == ["Booting worker with pid: 7", "It failed."]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL is LOUD"),
        ("PROMETHEUS_MULTIPROC_DIR", "/nowhere/at/all", "PROMETHEUS_MULTIPROC_DIR is /nowhere/at/all"),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence(name, value, sentence):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=portal.BASE_DIR,
        env=os.environ | {"SITE_URL": "https://portal.example", name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert sentence in done.stderr
