"""Bring a backup back into an empty database."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reform_portal.backups import shelf
from reform_portal.backups.ending import in_order
from reform_portal.backups.failure import AnotherRun, BackupFailed, of_system
from reform_portal.backups.restoring import Restoration
from reform_portal.backups.writing import write


class Command(BaseCommand):
    help = (
        "Checks a backup, restores it into the empty database of DATABASE_URL, all of it or nothing, and compares. "
        "Exit 0: it is there; 1: it is not, and a sentence says why; 2: wrong use; 3: another run is under way."
    )
    # A database without tables is what it is for.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", type=Path, help="The folder of backups, or one backup.")
        parser.add_argument(
            "--at", metavar="NAME", default="latest", help="Which: backup-20261124T190000Z, or latest. Default: latest."
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="The database has content: back that up into DIR, then put the restored content in its place. Asks "
            "for the database's name.",
        )
        parser.add_argument("--no-input", action="store_false", dest="asks", help="With --replace: ask nothing.")
        parser.add_argument("--database", default="default", metavar="ALIAS", help="Which database. Default: default.")

    def handle(self, *args, **options):
        self.told = self.stdout.write if options["verbosity"] > 0 else lambda _text: None
        folder = options["folder"].absolute()
        try:
            with in_order():
                backup = shelf.chosen(folder, options["at"])
                with shelf.locked(backup.parent):
                    self.restore(Restoration.of(backup, options["database"]), options)
        except AnotherRun as failure:
            raise CommandError(str(failure), returncode=3) from failure
        except BackupFailed as failure:
            raise CommandError(f"Not restored. {failure}") from failure
        except OSError as error:
            raise CommandError(f"Not restored. {of_system(error)}") from error

    def restore(self, restoration, options):
        if not restoration.engine.is_empty():
            self.make_way(restoration, options)
        restoration.carry_out()
        self.say(restoration)

    def make_way(self, restoration, options):
        """Have what is in the database confirmed and backed up. Raises CommandError where it is to stay."""
        engine = restoration.engine
        if not options["replace"]:
            raise CommandError(
                f"The database {engine.name} is not empty (`migrate` fills it too). Restore into a new one, or say "
                "--replace: what is in it is backed up first."
            )
        if options["asks"]:
            self.confirm(engine.name)
        first = write(restoration.backup.parent, engine.alias)
        shelf.write(
            first.backup / shelf.NOTE,
            f"What was in {engine.name} before {restoration.backup.name} was restored. While this note lies here, the "
            "backup is not removed.\n",
        )
        self.told(f"What was in the database: {first.backup}")

    def confirm(self, name):
        try:
            typed = input(f"Stop the portal first. Everything in the database {name} will be replaced.\nIts name: ")
        except EOFError:
            raise CommandError("Nobody is here to confirm. Say --no-input to replace without asking.") from None
        if typed != name:
            raise CommandError(f"«{typed}» is not {name}. Nothing was changed.")

    def say(self, restoration):
        manifest = restoration.manifest
        moment = timezone.localtime(manifest.made_at)
        self.told(
            f"Restored {restoration.backup.name}: {manifest.rows:,} rows in {len(manifest.tables)} tables, as they "
            f"were backed up. It holds what was stored until {moment:%d/%m/%Y %H:%M:%S} ({settings.TIME_ZONE}); what "
            "came later is not in it. Everybody has to sign in again."
        )
        if restoration.to_migrate:
            self.told(f"The code is newer: run `manage.py migrate` ({len(restoration.to_migrate)} steps).")
