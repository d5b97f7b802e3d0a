"""From draft to public at the announced minute, by two people; held, moved, withdrawn, corrected."""

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indices.models import CorrectedFigure, Edition, IndexAssignment, Proposal, Result, UnderReview
from provinces.models import Source
from reform_portal import roles
from tests.pdfs import ReadPdf

pytestmark = pytest.mark.django_db
PAGE = "/indices/sipas/2020/provinces/"
MINUTE = datetime(2031, 6, 24, 1, 30, tzinfo=UTC)  # half past eight in Viet Nam


@pytest.fixture(autouse=True)
def clock():
    """Twenty minutes before the minute; sessions begin at the same time."""
    with time_machine.travel(MINUTE - timedelta(minutes=20), tick=False) as moved:
        yield moved


def person(name: str, role: roles.Role, **options) -> Client:
    client = Client()
    user = get_user_model().objects.create_user(name, is_staff=True, password="mot-cau-dai-de-nho", **options)
    user.groups.add(Group.objects.get(name=role.name))
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def editing(sipas_2020):
    client = person("bien-tap", roles.INDEX_EDITOR)
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
    """The next version: Bến Tre has another score."""
    opened = Edition.open_draft(sipas_2020.index, 2020, by=editing.user)
    Result.objects.filter(edition=opened, unit=ben_tre).update(score="88.53", score_text="88.53")
    return opened


def take(client: Client, edition: Edition, verb: str, **said) -> str:
    """Take a step on the screen of the version, having read it; what the screen says to it."""
    path = reverse("admin:indices_edition_review", args=[edition.pk])
    if verb == "approve":
        said = {"seen": client.get(path).context["review"].gate.digest} | said
    answer = client.post(path, {"verb": verb} | said, follow=True)
    edition.refresh_from_db()
    assert answer.status_code == 200
    return " ".join(str(message) for message in answer.context["messages"])


def ready(draft: Edition, editing: Client, publishing: Client) -> None:
    take(editing, draft, "correct", kind="correction", reason_vi="Gõ nhầm hai chữ số.")
    take(editing, draft, "submit")
    take(publishing, draft, "reason", coverage="Nguồn chỉ nêu 12 đơn vị.")


def approved_for_the_minute(draft: Edition, editing: Client, publishing: Client) -> None:
    ready(draft, editing, publishing)
    take(publishing, draft, "approve", publish_at="2031-06-24T08:30")
    assert (draft.state, draft.publish_at) == ("approved", MINUTE)


def test_it_becomes_public_in_its_minute_and_by_itself(draft, editing, publishing, client, clock):
    approved_for_the_minute(draft, editing, publishing)
    clock.move_to(MINUTE - timedelta(seconds=1))
    for path in (PAGE, f"/en{PAGE}", PAGE.rstrip("/") + ".csv", PAGE.rstrip("/") + ".json", "/provinces/ben-tre/"):
        assert "88,53" not in client.get(path).content.decode().replace("88.53", "88,53"), path
    clock.move_to(MINUTE)
    for path in (PAGE, f"/en{PAGE}", PAGE.rstrip("/") + ".csv", PAGE.rstrip("/") + ".json", "/provinces/ben-tre/"):
        assert "88,53" in client.get(path).content.decode().replace("88.53", "88,53"), path


@pytest.mark.parametrize(
    "path",
    [PAGE[1:], "provinces/ben-tre/", "indices/sipas/2020/provinces.csv", "indices/sipas/2020/provinces.json"],
)
def test_pages_and_files_as_they_will_be_are_private_and_only_for_accounts(draft, editing, client, path):
    address = reverse("admin:indices_edition_preview", args=[draft.pk]) + path
    page = editing.get(address)
    assert "88,53" in page.content.decode().replace("88.53", "88,53")
    if path.endswith("/"):
        assert 'class="watermark"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert client.get(address).status_code == 302
    assert "88,53" not in client.get(f"/{path}").content.decode().replace("88.53", "88,53")


def test_pages_as_they_will_be_are_in_the_language_of_their_reader(draft, editing):
    screen = editing.get(f"/en/admin/indices/edition/{draft.pk}/review/").content.decode()
    [address] = set(re.findall(r'href="(/en/admin/indices/edition/\d+/preview/en/indices[^"]*)"', screen))
    assert "88.53%" in editing.get(address).content.decode()


def test_links_of_a_page_as_it_will_be_lead_to_more_of_them(draft, editing):
    root = reverse("admin:indices_edition_preview", args=[draft.pk])
    page = editing.get(root + PAGE[1:]).content.decode()
    assert f'href="{root}provinces/ben-tre/"' in page
    assert not re.search(r'href="/(indices|provinces|targets|sources|glossary)/', page)
    assert 'href="/about/"' in page  # what shows no figures is not shown ahead
    for outside in ("admin/", "about/", "khong-co/"):
        assert editing.get(root + outside).status_code == 404
    assert editing.post(root).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "indices/sipas/2020/press-pack.zip",
        "provinces/ben-tre/card.png",
        "card.png",
        "editions.atom",
    ],
)
def test_what_has_no_room_for_the_mark_is_not_made_ahead(draft, editing, client, path):
    assert client.get(f"/{path}").status_code == 200
    assert editing.get(reverse("admin:indices_edition_preview", args=[draft.pk]) + path).status_code == 404


def test_what_leaves_names_the_addresses_that_will_be_public(draft, editing, settings):
    settings.SITE_URL = "https://cong.example.vn"
    root = reverse("admin:indices_edition_preview", args=[draft.pk]) + "provinces/ben-tre/2020/"
    bulletin = "https://cong.example.vn/provinces/ben-tre/2020/bulletin/"
    paper = ReadPdf(editing.get(root + "one-page.pdf").content)
    assert bulletin in paper.links
    assert not [link for link in paper.links if "/admin/" in link]
    with zipfile.ZipFile(io.BytesIO(editing.get(root + "report.docx").content)) as word:
        inside = "".join(word.read(name).decode() for name in word.namelist() if name.endswith((".xml", ".rels")))
    assert bulletin in inside
    assert "/admin/" not in inside
    for page in ("", "bulletin/"):
        shown = editing.get(root + page).content.decode()
        assert "https://cong.example.vn/provinces/ben-tre/2020/" + page in shown
        assert "https://cong.example.vn/admin/" not in shown
        assert "about=/provinces/ben-tre/2020/" in shown


def test_a_file_that_is_carried_away_says_in_its_name_that_it_is_not_published(draft, editing):
    root = reverse("admin:indices_edition_preview", args=[draft.pk])
    for path in ("provinces/ben-tre.xlsx", "provinces/ben-tre/2020/one-page.pdf", "provinces/ben-tre/2020/report.docx"):
        assert 'filename="chua-cong-bo-' in editing.get(root + path)["Content-Disposition"]
    assert 'filename="not-published-' in editing.get(f"/en{root}en/provinces/ben-tre.csv")["Content-Disposition"]


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("provinces/thua-thien-hue/", "provinces/hue/"),
        ("provinces/thua-thien-hue/2020/", "provinces/hue/2020/"),
        ("provinces/thua-thien-hue/2020/bulletin/", "provinces/hue/2020/bulletin/"),
        ("provinces/thua-thien-hue/2020/one-page.pdf", "provinces/hue/2020/one-page.pdf"),
        ("provinces/thua-thien-hue/2020/report.docx", "provinces/hue/2020/report.docx"),
        ("provinces/thua-thien-hue.csv", "provinces/hue.csv"),
        ("units/province-83-0001-01-01/", "provinces/ben-tre/"),
    ],
)
def test_whatever_leads_on_stays_among_pages_as_they_will_be(draft, editing, asked, leads_to):
    root = reverse("admin:indices_edition_preview", args=[draft.pk])
    assert editing.get(root + asked)["Location"] == root + leads_to


def test_changed_public_figures_need_their_reason_and_a_document_may_follow(draft, editing, publishing, ben_tre):
    assert "Ghi lý do" in take(editing, draft, "submit")
    assert draft.state == "draft", "no reviewer could enter the reason"
    draft.submit(by=editing.user)
    take(publishing, draft, "reason", coverage="Nguồn chỉ nêu 12 đơn vị.")
    take(publishing, draft, "reason", explained="Không cần.")
    take(publishing, draft, "approve")
    assert draft.state == "in_review"
    take(publishing, draft, "return", reason="Ghi lý do thay đổi.")
    ready(draft, editing, publishing)
    take(publishing, draft, "approve")
    assert draft.state == "approved"
    [line] = CorrectedFigure.objects.all()
    assert (line.unit, line.old, line.new) == (ben_tre, "88,35", "88,53")


def test_whoever_edited_it_does_not_approve_it(draft, editing, publishing, sipas_2020):
    ready(draft, editing, publishing)
    draft.edited(publishing.user)
    said = take(publishing, draft, "approve")
    assert draft.state == "in_review"
    assert "không thể phê duyệt" in said


def test_a_difference_that_nobody_read_is_not_approved(draft, editing, publishing, ben_tre):
    ready(draft, editing, publishing)
    page = publishing.get(reverse("admin:indices_edition_review", args=[draft.pk]))
    seen = page.context["review"].gate.digest
    assert f'value="{seen}"' in page.content.decode()
    take(publishing, draft, "return", reason="Xem lại.")
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.51", score_text="88.51")
    take(editing, draft, "submit")
    said = take(publishing, draft, "approve", seen=seen)
    assert draft.state == "in_review"
    assert "Đọc lại" in said
    take(publishing, draft, "approve")
    assert draft.state == "approved"


def test_one_publisher_holds_and_moves_later_but_not_earlier(draft, editing, publishing, publishing_too, client, clock):
    approved_for_the_minute(draft, editing, publishing)
    take(publishing_too, draft, "hold", reason="Hội nghị lùi giờ.")
    assert draft.held_at
    clock.move_to(MINUTE + timedelta(minutes=1))
    assert "88,53" not in client.get(PAGE).content.decode()
    take(publishing_too, draft, "move", publish_at="2031-06-24T10:00", reason="Hội nghị lùi giờ.")
    assert draft.held_at is None
    take(publishing, draft, "move", publish_at="2031-06-24T09:00", reason="Xong sớm.")
    assert timezone.localtime(draft.publish_at).hour == 10, "earlier waits for a second person"
    proposal = Proposal.objects.get(confirmed_at=None)
    take(publishing, draft, "confirm", proposal=proposal.pk)
    assert timezone.localtime(draft.publish_at).hour == 10, "the proposer is not the second person"
    take(publishing_too, draft, "confirm", proposal=proposal.pk)
    assert timezone.localtime(draft.publish_at).hour == 9


def test_withdrawing_takes_two_and_leaves_a_note_that_the_public_reads(sipas_2020, publishing, publishing_too, client):
    take(publishing, sipas_2020, "withdraw", reason="Sai nguồn", note_vi="Số liệu được thu hồi để kiểm tra lại.")
    assert sipas_2020.state == "approved"
    assert client.get(PAGE).status_code == 200
    take(publishing_too, sipas_2020, "confirm", proposal=Proposal.objects.get().pk)
    assert sipas_2020.state == "withdrawn"
    page = client.get(PAGE)
    assert "Số liệu được thu hồi để kiểm tra lại." in page.content.decode()
    assert "88,35" not in page.content.decode()
    assert client.get(PAGE.rstrip("/") + ".csv").status_code == 404


def test_the_database_itself_refuses_a_confirmation_by_the_proposer(sipas_2020, publishing):
    proposal = sipas_2020.propose_withdrawal(publishing.user, "Sai", "Thu hồi.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(confirmed_by=publishing.user)


def test_a_step_that_is_not_offered_is_refused(draft, editing, publishing):
    assert (
        editing.post(reverse("admin:indices_edition_review", args=[draft.pk]), {"verb": "approve"}).status_code == 403
    )
    assert (
        publishing.post(reverse("admin:indices_edition_review", args=[draft.pk]), {"verb": "submit"}).status_code == 403
    )
    with pytest.raises(ValidationError):
        draft.approve(by=publishing.user)


def test_a_minute_that_has_passed_is_refused(draft, editing, publishing):
    ready(draft, editing, publishing)
    take(publishing, draft, "approve", publish_at="2020-01-01T08:30")
    assert draft.state == "in_review"


def test_one_publisher_marks_a_figure_at_once_and_the_number_stays(publishing, client, sipas_2020, ben_tre):
    publishing.post("/admin/indices/underreview/add/", {"edition": sipas_2020.pk, "unit": ben_tre.pk})
    mark = UnderReview.objects.get()
    assert mark.by == publishing.user
    page = client.get(PAGE).content.decode()
    assert "88,35" in page
    assert "đang được rà soát" in page
    assert "đang được rà soát" in client.get("/provinces/ben-tre/").content.decode()
    csv = client.get(PAGE.rstrip("/") + ".csv").content.decode()
    assert [line for line in csv.splitlines() if "under_review" in line or "rà soát" in line]
    mark.end(by=publishing.user)
    assert "đang được rà soát" not in client.get(PAGE).content.decode()


def test_the_page_of_the_day_before_a_correction_can_be_cited(draft, editing, publishing, client, clock):
    approved_for_the_minute(draft, editing, publishing)
    clock.move_to(MINUTE + timedelta(days=3))
    assert "88,53" in client.get(PAGE).content.decode()
    before = client.get(f"{PAGE}?as_of=2031-06-23", follow=True)
    assert "88,35" in before.content.decode()
    assert "88,53" not in before.content.decode()
    assert client.get(f"{PAGE}?as_of=2031-06-26").headers["Location"].endswith("?as_of=2031-06-24")
    assert "88,53" in client.get(f"{PAGE}?as_of=2031-06-24").content.decode()
    assert "88.35" in client.get(PAGE.rstrip("/") + ".csv?as_of=2031-06-23", follow=True).content.decode()
    assert client.get(f"{PAGE}?as_of=hom-qua").status_code == 404
    early = client.get(f"{PAGE}?as_of=1999-01-01")
    assert "88,35" not in early.content.decode()


def test_the_register_names_what_was_corrected_and_why(draft, editing, publishing, client, clock):
    approved_for_the_minute(draft, editing, publishing)
    for path in ("/corrections/", "/corrections.atom", "/corrections.csv", "/corrections.json"):
        assert "Gõ nhầm" not in client.get(path).content.decode(), f"{path} before the minute"
    clock.move_to(MINUTE)
    for path in ("/corrections/", "/corrections.atom", "/corrections.csv", "/corrections.json"):
        body = client.get(path).content.decode()
        assert "Gõ nhầm hai chữ số." in body, path
        assert "88,53" in body.replace("88.53", "88,53"), path
    assert "Gõ nhầm hai chữ số." in client.get(PAGE).content.decode()


def test_a_correction_of_sipas_points_at_the_par_index_that_repeats_it(draft, editing, publishing, client, clock):
    page = publishing.get(reverse("admin:indices_edition_review", args=[draft.pk])).content.decode()
    assert "PAR INDEX 2020" in page
    approved_for_the_minute(draft, editing, publishing)
    clock.move_to(MINUTE)
    assert "PAR INDEX 2020" in client.get("/corrections/").content.decode()


def test_a_units_page_of_the_day_before_can_be_cited_too(draft, editing, publishing, client, clock):
    approved_for_the_minute(draft, editing, publishing)
    clock.move_to(MINUTE + timedelta(days=2))
    assert "88,35" in client.get("/provinces/ben-tre/?as_of=2031-06-23", follow=True).content.decode()
    today = client.get("/provinces/ben-tre/").content.decode()
    assert "88,53" in today
    assert "88,35" not in today


def test_a_document_that_only_a_draft_cites_is_not_known_before_its_minute(draft, client, article):
    secret = Source.objects.create(
        code="quyet-dinh-2031", title="Quyết định công bố", kind="decision", reliability="official"
    )
    Result.objects.filter(edition=draft).update(source=secret)
    unknown = client.get("/sources/khong-co/")
    answer = client.get("/sources/quyet-dinh-2031/")
    assert answer.status_code == unknown.status_code == 404
    assert "Quyết định công bố" not in answer.content.decode()


def test_who_takes_a_step_too_late_reads_why_and_changes_nothing(draft, editing, publishing, publishing_too):
    ready(draft, editing, publishing)
    assert "Bước này" in take(editing, draft, "submit")
    take(publishing, draft, "approve")
    assert draft.state == "approved"
    said = take(publishing_too, draft, "approve")
    assert draft.status in said
    assert draft.approved_by == publishing.user
    assert draft.steps.filter(verb="approved").count() == 1
