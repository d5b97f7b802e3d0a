"""The data's stamp: it changes with whatever public pages show, so that what was read can be kept while it stands."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class DataStamp(models.Model):
    """One row with a random value. A counter would not do: a number taken by a transaction that was rolled back
    comes again, over other data."""

    value = models.UUIDField(_("value"), default=uuid4)

    class Meta:
        verbose_name = _("data stamp")
        verbose_name_plural = _("data stamps")

    def __str__(self) -> str:
        return str(self.value)

    @staticmethod
    def bump() -> None:
        """Say that the data are not what they were, in the transaction that changes it."""
        DataStamp.objects.bulk_create(
            [DataStamp(pk=1)], update_conflicts=True, unique_fields=["id"], update_fields=["value"]
        )

    @staticmethod
    def current() -> UUID | None:
        """The value that stands; None while nothing was ever written."""
        return DataStamp.objects.values_list("value", flat=True).filter(pk=1).first()


class StampedQuerySet(models.QuerySet):
    """Bulk writes of such nouns. The stamp changes after them: who reads it early reads again, never too late."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        created = super().bulk_create(objs, *args, **kwargs)
        DataStamp.bump()
        return created

    def update(self, **kwargs: Any) -> int:
        changed = super().update(**kwargs)
        DataStamp.bump()
        return changed

    def delete(self) -> tuple[int, dict[str, int]]:
        deleted = super().delete()
        DataStamp.bump()
        return deleted


class StampedModel(models.Model):
    """A noun that public pages show as soon as it is written: whoever writes one gives the data a new stamp."""

    objects = StampedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        DataStamp.bump()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        DataStamp.bump()
        return deleted
