"""The portal as it would look if it had opened on a known day, for pages that are asked as of another one."""

from datetime import UTC, datetime

import pytest
import time_machine

from indices.models import Edition, Result, Snapshot
from provinces.models import DataStamp

OPENING = datetime(2031, 6, 1, 1, tzinfo=UTC)  # eight in the morning of 1/6/2031 in Viet Nam
LATER = datetime(2031, 6, 20, 3, tzinfo=UTC)


@pytest.fixture
def opened_in_2031(db):
    """Everything shipped became public on 1/6/2031."""
    Edition.objects.update(publish_at=OPENING, approved_at=OPENING)
    Snapshot.objects.update(accepted_at=OPENING)
    DataStamp.bump()
    with time_machine.travel(datetime(2031, 6, 24, 5, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def corrected(opened_in_2031, sipas_2020, ben_tre, editor, approver):
    """Since 20/6/2031 Bến Tre has another score, 88,53 for 88,35."""
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.53", score_text="88.53")
    Edition.objects.filter(pk=draft.pk).update(
        state="approved", publish_at=LATER, approved_at=LATER, approved_by=approver
    )
    DataStamp.bump()
    return draft


@pytest.fixture
def replaced(opened_in_2031):
    """Since 20/6/2031 a report of Bến Tre says 1.390 for 1.381."""
    first = Snapshot.objects.get(indicator__code="dvctt-3-4")
    Snapshot.objects.filter(pk=first.pk).update(superseded_at=LATER)
    first.pk, first.numerator, first.accepted_at = None, 1390, LATER
    first.save()
    Snapshot.objects.filter(pk=first.pk).update(accepted_at=LATER)
    DataStamp.bump()
    return first
