"""Ask for the pages that people ask for first, after a publication or a restart."""

from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from indices.catalogue import current_catalogue
from reform_portal.warming import addresses, warmed

# How many failures are named.
NAMED = 10


class Command(BaseCommand):
    help = "Asks for the pages that people ask for first, so that caches are filled. Exit code 1 if any failed."

    def add_arguments(self, parser):
        parser.add_argument(
            "--url",
            default="",
            help="Where the portal is asked, such as https://portal.example.vn: fills what stands before it too. "
            "Without it pages are made in this process, for the Redis that CACHE_URL names.",
        )
        parser.add_argument("--limit", type=int, default=settings.WARM_ADDRESSES, help="How many addresses.")

    def handle(self, *args, **options):
        url = options["url"]
        if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc):
            raise CommandError(f"«{url}» is no address of a portal, such as https://portal.example.vn.")
        if not url and not settings.CACHE_URL:
            raise CommandError(
                "There is no cache that this process could fill for others. Name the portal with --url, or set "
                "CACHE_URL."
            )
        began = monotonic()
        asked = list(warmed(addresses(current_catalogue(), options["limit"]), url))
        failed = [one for one in asked if not one.well]
        slowest = max(asked, key=lambda one: one.seconds, default=None)
        told = f"{len(asked) - len(failed)} of {len(asked)} pages in {monotonic() - began:.1f} s"
        self.stdout.write(told + (f", the slowest {slowest.path} in {slowest.seconds:.1f} s." if slowest else "."))
        if failed:
            names = "".join(f"\n{one.path}: {one.said}" for one in failed[:NAMED])
            more = f"\nand {len(failed) - NAMED} more" if len(failed) > NAMED else ""
            raise CommandError(f"{len(failed)} pages failed:{names}{more}")
