"""Nothing that is not public stands anywhere in the API, before its minute, and everything in it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from indices.api.endpoints import ENDPOINTS
from indices.models import Average, Claim, Correction, Edition, Participation, Result, Score, Snapshot
from provinces.models import DataStamp, Source

pytestmark = pytest.mark.django_db
LISTS = [endpoint.name for endpoint in ENDPOINTS]
SECRET = "chua-cong-bo-xyz"


def everything(client) -> dict[str, bytes]:
    """Each list whole, without what is told of the day and of the next page."""
    found = {}
    for name in LISTS:
        path, rows = f"/api/v1/{name}?limit=1000", []
        while path:
            answer = client.get(path)
            assert answer.status_code == 200
            path = answer.json()["next"]
            rows.append(answer.content.partition(b'"rows": ')[2])
        found[name] = b"".join(rows)
    return found


@pytest.fixture
def secret(db):
    """A document that only what is not public cites."""
    return Source.objects.create(code=SECRET, kind="news article", reliability="press", title="Bí mật")


@pytest.fixture
def draft(sipas_2020, secret, editor, ben_tre):
    """A version on which somebody works, with a row in every table that belongs to versions."""
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="77.77", score_text="77.77", source=secret)
    other = Result.objects.filter(edition=draft).exclude(unit=ben_tre).first().unit
    criterion = Score.objects.first().criterion
    Score.objects.create(edition=draft, unit=other, criterion=criterion, score=7, score_text="7", source=secret)
    Average.objects.filter(edition=draft).update(score="77.7", score_text="77.7", source=secret)
    Claim.objects.create(
        edition=draft, unit=other, score="77.7", score_text="77.7", score_basis="printed", source=secret
    )
    Participation.objects.create(edition=draft, unit=other, status="ranked", source=secret)
    Edition.objects.filter(pk=draft.pk).update(announced_source=secret, announced_on="2021-07-07")
    Correction.objects.create(edition=draft, kind="correction", reason_vi="Bí mật", source=secret, by=editor)
    DataStamp.bump()
    return draft


@pytest.fixture
def waiting(secret, editor):
    """A report that nobody has accepted."""
    report = Snapshot.objects.public().first()
    report.pk, report.accepted_at, report.accepted_by, report.reported_by = None, None, None, editor
    report.source, report.numerator = secret, 1234
    report.save()
    return report


def names_nothing(client) -> None:
    """The document is none for anyone who asks, as one that does not exist."""
    for place in (f"sources/{SECRET}", f"results?source={SECRET}", f"snapshots?source={SECRET}"):
        hidden = client.get(f"/api/v1/{place}")
        nothing = client.get(f"/api/v1/{place.replace(SECRET, 'khong-co-that')}")
        assert hidden.status_code == nothing.status_code == 404
        assert hidden.content.replace(SECRET.encode(), b"khong-co-that") == nothing.content


def test_work_on_a_version_and_reports_that_wait_change_no_list(client, draft, waiting):
    before = everything(client)
    assert not any(SECRET.encode() in content or b"77.7" in content for content in before.values())
    assert not any("Bí mật".encode() in content or b"2021-07-07" in content for content in before.values())
    assert b"1234" not in before["snapshots"]
    names_nothing(client)
    waiting.delete()
    Correction.objects.filter(edition=draft).delete()
    for relation in ("results", "scores", "averages", "claims", "participations"):
        getattr(draft, relation).all().delete()
    DataStamp.bump()
    assert everything(client) == before


def test_a_version_is_in_every_list_from_its_minute_on(client, draft, editor, approver):
    """Which lists change in the minute, and none a second before."""
    before = everything(client)
    publish_at = timezone.now().replace(microsecond=0) + timedelta(minutes=10)
    Edition.objects.filter(pk=draft.pk).update(
        state="approved", publish_at=publish_at, approved_at=timezone.now(), approved_by=approver, submitted_by=editor
    )
    DataStamp.bump()
    assert everything(client) == before
    with time_machine.travel(publish_at - timedelta(seconds=1), tick=False) as clock:
        assert everything(client) == before
        names_nothing(client)
        clock.move_to(publish_at)
        after = everything(client)
        assert client.get(f"/api/v1/sources/{SECRET}").status_code == 200
        told = ("results", "scores", "averages", "claims", "participations", "editions", "sources")
        assert {name for name in LISTS if SECRET.encode() in after[name]} == set(told)
        assert {name for name in LISTS if after[name] != before[name]} == set(told)


def test_a_report_is_public_when_it_is_accepted(client, waiting, approver):
    assert b"1234" not in client.get("/api/v1/snapshots").content
    waiting.accept(by=approver)
    assert b"1234" in client.get("/api/v1/snapshots").content
    assert client.get(f"/api/v1/sources/{SECRET}").status_code == 200


def test_no_column_for_officials_and_no_account_is_in_any_list(client, editor):
    Result.objects.update(note="chỉ nội bộ")
    for name, content in everything(client).items():
        assert "chỉ nội bộ".encode() not in content, name
        assert b'"note"' not in content
        assert b"editor" not in content
