"""Load the opening content: published figures as version 1 of editions that nobody has worked on."""

from dataclasses import replace
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone

from indices.models import Edition, Snapshot
from indices.open_data.releases import cut
from provinces.names import fold
from provinces.sheets.shipped import take_in

DATA = Path(__file__).resolve().parents[2] / "data"

# The account that approved the opening content. Nobody can log in with it.
SYSTEM_ACCOUNT = "he-thong"

FIGURES = (
    ("results", "results.csv"),
    ("results", "other_results.csv"),
    ("averages", "averages.csv"),
    ("scores", "components.csv"),
    ("claims", "rival_claims.csv"),
)


class Command(BaseCommand):
    help = "Loads the definitions and publishes the shipped figures; never touches what a person worked on."

    def handle(self, *args, **options):
        call_command("load_definitions", verbosity=options["verbosity"])
        untouched = {
            (edition.index.code, edition.year): edition
            for edition in Edition.objects.filter(
                version=1, state=Edition.State.DRAFT, editors=None, results=None, averages=None, claims=None
            ).select_related("index", "method_provinces", "method_ministries")
        }

        def of_untouched(table):
            """The rows about editions that nobody has worked on."""
            names = [fold(cell.text) for cell in table.header]
            index, year = names.index("index"), names.index("year")
            return replace(
                table,
                rows=tuple(
                    row for row in table.rows if (row.cells[index].text, int(row.cells[year].text)) in untouched
                ),
            )

        with transaction.atomic():
            for kind, file_name in FIGURES:
                counts = take_in(kind, DATA / file_name, {"editions": dict(untouched)}, rows=of_untouched)
                if counts is not None and options["verbosity"] > 0:
                    self.stdout.write(f"{file_name}: {counts['new']} new")
            system = self.system_account()
            for edition in untouched.values():
                if edition.results.exists() or edition.averages.exists():
                    self.publish(edition, system)
            take_in("snapshots", DATA / "snapshots.csv")
            Snapshot.objects.filter(reported_by=None, accepted_at=None).update(
                accepted_by=system, accepted_at=timezone.now()
            )
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Readers come before autovacuum has counted rows; until then some tables take several times as long.
                cursor.execute("ANALYZE")
        cut()

    @staticmethod
    def system_account():
        account, made = get_user_model().objects.get_or_create(
            username=SYSTEM_ACCOUNT, defaults={"is_active": False, "last_name": "Hệ thống"}
        )
        if made:
            account.set_unusable_password()
            account.save()
        return account

    @staticmethod
    def publish(edition, system):
        """Version 1 has no editor and no submitter; the system account approves it: four eyes by construction."""
        edition.submit(by=None)
        edition.approve(by=system)
