"""What an installation that others reach must have set; on a trial nothing of it is asked, only that it is one.

Each finding names the variable, what is wrong, and what to write instead. Commands show all of them through Django's
system checks; a web process does not start (see `reform_portal.wsgi`), instead of serving half guarded. Values that
cannot even be read have stopped the settings before (see `reform_portal.environment`).
"""

import os
from collections.abc import Callable, Iterable, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.http.request import validate_host

KEY_CHARACTERS, KEY_DIFFERENT = 50, 12
TOKEN_CHARACTERS = 20
# Keys that stand in this repository, in examples of others, or are made by Django for a start.
KNOWN_KEYS = ("tests-only", "not-a-secret", "django-insecure-", "changeme", "change-me", "secret")
MAKE_ONE = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'

Finding = tuple[str, str, str]  # the variable, what is wrong with it, what to do


def secret_key(key: str) -> Iterator[str]:
    """What is wrong with a key that signs sessions and links.

    >>> list(secret_key("changeme"))
    ['is one that is publicly known', 'has 8 characters; it takes 50']
    """
    if key.lower().startswith(KNOWN_KEYS):
        yield "is one that is publicly known"
    if len(key) < KEY_CHARACTERS:
        yield f"has {len(key)} characters; it takes {KEY_CHARACTERS}"
    elif len(set(key)) < KEY_DIFFERENT:
        yield "repeats few characters"


def site_url(address: str) -> Iterator[str]:
    """What is wrong with the address that feeds, cards and links in mails name.

    >>> list(site_url("portal.example.vn")), list(site_url("http://portal.example.vn"))
    (['has no https:// in front'], ['is not https'])
    >>> list(site_url("https://portal.example.vn/cchc")), list(site_url("https://portal.example.vn"))
    (['has more than a host in it'], [])
    """
    parts = _split(address)
    if parts is None or not parts.hostname:
        yield "has no https:// in front"
    elif parts.scheme != "https":
        yield "is not https"
    elif parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        yield "has more than a host in it"


def allowed_hosts(hosts: list[str], host: str) -> Iterator[str]:
    """What is wrong with the names that the portal answers to.

    >>> list(allowed_hosts(["*"], "portal.example.vn"))
    ['has "*", which any stranger\\'s name fits']
    >>> list(allowed_hosts(["https://portal.example.vn"], "portal.example.vn"))
    ['has "https://portal.example.vn", which is no name of a host', 'does not have the host of SITE_URL']
    """
    if not hosts:
        yield "is not set"
        return
    for name in hosts:
        if name == "*":
            yield 'has "*", which any stranger\'s name fits'
        elif "/" in name or (":" in name and not name.startswith("[")):
            yield f'has "{name}", which is no name of a host'
    if host and not validate_host(host, hosts):
        yield "does not have the host of SITE_URL"


def beyond_a_trial(hosts: Iterable[str]) -> list[str]:
    """Names of hosts under which others reach the portal. A trial answers to this machine, and to addresses by number.

    >>> beyond_a_trial(["127.0.0.1", "192.168.1.5", "[::1]", "localhost", "*", ".localhost", "portal.example.vn"])
    ['portal.example.vn']
    """
    return [name for name in hosts if "." in name.strip(".") and not _canonical(name.strip("[]"))]


def trusted_origins(origins: Iterable[str]) -> Iterator[str]:
    """What is wrong with origins whose forms are accepted.

    >>> list(trusted_origins(["http://portal.example.vn", "https://portal.example.vn"]))
    ['has "http://portal.example.vn", which is no https origin']
    """
    for origin in origins:
        parts = _split(origin)
        if parts is None or parts.scheme != "https" or not parts.netloc or parts.path or parts.hostname == "*":
            yield f'has "{origin}", which is no https origin'


def trusted_proxies(proxies: Iterable[str]) -> Iterator[str]:
    """What is wrong with the addresses of proxies.

    >>> list(trusted_proxies(["10.0.0.0/8"])), list(trusted_proxies([]))
    (['has "10.0.0.0/8", which is no address'], ['is not set'])
    """
    found = sorted(proxies)
    if not found:
        yield "is not set"
    for proxy in found:
        if _canonical(proxy) != proxy:
            yield f'has "{proxy}", which is no address'


def error_reports(dsn: str) -> Iterator[str]:
    """What is wrong with the address of a Sentry.

    >>> list(error_reports("https://abc@sentry.example.vn/7")), list(error_reports("sentry.example.vn"))
    ([], ['is no address of a project'])
    """
    parts = _split(dsn)
    whole = parts is not None and parts.scheme in {"http", "https"} and parts.username and parts.hostname
    if dsn and not (whole and parts is not None and parts.path.rpartition("/")[2].isdigit()):
        yield "is no address of a project"


def metrics_token(token: str) -> Iterator[str]:
    """What is wrong with the word by which Prometheus is known; with none, nobody is shown the figures.

    >>> list(metrics_token("")), list(metrics_token("prometheus"))
    ([], ['has 10 characters and could be guessed; it takes 20'])
    """
    if token and len(token) < TOKEN_CHARACTERS:
        yield f"has {len(token)} characters and could be guessed; it takes {TOKEN_CHARACTERS}"


def contact_email(address: str) -> Iterator[str]:
    """What is wrong with the address that readers write to.

    >>> list(contact_email("")), list(contact_email("office at portal"))
    (['is not set'], ['is no e-mail address'])
    """
    if not address:
        yield "is not set"
        return
    try:
        validate_email(address)
    except ValidationError:
        yield "is no e-mail address"


def _split(address: str) -> Any:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - only reading it tells whether it is a number
    except ValueError:
        return None
    return parts


def _canonical(address: str) -> str:
    """An address as the web server writes it, which is how it is compared."""
    try:
        return str(ip_address(address))
    except ValueError:
        return ""


def _named(name: str, found: Iterable[str], remedy: str) -> Iterator[Finding]:
    return ((name, wrong, remedy) for wrong in found)


def findings() -> Iterator[Finding]:
    """Everything that is wrong with an installation which others reach."""
    if settings.ON_TRIAL:
        if names := beyond_a_trial(settings.ALLOWED_HOSTS):
            wrong = f"is not set or names this machine, and ALLOWED_HOSTS has {names[0]}"
            yield "SITE_URL", wrong, f"Set SITE_URL=https://{names[0]}"
        return
    host = (_split(settings.SITE_URL) or urlsplit("")).hostname or ""
    example = host or "portal.example.vn"
    yield from _named("SECRET_KEY", secret_key(settings.SECRET_KEY), f"Set it to the output of: {MAKE_ONE}")
    if settings.DEBUG:
        yield "DEBUG", "is on and shows strangers code and settings", "Take it away, or set DEBUG=off"
    yield from _named("SITE_URL", site_url(settings.SITE_URL), f"Set SITE_URL=https://{example}")
    yield from _named("ALLOWED_HOSTS", allowed_hosts(settings.ALLOWED_HOSTS, host), f"Set ALLOWED_HOSTS={example}")
    yield from _named(
        "CSRF_TRUSTED_ORIGINS",
        trusted_origins(settings.CSRF_TRUSTED_ORIGINS),
        f"Write each origin like https://{example}, or leave the variable out",
    )
    yield from _named(
        "TRUSTED_PROXIES",
        trusted_proxies(settings.TRUSTED_PROXIES),
        "Set it to the addresses from which the web server in front, the one that holds the certificate, reaches the "
        "portal, with commas: TRUSTED_PROXIES=127.0.0.1",
    )
    if not settings.SITE_OWNER:
        remedy = "Set it to who answers for the installation: SITE_OWNER=Sở Nội vụ tỉnh Vĩnh Long"
        yield "SITE_OWNER", "is not set", remedy
    remedy = f"Set it to where readers report errors and weaknesses: CONTACT_EMAIL=cchc@{example}"
    yield from _named("CONTACT_EMAIL", contact_email(settings.CONTACT_EMAIL), remedy)
    remedy = "Copy it from the project's page in Sentry: SENTRY_DSN=https://key@sentry.example.vn/7; or leave it out"
    yield from _named("SENTRY_DSN", error_reports(settings.SENTRY_DSN), remedy)
    remedy = f"Set it to the output of: {MAKE_ONE}; or leave it out"
    yield from _named("METRICS_TOKEN", metrics_token(settings.METRICS_TOKEN), remedy)


def advice() -> Iterator[Finding]:
    """What works, and is not how an installation should stay."""
    if settings.ON_TRIAL:
        return
    if not settings.SECOND_FACTOR_REQUIRED:
        remedy = "Take the variable away: whoever approves figures or hands out rights then needs a code of a phone"
        yield "SECOND_FACTOR_REQUIRED", "is off", remedy
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") and _web_processes() > 1:
        remedy = (
            "SQLite lets one process write at a time. Set DATABASE_URL=postgres://portal:password@127.0.0.1/portal, "
            "or start one web process with threads"
        )
        yield "DATABASE_URL", f"is a file, and {_web_processes()} web processes would write to it", remedy


def _web_processes() -> int:
    """How many the servers are told to start by the environment."""
    said = (os.environ.get(name, "") for name in ("WEB_CONCURRENCY", "GRANIAN_WORKERS"))
    return max((int(number) for number in said if number.isdigit()), default=1)


def uncollected() -> Iterator[Finding]:
    """What a web process needs beside its settings: without the list of static files every page would fail."""
    if not settings.ON_TRIAL and not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        yield "DATA_DIR", f"has no static files ({settings.STATIC_ROOT})", "Run: python manage.py collectstatic"


def _messages(kind: Callable[..., CheckMessage], letter: str, found: Iterable[Finding]) -> list[CheckMessage]:
    return [
        kind(f"{name} {wrong}.", hint=f"{remedy}.", id=f"reform_portal.{letter}-{name}")
        for name, wrong, remedy in found
    ]


@register(Tags.security)
def installation(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """For `manage.py check` and every command that begins with it."""
    return _messages(Error, "E", findings()) + _messages(Warning, "W", advice())


def refuse_to_start() -> None:
    """For web processes. Raises ImproperlyConfigured with every sentence, one a line."""
    said = [f"{name} {wrong}. {remedy}." for name, wrong, remedy in (*findings(), *uncollected())]
    if said:
        raise ImproperlyConfigured("The portal does not start.\n" + "\n".join(said))
