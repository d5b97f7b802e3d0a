"""The one page says the year as the portal does, on one sheet whatever there is to say, in the same bytes each time."""

from datetime import UTC, date

import pytest
from django.conf import settings
from django.utils.translation import override

from indices.catalogue import current_catalogue
from indices.models import Criterion, Edition, Result, UnderReview
from indices.paper.blocks import Paragraph, Table, plain_text, words
from indices.paper.notes import Note, NoteList
from indices.paper.one_page import ROOMS, OnePage, one_page_of
from indices.paper.pdf import HEIGHT, one_page_pdf
from indices.paper.year import UnitYear, year_of
from provinces.models import Source, Unit
from tests.pdfs import ReadPdf

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def about(unit: Unit, year: int) -> UnitYear:
    catalogue = current_catalogue()
    plural = "ministries" if unit.kind == "ministry" else "provinces"
    found = year_of(catalogue.registry.units[unit.pk], year, catalogue, plural, TODAY)
    assert found is not None
    return found


def pdf_of(year: UnitYear, draft: str = "") -> ReadPdf:
    return ReadPdf(one_page_pdf(lambda room: one_page_of(year, room, draft)))


def table(page: OnePage, first: str) -> dict[str, list[str]]:
    """The rows of the table whose header begins so, by their first cell."""
    found = next(block for block in page.blocks if isinstance(block, Table) and block.header[:2] == ("Index", first))
    return {plain_text(row[0]): [plain_text(cell) for cell in row[1:]] for row in found.rows}


def test_the_results_of_ben_tre_stand_in_a_table_with_rank_change_mean_and_band(ben_tre):
    with override("en"):
        rows = table(one_page_of(about(ben_tre, 2020), ROOMS[0]), "Score")
    assert rows["PAR INDEX"] == [
        "83.28%",
        "44/63",
        "up 19 places from 2019\nScores not compared",
        "83.72%†\n-0.44 percentage points†",
        "B",
    ]
    assert rows["SIPAS"][:3] == ["88.35%", "20/63", "up 1 place from 2019"]


def test_what_another_source_says_and_what_is_looked_into_stands_beside_the_figure(sipas_2020, editor):
    hai_duong = Unit.objects.get(kind="province", slug="hai-duong")
    with override("en"):
        assert table(one_page_of(about(hai_duong, 2020), ROOMS[0]), "Score")["SIPAS"][:2] == [
            "The portal does not have this figure",
            "The portal does not have this figure\n≠ 4/63*",
        ]
    UnderReview.objects.create(index=sipas_2020.index, year=2020, unit=hai_duong, by=editor)
    with override("en"):
        score = table(one_page_of(about(hai_duong, 2020), ROOMS[0]), "Score")["SIPAS"][0]
    assert score.endswith("under review")


def test_a_few_years_stand_beside_each_other_and_what_is_missing_is_said(ben_tre):
    with override("en"):
        page = one_page_of(about(ben_tre, 2020), ROOMS[0])
    rows = table(page, "2019")
    assert rows == {
        "PAR INDEX": ["73.87%\n63/63", "83.28%\n44/63"],
        "SIPAS": ["21/63†", "88.35%\n20/63"],
    }


def test_points_are_counted_once_by_the_parts_of_what_is_divided(db):
    quang_ninh = Unit.objects.get(kind="province", slug="quang-ninh")
    method = Edition.objects.get(index__code="par-index", year=2020, version=1).method_provinces
    ways = {one.no: one for one in Criterion.objects.filter(method=method, cut="assessment")}
    Criterion.objects.filter(pk=ways["B1"].pk).update(parent=ways["A"])
    found = about(quang_ninh, 2020)
    tables = [block for block in one_page_of(found, ROOMS[0]).blocks if isinstance(block, Table)]
    (points,) = (table for table in tables if len(table.header) == 4 and table.widths == (49, 17, 17, 17))
    assert [plain_text(row[0]) for row in points.rows] == [ways[no].name for no in ("B1", "B2", "B3")]


def test_the_sheet_says_it_all_with_footnotes_address_and_stamp(ben_tre, settings):
    year = about(ben_tre, 2020)
    with override("vi"):
        pdf = pdf_of(year)
    for said in (
        "Tỉnh Bến Tre (đến 30/6/2025)",
        "tỉnh Bến Tre cùng tỉnh Trà Vinh và tỉnh Vĩnh Long được sắp xếp thành tỉnh Vĩnh Long",
        *("88,35%", "83,28%", "44/63", "20/63", "85,48%", "73,87%"),
        *("1.758", "1.381", "553", "trên 50%", "31/12/2021", "100%"),
        "ngày 24 tháng 6 năm 2021",
        "Đây không phải là trang chính thức của cơ quan nhà nước nào.",
        f"{settings.SITE_URL}/provinces/ben-tre/2020/bulletin/",
    ):
        assert said in pdf.text, said
    assert f"{settings.SITE_URL}/units/province-83-0001-01-01/" in pdf.links
    assert b"/Lang (vi-VN)" in pdf.content
    assert pdf.tags[:2] == ["Figure", "H1"]
    assert {"H2", "H3", "P"} <= set(pdf.tags)


def test_every_footnote_mark_has_its_footnote_and_the_other_way_round(ben_tre):
    page = one_page_of(about(ben_tre, 2020), ROOMS[0])
    marked = set()
    for block in page.blocks:
        texts = [block.text] if isinstance(block, Paragraph) else []
        texts += [cell for row in block.rows for cell in row] if isinstance(block, Table) else []
        marked |= {note for text in texts for run in text for note in run.notes}
    assert marked == {note.number for note in page.notes.notes} == set(range(1, len(page.notes.notes) + 1))
    article = Source.objects.get(code="bao-hoang-lam-2021")
    assert article.label in {note.label for note in page.notes.notes}


def test_the_same_data_make_the_same_bytes_and_the_date_is_that_of_the_figures(ben_tre):
    first, second = pdf_of(about(ben_tre, 2020)), pdf_of(about(ben_tre, 2020))
    assert first.content == second.content
    minute = about(ben_tre, 2020).stamp
    assert f"D:{minute.astimezone(UTC):%Y%m%d%H%M%S}".encode() in first.content


def test_who_runs_the_portal_is_named_where_somebody_does(ben_tre, settings):
    settings.SITE_OWNER = "Sở Nội vụ"
    with override("en"):
        pdf = pdf_of(about(ben_tre, 2020))
    assert "Run by Sở Nội vụ." in pdf.text
    assert "not an official site" not in pdf.text


def test_a_version_that_is_not_public_says_so(ben_tre):
    with override("en"):
        assert "Not published. This is how the page will look: Draft" in pdf_of(about(ben_tre, 2020), "Draft").text


def test_a_year_without_results_says_that_the_portal_does_not_have_them(db):
    can_tho = Unit.objects.get(kind="province", slug="can-tho-den-2025")
    with override("en"):
        pdf = pdf_of(about(can_tho, 2022))
    assert "The portal does not have the SIPAS 2022 of Cần Thơ." in pdf.text


def test_a_merged_unit_shows_those_it_was_made_of_side_by_side(vinh_long_after, par_index_2020, editor, approver):
    draft = Edition.objects.create(index=par_index_2020.index, year=2025, version=1, units_as_of=date(2025, 12, 31))
    printed = {"score": "85", "score_text": "85", "score_basis": "printed"}
    source = Source.objects.get(code="bao-hoang-lam-2021")
    Result.objects.create(edition=draft, unit=vinh_long_after, source=source, **printed)
    draft.submit(by=editor)
    draft.approve(by=approver)
    with override("en"):
        found = about(vinh_long_after, 2025)
        page, pdf = one_page_of(found, ROOMS[0]), pdf_of(found)
    origins = tuple(f"{name} (until 30 June 2025)" for name in ("Bến Tre", "Trà Vinh", "Vĩnh Long"))
    before = next(block for block in page.blocks if isinstance(block, Table) and block.header[1:] == origins)
    assert plain_text(before.rows[0][1]) == "83.28%\n44/63"
    assert "neither added nor averaged" in pdf.text
    assert "85%" in pdf.text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_unit_of_a_sample_of_years_has_one_sheet_and_nothing_leaves_it(language):
    """Each year of each index is met, each unit at least once."""
    catalogue = current_catalogue()
    years = sorted({edition.year for edition in catalogue.published()})
    for number, unit in enumerate(catalogue.registry.units.values()):
        plural = "ministries" if unit.kind == "ministry" else "provinces"
        fitting = [
            year
            for year in years
            if any(
                edition.year == year and unit.kind in edition.index.kinds and unit.in_force_on(edition.units_as_of)
                for edition in catalogue.published()
            )
        ]
        if not fitting:
            continue
        # The fullest year for one unit in five, any other for the rest.
        year = 2020 if number % 5 == 0 and 2020 in fitting else fitting[number % len(fitting)]
        with override(language):
            found = year_of(unit, year, catalogue, plural, TODAY)
            pdf = pdf_of(found)
        assert len(pdf.pages) == 1, (unit.slug, year)
        assert b"/Count 1 " in pdf.objects[1].replace(b"\n", b" ")
        assert min(pdf.bottoms()) > 20, (unit.slug, year)
        assert max(pdf.bottoms()) < HEIGHT / 25.4 * 72
        for section in found.sections:
            if section.row and section.row.score:
                assert section.row.score.replace(".", "," if language == "vi" else ".") in pdf.text


@pytest.mark.parametrize(("sentences", "sources"), [(1, 2), (40, 60), (400, 200)])
def test_whatever_there_is_to_say_it_stays_one_sheet_and_no_figure_is_cut(sentences, sources):
    """Long names, a flood of sentences, two hundred sources of the longest kind."""

    def content(room):
        said = sentences if room.told else 3
        every = tuple(Note(n + 1, "Báo " * 27, f"https://example.vn/{'x' * 70}/{n}") for n in range(sources))
        return OnePage(
            title="Bộ Lao động - Thương binh và Xã hội " * 3,
            headline="Trung du và miền núi phía Bắc · " * 4,
            draft="Dự thảo",
            blocks=tuple(Paragraph(words(f"Câu {n}: đạt {n},{n:02}%. " * 3)) for n in range(said)),
            notes=NoteList(every[: room.notes], max(0, sources - room.notes), "https://example.vn/page/"),
            legend="†",
            stamp="",
            page="https://example.vn/page/",
            permanent="https://example.vn/units/x/",
            owner="-",
            language="vi",
            made_at=None,
        )

    pdf = ReadPdf(one_page_pdf(content))
    assert len(pdf.pages) == 1
    assert min(pdf.bottoms()) > 20
    assert max(pdf.bottoms()) < HEIGHT / 25.4 * 72
    assert "Câu 0: đạt 0,00%." in pdf.text
    if sources > ROOMS[0].notes:
        assert f"{sources - ROOMS[-1].notes}" in pdf.text or f"{sources - ROOMS[0].notes}" in pdf.text


def test_the_code_leads_to_the_permanent_address(ben_tre):
    page = one_page_of(about(ben_tre, 2020), ROOMS[0])
    assert page.permanent == f"{settings.SITE_URL}/units/province-83-0001-01-01/"
