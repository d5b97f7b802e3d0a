"""Days and minutes as papers write them."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from provinces.wording import long_day, long_moment


@pytest.mark.parametrize(
    ("day", "vietnamese", "english"),
    [
        (date(2021, 6, 24), "ngày 24 tháng 6 năm 2021", "24 June 2021"),
        (date(2021, 2, 5), "ngày 05 tháng 02 năm 2021", "5 February 2021"),
        (date(2021, 12, 31), "ngày 31 tháng 12 năm 2021", "31 December 2021"),
    ],
)
def test_a_day_is_written_as_official_papers_write_it(day, vietnamese, english):
    with override("vi"):
        assert long_day(day) == vietnamese
    with override("en"):
        assert long_day(day) == english


def test_a_minute_is_that_of_viet_nam():
    minute = datetime(2021, 6, 24, 1, 30, tzinfo=UTC)
    with override("vi"):
        assert long_moment(minute) == "08:30 ngày 24 tháng 6 năm 2021"
    with override("en"):
        assert long_moment(minute) == "08:30 (Viet Nam time), 24 June 2021"
