"""Two publishers in the same second: one of them wins, the other is told, nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from indices.models import Edition, EditionStep, Proposal


def at_once(steps: list[Callable[[], object]]) -> list[str]:
    """What became of each step: nothing, or the sentence with which it was refused. Threads where the database has
    room for them; SQLite in memory is one connection."""

    def taken(step: Callable[[], object]) -> str:
        try:
            step()
        except ValidationError as error:
            return " ".join(error.messages)
        finally:
            if connection.vendor == "postgresql":
                connection.close()
        return ""

    if connection.vendor != "postgresql":
        return [taken(step) for step in steps]
    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(taken, steps))


def people(*names: str):
    return [get_user_model().objects.create_user(name) for name in names]


def open_draft(by) -> Edition:
    edition = Edition.objects.published().get(index__code="sipas", year=2020)
    return Edition.open_draft(edition.index, 2020, by=by)


def test_of_ten_approvals_at_once_one_counts(committed):
    editor, first, second = people("bien-tap", "mot", "hai")
    draft = open_draft(editor)
    draft.submit(by=editor)
    said = at_once([lambda who=who: Edition.objects.get(pk=draft.pk).approve(by=who) for who in [first, second] * 5])
    assert said.count("") == 1
    assert EditionStep.objects.filter(edition=draft, verb="approved").count() == 1
    assert Edition.objects.get(pk=draft.pk).approved_by in (first, second)


def test_a_withdrawal_is_confirmed_once_and_never_by_its_proposer(committed):
    first, second, third = people("mot", "hai", "ba")
    edition = Edition.objects.published().get(index__code="sipas", year=2020)
    proposal = edition.propose_withdrawal(first, "Sai nguồn", "Thu hồi để kiểm tra.")

    def confirm(who) -> None:
        Edition.objects.get(pk=edition.pk).confirm(Proposal.objects.get(pk=proposal.pk), by=who)

    said = at_once([lambda who=who: confirm(who) for who in [first, second, third] * 3])
    assert said.count("") == 1
    assert Proposal.objects.get(pk=proposal.pk).confirmed_by in (second, third)
    assert not Edition.objects.published().filter(index__code="sipas", year=2020).exists()


def test_holding_and_moving_at_once_leave_a_state_that_was_asked_for(committed):
    editor, first, second = people("bien-tap", "mot", "hai")
    draft = open_draft(editor)
    draft.submit(by=editor)
    minute = timezone.now() + timedelta(hours=1)
    draft.approve(by=first, publish_at=minute)
    later = minute + timedelta(hours=1)
    at_once(
        [
            lambda: Edition.objects.get(pk=draft.pk).hold(by=first, reason="Lùi giờ"),
            lambda: Edition.objects.get(pk=draft.pk).move(by=second, publish_at=later, reason="Lùi giờ"),
        ]
    )
    now = Edition.objects.get(pk=draft.pk)
    assert now.publish_at == later
    assert EditionStep.objects.filter(edition=draft).exclude(verb__in=["submitted", "approved"]).count() == 2
    assert not Edition.objects.published(later - timedelta(seconds=1)).filter(pk=draft.pk).exists()


def test_of_ten_who_open_the_next_version_at_once_all_get_the_same_draft(committed):
    [editor] = people("bien-tap")
    opened: list[int] = []
    assert at_once([lambda: opened.append(open_draft(editor).pk)] * 10) == [""] * 10
    assert len(opened) == 10
    assert len(set(opened)) == 1
    assert Edition.objects.filter(index__code="sipas", year=2020, state="draft").count() == 1
