"""Who runs the portal finds in its log what officials did, once it holds: steps, imports and releases."""

import logging

import pytest

from indices.models import Edition
from indices.open_data.releases import cut
from provinces.models import ImportRun, Source
from provinces.sheets.confirming import preview, store, upload
from provinces.sheets.journal import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(caplog, django_capture_on_commit_callbacks):
    """What a piece of work writes into the log, at its end and not before."""
    caplog.set_level(logging.INFO)

    def fields(work) -> list[dict]:
        caplog.clear()
        with django_capture_on_commit_callbacks(execute=True):
            work()
            assert not lines()
        return lines()

    def lines() -> list[dict]:
        return [record.fields for record in caplog.records if hasattr(record, "fields")]

    return fields


def test_a_step_of_a_version_is_told_with_who_did_it(told, sipas_2020, editor):
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    assert told(lambda: draft.submit(by=editor)) == [
        {"record": f"indices.edition {draft.pk}", "step": "submitted", "account": editor.pk}
    ]


def test_an_import_is_told_when_it_is_stored_and_when_it_is_undone(told, editor):
    said = f"code,kind,reliability,title\nthu,{Source.Kind.values[0]},{Source.Reliability.values[0]},Văn bản thử\n"
    run = upload("sources", said.encode(), "nguon.csv", {}, editor)
    assert preview(run).counts["new"] == 1
    (stored,) = told(lambda: store(run.pk, editor))
    assert (stored["run"], stored["kind"], stored["account"]) == (run.pk, "sources", editor.pk)
    assert stored["rows"]["new"] == 1
    (undone,) = told(lambda: undo(run.pk, editor))
    assert undone == {"run": run.pk, "kind": "sources", "kept": 0, "account": editor.pk}
    assert ImportRun.objects.get(pk=run.pk).state == ImportRun.State.UNDONE


def test_a_release_is_told_with_its_number(caplog, sipas_2020, editor, approver):
    cut()
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    draft.submit(by=editor)
    draft.approve(by=approver)
    caplog.set_level(logging.INFO)
    (release,) = cut()
    assert {"release": release.number} in [getattr(record, "fields", None) for record in caplog.records]
