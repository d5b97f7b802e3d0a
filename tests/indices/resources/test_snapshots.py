"""Reports are append-only: a new one waits, takes the public one's place when accepted, and can be undone."""

import pytest
from django.core.exceptions import ValidationError

from indices.models import Snapshot
from provinces.models import ImportRun
from provinces.sheets.confirming import preview, store, upload
from provinces.sheets.journal import undo

pytestmark = pytest.mark.django_db
HEADER = "indicator,unit_code,as_of,numerator,denominator\n"


@pytest.fixture
def public(ben_tre):
    """The report that is shipped: 1.758 procedures of Bến Tre on 24/6/2021."""
    return Snapshot.objects.get(unit=ben_tre, numerator=1758)


def reported(numerator: int, public: Snapshot, user) -> ImportRun:
    text = f"{HEADER}{public.indicator.code},83,2021-06-24,{numerator},\n"
    run = upload("snapshots", text.encode(), "bao-cao.csv", {"source": "bao-hoang-lam-2021"}, user)
    preview(run)
    return store(run.pk, user)


def figures(snapshots) -> list[int]:
    return [snapshot.numerator for snapshot in snapshots]


def test_a_public_report_stays_until_the_new_one_is_accepted(public, editor, approver):
    same_day = Snapshot.objects.filter(indicator=public.indicator, unit=public.unit, as_of=public.as_of)
    reported(1760, public, editor)
    assert figures(same_day.public()) == [1758]
    [waiting] = same_day.waiting()
    with pytest.raises(ValidationError):
        waiting.accept(by=editor)
    waiting.accept(by=approver)
    assert figures(same_day.public()) == [1760]
    public.refresh_from_db()
    assert public.superseded_at == waiting.accepted_at


def test_undoing_brings_back_the_report_that_was_waiting(public, editor):
    same_day = Snapshot.objects.filter(indicator=public.indicator, unit=public.unit, as_of=public.as_of)
    reported(1760, public, editor)
    second = reported(1770, public, editor)
    assert figures(same_day.waiting()) == [1770]
    done = undo(second.pk, editor)
    assert (done.withdrawn, done.restored, done.kept) == (1, 1, ())
    assert figures(same_day.waiting()) == [1760]
    assert figures(same_day.public()) == [1758]


def test_a_report_that_was_accepted_meanwhile_is_kept_and_named(public, editor, approver):
    run = reported(1760, public, editor)
    Snapshot.objects.get(numerator=1760).accept(by=approver)
    done = undo(run.pk, editor)
    assert (done.withdrawn, done.restored, len(done.kept)) == (0, 0, 1)
