"""The lists of figures, and what the preview of a sheet calls things."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indices.models import Edition, Result

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "score"), [("", "88,35"), ("/en", "88.35")])
def test_scores_are_listed_as_printed_in_the_language_of_the_reader(admin_client, sipas_2020, language, score):
    page = admin_client.get(f"{language}/admin/indices/result/?q=ben+tre&edition__year=2020").content.decode()
    assert f">{score}</td>" in page


def test_rows_of_two_versions_are_told_apart(admin_client, sipas_2020, editor):
    Edition.open_draft(sipas_2020.index, 2020, by=editor)
    page = admin_client.get("/admin/indices/result/?q=ben+tre&edition__year=2020").content.decode()
    assert ">1 (Đã công bố)</td>" in page
    assert ">2 (Dự thảo)</td>" in page


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_preview_names_the_edition_and_the_way_back_to_the_list(admin_client, par_index_2020, language):
    sheet = SimpleUploadedFile("b.csv", "Đơn vị,Điểm,Hạng\nBến Tre,83.28,44\n".encode())
    answer = admin_client.post(
        f"{language}/admin/indices/result/import/", {"import_file": sheet, "edition": par_index_2020.pk}
    )
    page = answer.content.decode()
    assert "PAR INDEX 2020" in page
    assert "par-index:2020" not in page
    assert f'href="{language}/admin/indices/result/"' in page.split('class="breadcrumbs"')[1].split("</div>")[0]


def test_one_known_year_is_named_once_where_a_score_jumps(admin_client, sipas_2020, ben_tre):
    Result.objects.filter(unit=ben_tre, edition__index=sipas_2020.index).exclude(edition=sipas_2020).delete()
    other = Edition.objects.published().filter(index=sipas_2020.index).exclude(pk=sipas_2020.pk).first()
    source = sipas_2020.results.first().source
    said = {"score": "85.11", "score_text": "85.11", "score_basis": "printed", "source": source}
    Result.objects.create(edition=other, unit=ben_tre, **said)
    sheet = SimpleUploadedFile("b.csv", "Đơn vị,Điểm,Hạng\nBến Tre,58.28,20\n".encode())
    answer = admin_client.post("/admin/indices/result/import/", {"import_file": sheet, "edition": sipas_2020.pk})
    page = answer.content.decode()
    assert "lệch xa điểm của năm khác (85,11)." in page


@pytest.mark.parametrize(("language", "name"), [("", "ket-qua-bieu-mau.xlsx"), ("/en", "results-template.xlsx")])
def test_a_template_is_named_for_people(admin_client, language, name):
    answer = admin_client.post(f"{language}/admin/indices/result/import/template/")
    assert name in answer.headers["Content-Disposition"]
