"""What was done to every row: by whom, when, from which run or page; and what was refused."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ..wording import decimal_text
from .runs import ImportRun


class PlainValues(DjangoJSONEncoder):
    """Decimals without the zeros that storage adds: 83.28 and 83.2800 are one value."""

    def default(self, o: Any) -> Any:
        return f"{o.normalize():f}" if isinstance(o, Decimal) else super().default(o)


# Attributes that hold digits as a source printed them, always with a decimal point.
DIGITS = ("_text", "_printed")


def in_words(value: Any, field: models.Field | None = None) -> str:
    """A kept value as people write it in their language; of no field: a step about an account, or a list of names."""
    if value is None:
        return ""
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if field is None or isinstance(field, models.DateTimeField):
        moment = parse_datetime(str(value))
        return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else str(value)
    if isinstance(field, models.DateField):
        return formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
    if isinstance(field, models.DecimalField) or field.attname.endswith(DIGITS):
        return decimal_text(str(value))
    return str(value)


class JournalEntry(models.Model):
    """What one step did to one record: the history of forms and of bulk writes, and what undoing goes by.

    `before` is null for a record that was made, `after` for one that was deleted. Values are as JSON, under the names
    of the model's attributes. A refused attempt has an address and no record.
    """

    class Verb(models.TextChoices):
        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")
        DELETED = "deleted", _("deleted")
        REFUSED = "refused", pgettext_lazy("an attempt", "refused")

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
        """What changed in words: the field's name, the value before and after; without keys of other records.

        A name that is no field is that of a step about an account, and is translated here.
        """
        if not self.table:
            return []
        options = apps.get_model(self.table)._meta
        fields = {field.attname: field for field in options.concrete_fields}
        lists = {field.name: str(field.verbose_name) for field in options.many_to_many}
        before, after = self.before or {}, self.after or {}
        found = []
        for name in after or before:
            field = fields.get(name)
            if field is not None and field.is_relation:
                continue
            old, new = (in_words(end.get(name), field) for end in (before, after))
            if old or new:
                heading = str(field.verbose_name) if field else lists.get(name) or gettext(name)
                found.append((heading, old, new))
        return found

    @property
    def table_name(self) -> str:
        """What people call the table; nothing where no record was touched."""
        return str(capfirst(apps.get_model(self.table)._meta.verbose_name_plural)) if self.table else ""

    @property
    def origin(self) -> str:
        """Where a step came from: a sheet, an import that was undone, or a page; of what was refused its address."""
        on_page = self.table and self.address.startswith("/")
        return str(self.run or (_("on the officials' pages") if on_page else self.address))
