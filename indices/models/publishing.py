"""From draft to public, in steps by different people; each step is kept with who, when and why.

draft → in review → approved for a minute → public at that minute, by itself. Before the minute one publisher alone may
hold a version or move it later; an earlier minute takes two, and so does withdrawing what was public.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from provinces.models.stamps import DataStamp, StampedModel


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


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


class PublishedInSteps(StampedModel):
    """The state of a version, who brought it there, and the verbs that do: nothing else changes them."""

    State = State
    seen_at_once = False
    steps: Any
    proposals: Any

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    held_at = models.DateTimeField(_("held at"), null=True, blank=True, editable=False)
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("edited by"), related_name="+", editable=False
    )
    submitted_by = account(_("submitted by"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    approved_by = account(_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def versions(self) -> models.QuerySet:
        """Every version of the same thing."""
        raise NotImplementedError

    @property
    def status(self) -> str:
        """The state as people name it: an approved version waits, is on hold, or is public."""
        if self.state != State.APPROVED:
            return str(State(self.state).label)
        if self.held_at:
            return str(_("On hold"))
        if self.publish_at and self.publish_at > timezone.now():
            moment = timezone.localtime(self.publish_at)
            return str(_("Approved, to be published at %(time)s") % {"time": f"{moment:%H:%M %d/%m/%Y}"})
        return str(_("Published"))

    @property
    def is_waiting(self) -> bool:
        """Whether it is approved and its minute has not come, or it is on hold."""
        return self.state == State.APPROVED and (
            self.held_at is not None or self.publish_at is None or self.publish_at > timezone.now()
        )

    def edited(self, by) -> None:
        """Remember who edited this version: they cannot approve it."""
        if by is not None:
            self.editors.add(by)

    def check_editable(self) -> None:
        """Raises ValidationError unless this version is a draft."""
        if self.state != State.DRAFT:
            raise ValidationError(_("Only a draft can be changed. Open the next version first."))

    def check_not_edited_by(self, by) -> None:
        """Four eyes. Raises ValidationError if the account edited or submitted this version."""
        if by == self.submitted_by or self.editors.filter(pk=by.pk).exists():
            raise ValidationError(
                _(
                    "Whoever edited figures in this version cannot approve it. "
                    "Another person with the right to approve is needed."
                ),
                code="same-person",
            )

    @transaction.atomic
    def submit(self, by) -> None:
        """Hand a draft to the person who checks it. Raises ValidationError in any other state."""
        self.lock()
        self.check_editable()
        self.state, self.submitted_by, self.submitted_at = State.IN_REVIEW, by, timezone.now()
        self._step(EditionStep.Verb.SUBMITTED, by)

    @transaction.atomic
    def return_for_completion(self, by, reason: str = "") -> None:
        """Give a version in review back to its editors."""
        self.lock()
        if self.state != State.IN_REVIEW:
            raise ValidationError(_("Only a version in review can be returned."))
        self.state, self.submitted_by, self.submitted_at = State.DRAFT, None, None
        self._step(EditionStep.Verb.RETURNED, by, reason)

    @transaction.atomic
    def approve(self, by, publish_at: datetime | None = None) -> None:
        """Approve a version in review for a minute (now by default). Four eyes: an editor cannot approve.

        Raises ValidationError if the version is not in review, `by` edited it, or the minute has passed.
        """
        self.lock()
        if self.state != State.IN_REVIEW:
            raise ValidationError(_("Only a version in review can be approved."))
        self.check_not_edited_by(by)
        now = timezone.now()
        if publish_at is not None and publish_at < now:
            raise ValidationError(_("The minute of publication has passed."))
        self.state, self.approved_by, self.approved_at = State.APPROVED, by, now
        self.publish_at = publish_at or now
        self._step(EditionStep.Verb.APPROVED, by)

    @transaction.atomic
    def hold(self, by, reason: str) -> None:
        """Stop a version before its minute; it stays approved. One publisher alone may do it."""
        self.lock()
        self._check_waiting()
        if self.held_at is not None:
            raise ValidationError(_("The version is on hold already."))
        self.held_at = timezone.now()
        self._step(EditionStep.Verb.HELD, by, reason)

    @transaction.atomic
    def move(self, by, publish_at: datetime, reason: str) -> "Proposal | None":
        """Give a version another minute, and end its hold. Later takes one publisher; earlier is proposed to a second.

        The proposal if there is one; None if the minute is moved. Raises ValidationError for a minute that has passed.
        """
        self.lock()
        self._check_waiting()
        if publish_at < timezone.now():
            raise ValidationError(_("The minute of publication has passed."))
        if self.publish_at is not None and publish_at < self.publish_at:
            return self._propose(Proposal.Kind.EARLIER, by, reason, publish_at=publish_at)
        self._move(by, publish_at, reason)
        return None

    @transaction.atomic
    def propose_withdrawal(self, by, reason: str, note_vi: str, note_en: str = "") -> "Proposal":
        """Propose to withdraw what is public, with the note that the public will read; a second publisher confirms."""
        self.lock()
        if self.state != State.APPROVED:
            raise ValidationError(_("Only an approved edition can be withdrawn."))
        if not note_vi.strip():
            raise ValidationError(_("Write the note that the public will read."))
        return self._propose(Proposal.Kind.WITHDRAWAL, by, reason, note_vi=note_vi, note_en=note_en)

    @transaction.atomic
    def confirm(self, proposal: "Proposal", by) -> None:
        """Carry out what another publisher proposed. Raises ValidationError for the proposer, or if it is not open."""
        self.lock()
        proposal.close(by)
        if proposal.kind == Proposal.Kind.EARLIER:
            self._check_waiting()
            self._move(by, proposal.publish_at or timezone.now(), proposal.reason)
        else:
            self._withdraw(by, proposal.reason)

    def _withdraw(self, by, reason: str) -> None:
        """Withdraw every approved version of this edition from the public."""
        for version in self.versions().filter(state=State.APPROVED):
            version.state = State.WITHDRAWN
            version._step(EditionStep.Verb.WITHDRAWN, by, reason)
        DataStamp.bump()
        self.refresh_from_db()

    def _move(self, by, publish_at: datetime, reason: str) -> None:
        self.publish_at, self.held_at = max(publish_at, timezone.now()), None
        self._step(EditionStep.Verb.MOVED, by, reason)

    def _check_waiting(self) -> None:
        if not self.is_waiting:
            raise ValidationError(_("Only a version that is approved and not public yet can be held or moved."))

    def lock(self) -> None:
        """Read the state anew and keep others from changing it until the transaction around this call ends."""
        locked = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        for name in ("state", "publish_at", "held_at", "submitted_by", "submitted_at", "approved_by", "approved_at"):
            setattr(self, name, getattr(locked, name))

    def _step(self, verb: str, by, reason: str = "") -> None:
        self.save()
        self.steps.create(verb=verb, by=by, reason=reason, publish_at=self.publish_at)

    def _propose(self, kind: str, by, reason: str, **said: Any) -> "Proposal":
        """Raises ValidationError without a reason, or if it is proposed already."""
        if not reason.strip():
            raise ValidationError(_("Give the reason."))
        if self.proposals.filter(kind=kind, confirmed_at=None).exists():
            raise ValidationError(_("This is proposed already."))
        self.steps.create(verb=EditionStep.Verb.PROPOSED, by=by, reason=reason)
        return self.proposals.create(kind=kind, proposed_by=by, reason=reason, **said)


class EditionStep(models.Model):
    """One step of a version: what was done, by whom, when, why, and the minute of publication after it."""

    class Verb(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted for checking")
        RETURNED = "returned", _("Returned for completion")
        APPROVED = "approved", _("Approved")
        HELD = "held", _("Put on hold")
        MOVED = "moved", _("Minute of publication moved")
        PROPOSED = "proposed", _("Proposed to a second person")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    edition = models.ForeignKey(
        "indices.Edition", verbose_name=_("edition"), on_delete=models.CASCADE, related_name="steps"
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


class Proposal(StampedModel):
    """A step that takes two: one publisher proposes it, another confirms it."""

    seen_at_once = False

    class Kind(models.TextChoices):
        EARLIER = "earlier", _("publish earlier")
        WITHDRAWAL = "withdrawal", _("withdraw")

    edition = models.ForeignKey(
        "indices.Edition", verbose_name=_("edition"), on_delete=models.CASCADE, related_name="proposals"
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

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"],
                condition=Q(confirmed_at=None),
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
        return self.note_en if get_language() == "en" and self.note_en else self.note_vi

    def close(self, by) -> None:
        """Note who confirmed it. Raises ValidationError for the proposer, or if it was confirmed already."""
        locked = Proposal.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if locked.confirmed_at is not None:
            raise ValidationError(_("This was confirmed already."))
        if locked.proposed_by == by:
            raise ValidationError(_("Whoever proposed it cannot confirm it."))
        self.confirmed_by, self.confirmed_at = by, timezone.now()
        self.save(update_fields=["confirmed_by", "confirmed_at"])


class CheckReason(models.Model):
    """Why a version goes on although a check fails: kept with who and when."""

    edition = models.ForeignKey(
        "indices.Edition", verbose_name=_("edition"), on_delete=models.CASCADE, related_name="check_reasons"
    )
    check_code = models.CharField(_("check"), max_length=30)
    reason = models.TextField(_("reason"))
    by = account(_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        constraints = [models.UniqueConstraint(fields=["edition", "check_code"], name="check_reason_one_a_check")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.check_code}"
