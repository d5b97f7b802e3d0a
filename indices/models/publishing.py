"""From draft to public, in steps by different people; each step is kept with who, when and why.

draft → in review → approved for a minute → public at that minute, by itself. Before the minute one publisher alone may
hold a version or move it later; an earlier minute takes two, and so does withdrawing what was public. What was proposed
about a minute falls with any other step about it.
"""

import logging
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.models import JournalEntry
from provinces.models.stamps import DataStamp, StampedModel

from .steps import EditionStep, Proposal, account

LOG = logging.getLogger(__name__)


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


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
    def is_overtaken(self) -> bool:
        """Whether a later version of the same thing is public."""
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
    def take_back(self, by) -> None:
        """Undo the own submission while nobody has decided. Raises ValidationError for anybody else."""
        self.lock()
        if self.state != State.IN_REVIEW or self.submitted_by != by:
            raise ValidationError(_("Only whoever submitted a version takes it back, while it is in review."))
        self.state, self.submitted_by, self.submitted_at = State.DRAFT, None, None
        self._step(EditionStep.Verb.TAKEN_BACK, by)

    @transaction.atomic
    def find_in_order(self, by, remark: str = "") -> None:
        """Note that a reviewer checked the version and found it in order; whoever approves sees it."""
        self.lock()
        if self.state != State.IN_REVIEW:
            raise ValidationError(_("Only a version in review is checked."))
        self.check_not_edited_by(by)
        self._step(EditionStep.Verb.IN_ORDER, by, remark)

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
        self._drop_proposals()
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
        """Carry out what another publisher proposed.

        Raises ValidationError for the proposer, for a proposal that is not open, for an earlier minute that has passed
        meanwhile, and for a withdrawal that was proposed before another version became public.
        """
        self.lock()
        proposal.close(by)
        if proposal.kind == Proposal.Kind.EARLIER:
            self._check_waiting()
            if proposal.publish_at is None or proposal.publish_at < timezone.now():
                raise ValidationError(_("The minute that was proposed has passed. Propose another one."))
            self._move(by, proposal.publish_at, proposal.reason)
        else:
            if self.is_overtaken:
                raise ValidationError(_("Another version is public by now. Propose its withdrawal on its own screen."))
            self._withdraw(by, proposal.reason)

    @transaction.atomic
    def drop(self, proposal: "Proposal", by) -> None:
        """Take back the own proposal. Raises ValidationError for anybody else's."""
        self.lock()
        proposal.check_open()
        if proposal.proposed_by != by:
            raise ValidationError(_("Only whoever proposed it takes it back."))
        proposal.dropped_at = timezone.now()
        proposal.save(update_fields=["dropped_at"])
        self._step(EditionStep.Verb.DROPPED, by)

    def _drop_proposals(self) -> None:
        self.proposals.open().filter(kind=Proposal.Kind.EARLIER).update(dropped_at=timezone.now())

    def _withdraw(self, by, reason: str) -> None:
        """Withdraw every approved version of this edition; one whose minute has not come never has one."""
        for version in self.versions().filter(state=State.APPROVED):
            if version.is_waiting:
                version.publish_at = None
            version.state = State.WITHDRAWN
            version._step(EditionStep.Verb.WITHDRAWN, by, reason)
        DataStamp.bump()
        self.refresh_from_db()

    def _move(self, by, publish_at: datetime, reason: str) -> None:
        self.publish_at, self.held_at = max(publish_at, timezone.now()), None
        self._drop_proposals()
        self._step(EditionStep.Verb.MOVED, by, reason)

    def _check_waiting(self) -> None:
        if self.is_overtaken:
            raise ValidationError(_("A later version is public by now. This one cannot become public any more."))
        if not self.is_waiting:
            raise ValidationError(_("Only a version that is approved and not public yet can be held or moved."))

    def lock(self) -> None:
        """Read the state anew and keep others from changing it until the transaction around this call ends."""
        locked = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        for name in ("state", "publish_at", "held_at", "submitted_by", "submitted_at", "approved_by", "approved_at"):
            setattr(self, name, getattr(locked, name))

    def _step(self, verb: str, by, reason: str = "") -> None:
        """Keep a step: with the version for who decides on it, in the journal for who audits, in the log for who runs
        the portal."""
        stored = type(self).objects.get(pk=self.pk)
        self.save()
        self.steps.create(verb=verb, by=by, reason=reason, publish_at=self.publish_at)
        names = ("state", "publish_at", "held_at")
        before, after = ({name: getattr(end, name) for name in names} for end in (stored, self))
        label = f"{self}: {EditionStep.Verb(verb).label}"
        JournalEntry.note(self, by, before, after, label=label, remark=reason)
        said = {"record": f"{self._meta.label_lower} {self.pk}", "step": str(verb), "account": by.pk if by else None}
        told = partial(LOG.info, "A step of a version.", extra={"fields": said})
        transaction.on_commit(told, robust=True)

    def _propose(self, kind: str, by, reason: str, **said: Any) -> "Proposal":
        """Raises ValidationError without a reason, or if it is proposed already."""
        if not reason.strip():
            raise ValidationError(_("Give the reason."))
        if self.proposals.open().filter(kind=kind).exists():
            raise ValidationError(_("This is proposed already."))
        self._step(EditionStep.Verb.PROPOSED, by, reason)
        return self.proposals.create(kind=kind, proposed_by=by, reason=reason, **said)
