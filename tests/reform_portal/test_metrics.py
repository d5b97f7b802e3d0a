"""Prometheus is told what happens here, by who has the token; docs and alerts speak of exactly what is told."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import yaml
from django.conf import settings as portal
from django.db import DatabaseError, DataError, connection
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.log import log_response
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from redis.exceptions import ConnectionError as RedisConnectionError

from indices.catalogue import current_catalogue
from indices.models import Edition, Indicator
from indices.open_data.releases import cut
from provinces.models import ImportRun
from provinces.registry import current_registry
from reform_portal import counters, health, metrics, vitals
from reform_portal.caching import stores
from reform_portal.caching.stores import Away
from reform_portal.counters import CACHE, DATABASE, OTHER, answered, kind_of
from reform_portal.databases.choosing import Choice
from reform_portal.health import Part
from reform_portal.recording import NOWHERE, Recorded, route_at

PATH, TOKEN = "/metrics", "a-long-random-text-of-the-tests"
ALERTS = yaml.safe_load((portal.BASE_DIR / "deploy/alerts.yml").read_text())["groups"][0]["rules"]
DOCUMENT = (portal.BASE_DIR / "docs/monitoring.md").read_text()
# Prometheus' own: whether it could ask.
OF_PROMETHEUS = {"up"}


@pytest.fixture(autouse=True)
def asked_anew(settings):
    """No answer about parts stands from another test."""
    settings.HEALTH_KEPT_SECONDS = 0


@pytest.fixture
def token(settings):
    settings.METRICS_TOKEN = TOKEN
    return {"Authorization": f"Bearer {TOKEN}"}


def samples(text: str) -> dict[tuple, float]:
    """What is told: name and labels → value."""
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def told():
    """The figures of this process, looked at twice: what has been added between the looks."""

    def look() -> dict[tuple, float]:
        return samples(b"".join(map(generate_latest, metrics.counted())).decode())

    def added(name: str, **labels: str) -> float:
        key = (name, *sorted(labels.items()))
        return look().get(key, 0) - before.get(key, 0)

    before = look()

    return added


def read(families) -> dict[tuple, float]:
    return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


# --- who may ask -----------------------------------------------------------------------------------------


def test_without_a_token_of_the_portal_there_is_nothing(client):
    assert client.get(PATH).status_code == 404
    assert client.get(PATH, headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (None, 401),
        ("", 401),
        (f"Basic {TOKEN}", 401),
        (TOKEN, 401),
        ("Bearer", 403),
        ("Bearer another", 403),
        (f"Bearer {TOKEN}x", 403),
        ("Bearer tiếng-việt", 403),
    ],
)
def test_who_has_no_token_or_another_one_is_told_nothing(client, token, given, status):
    answer = client.get(PATH, headers={} if given is None else {"Authorization": given})
    assert answer.status_code == status
    assert answer.content == b""
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_who_has_the_token_is_told_also_by_ip_address(client, token, scheme):
    answer = client.get(PATH, headers={"Authorization": f"{scheme} {TOKEN}", "Host": "10.0.0.5:8001"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert answer.headers["Cache-Control"] == "no-store"
    found = samples(answer.content.decode())
    assert {part: found["portal_up", ("part", part)] for part in ("database", "migrations", "cache")} == {
        "database": 1,
        "migrations": 1,
        "cache": 1,
    }


# --- what processes count --------------------------------------------------------------------------------


def test_a_request_is_counted_by_route_method_and_class_of_status(client):
    added = told()
    client.get("/favicon.ico")
    client.get("/favicon.ico?x=1")
    assert added("portal_requests_total", route="favicon", method="GET", status="3xx") == 2
    assert added("portal_request_seconds_count", route="favicon") == 2


@pytest.mark.django_db
def test_a_kept_page_and_one_that_the_reader_has_are_counted_under_their_route(client):
    added = told()
    tag = client.get("/en/provinces/ben-tre/").headers["ETag"]
    client.get("/en/provinces/ben-tre/")
    client.get("/en/provinces/ben-tre/", headers={"If-None-Match": tag})
    assert added("portal_requests_total", route="indices:unit", method="GET", status="2xx") == 2
    assert added("portal_requests_total", route="indices:unit", method="GET", status="3xx") == 1


@pytest.mark.django_db
def test_whatever_is_asked_for_there_are_few_labels(client):
    added = told()
    for number in range(20):
        client.get(f"/wp-{number}.php")
    client.generic("BREW", "/favicon.ico")
    assert added("portal_requests_total", route=NOWHERE, method="GET", status="4xx") == 20
    assert added("portal_requests_total", route="favicon", method="other", status="4xx") == 1


@given(st.text(max_size=60).map(lambda text: f"/{text}"))
def test_a_route_is_a_name_of_the_sites_map_and_no_path(path):
    try:
        found = resolve(path).view_name
    except Resolver404:
        found = NOWHERE
    assert route_at(path) == found or path.startswith("/en")


def test_machines_that_ask_how_it_is_are_not_counted(client):
    added = told()
    client.get("/health/live")
    assert added("portal_requests_total", route="health_live", method="GET", status="2xx") == 0


def test_pages_of_a_copy_are_not_counted(rf):
    added = told()
    request = rf.get("/favicon.ico")
    request.baked = object()
    Recorded(lambda request: HttpResponse())(request)
    assert added("portal_requests_total", route="favicon", method="GET", status="2xx") == 0


@pytest.mark.parametrize("outcome", counters.OUTCOMES)
def test_a_public_answer_is_counted_by_its_outcome_and_its_line_says_so(rf, caplog, outcome):
    caplog.set_level("INFO")

    def answer(request):
        answered(request, outcome)
        return HttpResponse()

    added = told()
    Recorded(answer)(rf.get("/about/"))
    assert added("portal_answers_total", outcome=outcome) == 1
    assert caplog.records[-1].fields["answer"] == outcome


@pytest.mark.django_db
def test_pages_are_kept_made_had_already_or_made_for_one_reader(client):
    added = told()
    page = "/en/provinces/ben-tre/"
    tag = client.get(page).headers["ETag"]
    client.get(page)
    client.get(page, headers={"If-None-Match": tag})
    client.get("/en/communes/", {"q": "an hiep"})
    client.get("/en/nowhere/")
    client.get("/api/v1/units", {"nothing": "like this"})
    client.get("/admin/")
    counted = {outcome: added("portal_answers_total", outcome=outcome) for outcome in counters.OUTCOMES}
    assert counted == {"made": 1, "kept": 1, "not_modified": 1, "not_kept": 3}


def chained(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (DataError(), DATABASE),
        (chained(RuntimeError(), DatabaseError()), DATABASE),
        (RedisConnectionError(), CACHE),
        (chained(ValueError(), RedisConnectionError()), CACHE),
        (ValueError(), OTHER),
        (None, OTHER),
    ],
)
def test_what_failed_is_known_by_what_was_raised(error, kind):
    assert kind_of(error) == kind


def test_errors_are_counted_and_warnings_only_of_database_and_cache(caplog):
    log = metrics.LOG
    added = told()
    log.warning("A warning.")
    log.error("An error.")
    log.warning("The portal could live with it.", exc_info=RedisConnectionError())
    log.error("It could not.", exc_info=DatabaseError())
    assert [added("portal_errors_total", kind=kind) for kind in (OTHER, CACHE, DATABASE)] == [1, 1, 1]


def test_a_page_that_failed_is_an_error(rf):
    added = told()
    log_response("Failed", response=HttpResponse(status=500), request=rf.get("/"), exception=DatabaseError())
    assert added("portal_errors_total", kind=DATABASE) == 1


def test_a_cache_and_a_database_that_were_lived_without_are_errors_all_the_same(monkeypatch):
    added = told()
    monkeypatch.setattr("reform_portal.caching.stores.AWAY", Away())
    stores.AWAY.begin(RedisConnectionError())
    monkeypatch.setattr("reform_portal.databases.choosing.usable", lambda alias: True)
    Choice().leave("default", None)
    assert [added("portal_errors_total", kind=kind) for kind in (CACHE, DATABASE)] == [1, 1]


COUNTING = """
import sys, time
import django
django.setup()
from django.test import Client
for number in range(int(sys.argv[1])):
    Client().get("/favicon.ico", headers={"Host": "127.0.0.1"})
if sys.argv[2:]:
    print(Client().get("/metrics", headers={"Authorization": f"Bearer {sys.argv[2]}"}).content.decode())
"""


def test_processes_that_count_in_one_folder_tell_their_sum(tmp_path):
    """Also of those that have ended; memory and the like only of those that live."""

    def process(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", COUNTING, *arguments],
            cwd=portal.BASE_DIR,
            env=os.environ
            | {
                "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
                "METRICS_TOKEN": TOKEN,
                "DATABASE_URL": "sqlite://:memory:",
                "LOG_LEVEL": "CRITICAL",
            },
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    process("2")
    found = samples(process("3", TOKEN))
    assert found["portal_requests_total", ("method", "GET"), ("route", "favicon"), ("status", "3xx")] == 5
    assert len([key for key in found if key[0] == "process_resident_memory_bytes"]) == 1
    assert ("portal_up", ("part", "database")) in found


# --- what the database knows -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_asking_costs_a_fixed_number_of_queries(django_assert_num_queries):
    current_catalogue(), current_registry()
    with django_assert_num_queries(9):
        list(vitals.read())
    ImportRun.objects.create(kind="results", file_name="x.csv", content=b"", sha256="", counts={})
    with django_assert_num_queries(9):
        list(vitals.read())


@pytest.mark.django_db
def test_versions_are_counted_by_what_they_wait_for(sipas_2020, par_index_2020, editor, approver):
    now = timezone.now()
    public = Edition.objects.filter(state="approved").count()
    soon = now + timedelta(minutes=30)
    waiting = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    waiting.submit(by=editor)
    waiting.approve(by=approver, publish_at=soon)
    Edition.open_draft(par_index_2020.index, 2020, by=editor)
    found = read(vitals.editions(now))
    assert {state: found["portal_editions", state] for state in ("draft", "waiting", "published", "held")} == {
        "draft": 1,
        "waiting": 1,
        "published": public,
        "held": 0,
    }
    assert found["portal_next_publication_timestamp_seconds",] == pytest.approx(soon.timestamp(), abs=0.001)
    assert found["portal_last_publication_timestamp_seconds",] < now.timestamp()
    waiting.hold(by=approver, reason="Lùi giờ")
    found = read(vitals.editions(now))
    assert found["portal_editions", "held"] == 1
    assert ("portal_next_publication_timestamp_seconds",) not in found


@pytest.mark.django_db
def test_imports_are_counted_by_kind_and_state_with_the_rows_of_those_that_stand(editor):
    before = read(vitals.imports())
    at = timezone.now()
    for state, counts in (
        ("stored", {"new": 2, "changed": 3, "same": 5, "skipped": 0, "refused": 1}),
        ("stored", {"new": 10}),
        ("refused", {"refused": 7}),
        ("undone", {"new": 99}),
    ):
        ImportRun.objects.create(
            kind="results", file_name="x", content=b"", sha256="", state=state, counts=counts, user=editor, stored_at=at
        )
    after = read(vitals.imports())

    def added(*key: str) -> float:
        return after[key] - before.get(key, 0)

    assert [added("portal_imports", "results", state) for state in ("stored", "refused", "undone")] == [2, 1, 1]
    rows = [added("portal_import_rows", "results", name) for name in ("new", "changed", "same", "skipped", "refused")]
    assert rows == [12, 3, 5, 0, 1]
    assert after["portal_last_import_timestamp_seconds",] == pytest.approx(at.timestamp(), abs=0.001)


@pytest.mark.django_db
def test_what_became_public_is_due_until_a_release_covers_it(sipas_2020, editor, approver):
    cut()
    now = timezone.now()
    assert read(vitals.releases(now))["portal_releases_due",] == 0
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    draft.submit(by=editor)
    draft.approve(by=approver)
    before = read(vitals.releases(timezone.now()))
    assert before["portal_releases_due",] == 1
    cut()
    after = read(vitals.releases(timezone.now()))
    assert after["portal_releases_due",] == 0
    assert after["portal_releases",] == before["portal_releases",] + 1


@pytest.mark.django_db
def test_reports_are_late_once_their_day_has_passed():
    Indicator.objects.update(frequency="", expected_from=None)
    Indicator.objects.filter(code="dvctt-3-4").update(
        frequency="month", period_last_day=28, expected_from="2031-01-01", due_days=5
    )

    def late(day: int) -> float:
        return read(vitals.reports(datetime(2031, 2, day, 5, tzinfo=UTC)))["portal_reports", "late"]

    assert [late(2), late(3)] == [0, 34]


@pytest.mark.django_db
def test_without_the_database_the_rest_is_told(monkeypatch):
    def broken(*_arguments):
        raise DatabaseError("gone")

    monkeypatch.setattr(vitals, "read", broken)
    found = samples(metrics.exposition().decode())
    assert found["portal_up", ("part", "database")] == 0
    assert ("portal_releases",) not in found
    assert any(name == "portal_build_info" for name, *_labels in found)


@pytest.mark.django_db
def test_the_primary_is_not_behind_itself():
    if connection.vendor == "postgresql":
        assert vitals.replica_behind("default") == (0, 0)
    else:
        assert not read(vitals.replicas([]))


@pytest.mark.django_db
def test_a_replica_that_does_not_answer_is_not_asked_how_far_it_is_behind(monkeypatch):
    def broken():
        raise ConnectionError

    monkeypatch.setattr(health, "PARTS", (*health.PARTS, Part("replica", broken)))
    assert samples(metrics.exposition().decode())["portal_up", ("part", "replica")] == 0


# --- what documents and alerts say -----------------------------------------------------------------------

SUFFIX = re.compile(r"_(bucket|count|sum)$")


def exported() -> set[str]:
    """The names of everything that is told, replicas among it."""
    families = [*text_string_to_metric_families(metrics.exposition().decode()), *vitals.replicas([])]
    return {f"{family.name}_total" if family.type == "counter" else family.name for family in families}


@pytest.mark.django_db
def test_the_document_explains_exactly_what_is_told():
    names = " ".join(row.split("|")[1] for row in DOCUMENT.splitlines() if row.startswith("| `p"))
    assert sorted(re.findall(r"`(\w+)`", names)) == sorted(exported())


@pytest.mark.django_db
def test_alerts_speak_of_what_is_told():
    asked = " ".join(alert["expr"] for alert in ALERTS)
    used = {SUFFIX.sub("", name) for name in re.findall(r"\b(?:portal|process)_\w+|\bup\b", asked)}
    assert used <= exported() | OF_PROMETHEUS


def test_every_alert_has_its_paragraph_with_its_kind_and_a_first_step():
    paragraphs = dict(re.findall(r"^### (Portal\w+)\n\n(.*?)(?=\n### |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL))
    assert list(paragraphs) == [alert["alert"] for alert in ALERTS]
    for alert in ALERTS:
        said = paragraphs[alert["alert"]]
        assert said.startswith(f"**{alert['labels']['severity']}**")
        assert "*First:*" in said
        assert alert["annotations"]["summary"]


def test_what_alerts_ask_of_parts_is_what_health_says():
    parts = {part for alert in ALERTS for part in re.findall(r'part="(\w+)"', alert["expr"])}
    assert parts == {"database", "migrations", "cache"}
