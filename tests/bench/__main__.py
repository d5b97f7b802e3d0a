"""Times the pages against an anchor that runs beside them, in CPU seconds of this process.

The anchor is a bare answer of the same Django (no template, no query): what a request costs before any work is done.
"""

import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform_portal.settings")
PAGES = (
    "/indices/par-index/2020/provinces/",
    "/indices/papi/2016/provinces/",
    "/indices/par-index/2020/provinces.csv",
    "/provinces/ben-tre/",
    "/",
)
RUNS = 30


def cpu(client, path: str) -> float:
    """The median CPU milliseconds of an answer."""
    client.get(path)
    spent = []
    for _run in range(RUNS):
        begun = time.process_time()
        client.get(path)
        spent.append(time.process_time() - begun)
    return statistics.median(spent) * 1000


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("load_published", verbosity=0)
    client = Client()
    anchor = cpu(client, "/no-such-file.txt")
    print(f"{'anchor: a page without figures (404)':45} {anchor:7.2f} ms CPU")
    for path in PAGES:
        spent = cpu(client, path)
        print(f"{path:45} {spent:7.2f} ms CPU  {spent / anchor:6.1f} x anchor")


if __name__ == "__main__":
    main()
