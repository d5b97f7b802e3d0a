"""A process with the portal's code that does one thing after another, each in a child of its own that may be killed.

One line of JSON in: {"do", "with", "database", "halt"}; one line out for each: {"said"}, {"halted": pid}, {"failed"} or
{"died": signal}. Nothing is connected before the fork, so that no child shares a connection with another.
"""

import json
import os
import re
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import django

DOINGS: dict[str, Callable[..., Any]] = {}


def doing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function one of those that can be asked for by name."""
    DOINGS[function.__name__] = function
    return function


@doing
def official(name: str, role: str = "", index: str = "") -> dict[str, str]:
    """An account of a role (a superuser without one), for an index or all, that is signed in with a second factor."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.auth.models import Group
    from django.contrib.sessions.backends.db import SessionStore
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_static.models import StaticDevice

    from indices.models import IndexAssignment, ReformIndex

    users = get_user_model().objects
    user = users.create_user(name, is_staff=True) if role else users.create_superuser(name)
    if role:
        user.groups.add(Group.objects.get(name=role))
    if index:
        IndexAssignment.objects.create(user=user, index=ReformIndex.objects.get(code=index))
    device = StaticDevice.objects.create(user=user, name="test", confirmed=True)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return {"name": name, "cookie": settings.SESSION_COOKIE_NAME, "session": session.session_key or ""}


def _client(session: str) -> Any:
    from django.conf import settings
    from django.test import Client

    client = Client(raise_request_exception=False, SERVER_NAME=settings.ALLOWED_HOSTS[0])
    if settings.OVER_HTTPS:
        client.defaults["HTTP_X_FORWARDED_PROTO"] = "https"
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def _answer(response: Any) -> dict[str, Any]:
    text = response.content.decode(errors="replace") if not response.streaming else ""
    return {
        "status": response.status_code,
        "text": text,
        "to": response.get("Location", ""),
        "tag": response.get("ETag"),
    }


@doing
def page(path: str) -> dict[str, Any]:
    """What a reader gets at an address."""
    return _answer(_client("").get(path))


@doing
def asked(port: int, path: str) -> str:
    """What one web service says by itself, as nginx would ask it."""
    from urllib.request import Request, urlopen

    from django.conf import settings

    headers = {"Host": settings.ALLOWED_HOSTS[0], "X-Forwarded-Proto": "https"}
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=20) as answer:
        said: str = answer.read().decode()
    return said


@doing
def upload(session: str, door: str, name: str, text: str, **said: str) -> str:
    """Upload a sheet at a door of the admin, up to its preview; the run's number in addresses."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    sheet = SimpleUploadedFile(name, bytes.fromhex(text))
    response = _client(session).post(f"/admin/{door}/import/", {"import_file": sheet, **said})
    markup = response.content.decode()
    if found := re.search(r'name="run" value="([0-9a-f-]{36})"', markup):
        return found[1]
    raise AssertionError(f"{response.status_code}: {' '.join(re.findall('(?s)errorlist.*?</ul>', markup))}")


@doing
def confirm(session: str, door: str, run: str, tongue: str = "") -> dict[str, Any]:
    """Confirm a run, once; `tongue` is what stands before the path."""
    return _answer(_client(session).post(f"{tongue}/admin/{door}/process_import/", {"run": run}))


@doing
def export(session: str, door: str, tongue: str = "") -> dict[str, Any]:
    """What an official gets who asks for everything as a workbook."""
    return _answer(_client(session).get(f"{tongue}/admin/{door}/export/?format=xlsx"))


@doing
def edition_in_review(by: str, index: str, year: int) -> int:
    """The next version of a public edition, changed, explained and submitted by somebody; its number in addresses."""
    from django.contrib.auth import get_user_model

    from indices.catalogue import current_catalogue
    from indices.checks import Gate
    from indices.models import Correction, Edition, ReformIndex, Result

    user = get_user_model().objects.get(username=by)
    edition = Edition.open_draft(ReformIndex.objects.get(code=index), year, by=user)
    result = Result.objects.filter(edition=edition, score__isnull=False).order_by("pk")[0]
    Result.objects.filter(pk=result.pk).update(score=result.score - 1, score_text=str(result.score - 1).rstrip("0"))
    Correction.objects.create(edition=edition, kind="correction", reason_vi="Gõ nhầm hai chữ số.", by=user)
    edition.submit(by=user)
    gate = Gate(edition, current_catalogue())
    for finding in gate.blocking:
        gate.give_reason(finding.check.code, "Nguồn chỉ nêu một phần.", by=user)
    return edition.pk


@doing
def approve_for(edition: int, by: str, moment: float) -> None:
    """Approve a version for a moment, in seconds since 1970."""
    from django.contrib.auth import get_user_model

    from indices.models import Edition

    publish_at = datetime.fromtimestamp(moment, UTC)
    Edition.objects.get(pk=edition).approve(get_user_model().objects.get(username=by), publish_at)


@doing
def draft(by: str, index: str, year: int) -> int:
    """The version of an edition that may be edited; its number in addresses."""
    from django.contrib.auth import get_user_model

    from indices.models import Edition, ReformIndex

    user = get_user_model().objects.get(username=by)
    return Edition.open_draft(ReformIndex.objects.get(code=index), year, by=user).pk


@doing
def drop_open_versions(index: str, year: int) -> None:
    """Take versions away that are being worked on, with everything in them."""
    from indices.models import Edition

    opened = Edition.objects.filter(index__code=index, year=year, state__in=["draft", "in_review"])
    for edition in opened:
        for relation in ("participations", "results", "scores", "averages", "claims", "steps", "check_reasons"):
            getattr(edition, relation).all().delete()
    opened.delete()


@doing
def assign(name: str, unit: str) -> None:
    """Let an account report for a unit."""
    from django.contrib.auth import get_user_model

    from provinces.models import Unit, UnitAssignment

    user = get_user_model().objects.get(username=name)
    UnitAssignment.objects.create(user=user, unit=Unit.objects.get(slug=unit))


@doing
def due(unit: str, indicator: str) -> dict[str, Any]:
    """The report that a unit owes now, because the indicator is asked for each month: its name in forms and its day."""
    from django.utils import timezone

    from indices.models import Indicator
    from indices.reporting import period_to_report
    from provinces.models import Unit

    asked = Indicator.objects.get(code=indicator)
    asked.frequency, asked.period_last_day, asked.due_days, asked.expected_from = "month", 14, 3, date(2026, 1, 1)
    asked.save()
    period = period_to_report(asked, timezone.localdate())
    assert period is not None
    return {"key": f"{Unit.objects.get(slug=unit).pk}-{asked.pk}", "ends": period.ends.isoformat()}


@doing
def report(by: str, unit: str, indicator: str, ends: str, numerator: int) -> int:
    """A report that somebody has filed and that waits; its number."""
    from django.contrib.auth import get_user_model

    from indices.models import Indicator, Snapshot
    from provinces.models import Source, Unit

    filed = Snapshot.file(
        get_user_model().objects.get(username=by),
        indicator=Indicator.objects.get(code=indicator),
        unit=Unit.objects.get(slug=unit),
        as_of=date.fromisoformat(ends),
        numerator=numerator,
        denominator=150,
        source=Source.objects.order_by("pk")[0],
    )
    return filed.pk


def _starve(limits: dict[str, int]) -> None:
    """Leave this process little room: `pages` of an SQLite file in all, `bytes` of any file that it writes."""
    from django.db import connection

    if "pages" in limits:
        connection.settings_dict["OPTIONS"]["init_command"] += f"PRAGMA max_page_count={limits['pages']};"
    if "bytes" in limits:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits["bytes"], limits["bytes"]))


def _serve(asked: dict[str, Any]) -> None:
    """Do what is asked, in the child."""
    from django.db import connections

    from tests.faults import halts

    if asked.get("database"):
        connections["default"].settings_dict["NAME"] = asked["database"]
    try:
        if asked.get("halt"):
            halts.halt(asked["halt"])
        _starve(asked.get("limits") or {})
        answer = {"said": DOINGS[asked["do"]](*asked["with"][0], **asked["with"][1])}
    except Exception:
        answer = {"failed": traceback.format_exc()}
    sys.stdout.write(json.dumps(answer, default=str) + "\n")
    sys.stdout.flush()


def _warm() -> None:
    """Import and compile once what every child needs; nothing stays connected, and no page is kept."""
    from django.core.cache import caches
    from django.db import connections

    page("/indices/sipas/2020/provinces/")
    caches["memory"].clear()
    connections.close_all()


def main() -> None:
    django.setup()
    _warm()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _serve(json.loads(line))
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            print(json.dumps({"died": os.WTERMSIG(status)}), flush=True)


if __name__ == "__main__":
    main()
