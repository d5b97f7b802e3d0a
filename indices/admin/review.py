"""One screen to decide on a version: what it changes, what the checks say, who did what, and the next steps."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..catalogue import current_catalogue
from ..checks import Gate
from ..models import Correction, Edition, Proposal
from ..models.definitions import MEASURED_KINDS
from ..publication import approve
from ..views.rankings import KINDS

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


class SubmitForm(forms.Form):
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
    proposal = forms.ModelChoiceField(Proposal.objects.filter(confirmed_at=None), widget=forms.HiddenInput)


class CheckReasonForm(forms.Form):
    check = forms.CharField(widget=forms.HiddenInput)
    reason = text(_("Reason"))


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
        when: Callable[[Edition], bool],
        do: Callable[["Review", dict[str, Any]], str],
    ) -> None:
        self.code, self.label, self.form, self.permission = code, label, form, permission
        self.when, self.do = when, do


class Review:
    """The screen for one version and one account."""

    def __init__(self, edition: Edition, user) -> None:
        self.edition, self.user = edition, user
        self.catalogue = current_catalogue()
        self.gate = Gate(edition, self.catalogue)
        self.difference = self.gate.figures.difference

    @property
    def verbs(self) -> list[Verb]:
        """The steps that this account may take now."""
        return [verb for verb in VERBS if verb.when(self.edition) and self.user.has_perm(verb.permission)]

    def take(self, code: str, data) -> tuple[str, forms.BaseForm | None]:
        """Take a step: what to say, or the form with its errors. Raises PermissionDenied, ValidationError."""
        verb = next((verb for verb in self.verbs if verb.code == code), None)
        if verb is None:
            raise PermissionDenied
        form = self._form(verb, data)
        if not form.is_valid():
            return "", form
        return verb.do(self, form.cleaned_data), None

    def offered(self, failed: str = "", form: forms.BaseForm | None = None) -> list[tuple[Verb, forms.BaseForm]]:
        """Each step with its form; the one that failed with what was typed."""
        found = []
        for verb in self.verbs:
            if verb.code in {"confirm", "reason"}:
                continue  # shown beside the proposal or the check that they are about
            if verb.code == failed and form is not None:
                found.append((verb, form))
            else:
                found.append((verb, self._form(verb)))
        return found

    def _form(self, verb: Verb, data=None) -> forms.BaseForm:
        if verb.form is CorrectionForm:
            return CorrectionForm(data, instance=Correction.objects.filter(edition=self.edition).first())
        if verb.form is ApproveForm:
            return ApproveForm(data, initial={"seen": self.difference.digest})
        return verb.form(data)

    @property
    def may(self) -> set[str]:
        return {verb.code for verb in self.verbs}

    @property
    def alone(self) -> bool:
        """Whether there is only one person: then nothing can be approved by a second."""
        return sum(user.has_usable_password() for user in get_user_model().objects.filter(is_active=True)) < 2

    @property
    def concerned(self) -> list[Edition]:
        """Public editions that repeat this index as a part of theirs, where its public figures change."""
        changed = self.difference.against is not None and self.difference.corrections
        return self.catalogue.repeated_in(self.edition) if changed else []

    @property
    def ahead(self) -> list[tuple[str, Any]]:
        """The league tables as this version will make them: their addresses and names."""
        root = reverse("admin:indices_edition_preview", args=[self.edition.pk]).rstrip("/")
        about = self.edition.index.code, self.edition.year
        return [
            (root + reverse("indices:league_table", args=[*about, word]), dict(MEASURED_KINDS)[kind])
            for word, kind in KINDS.items()
            if kind in self.edition.index.kinds
        ]

    @property
    def shown(self) -> list[Any]:
        return self.difference.changes[:SHOWN_CHANGES]

    @property
    def proposals(self):
        return self.edition.proposals.filter(confirmed_at=None).select_related("proposed_by")

    @property
    def steps(self):
        return self.edition.steps.select_related("by")


def submit(review: Review, said: dict[str, Any]) -> str:
    review.edition.submit(by=review.user)
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
    proposal: Proposal = said["proposal"]
    if proposal.edition_id != review.edition.pk:
        raise ValidationError(_now("This proposal is about another version."))
    review.edition.confirm(proposal, by=review.user)
    return review.edition.status


def reason(review: Review, said: dict[str, Any]) -> str:
    review.gate.give_reason(said["check"], said["reason"], by=review.user)
    return _now("The reason is kept.")


def correct(review: Review, said: dict[str, Any]) -> str:
    Correction.objects.update_or_create(edition=review.edition, defaults=said | {"by": review.user})
    return _now("The reason is kept.")


def in_state(*states: str) -> Callable[[Edition], bool]:
    return lambda edition: edition.state in states


VERBS = (
    Verb(
        "correct",
        _("Why public figures change"),
        CorrectionForm,
        "indices.add_correction",
        lambda edition: edition.state == State.DRAFT and edition.version > 1,
        correct,
    ),
    Verb(
        "reason",
        _("Give a reason"),
        CheckReasonForm,
        "indices.view_edition",
        in_state(State.DRAFT, State.IN_REVIEW),
        reason,
    ),
    Verb("submit", _("Submit for checking"), SubmitForm, "indices.change_edition", in_state(State.DRAFT), submit),
    Verb(
        "approve",
        _("Approve and schedule"),
        ApproveForm,
        "indices.publish_edition",
        in_state(State.IN_REVIEW),
        approve_for,
    ),
    Verb(
        "return", _("Return for completion"), ReasonForm, "indices.review_edition", in_state(State.IN_REVIEW), give_back
    ),
    Verb(
        "hold",
        _("Hold publication"),
        ReasonForm,
        "indices.publish_edition",
        lambda edition: edition.is_waiting and edition.held_at is None,
        hold,
    ),
    Verb(
        "move",
        _("Move publication time"),
        MoveForm,
        "indices.publish_edition",
        lambda edition: edition.is_waiting,
        move,
    ),
    Verb(
        "withdraw",
        _("Withdraw"),
        WithdrawForm,
        "indices.publish_edition",
        lambda edition: edition.state == State.APPROVED and not edition.is_waiting,
        withdraw,
    ),
    Verb("confirm", _("Confirm"), ConfirmForm, "indices.publish_edition", in_state(State.APPROVED), confirm),
)
