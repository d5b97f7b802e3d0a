"""Records leave as plain values: the same as read from each record, in few queries, however many there are."""

import pytest

from indices.models import Result
from provinces.models import Succession
from provinces.sheets.going_out import rows_of
from provinces.sheets.kinds import KINDS

pytestmark = pytest.mark.django_db


def test_a_value_is_what_the_record_says_through_its_relations(sipas_2020):
    columns = KINDS["results"].columns
    names = [column.name for column in columns]
    records = Result.objects.filter(edition=sipas_2020).order_by("pk")
    rows = [dict(zip(names, row, strict=True)) for row in rows_of(records, columns)]
    assert len(rows) == records.count() > 0
    for row, record in zip(rows, records, strict=True):
        assert row["unit_id"] == record.unit.permanent_id
        assert row["unit_name"] == record.unit.titled
        assert (row["unit_kind"], row["unit_code"]) == (record.unit.kind, record.unit.code)
        assert (row["index"], row["year"], row["version"]) == ("sipas", 2020, 1)
        assert str(row["score"] or "") == record.score_text
        assert row["source"] == record.source.code
        assert row["change_source"] == (record.change_source.code if record.change_source else None)
        assert row["tt"] is None


@pytest.mark.parametrize("chunk", [1, 7, 2_000])
def test_the_size_of_a_chunk_changes_nothing(settings, chunk):
    whole = list(rows_of(Succession.objects.order_by("pk"), KINDS["successions"].columns))
    settings.EXPORT_CHUNK_ROWS = chunk
    assert list(rows_of(Succession.objects.order_by("pk"), KINDS["successions"].columns)) == whole


def test_no_record_is_no_row(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(rows_of(Result.objects.filter(note="no such note"), KINDS["results"].columns)) == []


def test_what_rows_refer_to_is_read_once(django_assert_num_queries):
    resource = KINDS["results"]()
    with django_assert_num_queries(8):  # rows; units, names and ids of units, editions, sources
        rows = list(rows_of(Result.objects.order_by("pk"), resource.columns))
    assert len(rows) > 1_000
