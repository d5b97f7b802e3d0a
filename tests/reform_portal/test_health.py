"""A load balancer learns whether a process lives and whether it is ready: soon, by IP address, and nothing else."""

from threading import Event, Thread
from time import monotonic

import pytest
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections

from reform_portal import health
from reform_portal.caching.stores import Away
from reform_portal.health import FAILED, OK, Part, ask_cache, ask_database, migrations_missing

LIVE, READY = "/health/live", "/health/ready"


@pytest.fixture(autouse=True)
def asked_anew(settings, monkeypatch):
    """No answer of another test stands, and nothing is known of migrations."""
    settings.HEALTH_KEPT_SECONDS = 0
    monkeypatch.setattr(health, "_MIGRATED", Event())


def broken(*_arguments):
    raise ConnectionError("nobody is there")


def part(name: str) -> Part:
    return next(part for part in health.PARTS if part.name == name)


def test_a_process_that_lives_says_so_and_touches_nothing(client):
    """Without a database: pytest-django refuses every question to it here."""
    answer = client.get(LIVE)
    assert answer.status_code == 200
    assert answer.json() == {"status": "live"}


@pytest.mark.django_db
def test_a_process_is_ready_when_the_database_answers_and_has_every_migration(client):
    answer = client.get(READY)
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "database": "ok", "migrations": "ok", "cache": "ok"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", [LIVE, READY])
def test_the_answer_is_kept_nowhere_and_knows_nobody(client, path):
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert "Vary" not in answer.headers
    assert "ETag" not in answer.headers


@pytest.mark.django_db
@pytest.mark.parametrize("path", [LIVE, READY])
def test_it_is_asked_by_address_and_over_plain_http(client, settings, path):
    settings.ALLOWED_HOSTS = ["portal.example"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path, headers={"Host": "10.0.0.5:8001"}).status_code == 200
    assert client.get("/about/", headers={"Host": "10.0.0.5:8001"}).status_code != 200


@pytest.mark.parametrize("path", [LIVE, READY])
def test_it_is_read_and_nothing_else(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_without_the_database_a_process_is_not_ready_and_says_no_more(client, monkeypatch, caplog):
    monkeypatch.setattr(part("database"), "ask", broken)
    answer = client.get(READY)
    assert answer.status_code == 503
    said = answer.json()
    assert (said["status"], said["database"], said["migrations"]) == ("not ready", "failed", "failed")
    assert "nobody is there" not in answer.content.decode()
    assert "nobody is there" in caplog.text
    assert client.get(LIVE).status_code == 200


@pytest.mark.django_db
def test_a_missing_migration_makes_a_process_wait_and_is_looked_for_until_it_is_there(client, monkeypatch):
    looked = []

    def missing() -> bool:
        looked.append(True)
        return len(looked) < 3

    monkeypatch.setattr(health, "migrations_missing", missing)
    answers = [client.get(READY) for _time in range(5)]
    assert [answer.status_code for answer in answers] == [503, 503, 200, 200, 200]
    assert [answer.json()["migrations"] for answer in answers[:3]] == ["missing", "missing", "ok"]
    assert len(looked) == 3


@pytest.mark.django_db
def test_a_migration_that_the_database_lacks_is_missed():
    assert not migrations_missing()
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'indices'")
    assert migrations_missing()


@pytest.mark.django_db
def test_the_cache_is_told_and_does_not_decide(client, monkeypatch):
    monkeypatch.setattr(part("cache"), "ask", broken)
    answer = client.get(READY)
    assert answer.status_code == 200
    assert answer.json()["cache"] == "failed"


def test_a_cache_that_hides_its_faults_is_found_out(monkeypatch):
    ask_cache()
    monkeypatch.setattr(cache, "set", lambda *_arguments: None)
    cache.clear()
    with pytest.raises(LookupError):
        ask_cache()


def test_a_redis_in_whose_place_every_process_remembers_for_itself_has_failed(monkeypatch):
    away = Away()
    monkeypatch.setattr(health, "AWAY", away)
    ask_cache()
    away.begin(ConnectionError("nobody is there"))
    with pytest.raises(LookupError):
        ask_cache()


@pytest.mark.django_db
def test_a_replica_is_told_under_its_name_and_does_not_decide(client, monkeypatch):
    monkeypatch.setattr(health, "PARTS", (*health.PARTS, Part("replica", broken)))
    answer = client.get(READY)
    assert answer.status_code == 200
    assert answer.json()["replica"] == "failed"


@pytest.mark.django_db
def test_asking_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        ask_database(DEFAULT_DB_ALIAS)


def test_what_hangs_is_waited_for_once_and_has_one_thread(settings, caplog):
    settings.HEALTH_SECONDS = 0.2
    free, asked = Event(), []

    def hang() -> None:
        asked.append(True)
        assert free.wait(10)

    hanging = Part("database", hang)
    before = monotonic()
    hanging.begin()
    assert hanging.state() == FAILED
    assert monotonic() - before < 5
    for _time in range(20):  # nobody else waits, and no thread is added
        hanging.begin()
        assert hanging.state() == FAILED
    assert len(asked) == 1
    assert len(caplog.records) == 1
    assert "no answer within 0.2 seconds" in caplog.text
    free.set()
    assert hanging._answered.wait(10)
    assert hanging.state() == OK


def test_an_answer_stands_for_a_while_whoever_asks(settings):
    settings.HEALTH_KEPT_SECONDS = 60
    asked = []
    part = Part("cache", lambda: asked.append(True))

    def ask() -> None:
        part.begin()
        assert part.state() == OK

    threads = [Thread(target=ask) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 1


def test_the_log_says_what_changed_and_not_what_stays(caplog):
    answers = iter([OK, OK, FAILED, FAILED, OK, OK])

    def ask() -> None:
        if next(answers) == FAILED:
            broken()

    part = Part("cache", ask)
    for _time in range(6):
        part.begin()
        part.state()
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    assert caplog.records[0].exc_info
