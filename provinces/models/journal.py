"""What was done to every row: by whom, when, from which run or page; and what was refused."""

from decimal import Decimal
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .runs import ImportRun


class PlainValues(DjangoJSONEncoder):
    """Decimals without the zeros that storage adds: 83.28 and 83.2800 are one value."""

    def default(self, o: Any) -> Any:
        return f"{o.normalize():f}" if isinstance(o, Decimal) else super().default(o)


class JournalEntry(models.Model):
    """What one step did to one record: the history of forms and of bulk writes, and what undoing goes by.

    `before` is null for a record that was made, `after` for one that was deleted. Values are as JSON, under the names
    of the model's attributes. A refused attempt has an address and no record.
    """

    class Verb(models.TextChoices):
        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")
        DELETED = "deleted", _("deleted")
        REFUSED = "refused", _("refused")

    run = models.ForeignKey(
        ImportRun, verbose_name=_("import"), null=True, on_delete=models.CASCADE, related_name="changes"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    verb = models.CharField(_("what was done"), max_length=7, choices=Verb, default=Verb.CHANGED)
    address = models.CharField(_("page"), max_length=200, blank=True)
    table = models.CharField(_("table"), max_length=60, blank=True)
    record = models.BigIntegerField(_("record"), null=True)
    label = models.CharField(_("name"), max_length=200, blank=True)
    remark = models.TextField(_("reason"), blank=True)
    before = models.JSONField(_("before"), null=True, encoder=PlainValues)
    after = models.JSONField(_("after"), null=True, encoder=PlainValues)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["table", "record"], name="journal_of_record")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.label or self.address}"

    @classmethod
    def note(
        cls,
        record: models.Model,
        by: Any,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
        *,
        label: str = "",
        address: str = "",
        remark: str = "",
    ) -> "JournalEntry":
        """Keep one step to one record; `before` is None for a record that was made, `after` for one that went."""
        verb = cls.Verb.CREATED if before is None else cls.Verb.DELETED if after is None else cls.Verb.CHANGED
        return cls.objects.create(
            user=by,
            verb=verb,
            address=address[:200],
            table=record._meta.label_lower,
            record=record.pk,
            label=(label or str(record))[:200],
            remark=remark,
            before=before,
            after=after,
        )

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """What changed in words: the field's name, the value before and after; without keys of other records."""
        if not self.table:
            return []
        fields = {field.attname: field for field in apps.get_model(self.table)._meta.concrete_fields}
        before, after = self.before or {}, self.after or {}
        return [
            (str(fields[name].verbose_name), str(before.get(name) or ""), str(after.get(name) or ""))
            for name in (after or before)
            if name in fields
            and not fields[name].is_relation
            and (before.get(name) not in (None, "") or after.get(name) not in (None, ""))
        ]
