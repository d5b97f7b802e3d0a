"""The data's stamp: it changes with whatever public pages show, so that what was read can be kept while it stands."""

from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple
from uuid import UUID, uuid4

from django.db import connections, models, router
from django.utils.translation import gettext_lazy as _


class Stamps(NamedTuple):
    """The two stamps that stand; None while nothing was ever written."""

    any: UUID | None
    public: UUID | None


class DataStamp(models.Model):
    """Two rows with random values: one changes with every write, the other with those that the public sees at once.

    Work on a version that is not public changes only the first: readers must not learn of it, not even by a tag. A
    counter would not do: a number taken by a transaction that was rolled back comes again, over other data.
    """

    ANY, PUBLIC = 1, 2

    value = models.UUIDField(_("value"), default=uuid4)

    class Meta:
        verbose_name = _("data stamp")
        verbose_name_plural = _("data stamps")

    def __str__(self) -> str:
        return str(self.value)

    @staticmethod
    def bump(public: bool = True) -> None:
        """Say that the data are not what they were, in the transaction that changes them."""
        rows = [DataStamp.ANY, DataStamp.PUBLIC] if public else [DataStamp.ANY]
        DataStamp.objects.bulk_create(
            [DataStamp(pk=pk) for pk in rows], update_conflicts=True, unique_fields=["id"], update_fields=["value"]
        )

    @staticmethod
    def current() -> Stamps:
        """The values that stand. Every request asks for them: written out, the question costs a third of what it costs
        to have it written by the ORM each time."""
        with connections[router.db_for_read(DataStamp)].cursor() as cursor:
            cursor.execute("SELECT id, value FROM provinces_datastamp")
            found = {pk: value if isinstance(value, UUID) else UUID(value) for pk, value in cursor.fetchall()}
        return Stamps(found.get(DataStamp.ANY), found.get(DataStamp.PUBLIC))


class StampedQuerySet(models.QuerySet):
    """Bulk writes of such nouns. The stamp changes after them: who reads it early reads again, never too late."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        created = super().bulk_create(objs, *args, **kwargs)
        self._bump()
        return created

    def update(self, **kwargs: Any) -> int:
        changed = super().update(**kwargs)
        self._bump()
        return changed

    def delete(self) -> tuple[int, dict[str, int]]:
        deleted = super().delete()
        self._bump()
        return deleted

    def _bump(self) -> None:
        DataStamp.bump(public=getattr(self.model, "seen_at_once", True))


class StampedModel(models.Model):
    """A noun that public pages show as soon as it is written: whoever writes one gives the data a new stamp."""

    # Whether the public sees a write at once. What belongs to a version is seen when the version is.
    seen_at_once: ClassVar[bool] = True

    objects = StampedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        DataStamp.bump(public=self.seen_at_once)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        DataStamp.bump(public=self.seen_at_once)
        return deleted
