"""Minutes and midnights in Viet Nam: what becomes public by the clock alone, and what a wrong clock can do."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from indices.models import Edition, Result
from provinces.models import DataStamp

pytestmark = pytest.mark.django_db
PAGE = "/indices/sipas/2020/provinces/"
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
OPENING = datetime(2031, 6, 1, 1, tzinfo=UTC)
# The beginning of 24/6/2031 in Viet Nam is five in the afternoon of the day before in UTC.
MIDNIGHT = datetime(2031, 6, 23, 17, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(MIDNIGHT - 2 * HOUR, tick=False) as moved:
        yield moved


def scheduled(sipas_2020, ben_tre, editor, approver, minute: datetime) -> None:
    """The next version, approved for a minute: Bến Tre has 88,53 for 88,35. What is public became so long before."""
    Edition.objects.filter(publish_at__isnull=False).update(publish_at=OPENING, approved_at=OPENING)
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.53", score_text="88.53")
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=minute)


def score(client, path: str = PAGE) -> str:
    """Which of the two scores a page has."""
    markup = client.get(path, follow=True).content.decode()
    [found] = {text for text in ("88,35", "88,53") if text in markup}
    return found


@pytest.mark.parametrize("minute", [MIDNIGHT, MIDNIGHT - 30 * SECOND, MIDNIGHT + HOUR * 7])
def test_a_version_is_public_from_its_second_on_and_nothing_is_written(
    client, clock, sipas_2020, ben_tre, editor, approver, minute
):
    """Also at midnight in Viet Nam, in the last half minute of a day, and at midnight in UTC."""
    scheduled(sipas_2020, ben_tre, editor, approver, minute)
    stamps = DataStamp.current()
    clock.move_to(minute - SECOND)
    assert score(client) == "88,35"
    clock.move_to(minute)
    assert score(client) == "88,53"
    assert DataStamp.current() == stamps


@pytest.mark.parametrize(
    ("minute", "then_on_the_23rd"),
    [(MIDNIGHT, "88,35"), (MIDNIGHT - SECOND, "88,53"), (MIDNIGHT - 30 * SECOND, "88,53")],
)
def test_a_cited_day_ends_at_midnight_in_viet_nam(
    client, clock, sipas_2020, ben_tre, editor, approver, minute, then_on_the_23rd
):
    """What became public at 0:00 of the 24th belongs to the 24th, though it is the 23rd in UTC."""
    scheduled(sipas_2020, ben_tre, editor, approver, minute)
    clock.move_to(MIDNIGHT + 36 * HOUR)
    assert score(client, f"{PAGE}?as_of=2031-06-22") == "88,35"
    assert score(client, f"{PAGE}?as_of=2031-06-23") == then_on_the_23rd
    assert score(client, f"{PAGE}?as_of=2031-06-24") == "88,53"


def test_a_page_is_another_one_after_midnight_in_viet_nam_and_not_after_that_of_utc(client, clock):
    """Deadlines pass at midnight: the tag names the day of Viet Nam, in every process alike."""
    clock.move_to(MIDNIGHT - SECOND)
    before = client.get(PAGE)["ETag"]
    clock.move_to(MIDNIGHT)
    after = client.get(PAGE)["ETag"]
    assert before != after
    clock.move_to(MIDNIGHT + 7 * HOUR)  # midnight in UTC
    assert client.get(PAGE)["ETag"] == after


def test_a_clock_that_steps_back_shows_what_was_public_then_and_keeps_none_of_it_for_the_right_time(
    client, clock, sipas_2020, ben_tre, editor, approver
):
    """A machine whose clock is an hour behind shows the former version, under the former version's tag: it never hands
    that out, nor lets others keep it, as the new one. When its clock is right again, so are its pages."""
    scheduled(sipas_2020, ben_tre, editor, approver, MIDNIGHT)
    clock.move_to(MIDNIGHT - SECOND)
    former = client.get(PAGE)["ETag"]
    clock.move_to(MIDNIGHT + 10 * 60 * SECOND)
    right = client.get(PAGE)["ETag"]
    assert score(client) == "88,53"
    clock.move_to(MIDNIGHT - 50 * 60 * SECOND)
    assert score(client) == "88,35"
    assert client.get(PAGE)["ETag"] == former != right
    assert client.get(PAGE, headers={"If-None-Match": right}).status_code == 200
    clock.move_to(MIDNIGHT + 11 * 60 * SECOND)
    assert score(client) == "88,53"
    assert client.get(PAGE)["ETag"] == right
