"""Write everything at /data/ as files into a folder."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from indices.open_data.releases import cut_if_nobody_does
from indices.open_data.tree import ChangedMeanwhile, NotOurs, write_tree


class Command(BaseCommand):
    help = (
        "Writes the tree of /data/ into a folder: every table in its four forms and both languages, the data package, "
        "the database, every release. The folder is replaced at once when all of it is written; one that holds "
        "anything else is refused."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args, **options):
        cut_if_nobody_does()
        folder: Path = options["folder"].absolute()
        try:
            number = write_tree(folder)
        except (NotOurs, ChangedMeanwhile, OSError) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] > 0:
            self.stdout.write(f"{folder}: {number} files")
