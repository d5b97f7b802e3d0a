"""The settings of an installation that others reach, made of settings.py itself, for tests inside this process."""

import os
from collections.abc import Mapping
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.test import Client

from reform_portal import settings as trial

HOST = "portal.example.vn"
PROXY = "10.0.0.7"
ENVIRONMENT = {
    "SECRET_KEY": "k3Zt-8vQ_0aXw1LrB7nYpE5sUcH2dGfJ9mTiVoRqNxWzKyCbMe",
    "SITE_URL": f"https://{HOST}",
    "ALLOWED_HOSTS": HOST,
    "CSRF_TRUSTED_ORIGINS": f"https://{HOST}",
    "SITE_OWNER": "Sở Nội vụ",
    "CONTACT_EMAIL": f"cchc@{HOST}",
    "TRUSTED_PROXIES": PROXY,
    "DATABASE_URL": "postgres://portal@127.0.0.1/portal",
}
# What belongs to the machine of the tests: its database, its files, what is read once at the start.
OF_THE_MACHINE = {
    "DATABASES", "CACHES", "STORAGES", "DATA_DIR", "STATIC_ROOT", "TRIAL_KEY_FILE", "TEMPLATES", "LOGGING", "BASE_DIR",
    "WHITENOISE_USE_FINDERS", "INSTALLED_APPS",
}  # fmt: skip


def settings_of(environment: Mapping[str, str]) -> dict[str, Any]:
    """Everything that settings.py says in an environment, which has to name what it needs from outside."""
    spec = spec_from_file_location("reform_portal.settings_read_again", trial.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    beside = {"PATH": os.environ["PATH"], "DATA_DIR": str(Path(trial.DATA_DIR))}
    with patch.dict(os.environ, {**beside, **environment}, clear=True):
        spec.loader.exec_module(module)
    return {name: value for name, value in vars(module).items() if name.isupper()}


@cache
def settings_installed() -> dict[str, Any]:
    """What an installation says, but for what belongs to the machine."""
    return {name: value for name, value in settings_of(ENVIRONMENT).items() if name not in OF_THE_MACHINE}


def install(settings: Any) -> None:
    """Give pytest-django's settings the values of an installation. What stays the same is not touched: Django would
    read the site's map and compile every template again."""
    for name, value in settings_installed().items():
        if getattr(settings, name) != value:
            setattr(settings, name, value)


class Reader(Client):
    """A browser that reads what is sent to it to the end, files too."""

    def request(self, **asked: Any) -> Any:
        answer = super().request(**asked)
        if answer.streaming:
            answer.getvalue()
        return answer


def reader(**more: Any) -> Reader:
    """Somebody whose requests come through the proxy, over https."""
    headers = {"host": HOST, "x-forwarded-proto": "https", **more.pop("headers", {})}
    return Reader(headers=headers, REMOTE_ADDR=PROXY, **more)
