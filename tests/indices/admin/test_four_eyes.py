"""Ways around the second person that hostile or hurried officials tried: each is closed."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indices.catalogue import Catalogue
from indices.checks import Gate
from indices.models import (
    Band,
    CheckReason,
    Correction,
    Edition,
    EditionStep,
    IndexAssignment,
    Participation,
    Proposal,
    Result,
)
from provinces.models import ImportRun, JournalEntry, Source
from reform_portal import roles

pytestmark = pytest.mark.django_db


def person(name: str, *having: roles.Role, **options) -> Client:
    client = Client()
    user = get_user_model().objects.create_user(name, is_staff=True, **options)
    user.groups.set(Group.objects.filter(name__in=[role.name for role in having]))
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def editing(sipas_2020):
    client = person("bien-tap", roles.INDEX_EDITOR)
    IndexAssignment.objects.create(user=client.user, index=sipas_2020.index)
    return client


@pytest.fixture
def both(sipas_2020):
    """Somebody who was given two groups."""
    client = person("hai-vai", roles.INDEX_EDITOR, roles.PUBLISHER)
    IndexAssignment.objects.create(user=client.user, index=sipas_2020.index)
    return client


@pytest.fixture
def publishing():
    return person("phe-duyet", roles.PUBLISHER)


@pytest.fixture
def publishing_too():
    return person("phe-duyet-2", roles.PUBLISHER)


@pytest.fixture
def draft(sipas_2020, editing, ben_tre):
    opened = Edition.open_draft(sipas_2020.index, 2020, by=editing.user)
    Result.objects.filter(edition=opened, unit=ben_tre).update(score="88.53", score_text="88.53")
    Correction.objects.create(edition=opened, kind="correction", reason_vi="Gõ nhầm.", by=editing.user)
    return opened


def screen(edition: Edition) -> str:
    return reverse("admin:indices_edition_review", args=[edition.pk])


def upload(client: Client, kind: str, text: str, **fields) -> ImportRun:
    address = f"/admin/indices/{kind}/"
    sheet = SimpleUploadedFile("b.csv", text.encode())
    client.post(f"{address}import/", {"import_file": sheet, "source": "bao-hoang-lam-2021", **fields})
    run = ImportRun.objects.filter(user=client.user).latest("pk")
    client.post(f"{address}process_import/", {"run": str(run.uuid)})
    run.refresh_from_db()
    return run


def test_undoing_the_sheet_that_made_an_edition_does_not_take_a_public_one_away(editing, publishing, sipas_2020):
    run = upload(editing, "edition", "index,year,announced_on\nsipas,2025,2026-04-01\n")
    edition = Edition.objects.get(index=sipas_2020.index, year=2025)
    edition.submit(by=editing.user)
    edition.approve(by=publishing.user)
    editing.post(reverse("admin:provinces_importrun_undo", args=[run.pk]))
    assert Edition.objects.published().filter(pk=edition.pk).exists()
    assert edition.steps.count() == 2


def test_a_draft_with_rows_of_others_stays_when_the_sheet_that_made_it_is_undone(editing, ben_tre, sipas_2020, article):
    run = upload(editing, "edition", "index,year\nsipas,2025\n")
    edition = Edition.objects.get(index=sipas_2020.index, year=2025)
    Result.objects.create(
        edition=edition, unit=ben_tre, score="1", score_text="1", score_basis="printed", source=article
    )
    editing.post(reverse("admin:provinces_importrun_undo", args=[run.pk]))
    assert Edition.objects.filter(pk=edition.pk).exists()


def test_who_was_ranked_in_a_public_version_is_changed_by_nobody(editing, par_index_2020, ben_tre):
    IndexAssignment.objects.create(user=editing.user, index=par_index_2020.index)
    row = Participation.objects.filter(edition=par_index_2020).first()
    address = f"/admin/indices/participation/{row.pk}"
    said = {"edition": par_index_2020.pk, "unit": row.unit_id, "status": "not_assessed"}
    assert editing.post(f"{address}/change/", said).status_code == 403
    assert editing.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    editing.post(
        "/admin/indices/participation/", {"action": "delete_selected", "_selected_action": [row.pk], "post": 1}
    )
    editing.post("/admin/indices/participation/add/", said | {"unit": ben_tre.pk})
    assert list(Participation.objects.filter(pk=row.pk).values_list("status", flat=True)) == [row.status]
    assert not Participation.objects.filter(edition=par_index_2020, unit=ben_tre).exists()


def test_selected_rows_of_a_draft_are_deleted_together_and_their_deleter_has_edited_it(both, draft):
    rows = list(draft.results.all()[:2])
    said = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    both.post("/admin/indices/result/", said)
    assert not Result.objects.filter(pk__in=[row.pk for row in rows]).exists()
    assert draft.editors.filter(pk=both.user.pk).exists()


def test_going_back_brings_nothing_that_the_account_could_not_type(editing, draft, par_index_2020):
    row = draft.results.first()
    other = Edition.open_draft(par_index_2020.index, 2020)
    entry = JournalEntry.note(row, editing.user, {"edition_id": other.pk}, {"edition_id": draft.pk})
    editing.post(f"/admin/indices/result/{row.pk}/history/", {"entry": entry.pk})
    row.refresh_from_db()
    assert row.edition == draft


def test_going_back_is_a_new_step_of_whoever_went_back(editing, draft):
    row = draft.results.exclude(note="Nhầm").first()
    entry = JournalEntry.note(row, None, {"note": "Nhầm"}, {"note": ""})
    assert editing.post(f"/admin/indices/result/{row.pk}/history/", {"entry": entry.pk}).status_code == 302
    row.refresh_from_db()
    assert row.note == "Nhầm"
    assert JournalEntry.objects.filter(record=row.pk, user=editing.user, after__note="Nhầm").exists()


@pytest.mark.parametrize("what", ["reason", "kind", "source of a figure", "reason of a check"])
def test_what_the_public_will_read_is_a_part_of_what_was_seen(draft, editing, publishing, what):
    draft.submit(by=editing.user)
    publishing.post(screen(draft), {"verb": "reason", "coverage": "Nguồn chỉ nêu 12 đơn vị."})
    seen = Gate(draft, Catalogue()).digest
    if what == "reason":
        Correction.objects.filter(edition=draft).update(reason_vi="Lý do khác")
    elif what == "kind":
        Correction.objects.filter(edition=draft).update(kind="revision")
    elif what == "reason of a check":
        Gate(draft, Catalogue()).give_reason("coverage", "Lý do khác.", by=publishing.user)
    else:
        other = Source.objects.exclude(pk=draft.results.first().source_id).first()
        Result.objects.filter(pk=draft.results.first().pk).update(source=other)
        page = publishing.get(screen(draft)).content.decode()
        assert other.label in page
    publishing.post(screen(draft), {"verb": "approve", "seen": seen})
    draft.refresh_from_db()
    assert draft.state == "in_review"


def test_a_reason_is_given_by_editors_in_a_draft_and_by_reviewers_in_review(draft, editing, publishing):
    for role, status in ((roles.AUDITOR, 403), (roles.REGISTRY_KEEPER, 403), (roles.PUBLISHER, 302)):
        someone = person(f"x-{role.name}", role)
        assert someone.post(screen(draft), {"verb": "reason", "coverage": "x"}).status_code == status, role.name
    editing.post(screen(draft), {"verb": "reason", "coverage": "Nguồn chỉ nêu 12 đơn vị."})
    draft.submit(by=editing.user)
    assert editing.post(screen(draft), {"verb": "reason", "coverage": "x"}).status_code == 302
    publishing.post(screen(draft), {"verb": "reason", "coverage": "Đã đối chiếu."})
    kept = list(CheckReason.objects.values_list("by__username", "reason"))
    assert kept == [("bien-tap", "Nguồn chỉ nêu 12 đơn vị."), ("phe-duyet", "Đã đối chiếu.")]


def test_a_reason_is_about_what_was_found_and_nothing_else(draft, editing):
    Gate(draft, Catalogue()).give_reason("coverage", "Nguồn chỉ nêu 12 đơn vị.", by=editing.user)
    [found] = [f for f in Gate(draft, Catalogue()).findings if f.check.code == "coverage"]
    assert not found.blocks
    draft.results.first().delete()
    [found] = [f for f in Gate(draft, Catalogue()).findings if f.check.code == "coverage"]
    assert found.blocks


def test_an_edition_without_any_figure_is_not_submitted(editing, sipas_2020):
    empty = Edition.objects.create(index=sipas_2020.index, year=2025, units_as_of="2025-12-31")
    editing.post(screen(empty), {"verb": "submit"})
    empty.refresh_from_db()
    assert empty.state == "draft"
    empty.submit(by=editing.user)
    with pytest.raises(ValidationError):
        Gate(empty, Catalogue()).require_open()


@pytest.mark.parametrize("way", ["participation", "sheet of editions", "correction"])
def test_whoever_has_two_groups_does_not_approve_the_own_work(both, editing, draft, article, way, vinh_long_before):
    edition = draft
    if way == "participation":
        said = {"edition": draft.pk, "unit": vinh_long_before.pk, "status": "ranked", "source": article.pk}
        assert both.post("/admin/indices/participation/add/", said).status_code == 302
    elif way == "correction":
        both.post(screen(draft), {"verb": "correct", "kind": "correction", "reason_vi": "Của tôi."})
    else:
        upload(both, "edition", "index,year\nsipas,2026\n")
        edition = Edition.objects.get(index=draft.index, year=2026)
    edition.submit(by=editing.user)
    with pytest.raises(ValidationError, match="không thể phê duyệt"):
        edition.approve(by=both.user)


def test_the_next_version_remembers_who_edited_one_that_was_never_public(both, editing, publishing, draft):
    draft.edited(both.user)
    draft.submit(by=editing.user)
    draft.approve(by=publishing.user, publish_at=timezone.now() + timedelta(hours=1))
    draft.hold(by=publishing.user, reason="Sai số")
    following = Edition.open_draft(draft.index, 2020, by=editing.user)
    following.submit(by=editing.user)
    with pytest.raises(ValidationError):
        following.approve(by=both.user)


def test_withdrawing_takes_what_was_never_public_out_of_the_register(
    draft, sipas_2020, editing, publishing, publishing_too, client
):
    draft.submit(by=editing.user)
    Gate(draft, Catalogue()).give_reason("coverage", "Nguồn chỉ nêu 12 đơn vị.", by=publishing.user)
    publishing.post(
        screen(draft),
        {
            "verb": "approve",
            "seen": Gate(draft, Catalogue()).digest,
            "publish_at": timezone.localtime(timezone.now() + timedelta(hours=1)).strftime("%d/%m/%Y %H:%M"),
        },
    )
    draft.refresh_from_db()
    assert draft.state == "approved"
    sipas_2020.confirm(sipas_2020.propose_withdrawal(publishing.user, "Sai", "Thu hồi."), by=publishing_too.user)
    draft.refresh_from_db()
    assert (draft.state, draft.publish_at) == ("withdrawn", None)
    assert "88,53" not in client.get("/corrections/").content.decode()
    assert "Thu hồi." in client.get("/corrections/").content.decode()
    assert "Thu hồi." in client.get("/corrections.atom").content.decode()
    assert "withdrawal" in client.get("/corrections.csv").content.decode()


def approved(draft, editing, publishing) -> None:
    draft.submit(by=editing.user)
    draft.approve(by=publishing.user, publish_at=timezone.now() + timedelta(hours=3))


@pytest.mark.parametrize("step", ["hold", "move"])
def test_a_proposal_about_the_minute_falls_with_any_other_step_about_it(
    draft, editing, publishing, publishing_too, step
):
    approved(draft, editing, publishing)
    proposal = draft.move(publishing.user, timezone.now() + timedelta(hours=1), "Sớm hơn")
    if step == "hold":
        draft.hold(publishing.user, "Lùi")
    else:
        draft.move(publishing.user, timezone.now() + timedelta(hours=5), "Lùi")
    with pytest.raises(ValidationError):
        draft.confirm(Proposal.objects.get(pk=proposal.pk), by=publishing_too.user)
    draft.refresh_from_db()
    assert draft.publish_at > timezone.now() + timedelta(hours=2)


def test_a_proposal_is_taken_back_by_its_proposer_alone(draft, editing, publishing, publishing_too):
    approved(draft, editing, publishing)
    proposal = draft.move(publishing.user, timezone.now() + timedelta(hours=1), "Sớm hơn")
    publishing_too.post(screen(draft), {"verb": "drop", "proposal": proposal.pk})
    assert Proposal.objects.open().filter(pk=proposal.pk).exists()
    publishing.post(screen(draft), {"verb": "drop", "proposal": proposal.pk})
    assert not Proposal.objects.open().filter(pk=proposal.pk).exists()


def test_a_withdrawal_that_another_version_has_overtaken_is_not_confirmed(
    draft, sipas_2020, editing, publishing, publishing_too
):
    proposal = sipas_2020.propose_withdrawal(publishing.user, "Sai", "Thu hồi.")
    draft.submit(by=editing.user)
    draft.approve(by=publishing.user)
    with pytest.raises(ValidationError):
        sipas_2020.confirm(proposal, by=publishing_too.user)
    assert Edition.objects.published().filter(pk=draft.pk).exists()


def test_undoing_needs_the_right_that_importing_needed(editing, draft):
    run = upload(editing, "result", "Đơn vị,Điểm,Hạng\nCà Mau,87.40,25\n", edition=draft.pk)
    row = Result.objects.get(edition=draft, score_text="87.40")
    IndexAssignment.objects.filter(user=editing.user).delete()
    editing.post(reverse("admin:provinces_importrun_undo", args=[run.pk]))
    editing.user.groups.clear()
    editing.post(reverse("admin:provinces_importrun_undo", args=[run.pk]))
    assert Result.objects.filter(pk=row.pk).exists()


def test_an_editor_adds_to_what_the_public_sees_at_once_and_changes_nothing_of_it(editing, article):
    band = Band.objects.first()
    assert editing.post(f"/admin/indices/band/{band.pk}/change/", {"from_score": "99"}).status_code in {302, 403}
    title = {"code": article.code, "kind": article.kind, "reliability": article.reliability, "title": "HACKED"}
    assert editing.post(f"/admin/provinces/source/{article.pk}/change/", title).status_code == 403
    article.refresh_from_db()
    assert article.title != "HACKED"


def test_a_version_stays_one_of_its_edition(editing, draft):
    said = {"index": draft.index_id, "year": "2012", "units_as_of": "31/12/2020"}
    editing.post(f"/admin/indices/edition/{draft.pk}/change/", said)
    draft.refresh_from_db()
    assert draft.year == 2020


def test_an_edition_that_is_here_is_led_to_instead_of_entered_twice(editing, sipas_2020):
    page = editing.post("/admin/indices/edition/add/", {"index": sipas_2020.index_id, "year": "2020"})
    assert page.status_code == 200
    assert "SIPAS 2020 đã có" in page.content.decode()
    assert screen(sipas_2020) in page.content.decode()


def test_every_step_is_in_the_journal_and_whoever_checked_is_seen(draft, editing, publishing):
    draft.submit(by=editing.user)
    draft.take_back(by=editing.user)
    draft.submit(by=editing.user)
    with pytest.raises(ValidationError):
        draft.take_back(by=publishing.user)
    publishing.post(screen(draft), {"verb": "in_order", "remark": "Đã đối chiếu với quyết định."})
    assert "Đã đối chiếu với quyết định." in publishing.get(screen(draft)).content.decode()
    steps = EditionStep.objects.filter(edition=draft).count()
    assert steps == 4
    assert JournalEntry.objects.filter(table="indices.edition", record=draft.pk).count() == steps


def test_a_figure_is_typed_once_and_in_the_readers_way(editing, draft, ben_tre):
    row = draft.results.get(unit=ben_tre)
    address = f"/admin/indices/result/{row.pk}/change/"
    said = {"unit": ben_tre.pk, "score_text": "88,54", "rank": "20", "rank_of": "63", "source": row.source_id}
    assert editing.post(address, said).status_code == 302
    row.refresh_from_db()
    assert (str(row.score.normalize()), row.score_text, row.score_basis) == ("88.54", "88.54", "printed")
    assert editing.post(address, said | {"score_text": "tám mươi"}).status_code == 200


def test_a_public_figure_leads_to_the_next_version(editing, sipas_2020):
    answer = editing.post(screen(sipas_2020), {"verb": "open"})
    following = Edition.objects.get(index=sipas_2020.index, year=2020, version=2)
    assert answer.headers["Location"] == screen(following)


def test_a_mark_is_set_on_public_figures_only(publishing, sipas_2020, vinh_long_after):
    page = publishing.post("/admin/indices/underreview/add/", {"edition": sipas_2020.pk, "unit": vinh_long_after.pk})
    assert page.status_code == 200
    assert "không có số liệu đã công bố" in page.content.decode()


@pytest.mark.parametrize("what", ["day", "source", "basis", "method", "field", "out of"])
def test_of_a_first_version_everything_that_is_said_was_seen(editing, publishing, sipas_2020, ben_tre, article, what):
    first = Edition.objects.create(index=sipas_2020.index, year=2025, units_as_of="2025-12-31")
    row = Result.objects.create(
        edition=first, unit=ben_tre, score="88", score_text="88", score_basis="printed", rank=1, rank_basis="printed",
        source=article,
    )  # fmt: skip
    seen = Gate(first, Catalogue()).digest
    other = Source.objects.exclude(pk=article.pk).first()
    changed = {
        "day": lambda: Edition.objects.filter(pk=first.pk).update(announced_on="2026-04-01"),
        "method": lambda: Edition.objects.filter(pk=first.pk).update(method_provinces=sipas_2020.method_provinces),
        "field": lambda: Edition.objects.filter(pk=first.pk).update(field_provinces=34),
        "source": lambda: Result.objects.filter(pk=row.pk).update(source=other),
        "basis": lambda: Result.objects.filter(pk=row.pk).update(score_basis="inferred"),
        "out of": lambda: Result.objects.filter(pk=row.pk).update(rank_of=34),
    }
    changed[what]()
    assert Gate(Edition.objects.get(pk=first.pk), Catalogue()).digest != seen


def test_a_version_that_a_later_one_has_overtaken_becomes_public_no_more(
    draft, editing, publishing, publishing_too, client
):
    minute = timezone.now() + timedelta(hours=1)
    draft.submit(by=editing.user)
    draft.approve(by=publishing.user, publish_at=minute)
    draft.hold(by=publishing.user, reason="Sai")
    later = Edition.open_draft(draft.index, 2020, by=editing.user)
    later.submit(by=editing.user)
    later.approve(by=publishing_too.user)
    with pytest.raises(ValidationError):
        draft.move(publishing.user, minute + timedelta(hours=1), "Tiếp tục")
    Edition.objects.filter(pk=draft.pk).update(held_at=None, publish_at=timezone.now() + timedelta(seconds=1))
    assert not [c for c in Catalogue().corrections(at=minute) if c.edition_id == draft.pk], "it never was public"


def test_the_text_of_an_approved_correction_stands_and_its_document_is_entered_once(
    draft, editing, publishing, article
):
    draft.submit(by=editing.user)
    draft.approve(by=publishing.user)
    correction = Correction.objects.get(edition=draft)
    address = f"/admin/indices/correction/{correction.pk}/change/"
    assert editing.post(address, {"reason_en": "FAKE", "source": article.pk}).status_code == 403
    assert publishing.post(address, {"reason_en": "FAKE", "source": article.pk}).status_code == 302
    correction.refresh_from_db()
    assert (correction.reason_en, correction.source) == ("", article)
    other = Source.objects.exclude(pk=article.pk).first()
    assert publishing.post(address, {"source": other.pk}).status_code == 403
