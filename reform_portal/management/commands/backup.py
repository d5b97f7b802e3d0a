"""Write everything the portal knows into a folder, while it is in use."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reform_portal.backups.ending import in_order
from reform_portal.backups.failure import AnotherRun, BackupFailed, Unfinished, of_system
from reform_portal.backups.retention import Keep
from reform_portal.backups.shelf import megabytes
from reform_portal.backups.writing import back_up


class Command(BaseCommand):
    help = (
        "Writes a backup of everything into a new folder of DIR, reads it back, and then removes the backups whose "
        "time is over. Exit 0: all is done; 1: it is not, and a sentence says why; 2: wrong use; 3: another run is "
        "under way."
    )

    # Whatever else is wrong with an installation, its data are worth a backup.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "folder",
            metavar="DIR",
            type=Path,
            nargs="?",
            default=settings.BACKUP_DIR,
            help="The folder of backups; made if it is missing. Default: BACKUP_DIR.",
        )
        parser.add_argument(
            "--verify",
            action="store_true",
            help="Also restore the backup into a database of its own (PostgreSQL: on the same server, by a role with "
            "CREATEDB), compare, and drop that.",
        )
        parser.add_argument(
            "--keep",
            metavar="DAYS,WEEKS,MONTHS",
            help="How many days, weeks and months keep their newest backup, or `all`. Default: BACKUP_KEEP_DAILY, "
            "BACKUP_KEEP_WEEKLY, BACKUP_KEEP_MONTHLY.",
        )
        parser.add_argument("--database", default="default", metavar="ALIAS", help="Which database. Default: default.")

    def handle(self, *args, **options):
        keep = keep_of(options["keep"])
        try:
            with in_order():
                written = back_up(
                    options["folder"].absolute(), options["database"], verify=options["verify"], keep=keep
                )
        except AnotherRun as failure:
            raise CommandError(str(failure), returncode=3) from failure
        except Unfinished as failure:
            raise CommandError(str(failure)) from failure
        except BackupFailed as failure:
            raise CommandError(f"No backup was made. {failure}") from failure
        except OSError as error:
            raise CommandError(f"No backup was made. {of_system(error)}") from error
        if options["verbosity"] > 0:
            self.stdout.write(
                f"{written.backup}: {written.manifest.rows:,} rows, {megabytes(written.manifest.size)}, in "
                f"{written.seconds:.1f} s; removed: {', '.join(written.removed) or 'none'}"
            )
        for name in written.left:
            self.stderr.write(f"{name} was not removed: something lies in it that no backup has.")


def keep_of(text: str | None) -> Keep | None:
    """How many stay; None for all. Raises CommandError for what is no such thing."""
    if text is None:
        return Keep(settings.BACKUP_KEEP_DAILY, settings.BACKUP_KEEP_WEEKLY, settings.BACKUP_KEEP_MONTHLY)
    if text == "all":
        return None
    numbers = text.split(",")
    if len(numbers) != 3 or not all(number.strip().isdecimal() for number in numbers):
        raise CommandError(f"--keep {text}: say three numbers, such as 14,8,24, or all.", returncode=2)
    return Keep(*(int(number) for number in numbers))
