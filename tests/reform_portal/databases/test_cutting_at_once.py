"""A release that is due is cut on the primary, whoever reads from where. What is written is committed, so that both
databases have it."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.utils import timezone

from indices.models import Edition, Release
from provinces.reading import PRIMARY


@pytest.fixture
def due(committed):
    """A version that became public and stands in no release, in both databases."""
    accounts = get_user_model().objects
    editor, approver = accounts.create_user("editor"), accounts.create_user("approver")
    sipas_2020 = Edition.objects.published().get(index__code="sipas", year=2020)
    draft = sipas_2020.copy_as_draft()
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=timezone.now() + timedelta(minutes=1))
    return draft


def test_who_reads_the_list_of_releases_from_a_replica_sees_the_one_just_cut(client, due, request):
    request.getfixturevalue("replica")
    before = Release.objects.count()
    with time_machine.travel(due.publish_at + timedelta(seconds=1)):
        answer = client.get("/data/releases/")
        assert Release.objects.count() == before + 1
        assert f'href="/data/releases/{before + 1}/"' in answer.content.decode()
        assert client.get("/data/releases/", headers={"If-None-Match": answer["ETag"]}).status_code in {200, 304}


def test_a_release_that_is_due_takes_no_page_down_while_the_primary_is_away(
    client, due, away, request, caplog, monkeypatch
):
    request.getfixturevalue("replica")
    away(PRIMARY)
    with time_machine.travel(due.publish_at + timedelta(seconds=1)):
        answer = client.get("/data/releases/")
    assert answer.status_code == 200
    assert not [record for record in caplog.records if record.exc_info]
    monkeypatch.undo()  # the primary is back before the data are loaded anew
