"""Entries of the journal as people read them."""

import pytest
from django.utils import translation

from provinces.models import ImportRun, JournalEntry

pytestmark = pytest.mark.django_db


def shown(table: str, before: dict, after: dict) -> list[tuple[str, str]]:
    return [(old, new) for _name, old, new in JournalEntry(table=table, before=before, after=after).shown]


@pytest.mark.parametrize(
    ("table", "name", "old", "new", "said"),
    [
        ("indices.result", "score_basis", "derived", "printed", ("Cổng tính từ số liệu khác", "Nguồn ghi trực tiếp")),
        ("indices.result", "score", "82.57", "82.75", ("82,57", "82,75")),
        ("indices.result", "score_text", "82.57", "82.70", ("82,57", "82,70")),
        ("indices.criterion", "no", "1.2", "1.3", ("1.2", "1.3")),
        ("provinces.unit", "begins_on", "0001-01-01", "2025-07-01", ("1/1/0001", "1/7/2025")),
        ("indices.edition", "publish_at", None, "2021-06-24T01:30:00Z", ("", "08:30 24/6/2021")),
        ("auth.user", "is_active", True, False, ("Có", "Không")),
        ("indices.result", "rank", 0, 44, ("0", "44")),
    ],
)
def test_values_are_shown_as_people_write_them(table, name, old, new, said):
    assert shown(table, {name: old}, {name: new}) == [said]


def test_values_are_shown_in_the_language_of_the_reader():
    with translation.override("en"):
        assert shown("indices.result", {"score": "82.57"}, {"score": "82.75"}) == [("82.57", "82.75")]


def test_tables_and_refusals_are_called_by_their_names():
    assert JournalEntry(table="indices.edition").table_name == "Kỳ đánh giá"
    assert JournalEntry(verb="refused").get_verb_display() == "bị từ chối"


def test_a_run_is_named_by_the_minute_in_viet_nam(article):
    run = ImportRun.objects.create(kind="results", file_name="b.csv", content=b"", sha256="")
    ImportRun.objects.filter(pk=run.pk).update(created_at="2021-06-24T01:30:00Z")
    run.refresh_from_db()
    assert str(run) == "b.csv (08:30 24/06/2021)"
