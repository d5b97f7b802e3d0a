"""A wrong or missing value of an installation stops its start, with a sentence that says what to set."""

import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.checks import Error, Warning
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from reform_portal import checks
from reform_portal import settings as trial
from reform_portal.environment import Environment
from tests.reform_portal.installed import ENVIRONMENT, HOST, install, settings_of


@pytest.fixture
def installed(settings, monkeypatch):
    """An installation with everything set; called with what somebody got wrong, it says what is found."""
    install(settings)

    def but(**changed: object) -> dict[str, str]:
        for name, value in changed.items():
            if hasattr(settings, name):
                setattr(settings, name, value)
            else:
                monkeypatch.setenv(name, str(value))
        return {message.id: f"{message.msg} {message.hint}" for message in checks.installation()}

    return but


def test_an_installation_with_everything_set_has_nothing_to_mend(installed):
    assert installed() == {}


def test_a_trial_is_asked_for_nothing(settings):
    settings.SECRET_KEY, settings.ALLOWED_HOSTS, settings.DEBUG = "x", ["*"], True
    assert settings.ON_TRIAL
    assert checks.installation() == []
    checks.refuse_to_start()


def test_a_trial_that_answers_to_a_name_of_others_is_an_installation_without_its_address(settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "192.168.1.5", HOST]
    assert settings.ON_TRIAL
    [found] = checks.installation()
    assert (found.id, found.hint) == ("reform_portal.E-SITE_URL", f"Set SITE_URL=https://{HOST}.")
    with pytest.raises(ImproperlyConfigured, match=f"ALLOWED_HOSTS has {HOST}"):
        checks.refuse_to_start()


@pytest.mark.parametrize(
    ("name", "value", "said", "remedy"),
    [
        ("SECRET_KEY", "short", "has 5 characters", "secrets.token_urlsafe"),
        ("SECRET_KEY", "a" * 60, "repeats few characters", "secrets.token_urlsafe"),
        ("SECRET_KEY", "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz0123456789", "publicly known",
        "token_urlsafe"),
        ("SECRET_KEY", "not-a-secret-only-long-enough-for-the-check-0123456789", "publicly known", "token_urlsafe"),
        ("DEBUG", True, "shows strangers", "DEBUG=off"),
        ("SITE_URL", "portal.example.vn", "no https://", "SITE_URL=https://portal.example.vn"),
        ("SITE_URL", f"http://{HOST}", "is not https", f"SITE_URL=https://{HOST}"),
        ("SITE_URL", f"https://{HOST}/cchc", "more than a host", f"SITE_URL=https://{HOST}"),
        ("SITE_URL", f"https://{HOST}:x", "no https://", "SITE_URL=https://"),
        ("ALLOWED_HOSTS", [], "is not set", f"ALLOWED_HOSTS={HOST}"),
        ("ALLOWED_HOSTS", ["*"], '"*"', f"ALLOWED_HOSTS={HOST}"),
        ("ALLOWED_HOSTS", ["other.example.vn"], "host of SITE_URL", f"ALLOWED_HOSTS={HOST}"),
        ("ALLOWED_HOSTS", [HOST, f"{HOST}:443"], "no name of a host", f"ALLOWED_HOSTS={HOST}"),
        ("CSRF_TRUSTED_ORIGINS", [f"http://{HOST}"], "no https origin", f"https://{HOST}"),
        ("CSRF_TRUSTED_ORIGINS", [HOST], "no https origin", f"https://{HOST}"),
        ("TRUSTED_PROXIES", frozenset(), "is not set", "TRUSTED_PROXIES=127.0.0.1"),
        ("TRUSTED_PROXIES", frozenset({"10.0.0.0/8"}), "no address", "TRUSTED_PROXIES=127.0.0.1"),
        ("TRUSTED_PROXIES", frozenset({"127.0.0.1", "proxy"}), "no address", "TRUSTED_PROXIES=127.0.0.1"),
        ("TRUSTED_PROXIES", frozenset({"::0001"}), "no address", "TRUSTED_PROXIES=127.0.0.1"),
        ("SITE_OWNER", "", "is not set", "SITE_OWNER="),
        ("CONTACT_EMAIL", "", "is not set", f"CONTACT_EMAIL=cchc@{HOST}"),
        ("CONTACT_EMAIL", "office", "no e-mail address", "CONTACT_EMAIL="),
        ("SENTRY_DSN", "sentry.example.vn", "no address of a project", "SENTRY_DSN=https://"),
        ("METRICS_TOKEN", "prometheus", "could be guessed", "secrets.token_urlsafe"),
    ],
)  # fmt: skip
def test_a_value_that_endangers_an_installation_is_named_with_its_remedy(installed, name, value, said, remedy):
    found = installed(**{name: value})
    [sentence] = found.values()
    assert list(found) == [f"reform_portal.E-{name}"]
    assert sentence.startswith(f"{name} ")
    assert said in sentence
    assert remedy in sentence
    with pytest.raises(ImproperlyConfigured) as refused:
        checks.refuse_to_start()
    assert said in str(refused.value)


def test_several_web_processes_on_a_file_and_a_missing_second_factor_are_pointed_out(installed, settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert not installed(WEB_CONCURRENCY=1)
    found = installed(WEB_CONCURRENCY=4, SECOND_FACTOR_REQUIRED=False)
    assert set(found) == {"reform_portal.W-DATABASE_URL", "reform_portal.W-SECOND_FACTOR_REQUIRED"}
    assert "4 web processes" in found["reform_portal.W-DATABASE_URL"]
    assert {type(message) for message in checks.installation()} == {Warning}


def test_commands_show_everything_at_once(installed):
    assert len(installed(SITE_OWNER="", CONTACT_EMAIL="", DEBUG=True)) == 3
    assert all(type(message) is Error for message in checks.installation())


def test_a_web_process_without_static_files_does_not_start(installed, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    with pytest.raises(ImproperlyConfigured, match="collectstatic"):
        checks.refuse_to_start()
    (tmp_path / "staticfiles.json").touch()
    checks.refuse_to_start()


# --- what settings cannot even read ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("API_ROWS", "-5", 'API_ROWS is "-5". Set it to a whole number of at least 1.'),
        ("API_ROWS", "0", "at least 1"),
        ("PAGE_CACHE_SECONDS", "ten", 'PAGE_CACHE_SECONDS is "ten"'),
        ("IMPORT_MAX_BYTES", "1e6", "whole number"),
        ("IMPORT_ROUNDING", "-0.1", "at least 0"),
        ("SESSION_HOURS", "12h", "whole number"),
        ("DEBUG", "treu", "Set it to on or off."),
        ("SECOND_FACTOR_REQUIRED", "maybe", "Set it to on or off."),
        ("DATABASE_URL", "portal", "DATABASE_URL is no address of a database. Write it like DATABASE_URL=postgres://"),
        ("DATABASE_URL", "mysql://u:geheim@h/d", "DATABASE_URL is no address of a database"),
        ("DATABASE_URL", "postgres://u:geheim@h:port/d", "DATABASE_URL is no address of a database"),
        ("DATABASE_URL", "sqlite://portal.sqlite3", "DATABASE_URL is no address of a database"),
        ("CACHE_URL", "127.0.0.1:6379", "CACHE_URL is no address of a cache. Write it like CACHE_URL=redis://"),
        ("EMAIL_URL", "mail.example.vn", "EMAIL_URL is no address of a mail server. Write it like EMAIL_URL=smtp"),
        ("REPLICA_URL", "portal", "REPLICA_URL "),
        ("SECRET_KEY", "", "SECRET_KEY is not set. Set it to a long random text"),
    ],
)
def test_a_value_that_cannot_be_meant_stops_the_settings(name, value, said):
    with pytest.raises(ImproperlyConfigured, match=re.escape(said)) as refused:
        settings_of({**ENVIRONMENT, name: value})
    assert "geheim" not in str(refused.value)


def test_every_number_of_the_settings_refuses_what_is_below_one():
    """The settings ask for numbers by one reader, so none can have forgotten to look."""
    for name in re.findall(r'env\.int\("([A-Z_]+)"', Path(trial.__file__).read_text(encoding="utf-8")):
        with pytest.raises(ImproperlyConfigured, match=f'{name} is "-1"'):
            settings_of({**ENVIRONMENT, name: "-1"})


def test_a_variable_that_is_set_to_nothing_is_not_set():
    assert (
        settings_of({**ENVIRONMENT, "API_ROWS": "", "DEBUG": "", "CACHE_URL": "", "EMAIL_URL": ""})["API_ROWS"] == 1000
    )


@given(st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), min_size=1, max_size=30))
def test_no_text_is_too_odd_for_an_address(text):
    for found in (
        checks.site_url(text), checks.error_reports(text), checks.trusted_origins([text]),
        checks.trusted_proxies([text]),
        checks.allowed_hosts([text], "portal.example.vn"), checks.contact_email(text), checks.secret_key(text),
    ):  # fmt: skip
        assert all(isinstance(wrong, str) for wrong in found)
    reader = Environment()
    reader.ENVIRON = {"X": text}
    for read in (reader.email_url, reader.int, reader.float, reader.bool):
        with suppress(ImproperlyConfigured):
            read("X")


# --- as a web server starts it --------------------------------------------------------------------------


@pytest.mark.parametrize("door", ["wsgi", "asgi"])
def test_a_web_process_ends_with_the_sentences(door, tmp_path):
    environment = {
        **ENVIRONMENT, "PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "SITE_OWNER": "", "TRUSTED_PROXIES": "",
    }  # fmt: skip
    command = [sys.executable, "-c", f"import reform_portal.{door}"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    *_trace, said = ended.stderr.partition("The portal does not start.\n")
    assert said.splitlines() == [
        "TRUSTED_PROXIES is not set. Set it to the addresses from which the web server in front, the one that holds "
        "the certificate, reaches the portal, with commas: TRUSTED_PROXIES=127.0.0.1.",
        "SITE_OWNER is not set. Set it to who answers for the installation: SITE_OWNER=Sở Nội vụ tỉnh Vĩnh Long.",
        f"DATA_DIR has no static files ({tmp_path}/static). Run: python manage.py collectstatic.",
    ]
