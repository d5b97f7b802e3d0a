"""One screen to decide on a version: what it changes, what the checks say, who did what, and the next steps."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import KINDS

from ..catalogue import current_catalogue
from ..checks import Gate
from ..models import Correction, Edition, EditionStep, Proposal
from ..models.definitions import MEASURED_KINDS
from ..publication import approve

State = Edition.State
SHOWN_CHANGES = 500


def minute(label: Any, **options: Any) -> forms.DateTimeField:
    """A field for a minute in Viet Nam's time."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"]
    return forms.DateTimeField(label=label, widget=widget, input_formats=formats, **options)


def text(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 2, "cols": 60}), **options)


class ReasonForm(forms.Form):
    reason = text(_("Reason"))


class NothingForm(forms.Form):
    """Nothing more to say."""


class ApproveForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    publish_at = minute(
        _("Publish at"), required=False, help_text=_("Viet Nam time. Empty: now, as soon as it is approved.")
    )


class MoveForm(forms.Form):
    publish_at = minute(_("Publish at"), help_text=_("An earlier minute waits for a second person."))
    reason = text(_("Reason"))


class WithdrawForm(forms.Form):
    reason = text(_("Reason"))
    note_vi = text(_("Note to the public"))
    note_en = text(_("Note to the public, in English"), required=False)


class ConfirmForm(forms.Form):
    proposal = forms.ModelChoiceField(Proposal.objects.open(), widget=forms.HiddenInput)


class RemarkForm(forms.Form):
    remark = text(_("Remark"), required=False)


class ReasonsForm(forms.Form):
    """One reason for each check that found something; those left empty stay open."""

    def __init__(self, data: Any = None, *, checks: Iterable[str] = ()) -> None:
        super().__init__(data)
        for code in checks:
            self.fields[code] = forms.CharField(required=False, strip=True)


class CorrectionForm(forms.ModelForm):
    class Meta:
        model = Correction
        fields = ("kind", "reason_vi", "reason_en", "source")
        widgets = {name: forms.Textarea(attrs={"rows": 2, "cols": 60}) for name in ("reason_vi", "reason_en")}


class Verb:
    """A step that the screen offers: its form, who may take it, when, and what it does."""

    def __init__(
        self,
        code: str,
        label: Any,
        form: type[forms.BaseForm],
        permission: str,
        when: Callable[["Review"], bool],
        do: Callable[["Review", dict[str, Any]], str],
        button: Any = "",
    ) -> None:
        self.code, self.label, self.form, self.permission = code, label, form, permission
        self.when, self.do, self.button = when, do, button or label


class Review:
    """The screen for one version and one account."""

    def __init__(self, edition: Edition, user) -> None:
        self.edition, self.user = edition, user
        self.catalogue = current_catalogue()
        self.gate = Gate(edition, self.catalogue)
        self.difference = self.gate.figures.difference
        # Where a step leads: to this version's screen, unless it opened another version.
        self.leads_to = edition

    @property
    def verbs(self) -> list[Verb]:
        """The steps that this account may take now."""
        return [verb for verb in VERBS if verb.when(self) and self.user.has_perm(verb.permission)]

    def form_of(self, code: str, data) -> tuple[Verb, forms.BaseForm]:
        """A step with what was typed for it. Raises PermissionDenied for one that the account never takes, and
        ValidationError for one that cannot be taken now: another tab or another person was quicker."""
        verb = next((verb for verb in self.verbs if verb.code == code), None)
        if verb is None:
            if any(verb.code == code and self.user.has_perm(verb.permission) for verb in VERBS):
                raise ValidationError(
                    _now("This step cannot be taken now. The version is: %(status)s. Nothing was changed.")
                    % {"status": self.edition.status}
                )
            raise PermissionDenied
        return verb, self._form(verb, data)

    def offered(self, failed: str = "", form: forms.BaseForm | None = None) -> list[tuple[Verb, forms.BaseForm]]:
        """Each step with its form; the one that failed with what was typed."""
        return [
            (verb, form if verb.code == failed and form is not None else self._form(verb))
            for verb in self.verbs
            if verb.code not in BESIDE
        ]

    def _form(self, verb: Verb, data=None) -> forms.BaseForm:
        if verb.form is CorrectionForm:
            return CorrectionForm(data, instance=self.gate.correction)
        if verb.form is ApproveForm:
            return ApproveForm(data, initial={"seen": self.gate.digest})
        if verb.form is ReasonsForm:
            return ReasonsForm(data, checks=[finding.check.code for finding in self.gate.findings])
        return verb.form(data)

    @property
    def may(self) -> set[str]:
        return {verb.code for verb in self.verbs}

    @property
    def alone(self) -> bool:
        """Whether there is only one person: then nothing can be approved by a second."""
        return sum(user.has_usable_password() for user in get_user_model().objects.filter(is_active=True)) < 2

    @property
    def is_latest(self) -> bool:
        """Whether no later version of the edition is being worked on, or public."""
        return not self.edition.versions().filter(version__gt=self.edition.version).exists()

    @property
    def is_public(self) -> bool:
        return self.edition.state == State.APPROVED and not self.edition.is_waiting

    @property
    def concerned(self) -> list[Edition]:
        """Public editions that repeat this index as a part of theirs, where its public figures change."""
        changed = self.difference.against is not None and self.difference.corrections
        return self.catalogue.repeated_in(self.edition) if changed else []

    @property
    def tables(self) -> list[tuple[str, Any]]:
        """The league tables, with their names: as they are, or as this version will make them."""
        root = reverse("admin:indices_edition_preview", args=[self.edition.pk]).rstrip("/")
        about = self.edition.index.code, self.edition.year
        return [
            (
                ("" if self.is_public else root) + reverse("indices:league_table", args=[*about, word]),
                dict(MEASURED_KINDS)[kind],
            )
            for word, kind in KINDS.items()
            if kind in self.edition.index.kinds
        ]

    @property
    def shown(self) -> list[Any]:
        return self.difference.changes[:SHOWN_CHANGES]

    @property
    def proposals(self):
        return self.edition.proposals.open().select_related("proposed_by")

    @cached_property
    def steps(self) -> list[EditionStep]:
        return list(self.edition.steps.select_related("by"))

    @property
    def why_here(self) -> EditionStep | None:
        """The step whose reason whoever opens the screen has to know first: why it was returned, or is on hold."""
        last = self.steps[0] if self.steps else None
        return last if last and last.verb in {EditionStep.Verb.RETURNED, EditionStep.Verb.HELD} else None


def open_next(review: Review, said: dict[str, Any]) -> str:
    review.leads_to = Edition.open_draft(review.edition.index, review.edition.year, by=review.user)
    return _now("Version %(version)s is open. The public keeps what it has until it is approved.") % {
        "version": review.leads_to.version
    }


def take_back(review: Review, said: dict[str, Any]) -> str:
    review.edition.take_back(by=review.user)
    return _now("The submission is taken back.")


def find_in_order(review: Review, said: dict[str, Any]) -> str:
    review.edition.find_in_order(by=review.user, remark=said["remark"])
    return _now("It is noted that you checked this version.")


def drop(review: Review, said: dict[str, Any]) -> str:
    review.edition.drop(_own(review, said), by=review.user)
    return _now("The proposal is taken back.")


def _own(review: Review, said: dict[str, Any]) -> Proposal:
    proposal: Proposal = said["proposal"]
    if proposal.edition_id != review.edition.pk:
        raise ValidationError(_now("This proposal is about another version."))
    return proposal


def submit(review: Review, said: dict[str, Any]) -> str:
    """What no reviewer could mend has to be done first; what takes a reason may be left to the reviewer."""
    unmended = [finding for finding in review.gate.blocking if not finding.check.takes_reason]
    if unmended:
        raise ValidationError([f"{finding.check.question} {finding.check.remedy}" for finding in unmended])
    review.edition.submit(by=review.user)
    left = len(review.gate.blocking)
    if left:
        return _now("Submitted for checking. %(left)s checks are open and need a reason before approval.") % {
            "left": left
        }
    return _now("Submitted for checking.")


def give_back(review: Review, said: dict[str, Any]) -> str:
    review.edition.return_for_completion(by=review.user, reason=said["reason"])
    return _now("Returned for completion.")


def approve_for(review: Review, said: dict[str, Any]) -> str:
    publish_at: datetime | None = said["publish_at"]
    approve(review.edition, review.user, publish_at, review.catalogue, said["seen"])
    return review.edition.status


def hold(review: Review, said: dict[str, Any]) -> str:
    review.edition.hold(by=review.user, reason=said["reason"])
    return _now("On hold. It will not be published until a minute is set again.")


def move(review: Review, said: dict[str, Any]) -> str:
    proposal = review.edition.move(by=review.user, publish_at=said["publish_at"], reason=said["reason"])
    return _now("Proposed. A second publisher has to confirm it.") if proposal else review.edition.status


def withdraw(review: Review, said: dict[str, Any]) -> str:
    review.edition.propose_withdrawal(review.user, said["reason"], said["note_vi"], said["note_en"])
    return _now("Proposed. A second publisher has to confirm it.")


def confirm(review: Review, said: dict[str, Any]) -> str:
    review.edition.confirm(_own(review, said), by=review.user)
    return review.edition.status


def reason(review: Review, said: dict[str, Any]) -> str:
    given = {code: typed for code, typed in said.items() if typed}
    if not given:
        raise ValidationError(_now("Give the reason."))
    with transaction.atomic():
        for code, typed in given.items():
            review.gate.give_reason(code, typed, by=review.user)
    return _now("The reasons are kept.")


@transaction.atomic
def correct(review: Review, said: dict[str, Any]) -> str:
    """What the public will read is a part of the version: whoever writes it edits."""
    review.edition.lock()
    review.edition.check_editable()
    Correction.objects.update_or_create(edition=review.edition, defaults=said | {"by": review.user})
    review.edition.edited(review.user)
    return _now("The reason is kept.")


def in_state(*states: str) -> Callable[[Review], bool]:
    return lambda review: review.edition.state in states


# Shown beside the proposal or the check that they are about, not among the next steps.
BESIDE = {"confirm", "drop", "reason"}
EDIT, CHECK, PUBLISH = "indices.change_edition", "indices.review_edition", "indices.publish_edition"
VERBS = (
    Verb(
        "open",
        _("Change public figures (open the next version)"),
        NothingForm,
        EDIT,
        lambda review: review.is_latest and (review.is_public or review.edition.state == State.WITHDRAWN),
        open_next,
    ),
    Verb(
        "correct",
        _("Why public figures change"),
        CorrectionForm,
        "indices.add_correction",
        lambda review: review.edition.state == State.DRAFT and review.edition.version > 1,
        correct,
        button=_("Keep the reason"),
    ),
    Verb("reason", _("Keep the reasons"), ReasonsForm, EDIT, in_state(State.DRAFT), reason),
    Verb("reason", _("Keep the reasons"), ReasonsForm, CHECK, in_state(State.IN_REVIEW), reason),
    Verb("submit", _("Submit for checking"), NothingForm, EDIT, in_state(State.DRAFT), submit),
    Verb(
        "take_back",
        _("Take the submission back"),
        NothingForm,
        EDIT,
        lambda review: review.edition.state == State.IN_REVIEW and review.edition.submitted_by == review.user,
        take_back,
    ),
    Verb("in_order", _("Checked and found in order"), RemarkForm, CHECK, in_state(State.IN_REVIEW), find_in_order),
    Verb("approve", _("Approve and schedule"), ApproveForm, PUBLISH, in_state(State.IN_REVIEW), approve_for),
    Verb("return", _("Return for completion"), ReasonForm, CHECK, in_state(State.IN_REVIEW), give_back),
    Verb(
        "hold",
        _("Hold publication"),
        ReasonForm,
        PUBLISH,
        lambda review: review.edition.is_waiting and review.edition.held_at is None,
        hold,
    ),
    Verb("move", _("Move publication time"), MoveForm, PUBLISH, lambda review: review.edition.is_waiting, move),
    Verb("withdraw", _("Withdraw"), WithdrawForm, PUBLISH, lambda review: review.is_public, withdraw),
    Verb("confirm", _("Confirm"), ConfirmForm, PUBLISH, in_state(State.APPROVED), confirm),
    Verb("drop", _("Take the proposal back"), ConfirmForm, PUBLISH, in_state(State.APPROVED), drop),
)
