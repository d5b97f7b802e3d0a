"""Import runs: every sheet that came in, kept with what it did."""

import uuid

from django.conf import settings
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
        return f"{self.file_name} ({timezone.localtime(self.created_at):%H:%M %d/%m/%Y})"

    @property
    def expired(self) -> bool:
        return self.expires_at is not None and self.expires_at < timezone.now()
