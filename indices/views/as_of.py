"""`?as_of=2021-06-24`: what was public at the end of that day, in Viet Nam."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import Http404
from django.utils import timezone

from ..models import Edition


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day a reader asked for; None for now."""

    day: date | None

    @classmethod
    def asked(cls, request) -> "AsOf":
        """Read the address. Raises Http404 for what is no day: a citation must not show another day's figures."""
        text = request.GET.get("as_of", "")
        if not text:
            return cls(None)
        try:
            return cls(date.fromisoformat(text))
        except ValueError:
            raise Http404 from None

    @property
    def at(self) -> datetime | None:
        """The last moment of the day, but not one to come."""
        if self.day is None:
            return None
        midnight = timezone.make_aware(datetime.combine(self.day, time.max))
        return min(midnight, timezone.now())

    @property
    def until(self) -> date:
        """The day that deadlines are judged by: the one asked for, but not one to come; else today."""
        today = timezone.localdate()
        return min(self.day or today, today)

    @staticmethod
    def last_change(*editions: Edition | None) -> date:
        """The last day on which one of the versions shown became public."""
        moments = [edition.publish_at for edition in editions if edition and edition.publish_at]
        return max(timezone.localdate(moment) for moment in moments)

    def at_address(self, address: str) -> str:
        """An address without a query, with the day that was asked for."""
        return f"{address}?as_of={self.day.isoformat()}" if self.day else address

    @staticmethod
    def address(request, day: date) -> str:
        """The same address with another day."""
        query = request.GET.copy()
        query["as_of"] = day.isoformat()
        return f"{request.path}?{query.urlencode()}"
