"""Cards at their addresses: in both languages, kept and as of a day like pages, and none for what is not there."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from PIL import Image

from indices.models import Edition, Result

pytestmark = pytest.mark.django_db
CARDS = {
    "/card.png": 6,
    "/indices/par-index/card.png": 4,
    "/indices/papi/card.png": 3,
    "/indices/par-index/2020/provinces/card.png": 5,
    "/indices/par-index/2020/ministries/card.png": 5,
    "/provinces/ben-tre/card.png": 7,
    "/provinces/vinh-long/card.png": 6,
    "/ministries/bo-lao-dong-thuong-binh-va-xa-hoi/card.png": 7,
    "/provinces/ben-tre/2020/card.png": 7,
    "/targets/chung-thuc-ban-sao-dien-tu-2021/card.png": 5,
    "/indicators/chung-thuc-ban-sao-dien-tu/card.png": 5,
}


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", CARDS)
def test_a_card_is_a_picture_of_the_size_that_links_show(client, path, language):
    answer = client.get(language + path)
    assert answer.headers["Content-Type"] == "image/png"
    assert len(answer.content) < 60 * 1024
    assert not answer.cookies
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.size == (1200, 630)


@pytest.mark.parametrize(("path", "queries"), CARDS.items())
def test_a_card_asks_a_fixed_number_of_questions(client, django_assert_num_queries, path, queries):
    client.get(path)
    cache.clear()
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_who_has_the_card_is_told_so_and_a_kept_one_is_the_same(client, django_assert_num_queries):
    path = "/indices/par-index/2020/provinces/card.png"
    first = client.get(path)
    with django_assert_num_queries(1):
        assert client.get(path).content == first.content
    with django_assert_num_queries(1):
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/indices/none/card.png",
        "/indices/sipas/1999/provinces/card.png",
        "/indices/sipas/2020/ministries/card.png",
        "/provinces/atlantis/card.png",
        "/provinces/thua-thien-hue/card.png",
        "/provinces/ben-tre/1990/card.png",
        "/provinces/vinh-long/2020/card.png",
        "/targets/none/card.png",
        "/indicators/none/card.png",
        "/provinces/ben-tre/card.png?as_of=yesterday",
        "/provinces/ben-tre/card.png?as_of=1999-01-01",
        "/provinces/ben-tre/2020/card.png?as_of=yesterday",
        "/provinces/ben-tre/2020/card.png?as_of=1999-01-01",
    ],
)
def test_what_is_not_there_has_no_card(client, path):
    assert client.get(path).status_code == 404


def test_a_version_changes_the_card_in_its_minute_and_the_day_before_keeps_its_own(
    client, sipas_2020, editor, approver, ben_tre
):
    path = "/provinces/ben-tre/card.png"
    before = client.get(path).content
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.53", score_text="88.53")
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=timezone.now() + timedelta(days=2))
    assert client.get(path).content == before
    with time_machine.travel(draft.publish_at + timedelta(seconds=1), tick=False):
        assert client.get(path).content != before
        first = timezone.localdate(sipas_2020.publish_at)
        then = client.get(f"{path}?as_of={first.isoformat()}")
        assert then.status_code == 200
        later = client.get(f"{path}?as_of={(first + timedelta(days=1)).isoformat()}")
        assert later.headers["Location"] == f"{path}?as_of={first.isoformat()}"


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    [
        "/card.png",
        "/indices/par-index/card.png",
        "/targets/chung-thuc-ban-sao-dien-tu-2021/card.png",
        "/indicators/chung-thuc-ban-sao-dien-tu/card.png",
    ],
)
def test_a_card_that_knows_no_days_is_not_drawn_for_each(client, path, language):
    for day in ("2031-06-01", "yesterday", ""):
        answer = client.get(f"{language}{path}?as_of={day}")
        assert answer.status_code == 302
        assert answer.headers["Location"] == language + path


def test_the_card_of_a_bulletin_is_that_of_the_day_that_was_asked_for(client, corrected):
    path = "/provinces/ben-tre/2020/card.png"
    assert client.get(f"{path}?as_of=2031-06-22").headers["Location"] == f"{path}?as_of=2031-06-20"
    assert client.get(f"{path}?as_of=2031-06-19").headers["Location"] == f"{path}?as_of=2031-06-01"
    now, before = (client.get(f"{path}?as_of={day}").content for day in ("2031-06-20", "2031-06-01"))
    assert now != before
