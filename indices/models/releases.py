"""Releases: everything that was public at a minute as one archive, numbered, never changed, with what it changed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from provinces.models.stamps import StampedModel


class Release(StampedModel):
    """A numbered archive of all data as of a moment.

    It is cut because something became public or was withdrawn (`reasons`), and says what it changed against the one
    before (`changes`). Whoever cites it finds the same bytes for ever: nothing in it is written twice.
    """

    number = models.PositiveIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("as of"))
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    reasons = models.JSONField(_("what became public"))
    changes = models.JSONField(_("changes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    stamp = models.UUIDField(_("data stamp"), null=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError for a release that is there already."""
        if not self._state.adding:
            raise ValidationError(_("A release is never changed."))
        super().save(*args, **kwargs)


class ReleaseArchive(models.Model):
    """The bytes of a release. They lie in the database, so that every web process and every backup has them, and apart
    from the release, so that lists do not read them."""

    release = models.OneToOneField(
        Release, verbose_name=_("release"), on_delete=models.PROTECT, primary_key=True, related_name="archive"
    )
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("archive of a release")
        verbose_name_plural = _("archives of releases")

    def __str__(self) -> str:
        return str(self.release)
