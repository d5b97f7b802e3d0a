"""Errors go to a Sentry where SENTRY_DSN names one: what failed and where, nothing about people or their figures."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .caching.keys import KNOWN_KEYS, OFFICIALS, TYPED_KEYS
from .caching.state import code_version
from .logs import REQUEST_ID, id_in, without_links

try:
    import sentry_sdk
    from sentry_sdk.integrations.django import DjangoIntegration
except ModuleNotFoundError as error:
    raise ImproperlyConfigured(
        "SENTRY_DSN is set, but the package sentry-sdk is not installed. Install it beside the portal "
        "(.venv/bin/pip install 'sentry-sdk>=2.30'), or take SENTRY_DSN away."
    ) from error

Event = dict[str, Any]
HEADERS = frozenset({"Accept", "Accept-Language", "Host", "If-None-Match", "User-Agent", "X-Request-Id"})
REQUEST = ("method", "url", "query_string", "headers")
# PostgreSQL quotes the row that it refused after this word.
DETAIL = "DETAIL:"


def start() -> None:
    """Begin to send errors. Raises ImproperlyConfigured for an address that is none."""
    try:
        sentry_sdk.init(**options())
    except sentry_sdk.utils.BadDsn as error:
        raise ImproperlyConfigured(
            f"SENTRY_DSN is no address of a Sentry project ({error}). Copy it from the project's settings."
        ) from error


def options() -> dict[str, Any]:
    """How Sentry is told: no person, no form, no variable, no trail of what came before."""
    return {
        "dsn": settings.SENTRY_DSN,
        "release": code_version(),
        "environment": settings.SENTRY_ENVIRONMENT,
        "traces_sample_rate": settings.SENTRY_TRACES,
        "integrations": [DjangoIntegration(signals_spans=False)],
        "before_send": scrubbed,
        "before_send_transaction": scrubbed,
        "send_default_pii": False,
        "include_local_variables": False,
        "max_request_body_size": "never",
        "max_breadcrumbs": 0,
        "auto_session_tracking": False,
    }


def scrubbed(event: Event, hint: dict[str, Any]) -> Event:
    """The event as it may leave, with the id of its request as a tag.

    On officials' pages and in commands a message may quote a cell or a form: of those only the kind of an error and
    its place are told.
    """
    for name in ("user", "extra", "breadcrumbs"):
        event.pop(name, None)
    record = hint.get("log_record")
    number = id_in(record) if record is not None else REQUEST_ID.get()
    if number:
        event["tags"] = dict(event.get("tags") or {}) | {"request_id": number}
    request = event.get("request") or {}
    path = urlsplit(request.get("url", "")).path
    public = bool(path) and not path.startswith(OFFICIALS)
    if request:
        event["request"] = _request(request, public)
    for error in (event.get("exception") or {}).get("values") or ():
        error["value"] = _message(error.get("value")) if public else ""
    if "logentry" in event:  # as it stands in the code, without the values that were put into it
        event["logentry"] = {"message": _message(event["logentry"].get("message"))}
    return event


def _request(request: Event, public: bool) -> Event:
    """What was asked: of a public page the keys that pages know and nobody types, of officials the address alone."""
    kept = {name: request[name] for name in REQUEST if name in request}
    kept["url"] = without_links(kept.get("url", ""))
    kept["headers"] = {name: value for name, value in kept.get("headers", {}).items() if name in HEADERS}
    known = frozenset(KNOWN_KEYS).difference(TYPED_KEYS) if public else frozenset()
    asked = parse_qsl(kept.get("query_string") or "")
    kept["query_string"] = urlencode([(key, value) for key, value in asked if key in known])
    return kept


def _message(text: str | None) -> str:
    return without_links((text or "").partition(DETAIL)[0])
