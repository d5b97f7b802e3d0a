"""When a public figure was wrong: marked at once, corrected by a new version, kept in a public register."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.language import reader_language
from provinces.models import JournalEntry, Source, Unit
from provinces.models.stamps import StampedModel, StampedQuerySet

from .definitions import ReformIndex
from .editions import Edition
from .steps import account


class Correction(StampedModel):
    """Why a version changes public figures. Its entries in the register are made when the version is approved."""

    seen_at_once = False

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        REVISION = "revision", _("Revision")

    edition = models.OneToOneField(
        Edition, verbose_name=_("version"), on_delete=models.PROTECT, related_name="correction"
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        help_text=_("A correction: the portal or the source slipped. A revision: the issuer changed the figure."),
    )
    reason_vi = models.TextField(_("reason"))
    reason_en = models.TextField(_("reason in English"), blank=True)
    source = models.ForeignKey(
        Source,
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
        help_text=_("May follow later; until then the register says that it is awaited."),
    )
    by = account(_("entered by"))
    at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-edition__publish_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.edition}"

    @property
    def reason(self) -> str:
        return self.reason_en if reader_language() == "en" and self.reason_en else self.reason_vi


class CorrectedFigure(models.Model):
    """One line of the register: whose figure, which one, old and new as printed. An empty end is a figure that was
    added or removed."""

    correction = models.ForeignKey(
        Correction, verbose_name=_("correction"), on_delete=models.CASCADE, related_name="figures"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(_("figure"), max_length=200)
    old = models.CharField(_("before"), max_length=200, blank=True)
    new = models.CharField(_("after"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("corrected figure")
        verbose_name_plural = _("corrected figures")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.what}: {self.old} → {self.new}"


class UnderReviewQuerySet(StampedQuerySet):
    def open(self) -> "UnderReviewQuerySet":
        return self.filter(ended_at=None)


class UnderReview(StampedModel):
    """A public figure that is being looked into: the number stays, with a mark. One publisher alone sets it."""

    index = models.ForeignKey(ReformIndex, verbose_name=_("index"), on_delete=models.PROTECT, related_name="doubts")
    year = models.PositiveSmallIntegerField(_("year assessed"))
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="doubts",
        help_text=_("Empty: the whole edition."),
    )
    reason = models.TextField(_("internal note"), blank=True, help_text=_("Not shown to the public."))
    by = account(_("marked by"))
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    ended_by = account(_("ended by"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    objects = UnderReviewQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("figure under review")
        verbose_name_plural = _("figures under review")
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["index", "year", "unit"],
                condition=Q(ended_at=None),
                name="under_review_unit_once",
                violation_error_message=_("This figure is marked already."),
            ),
            models.UniqueConstraint(
                fields=["index", "year"],
                condition=Q(ended_at=None, unit=None),
                name="under_review_edition_once",
                violation_error_message=_("This edition is marked already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index.short_name} {self.year}" + (f": {self.unit}" if self.unit else "")

    @transaction.atomic
    def end(self, by) -> None:
        """Take the mark away. Raises ValidationError if it is gone."""
        if self.ended_at is not None:
            raise ValidationError(_("The mark was taken away already."))
        self.ended_by, self.ended_at = by, timezone.now()
        self.save(update_fields=["ended_by", "ended_at"])
        JournalEntry.note(self, by, {"ended_at": None}, {"ended_at": self.ended_at})
