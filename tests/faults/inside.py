"""A process with the portal's code that does one thing after another, each in a child of its own that may be killed.

One line of JSON in: {"do", "with", "database", "halt"}; one line out for each: {"said"}, {"halted": pid}, {"failed"} or
{"died": signal}. Nothing is connected before the fork, so that no child shares a connection with another.
"""

import json
import os
import re
import sys
import traceback
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django

DOINGS: dict[str, Callable[..., Any]] = {}


def doing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function one of those that can be asked for by name."""
    DOINGS[function.__name__] = function
    return function


@doing
def official(name: str, role: str = "") -> dict[str, str]:
    """An account of a role (a superuser without one) that is signed in, with a second factor: its name and session."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.auth.models import Group
    from django.contrib.sessions.backends.db import SessionStore
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_static.models import StaticDevice

    users = get_user_model().objects
    user = users.create_user(name, is_staff=True) if role else users.create_superuser(name)
    user.set_password(f"mot-mat-khau-dai-{name}")
    user.save()
    if role:
        user.groups.add(Group.objects.get(name=role))
    device = StaticDevice.objects.create(user=user, name="test", confirmed=True)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return {"name": name, "session": session.session_key or ""}


def _client(session: str) -> Any:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS.append("testserver")
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def _answer(response: Any) -> dict[str, Any]:
    text = response.content.decode(errors="replace") if not response.streaming else ""
    return {"status": response.status_code, "text": text, "to": response.get("Location", ""), "tag": response.get("ETag")}


@doing
def page(path: str) -> dict[str, Any]:
    """What a reader gets at an address."""
    return _answer(_client("").get(path))


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
def confirm(session: str, door: str, run: str) -> dict[str, Any]:
    """Confirm a run, once."""
    return _answer(_client(session).post(f"/admin/{door}/process_import/", {"run": run}))


def _serve(asked: dict[str, Any]) -> None:
    """Do what is asked, in the child."""
    from django.db import connections

    from tests.faults import halts

    if asked.get("database"):
        connections["default"].settings_dict["NAME"] = asked["database"]
    if asked.get("halt"):
        halts.halt(asked["halt"])
    try:
        answer = {"said": DOINGS[asked["do"]](*asked["with"][0], **asked["with"][1])}
    except Exception:
        answer = {"failed": traceback.format_exc()}
    sys.stdout.write(json.dumps(answer, default=str) + "\n")
    sys.stdout.flush()


def main() -> None:
    django.setup()
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 - what is imported now is not imported by each child
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
