"""The lists that auditors filter: tables and kinds of sheets under the names that people know."""

import pytest

from provinces.models import ImportRun, JournalEntry

pytestmark = pytest.mark.django_db


def test_the_journal_names_tables_and_filters_by_them(admin_client):
    JournalEntry.objects.create(table="indices.edition", record=1, before={"version": 1}, after={"version": 2})
    other = JournalEntry.objects.create(table="provinces.source", record=1)
    page = admin_client.get("/admin/provinces/journalentry/").content.decode()
    assert "Kỳ đánh giá</td>" in page
    assert "indices.edition</td>" not in page
    listed = admin_client.get("/admin/provinces/journalentry/?table=provinces.source")
    assert list(listed.context["cl"].result_list) == [other]


def test_imports_are_filtered_by_the_name_of_their_kind(admin_client):
    run = ImportRun.objects.create(kind="communes", file_name="b.csv", content=b"", sha256="")
    page = admin_client.get("/admin/provinces/importrun/")
    assert ("communes", "Đơn vị cấp xã") in page.context["cl"].filter_specs[1].lookup_choices
    listed = admin_client.get("/admin/provinces/importrun/?kind=communes").context["cl"].result_list
    assert run in listed
    assert {other.kind for other in listed} == {"communes"}


def test_the_history_of_a_record_leads_back_to_it_and_shows_no_addresses(admin_client, article):
    path = f"/admin/provinces/source/{article.pk}/change/"
    about = {"table": "provinces.source", "record": article.pk, "address": path}
    JournalEntry.objects.create(**about, before={"title": "A"}, after={"title": "B"})
    page = admin_client.get(path.replace("/change/", "/history/")).content.decode()
    assert f'class="button" href="{path}"' in " ".join(page.split())
    assert f">{path}<" not in page
    assert "trên trang quản lý" in page
