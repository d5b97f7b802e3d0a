"""What is public at a moment: which versions, which reports. Every open table is read through it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from ..catalogue import Catalogue
from ..models import Edition, Snapshot


@dataclass(frozen=True)
class Moment:
    """A reading of the catalogue, and the moment whose public versions are meant.

    Definitions and the registry have no versions: they are as they stand now (docs/decisions.md, 36).
    """

    catalogue: Catalogue
    at: datetime

    @classmethod
    def now(cls, catalogue: Catalogue) -> "Moment":
        return cls(catalogue, timezone.now())

    @cached_property
    def editions(self) -> list[Edition]:
        """The public version of each edition: by index, the latest year first."""
        return self.catalogue.published(self.at)

    @cached_property
    def public(self) -> list[int]:
        """The primary keys of the public versions."""
        return [edition.pk for edition in self.editions]

    @property
    def versions(self) -> QuerySet[Edition]:
        """The public versions as the database finds them: a thousand named one by one take longer than the answer."""
        ahead = self.catalogue.ahead
        public = Edition.objects.published(self.at)
        if ahead is None:
            return public
        overtaken = Edition.objects.of(ahead.index, ahead.year).exclude(pk=ahead.pk)
        return Edition.objects.filter(Q(pk__in=public.exclude(pk__in=overtaken)) | Q(pk=ahead.pk))

    @cached_property
    def changed_at(self) -> datetime | None:
        """The last moment until then at which something became public or was withdrawn; None before the first.

        What is made of the data carries it instead of a clock, so that the same data give the same bytes.
        """
        moments = [edition.publish_at for edition in self.editions]
        moments += [proposal.confirmed_at for proposal in self.catalogue.withdrawals(self.at)]
        moments.append(Snapshot.objects.filter(accepted_at__lte=self.at).aggregate(last=Max("accepted_at"))["last"])
        return max((moment for moment in moments if moment and moment <= self.at), default=None)

    @property
    def day(self) -> date:
        """The day of that change, in Viet Nam: what files are named by."""
        return timezone.localdate(self.changed_at or self.at)
