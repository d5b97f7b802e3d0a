"""Releases: one for every minute of publication, never changed, the same bytes when they are made again."""

import csv
import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from indices.catalogue import current_catalogue
from indices.models import Edition, Indicator, Release, ReleaseArchive, Result, Snapshot
from indices.open_data import releases
from indices.open_data.releases import cut, cut_if_nobody_does, differing, due
from provinces.models import DataStamp, Region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_pause_from_another_test(monkeypatch):
    monkeypatch.setattr(releases, "_PAUSE", releases.Pause())


def corrected(editor, approver, publish_at=None, score="88.53", slug="ben-tre", year=2020) -> Edition:
    """The next version of SIPAS with another score of one province, approved."""
    edition = Edition.objects.published().get(index__code="sipas", year=year)
    draft = Edition.open_draft(edition.index, year, by=editor)
    Result.objects.filter(edition=draft, unit__slug=slug).update(score=score, score_text=score, score_basis="printed")
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=publish_at)
    return draft


def content(number: int) -> bytes:
    return bytes(ReleaseArchive.objects.get(release__number=number).content)


def changes(number: int) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content(number))) as archive:
        return list(csv.DictReader(io.StringIO(archive.read("changes.csv").decode())))


def test_what_is_shipped_is_the_first_release_and_nothing_is_due():
    (first,) = Release.objects.all()
    assert first.number == 1
    assert {reason["what"] for reason in first.reasons} == {"published"}
    assert len(first.reasons) == Edition.objects.published().count()
    assert changes(1) == []
    assert due(current_catalogue()) == []
    assert cut() == []


def test_a_corrected_figure_is_all_that_the_next_release_changes(editor, approver):
    old = content(1)
    corrected(editor, approver)
    (made,) = cut()
    assert made.number == 2
    (change,) = changes(2)
    assert (change["table"], change["change"], change["column"]) == ("results", "changed", "score")
    assert (change["index"], change["year"], change["unit_id"]) == ("sipas", "2020", "province-83-0001-01-01")
    assert (change["old"], change["new"]) == ("88.35", "88.53")
    assert made.changes["total"] == 1
    assert content(1) == old
    assert cut() == []


def test_a_withdrawal_makes_a_release_without_its_rows(approver, editor):
    edition = Edition.objects.published().get(index__code="sipas", year=2020)
    rows = Result.objects.filter(edition=edition).count()
    proposal = edition.propose_withdrawal(approver, "Sai nguồn", "Thu hồi để kiểm tra.")
    edition.confirm(proposal, by=editor)
    (made,) = cut()
    assert [(reason["what"], reason["index"], reason["year"]) for reason in made.reasons] == [
        ("withdrawn", "sipas", 2020)
    ]
    assert made.changes["tables"]["results"] == {"added": 0, "removed": rows, "changed": 0}


def test_nothing_is_due_before_the_minute_and_two_minutes_make_two_releases(editor, approver):
    now = timezone.now()
    corrected(editor, approver, now + timedelta(hours=1))
    corrected(editor, approver, now + timedelta(hours=2), score="91.00", slug="quang-ninh", year=2019)
    with time_machine.travel(now + timedelta(minutes=59), tick=False):
        assert cut() == []
    with time_machine.travel(now + timedelta(hours=3), tick=False):
        first, second = cut()
        assert [first.at, second.at] == [now + timedelta(hours=1), now + timedelta(hours=2)]
        assert [change["year"] for change in changes(2)] == ["2020"]
        assert {change["year"] for change in changes(3)} == {"2019"}
        assert cut() == []


def test_versions_of_one_minute_are_one_release(editor, approver):
    minute = (timezone.now() + timedelta(hours=1)).replace(second=0, microsecond=0)
    corrected(editor, approver, minute + timedelta(seconds=5))
    corrected(editor, approver, minute + timedelta(seconds=50), score="91.00", slug="quang-ninh", year=2019)
    with time_machine.travel(minute + timedelta(minutes=1), tick=False):
        (made,) = cut()
        assert made.at == minute + timedelta(seconds=50)
        assert len(made.reasons) == 2


def test_a_version_whose_transaction_ended_late_is_found_by_the_next(editor, approver):
    """Its moment lies before that of a release which does not have it."""
    first = corrected(editor, approver)
    Edition.objects.filter(pk=first.pk).update(publish_at=timezone.now() + timedelta(seconds=2))
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
        (made,) = cut()
    late = corrected(editor, approver, score="91.00", slug="quang-ninh", year=2019)
    Edition.objects.filter(pk=late.pk).update(publish_at=made.at - timedelta(seconds=1))
    with time_machine.travel(made.at + timedelta(minutes=5), tick=False):
        (after,) = cut()
        assert after.at == made.at
        assert {change["year"] for change in changes(after.number)} == {"2019"}


def test_reports_accepted_since_come_along(editor, approver, ben_tre):
    Snapshot.objects.create(
        indicator=Indicator.objects.get(code="tthc"), unit=ben_tre, as_of="2022-01-01", numerator=1760,
        source=Snapshot.objects.first().source, accepted_at=timezone.now(), accepted_by=approver,
    )  # fmt: skip
    assert cut() == []
    corrected(editor, approver)
    (made,) = cut()
    assert made.changes["tables"]["snapshots"] == {"added": 1, "removed": 0, "changed": 0}
    assert made.changes["tables"]["results"]["changed"] == 1


def test_made_again_the_newest_has_the_same_bytes(editor, approver):
    corrected(editor, approver)
    cut()
    newest = Release.objects.first()
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        assert differing(newest, current_catalogue()) == []
    call_command("release", verify=True, verbosity=0)


def test_verifying_says_which_files_would_differ():
    Region.objects.filter(code="btb").update(name_en="Renamed")
    with pytest.raises(CommandError, match=r"regions\.csv"):
        call_command("release", verify=True, verbosity=0)


def test_a_release_is_never_changed():
    release = Release.objects.get(number=1)
    release.size = 1
    with pytest.raises(ValidationError):
        release.save()


def test_what_is_cut_short_leaves_nothing(editor, approver, monkeypatch):
    corrected(editor, approver)

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ReleaseArchive.objects, "create", killed)
        with pytest.raises(KeyboardInterrupt):
            cut()
    assert Release.objects.count() == 1
    assert [made.number for made in cut()] == [2]


def test_data_that_change_while_a_release_is_made_are_read_again(editor, approver, monkeypatch):
    corrected(editor, approver)
    made = releases.make
    calls = []

    def interrupted(*args):
        calls.append(args)
        found = made(*args)
        if len(calls) == 1:
            Region.objects.filter(code="btb").update(name_en="Renamed")
        return found

    monkeypatch.setattr(releases, "make", interrupted)
    (release,) = cut()
    assert len(calls) == 2
    assert release.stamp == DataStamp.current().public or Release.objects.count() == 2
    with zipfile.ZipFile(io.BytesIO(content(2))) as archive:
        assert "Renamed" in archive.read("regions.csv").decode()


def test_data_that_never_rest_leave_it_due(editor, approver, monkeypatch):
    corrected(editor, approver)
    made = releases.make

    def interrupted(*args):
        found = made(*args)
        DataStamp.bump()
        return found

    monkeypatch.setattr(releases, "make", interrupted)
    assert cut_if_nobody_does() == []
    assert len(due(current_catalogue())) == 1
    with pytest.raises(CommandError):
        call_command("release", verbosity=0)


def test_readers_have_what_is_there_where_nothing_can_be_written(client, editor, approver, monkeypatch, caplog):
    corrected(editor, approver)

    def read_only(*args, **kwargs):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(ReleaseArchive.objects, "create", read_only)
    page = client.get("/data/releases/")
    assert page.status_code == 200
    assert "/data/releases/1/" in page.content.decode()
    assert "could not be cut" in caplog.text
    assert Release.objects.count() == 1


def test_after_any_failure_the_list_is_there_and_cutting_rests_for_a_while(
    client, editor, approver, monkeypatch, caplog, settings
):
    corrected(editor, approver)
    tried = []

    def broken(*args):
        tried.append(args)
        raise ValueError("a broken table")

    with monkeypatch.context() as patched:
        patched.setattr(releases, "make", broken)
        for _time in range(3):
            assert client.get("/data/releases/").status_code == 200
            cache.clear()
        assert len(tried) == 1
        assert "a broken table" in caplog.text
        with pytest.raises(ValueError, match="a broken table"):
            call_command("release", verbosity=0)
    assert cut_if_nobody_does() == []
    later = releases.monotonic() + settings.RELEASE_RETRY_SECONDS
    monkeypatch.setattr(releases, "monotonic", lambda: later)
    assert [made.number for made in cut_if_nobody_does()] == [2]


def test_the_release_of_an_old_minute_is_as_of_that_minute(editor, approver):
    """A release that is cut late does not know what became public after its minute."""
    long_ago = datetime(2031, 6, 1, 1, tzinfo=UTC)
    draft = corrected(editor, approver, long_ago)
    with time_machine.travel(long_ago + timedelta(days=1), tick=False):
        later = corrected(editor, approver, score="88.99")
        first, second = cut()
        assert (first.at, second.at) == (draft.publish_at, later.publish_at)
        assert [(change["old"], change["new"]) for change in changes(second.number)] == [("88.53", "88.99")]
