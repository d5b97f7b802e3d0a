"""What people did about a version: its steps, what waits for a second person, why it goes on although a check fails."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.language import reader_language
from provinces.models.stamps import StampedModel, StampedQuerySet


def account(name: Any, **options: Any) -> models.ForeignKey:
    """A field with the account that did something: set by verbs alone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=name,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        **options,
    )


class EditionStep(models.Model):
    """One step of a version: what was done, by whom, when, why, and the minute of publication after it."""

    class Verb(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted for checking")
        TAKEN_BACK = "taken_back", _("Submission taken back")
        IN_ORDER = "in_order", _("Checked and found in order")
        RETURNED = "returned", _("Returned for completion")
        APPROVED = "approved", _("Approved")
        HELD = "held", _("Put on hold")
        MOVED = "moved", _("Minute of publication moved")
        PROPOSED = "proposed", _("Proposed to a second person")
        DROPPED = "dropped", _("Proposal taken back")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    edition = models.ForeignKey(
        "indices.Edition", verbose_name=_("edition"), on_delete=models.PROTECT, related_name="steps"
    )
    verb = models.CharField(_("step"), max_length=10, choices=Verb)
    by = account(_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = models.TextField(_("reason"), blank=True)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_verb_display()}"


class ProposalQuerySet(StampedQuerySet):
    def open(self) -> Self:
        return self.filter(confirmed_at=None, dropped_at=None)


class Proposal(StampedModel):
    """A step that takes two: one publisher proposes it, another confirms it."""

    seen_at_once = False

    class Kind(models.TextChoices):
        EARLIER = "earlier", _("publish earlier")
        WITHDRAWAL = "withdrawal", _("withdraw")

    edition = models.ForeignKey(
        "indices.Edition", verbose_name=_("edition"), on_delete=models.PROTECT, related_name="proposals"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    reason = models.TextField(_("reason"))
    note_vi = models.TextField(_("note to the public"), blank=True)
    note_en = models.TextField(_("note to the public, in English"), blank=True)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    proposed_by = account(_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    confirmed_by = account(_("confirmed by"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    dropped_at = models.DateTimeField(_("fell at"), null=True, blank=True, editable=False)

    objects = ProposalQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"],
                condition=Q(confirmed_at=None, dropped_at=None),
                name="proposal_one_open",
                violation_error_message=_("This is proposed already."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="proposal_confirmed_by_another",
                violation_error_message=_("Whoever proposed it cannot confirm it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_kind_display()}"

    @property
    def note(self) -> str:
        """What the public reads, in its language."""
        return self.note_en if reader_language() == "en" and self.note_en else self.note_vi

    def check_open(self) -> None:
        """Hold the proposal. Raises ValidationError if it was confirmed, or fell."""
        locked = Proposal.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if locked.confirmed_at is not None:
            raise ValidationError(_("This was confirmed already."))
        if locked.dropped_at is not None:
            raise ValidationError(_("This proposal was taken back, or another step has overtaken it."))

    def close(self, by) -> None:
        """Note who confirmed it. Raises ValidationError for the proposer, or if it is not open."""
        self.check_open()
        if self.proposed_by == by:
            raise ValidationError(_("Whoever proposed it cannot confirm it."))
        self.confirmed_by, self.confirmed_at = by, timezone.now()
        self.save(update_fields=["confirmed_by", "confirmed_at"])


class CheckReason(models.Model):
    """Why a version goes on although a check fails: about just what was found, and kept with who and when.

    A later reason stands in the place of an earlier one, which stays; one about other findings counts no more.
    """

    edition = models.ForeignKey(
        "indices.Edition", verbose_name=_("edition"), on_delete=models.PROTECT, related_name="check_reasons"
    )
    check_code = models.CharField(_("check"), max_length=30)
    found = models.CharField(
        _("what was found"), max_length=64, default="", blank=True, help_text=_("A digest of the sentences.")
    )
    reason = models.TextField(_("reason"))
    by = account(_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.edition}: {self.check_code}"
