"""A database with the opening content and two invented years, in which a part measures."""

import logging
import statistics
import sys
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

from .told import Told

RUNS = 60


def begin() -> tuple[Told, str]:
    """Django, an empty database with the opening content in it, and the name of its kind."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    # What is timed is making pages, not finding them.
    settings.PAGE_CACHE_SECONDS = settings.STATE_BELIEVED_SECONDS = 0
    setup_test_environment()
    logging.disable()  # the anchor of pages is an address that does not exist
    warnings.filterwarnings("ignore", message="No directory at")
    call_command("migrate", verbosity=0)
    call_command("load_published", verbosity=0)
    return Told(Path(sys.argv[1])), connection.vendor


def official() -> Any:
    """An account that may do everything."""
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create_superuser("bench")


def cpu(client: Any, path: str, runs: int = RUNS) -> float:
    """The median CPU milliseconds of an answer."""
    for _warm in range(3):
        client.get(path)
    spent = []
    for _run in range(runs):
        begun = time.process_time()
        client.get(path)
        spent.append(time.process_time() - begun)
    return statistics.median(spent) * 1000


def peak() -> float | None:
    """The most memory that this process ever had, in MB; None where the system does not tell."""
    with suppress(ImportError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return None
