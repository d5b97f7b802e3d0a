"""Import runs: every sheet that came in, kept with what it did."""

import uuid
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One sheet that came in: file, kind, context, who, when, what the preview said and what was stored.

    The file lives in the database, so that any web process can confirm what another one read.
    """

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("Waiting for confirmation")
        STORED = "stored", _("Imported")
        REFUSED = "refused", _("Refused")
        UNDONE = "undone", _("Undone")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind of sheet"), max_length=30)
    file_name = models.CharField(_("file"), max_length=255)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    context = models.JSONField(_("context"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREVIEWED)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True, help_text=_("To the questions of the preview."))
    digests = models.BinaryField(default=bytes, help_text=_("Four bytes a row: what the preview saw."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("preview valid until"), null=True)
    stored_at = models.DateTimeField(_("imported at"), null=True)
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("undone by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.created_at:%d/%m/%Y %H:%M})"

    @property
    def expired(self) -> bool:
        return self.expires_at is not None and self.expires_at < timezone.now()


class PlainValues(DjangoJSONEncoder):
    """Decimals without the zeros that storage adds: 83.28 and 83.2800 are one value."""

    def default(self, o: Any) -> Any:
        return f"{o.normalize():f}" if isinstance(o, Decimal) else super().default(o)


class ImportedChange(models.Model):
    """What a run did to one record: the history of bulk writes, and what undoing goes by.

    `before` is null for a record that the run made. Values are as JSON, under the names of the model's attributes.
    """

    run = models.ForeignKey(ImportRun, verbose_name=_("import"), on_delete=models.CASCADE, related_name="changes")
    table = models.CharField(_("table"), max_length=60)
    record = models.BigIntegerField(_("record"))
    label = models.CharField(_("name"), max_length=200, blank=True)
    before = models.JSONField(_("before"), null=True, encoder=PlainValues)
    after = models.JSONField(_("after"), encoder=PlainValues)

    class Meta:
        verbose_name = _("imported change")
        verbose_name_plural = _("imported changes")
        indexes = [models.Index(fields=["table", "record"], name="imported_change_of_record")]

    def __str__(self) -> str:
        return f"{self.run}: {self.label}"

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """What changed in words: the field's name, the value before and after; without keys of other records."""
        fields = {field.attname: field for field in apps.get_model(self.table)._meta.concrete_fields}
        before = self.before or {}
        return [
            (str(fields[name].verbose_name), str(before.get(name) or ""), str(value))
            for name, value in self.after.items()
            if name in fields and not fields[name].is_relation and value not in (None, "")
        ]
