"""How settings read the environment: what cannot be meant stops the start with a sentence that says what to set.

django-environ alone takes `DEBUG=treu` for no and `API_ROWS=-5` for a limit, and says of a mistyped address only which
part of it a library did not like.
"""

import math
import warnings
from collections.abc import Callable
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

YES = frozenset(("1", "true", "on", "yes", "y", "ok"))
NO = frozenset(("0", "false", "off", "no", "n"))
# What the portal is tried on; django-environ knows others.
DATABASES = frozenset(("django.db.backends.sqlite3", "django.db.backends.postgresql"))
EXAMPLES = {
    "database": "postgres://portal:password@127.0.0.1:5432/portal",
    "cache": "redis://127.0.0.1:6379/0",
    "mail server": "smtp+tls://user:password@mail.example.vn:587",
}


def refusal(name: str, wrong: str, remedy: str) -> ImproperlyConfigured:
    """What stops the start: the variable, what is wrong with it, and what to write instead. No value is repeated that
    may hold a password."""
    return ImproperlyConfigured(f"{name} {wrong}. {remedy}")


def whole_number(name: str, text: str, at_least: int) -> int:
    """A limit or a number of something.

    >>> whole_number("API_ROWS", "500", 1)
    500
    >>> whole_number("API_ROWS", "-5", 1)
    Traceback (most recent call last):
    django.core.exceptions.ImproperlyConfigured: API_ROWS is "-5". Set it to a whole number of at least 1.
    """
    try:
        number = int(text)
    except ValueError:
        number = at_least - 1
    if number < at_least:
        raise refusal(name, f'is "{text}"', f"Set it to a whole number of at least {at_least}.")
    return number


def real_number(name: str, text: str) -> float:
    """How far something may be from something else.

    >>> real_number("IMPORT_ROUNDING", "0.05")
    0.05
    >>> real_number("IMPORT_ROUNDING", "nan")
    Traceback (most recent call last):
    django.core.exceptions.ImproperlyConfigured: IMPORT_ROUNDING is "nan". Set it to a number of at least 0, like 0.02.
    """
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number < 0:
        raise refusal(name, f'is "{text}"', "Set it to a number of at least 0, like 0.02.")
    return number


def yes_or_no(name: str, text: str) -> bool:
    """A switch.

    >>> yes_or_no("DEBUG", "On"), yes_or_no("DEBUG", "0")
    (True, False)
    >>> yes_or_no("DEBUG", "treu")
    Traceback (most recent call last):
    django.core.exceptions.ImproperlyConfigured: DEBUG is "treu". Set it to on or off.
    """
    word = text.strip().lower()
    if word not in YES | NO:
        raise refusal(name, f'is "{text}"', "Set it to on or off.")
    return word in YES


class Environment(environ.Env):
    """django-environ's readers, which refuse instead of guessing. A variable that is set to nothing is not set."""

    def int(self, var: str, default: Any = environ.Env.NOTSET) -> Any:
        """A whole number of at least 1; of at least 0 where that is the default."""
        text = self.str(var, "")
        return whole_number(var, text, 0 if default == 0 else 1) if text else default

    def float(self, var: str, default: Any = environ.Env.NOTSET) -> Any:
        """A number that is not negative."""
        text = self.str(var, "")
        return real_number(var, text) if text else default

    def bool(self, var: str, default: Any = environ.Env.NOTSET) -> Any:
        """A switch: on or off."""
        text = self.str(var, "")
        return yes_or_no(var, text) if text else default

    @classmethod
    def db_url_config(cls, url: Any, engine: Any = None) -> dict:
        """A database that the portal is tried on: the one that is written to, or a copy of it."""
        name = "REPLICA_URL" if url and url == cls.ENVIRON.get("REPLICA_URL") else "DATABASE_URL"
        found = _read(name, "database", lambda: super(Environment, cls).db_url_config(url, engine))
        if found.get("ENGINE") not in DATABASES:
            raise _unreadable(name, "database")
        return found

    def email_url(self, var: str, default: Any = environ.Env.NOTSET, backend: Any = None) -> dict:
        """A mail server."""
        return _read(var, "mail server", lambda: super(Environment, self).email_url(var, default, backend))

    @classmethod
    def cache_url_config(cls, url: Any, backend: Any = None) -> dict:
        """A cache; there is one variable that names it."""
        return _read("CACHE_URL", "cache", lambda: super(Environment, cls).cache_url_config(url, backend))


def _read(name: str, what: str, parse: Callable[[], dict]) -> dict:
    """What a library reads; where it doubts (and would say so with the password), nothing is read.

    `sqlite://portal.sqlite3`, with a / too few, would be a database in memory.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return parse()
    except (ImproperlyConfigured, ValueError, KeyError, UserWarning):
        raise _unreadable(name, what) from None


def _unreadable(name: str, what: str) -> ImproperlyConfigured:
    return refusal(name, f"is no address of a {what}", f"Write it like {name}={EXAMPLES[what]}")
