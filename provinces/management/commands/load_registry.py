"""Load the registry as shipped: sources, units, names, mergers, regions and the two lists of communes."""

import csv
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand

from provinces.models import Source
from provinces.sheets.shipped import take_in

DATA = Path(__file__).resolve().parents[2] / "data"

SHEETS = (
    ("sources", "sources.csv"),
    ("provinces", "units.csv"),
    ("ministries", "units.csv"),
    ("unit-names", "unit_names.csv"),
    ("successions", "successions.csv"),
    ("regions", "regions.csv"),
    ("region-members", "region_members.csv"),
)


class Command(BaseCommand):
    help = "Loads the units, their names and mergers, regions, sources and lists of communes; idempotent."

    def handle(self, *args, **options):
        for kind, file_name in SHEETS:
            self._say(kind, take_in(kind, DATA / file_name))
        with (DATA / "commune_lists.csv").open(encoding="utf-8", newline="") as lists:
            for photograph in csv.DictReader(lists):
                context = {
                    "as_of": date.fromisoformat(photograph["as_of"]),
                    "source_id": Source.objects.get(code=photograph["source"]).pk,
                }
                self._say(photograph["file"], take_in("communes", DATA / photograph["file"], context))

    def _say(self, what, counts):
        if counts is not None and self.verbosity > 0:
            self.stdout.write(f"{what}: {counts['new']} new")

    def execute(self, *args, **options):
        self.verbosity = options["verbosity"]
        return super().execute(*args, **options)
