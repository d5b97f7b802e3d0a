"""What stands in deploy/ agrees with the code and with itself; that it works is shown by tests/stack."""

import re
import runpy
from pathlib import Path

import pytest
from django.conf import settings

from reform_portal.caching.keys import KNOWN_KEYS, TYPED_KEYS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
PORTAL = (DEPLOY / "nginx" / "portal.conf").read_text()
LOCATIONS = (DEPLOY / "nginx" / "portal-locations.conf").read_text()
WEB_UNIT = (DEPLOY / "systemd" / "portal-web@.service").read_text()


@pytest.fixture
def gunicorn(monkeypatch) -> dict:
    """What an installation tells gunicorn that sets nothing."""
    for name in ("WEB_BIND", "WEB_WORKERS", "WEB_THREADS", "WEB_BACKLOG", "WEB_GRACEFUL_SECONDS"):
        monkeypatch.delenv(name, raising=False)
    return runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))


def seconds(pattern: str, text: str) -> int:
    """The only number of seconds that a configuration gives there."""
    [found] = set(re.findall(pattern + r"(\d+)s?\b", text))
    return int(found)


def test_nginx_keeps_pages_under_the_keys_that_pages_know():
    read = re.findall(r'map \$args \$asked_(\w+) \{ "~\(\?:\^\|&\)\((\w+)=\[\^&\]\*\)" \$1; \}', PORTAL)
    assert [variable for variable, _key in read] == [key for _variable, key in read] == list(KNOWN_KEYS)
    [kept_as] = re.findall(r'default "\$asked_path (.*)";', PORTAL)
    assert kept_as == "&".join(f"$asked_{key}" for key in KNOWN_KEYS)


def test_nginx_knows_the_same_keys_wherever_it_looks_for_odd_queries():
    lists = re.findall(r'"~\(\^\|&\)\(([\w|]+)\)', PORTAL)
    assert lists == ["|".join(TYPED_KEYS), *["|".join(KNOWN_KEYS)] * 3]


def test_a_page_is_never_older_than_it_says_itself():
    """nginx counts whole seconds: what is good for one second may be used during two."""
    kept, packed = seconds(r"proxy_cache_valid 200 ", PORTAL), seconds(r"proxy_cache_valid 200 ", LOCATIONS)
    answers = (ROOT / "reform_portal" / "caching" / "answers.py").read_text()
    assert (kept + 1) + (packed + 1) <= seconds("s-maxage=", answers)


def test_nothing_is_served_stale_while_it_is_updated():
    for text in (PORTAL, LOCATIONS):
        assert not re.search(r"^\s*proxy_cache_(background_update on|use_stale .*updating)", text, re.MULTILINE)


def test_a_sheet_that_the_portal_takes_is_not_too_large_for_nginx():
    largest = max(map(int, re.findall(r"client_max_body_size (\d+)m;", LOCATIONS)))
    assert largest * 1024 * 1024 >= settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_nginx_closes_a_connection_before_a_service_does(gunicorn):
    upstream = PORTAL[PORTAL.index("upstream portal_web") : PORTAL.index("}")]
    assert seconds(r"keepalive_timeout ", upstream) < gunicorn["keepalive"]
    assert seconds(r"max_conns=", upstream) <= min(gunicorn["worker_connections"], gunicorn["backlog"])
    assert f"server {gunicorn['bind']} " in upstream


def test_a_service_that_is_told_to_go_has_the_time_to_finish(gunicorn):
    assert gunicorn["graceful_timeout"] < seconds("TimeoutStopSec=", WEB_UNIT)


def test_every_setting_of_the_web_services_is_explained():
    used = set(re.findall(r'"(WEB_[A-Z_]+)"', (DEPLOY / "gunicorn.conf.py").read_text()))
    explained = set(re.findall(r"^\| `(WEB_[A-Z_]+)` \|", (ROOT / "docs" / "running.md").read_text(), re.MULTILINE))
    assert used == explained
    assert used <= set(re.findall(r"^#(WEB_[A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_units_are_bounded_and_may_do_little():
    for unit in (DEPLOY / "systemd").glob("*.service"):
        text = unit.read_text()
        for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=\n", "User=portal"):
            assert line in text, (unit.name, line)
        assert "MemoryMax=" in text, unit.name


def test_redis_forgets_rather_than_refuses_and_writes_nothing():
    told = (DEPLOY / "redis.conf").read_text().splitlines()
    assert {"maxmemory-policy allkeys-lru", 'save ""', "appendonly no"} <= set(told)
