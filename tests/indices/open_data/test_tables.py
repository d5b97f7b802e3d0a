"""The open tables: every column is explained, every key tells rows apart, nothing that is not public is in them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indices.catalogue import current_catalogue
from indices.models import CorrectedFigure, Correction, Edition, Result, Snapshot
from indices.open_data.moment import Moment
from indices.open_data.tables import TABLES, commune_table
from provinces.models import Source, Unit

pytestmark = pytest.mark.django_db
BY_NAME = {table.name: table for table in TABLES}


def rows_of(name: str, moment: Moment | None = None):
    table = BY_NAME[name]
    names = [field.name for field in table.fields]
    return [dict(zip(names, row, strict=True)) for row in table.rows(moment or Moment.now(current_catalogue()))]


@pytest.mark.parametrize("table", [*TABLES, commune_table(date(2025, 7, 1))], ids=lambda table: table.name)
def test_every_column_says_what_it_means_and_keys_tell_rows_apart(table):
    assert all(str(field.label) and str(field.help) for field in table.fields)
    assert not any(field.name == "note" for field in table.fields)
    names = [field.name for field in table.fields]
    places = [names.index(name) for name in table.key]
    rows = list(table.rows(Moment.now(current_catalogue())))
    assert len({tuple(row[place] for place in places) for row in rows}) == len(rows)


def test_results_are_those_of_the_public_versions():
    public = [edition.pk for edition in current_catalogue().published()]
    assert len(rows_of("results")) == Result.objects.filter(edition__in=public).count() > 1_000


def test_a_draft_and_what_only_it_cites_are_not_there(sipas_2020, editor):
    secret = Source.objects.create(code="chua-cong-bo", kind="news article", reliability="press")
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    unit = Unit.objects.get(kind="province", code="02", begins_on="0001-01-01")
    Result.objects.create(
        edition=draft, unit=unit, source=secret, score="80.1", score_text="80.1", score_basis="printed"
    )
    assert not [row for row in rows_of("results") if row["source"] == secret.code or row["version"] == 2]
    assert secret.code not in {row["code"] for row in rows_of("sources")}


def test_a_version_is_there_from_its_minute_and_not_before(sipas_2020):
    before = Moment(current_catalogue(), sipas_2020.publish_at - timedelta(seconds=1))
    named = {(row["index"], row["year"]) for row in rows_of("editions", before)}
    assert ("sipas", 2020) not in named
    assert not [row for row in rows_of("results", before) if (row["index"], row["year"]) == ("sipas", 2020)]
    assert ("sipas", 2020) in {(row["index"], row["year"]) for row in rows_of("editions")}


def test_a_report_is_there_once_it_was_accepted():
    before = len(rows_of("snapshots"))
    report = Snapshot.objects.public().first()
    Snapshot.objects.filter(pk=report.pk).update(accepted_at=None)
    assert len(rows_of("snapshots")) == before - 1
    Snapshot.objects.filter(pk=report.pk).update(accepted_at=timezone.now())
    assert len(rows_of("snapshots")) == before


def test_a_corrections_document_is_there_after_the_next_correction(sipas_2020, editor, approver):
    document = Source.objects.create(code="cong-van-1", kind="report", reliability="official")
    for source, score in ((document, "88.53"), (None, "88.54")):
        draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
        result = draft.results.filter(unit__code="83").get()
        result.score, result.score_text = Decimal(score), score
        result.save()
        correction = Correction.objects.create(edition=draft, kind="correction", reason_vi="Gõ nhầm", source=source)
        draft.submit(by=editor)
        draft.approve(by=approver)
        CorrectedFigure.objects.create(correction=correction, unit=result.unit, what="điểm", old="88.35", new=score)
    named = {row["source"] for row in rows_of("corrections")}
    assert named == {document.code, None}
    assert document.code in {row["code"] for row in rows_of("sources")}
