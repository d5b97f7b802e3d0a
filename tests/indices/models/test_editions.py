"""Versions of an edition: drafts, four eyes, what the public sees."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from indices.models import Edition, Result

pytestmark = pytest.mark.django_db


def public(edition) -> Edition:
    return Edition.objects.published().get(index=edition.index, year=edition.year)


def test_a_change_to_a_public_edition_opens_the_next_version_as_a_copy(sipas_2020, editor):
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    assert (draft.version, draft.state) == (2, "draft")
    for relation in ("results", "claims", "averages", "scores", "participations"):
        assert getattr(draft, relation).count() == getattr(sipas_2020, relation).count()
    assert Edition.open_draft(sipas_2020.index, 2020) == draft


def test_the_public_keeps_version_one_until_version_two_is_approved(sipas_2020, editor, approver, ben_tre):
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score=88, score_text="88")
    draft.submit(by=editor)
    assert public(sipas_2020) == sipas_2020
    draft.approve(by=approver)
    assert public(sipas_2020) == draft


def test_a_version_is_not_public_before_its_minute_nor_while_held(sipas_2020, editor, approver):
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    draft.submit(by=editor)
    minute = timezone.now() + timedelta(hours=1)
    draft.approve(by=approver, publish_at=minute)
    assert public(sipas_2020) == sipas_2020
    assert Edition.objects.published(at=minute).get(index=draft.index, year=2020) == draft
    Edition.objects.filter(pk=draft.pk).update(held_at=timezone.now())
    assert Edition.objects.published(at=minute).get(index=draft.index, year=2020) == sipas_2020


def test_whoever_edited_or_submitted_a_version_cannot_approve_it(sipas_2020, editor, approver):
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    draft.submit(by=approver)
    for same in (editor, approver):
        with pytest.raises(ValidationError):
            draft.approve(by=same)
    draft.refresh_from_db()
    assert draft.state == "in_review"


def test_the_database_too_refuses_an_approver_who_submitted(sipas_2020, editor):
    draft = Edition.open_draft(sipas_2020.index, 2020)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=draft.pk).update(submitted_by=editor, approved_by=editor)


def test_a_version_in_review_cannot_be_changed_until_it_is_returned(sipas_2020, editor):
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    draft.submit(by=editor)
    with pytest.raises(ValidationError):
        Edition.open_draft(sipas_2020.index, 2020)
    draft.return_for_completion(by=editor)
    assert Edition.open_draft(sipas_2020.index, 2020) == draft


def test_withdrawing_takes_every_version_from_the_public(sipas_2020, editor, approver):
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    draft.submit(by=editor)
    draft.approve(by=approver)
    draft.confirm(draft.propose_withdrawal(editor, "Sai nguồn", "Thu hồi để rà soát."), by=approver)
    assert not Edition.objects.published().filter(index=draft.index, year=2020).exists()


def test_a_total_of_zero_is_refused_by_the_database(sipas_2020, ben_tre):
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.filter(edition=sipas_2020, unit=ben_tre).update(score=0)
