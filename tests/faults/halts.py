"""Moments of an import at which a process can be made to stand still, so that it can be killed just there."""

import functools
import importlib
import json
import os
import signal
from typing import Any

# Moment → the function that it stands before or after. What is killed before the commit leaves nothing.
BEFORE, AFTER = "before", "after"
MOMENTS = {
    "before the file is read": (BEFORE, "provinces.sheets.confirming.read"),
    "while the file is read": (BEFORE, "provinces.sheets.reading.Row"),
    "after the file was read": (AFTER, "provinces.sheets.confirming.read"),
    "before the preview is kept": (BEFORE, "provinces.sheets.confirming._digests"),
    "before the run is held": (BEFORE, "provinces.sheets.confirming._table"),
    "while rows are written": (BEFORE, "import_export.resources.Resource.bulk_update"),
    "before its history is kept": (BEFORE, "provinces.sheets.confirming.keep"),
    "while the stamp changes": (BEFORE, "provinces.models.stamps.DataStamp.bump"),
    "just before the commit": (BEFORE, "django.db.backends.base.base.BaseDatabaseWrapper._commit"),
    "just after the commit": (AFTER, "django.db.backends.base.base.BaseDatabaseWrapper._commit"),
    "while it is answered": (BEFORE, "provinces.sheets.admin.redirect"),
}


def stand_still() -> None:
    """Say that the moment has come, and wait to be killed."""
    print(json.dumps({"halted": os.getpid()}), flush=True)
    while True:
        signal.pause()


def halt(moment: str) -> None:
    """From now on this process stands still at the moment."""
    when, named = MOMENTS[moment]
    owner, name = _owner(named)
    plain = owner.__dict__[name]
    function = plain.__func__ if isinstance(plain, staticmethod) else plain

    @functools.wraps(function)
    def halted(*args: Any, **kwargs: Any) -> Any:
        if when == BEFORE:
            stand_still()
        found = function(*args, **kwargs)
        stand_still()
        return found

    setattr(owner, name, staticmethod(halted) if isinstance(plain, staticmethod) else halted)


def _owner(named: str) -> tuple[Any, str]:
    """The module or class that has a function, and its name there."""
    parts = named.split(".")
    for length in range(len(parts) - 1, 0, -1):
        try:
            owner: Any = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:-1]:
            owner = getattr(owner, part)
        return owner, parts[-1]
    raise LookupError(named)
