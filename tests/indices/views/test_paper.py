"""Papers have addresses beside the bulletin, file names that tell, tags like pages, and nothing before its minute."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from indices.models import Edition, Result
from tests.pdfs import ReadPdf

pytestmark = pytest.mark.django_db
PDF, DOCX = "/provinces/ben-tre/2020/one-page.pdf", "/provinces/ben-tre/2020/report.docx"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("path", "kind", "disposition"),
    [
        (PDF, "application/pdf", 'inline; filename="ben-tre-2020-mot-trang.pdf"'),
        (f"/en{PDF}", "application/pdf", 'inline; filename="ben-tre-2020-one-page.pdf"'),
        (DOCX, WORD, 'attachment; filename="bao-cao-phan-tich-ket-qua-ben-tre-2020.docx"'),
        (f"/en{DOCX}", WORD, 'attachment; filename="analysis-report-ben-tre-2020.docx"'),
        (
            "/ministries/ngan-hang-nha-nuoc-viet-nam/2020/one-page.pdf",
            "application/pdf",
            'inline; filename="ngan-hang-nha-nuoc-viet-nam-2020-mot-trang.pdf"',
        ),
    ],
)
def test_each_paper_has_its_type_and_a_name_that_tells(client, path, kind, disposition):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"] == disposition
    assert not answer.cookies
    kept = client.get(path)
    assert kept.content == answer.content
    assert kept.headers["Content-Disposition"] == disposition


@pytest.mark.parametrize("name", ["one-page.pdf", "report.docx"])
def test_there_is_no_paper_where_nothing_is_public_and_another_spelling_is_led_on(client, name):
    assert client.get(f"/provinces/ben-tre/1990/{name}").status_code == 404
    assert client.get(f"/provinces/vinh-long/2020/{name}").status_code == 404
    assert client.get(f"/provinces/nowhere/2020/{name}").status_code == 404
    assert client.get(f"/en/provinces/Bến-Tre/2020/{name}").url == f"/en/provinces/ben-tre/2020/{name}"


@pytest.mark.parametrize(("path", "queries"), [(PDF, 8), (DOCX, 10)])
def test_a_paper_asks_a_fixed_number_of_questions(client, django_assert_num_queries, path, queries):
    client.get(path)
    cache.clear()
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200
    with django_assert_num_queries(1):
        known = client.get(path).headers["ETag"]
    with django_assert_num_queries(1):
        assert client.get(path, headers={"If-None-Match": known}).status_code == 304


def test_a_new_version_is_on_paper_in_its_minute_and_not_before(client, sipas_2020, ben_tre, editor, approver):
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.53", score_text="88.53")
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=timezone.now() + timedelta(hours=1))
    before = client.get(PDF)
    assert "88,35%" in ReadPdf(before.content).text
    with time_machine.travel(draft.publish_at, tick=False):
        after = client.get(PDF)
    assert "88,53%" in ReadPdf(after.content).text
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_version_that_waits_can_be_seen_on_paper_by_officials_and_says_that_it_is_not_public(
    admin_client, sipas_2020, ben_tre, editor
):
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.53", score_text="88.53")
    answer = admin_client.get(f"/admin/indices/edition/{draft.pk}/preview{PDF}")
    assert answer.status_code == 200
    text = ReadPdf(answer.content).text
    assert "88,53%" in text
    assert "Chưa công bố" in text
    assert answer.headers["Cache-Control"].startswith("private, no-store")


def test_the_bulletin_leads_to_both(client):
    page = client.get("/provinces/ben-tre/2020/bulletin/").content.decode()
    assert f'href="{PDF}"' in page
    assert f'href="{DOCX}"' in page
