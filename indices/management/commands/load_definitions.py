"""Load what is measured: indices, methods, criteria, bands, editions as drafts, indicators, targets. No figure.

With them what citizens are told about a service.
"""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand

from provinces.sheets.shipped import take_in

DATA = Path(__file__).resolve().parents[2] / "data"

SHEETS = ("indices", "methods", "criteria", "bands", "editions", "participations", "indicators", "targets", "guidance")


class Command(BaseCommand):
    help = "Loads the definitions of indices, editions (as drafts), indicators, targets and guidance; idempotent."

    def handle(self, *args, **options):
        call_command("load_registry", verbosity=options["verbosity"])
        for kind in SHEETS:
            counts = take_in(kind, DATA / f"{kind}.csv")
            if counts is not None and options["verbosity"] > 0:
                self.stdout.write(f"{kind}: {counts['new']} new")
