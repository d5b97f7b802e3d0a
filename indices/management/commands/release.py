"""Cut the releases that are due; for a timer that runs each minute."""

from django.core.management.base import BaseCommand, CommandError

from indices.catalogue import current_catalogue
from indices.models import Release
from indices.open_data.releases import DataDoNotRest, cut, differing


class Command(BaseCommand):
    help = (
        "Cuts a release of the data for every minute at which something became public or was withdrawn and that no "
        "release covers. Run it each minute; where nothing is due it asks the database and ends."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--verify",
            action="store_true",
            help="make the newest release again and compare its bytes; exit 1 and the names of files where they differ",
        )

    def handle(self, *args, **options):
        try:
            made = cut()
        except DataDoNotRest:
            raise CommandError("The data changed with every attempt. What is due is cut with the next run.") from None
        for release in made:
            self.stdout.write(f"Release {release.number}: {release.size} bytes, SHA-256 {release.sha256}")
        if options["verify"]:
            self.verify(Release.objects.first())

    def verify(self, newest: Release | None) -> None:
        if newest is None:
            raise CommandError("There is no release yet.")
        names = differing(newest, current_catalogue())
        if names:
            raise CommandError(
                f"Release {newest.number} is not what the data would give now. Different: {', '.join(names)}. "
                "The stored bytes stay. Definitions or the registry were changed since, or the program was."
            )
        self.stdout.write(f"Release {newest.number} made again: the same bytes.")
