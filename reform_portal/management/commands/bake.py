"""Write the public site as files that any web server can serve."""

import logging
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reform_portal.baking.addresses import HEAVY
from reform_portal.baking.failure import BakingFailed
from reform_portal.baking.site import Site


class Command(BaseCommand):
    help = "Writes the whole public site, in both languages, as files into DIR; replaces an earlier copy as a whole."

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", type=Path, help="A new folder, an empty one or an earlier copy.")
        parser.add_argument(
            "--portal",
            metavar="URL",
            default=settings.SITE_URL if settings.OVER_HTTPS else "",
            help="Where the portal answers what files cannot: search, filters, comparisons. Empty: the pages say that "
            "these do not work in the copy. Default: SITE_URL, if it is an https address.",
        )
        parser.add_argument(
            "--without",
            metavar="NAMES",
            default="",
            help=f"What to leave out, with commas: {', '.join(HEAVY)}. Links to it lead to the portal.",
        )
        parser.add_argument("--compress", action="store_true", help="A .gz beside each file that gains by it.")
        parser.add_argument("--processes", type=int, default=settings.BAKE_PROCESSES)

    def handle(self, *args, **options):
        site = Site(portal_of(options["portal"]), names_of(options["without"]), options["compress"])
        began, used = time.monotonic(), processor_seconds()
        try:
            with in_order():
                files = site.bake(options["folder"].resolve(), processes=max(1, options["processes"]))
        except BakingFailed as failure:
            raise CommandError(f"{failure} Nothing was changed.") from failure
        size = sum(file.size for file in files) / 1_000_000
        self.stdout.write(
            f"{len(files)} files, {size:.1f} MB, in {time.monotonic() - began:.1f} s "
            f"({processor_seconds() - used:.1f} s of processor time): {options['folder']}"
        )


@contextmanager
def in_order() -> Iterator[None]:
    """Told to stop, a bake ends its processes and removes what it has begun, as after Ctrl-C; and it does not warn of
    addresses that are not there: one is asked for on purpose, and any other stops it with a sentence."""
    requests = logging.getLogger("django.request")
    level = requests.level
    before = signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    requests.setLevel(logging.ERROR)
    try:
        yield
    finally:
        requests.setLevel(level)
        signal.signal(signal.SIGTERM, before)


def portal_of(text: str) -> str:
    """The address of the portal without its last `/`. Raises CommandError for what is none."""
    address = urlsplit(text)
    if text and (address.scheme not in {"http", "https"} or not address.netloc or address.path.strip("/")):
        raise CommandError(f"«{text}» is no address of a portal, such as https://portal.example.vn.")
    return text.rstrip("/")


def names_of(text: str) -> tuple[str, ...]:
    """What to leave out. Raises CommandError for another name."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if unknown := set(names).difference(HEAVY):
        raise CommandError(f"{', '.join(sorted(unknown))} cannot be left out; {', '.join(HEAVY)} can.")
    return names


def processor_seconds() -> float:
    """What this process and those it started have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
