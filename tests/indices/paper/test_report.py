"""The report is read back as Word reads it: layout of official documents, tables that say what is missing."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.utils.translation import override
from docx.oxml.ns import qn
from docx.shared import Mm

from indices.catalogue import current_catalogue
from indices.paper.report import report_of
from indices.paper.word import report_docx
from indices.paper.year import UnitYear, year_of
from provinces.models import Unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def about(unit: Unit, year: int) -> UnitYear:
    catalogue = current_catalogue()
    plural = "ministries" if unit.kind == "ministry" else "provinces"
    found = year_of(catalogue.registry.units[unit.pk], year, catalogue, plural, TODAY)
    assert found is not None
    return found


def read(content: bytes):
    return docx.Document(BytesIO(content))


@pytest.fixture
def quang_ninh(db):
    return Unit.objects.get(kind="province", slug="quang-ninh")


@pytest.fixture
def in_english(quang_ninh):
    with override("en"):
        return read(report_docx(report_of(about(quang_ninh, 2020))))


def cells(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def table_under(document, header: str) -> list[list[str]]:
    """The first table that has this heading in its first row."""
    return next(rows for rows in map(cells, document.tables) if header in rows[0])


def test_the_head_is_that_of_an_official_document(quang_ninh):
    with override("vi"):
        document = read(report_docx(report_of(about(quang_ninh, 2020))))
    left, right = (cell.text for cell in document.tables[0].rows[0].cells)
    assert "QUẢNG NINH" in left
    assert "………" in right
    section = document.sections[0]
    # Stored in twentieths of a point, so not to the last fraction of a millimetre.
    assert [round(side / Mm(1)) for side in (section.page_width, section.left_margin, section.right_margin)] == [
        210,
        30,
        18,
    ]
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.styles["Normal"].font.size.pt == 13
    assert document.core_properties.language == "vi-VN"
    assert "PAGE" in section.header._element.xml
    assert section.different_first_page_header_footer


def test_the_sections_are_real_headings_in_their_order(in_english):
    headings = [p.text for p in in_english.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        "I. Results",
        "II. Against the year before",
        "III. In the region",
        "IV. Results by criterion",
        "V. Causes",
        "VI. Remedies",
        "VII. Implementation",
        "VIII. Sources of the figures",
    ]


def test_tables_repeat_their_header_and_divide_no_row(in_english):
    tables = [table for table in in_english.tables if table.style.name == "Table Grid"]
    assert len(tables) == 5
    for table in tables:
        first, *others = (row._tr.trPr for row in table.rows)
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:cantSplit")) is not None for row in (first, *others))
        assert all(row.find(qn("w:tblHeader")) is None for row in others)


def test_a_cell_says_what_is_missing_and_none_holds_a_zero(in_english):
    rows = table_under(in_english, "Points achieved")
    found = {row[0]: row[2:] for row in rows[1:]}
    assert found["B1"][0] == "10"
    assert found["B1"][1].startswith("9.56")
    assert found["B1"][2] == "0.44†"
    assert found["B"][:3] == ["not printed", "The portal does not have this figure", "not known"]
    assert found["A"][4:] == ["not enough figures (3/11)", "not enough figures (10/63)"]
    assert all(cell not in {"", "0", "-"} for table in in_english.tables[1:-1] for row in cells(table) for cell in row)


def test_both_years_stand_beside_each_other_with_the_change_or_its_reason(ben_tre):
    with override("en"):
        document = read(report_docx(report_of(about(ben_tre, 2020))))
    rows = table_under(document, "Score 2019")
    par = next(row for row in rows if row[0] == "PAR INDEX")
    assert [par[1][:6], par[2][:6], par[3][:5], par[4][:5]] == ["73.87%", "83.28%", "63/63", "44/63"]
    assert "up 19 places from 2019" in par[5]


def test_the_region_names_every_unit_and_gives_no_rank_where_some_are_missing(in_english):
    rows = table_under(in_english, "Unit")
    assert len(rows) == 12
    texts = [paragraph.text for paragraph in in_english.paragraphs]
    assert "Not enough figures for a rank in the region: the portal has 4 of 11." in texts


def test_causes_remedies_and_implementation_are_empty_lines_under_a_hint(in_english):
    texts = [paragraph.text for paragraph in in_english.paragraphs]
    start, end = texts.index("VI. Remedies"), texts.index("VII. Implementation")
    assert texts[start + 1] == "(to be completed by the department)"
    assert set(texts[start + 2 : end]) == {"\t"}
    dotted = in_english.paragraphs[start + 2]
    assert dotted.paragraph_format.tab_stops[0].leader is not None


def test_every_footnote_has_its_source(in_english):
    in_tables = (cell for table in in_english.tables for row in table.rows for cell in row.cells)
    paragraphs = [*in_english.paragraphs, *(paragraph for cell in in_tables for paragraph in cell.paragraphs)]
    runs = [run for paragraph in paragraphs for run in paragraph.runs]
    marked = {int(n) for run in runs if run.font.superscript for n in run.text.strip("[]").split(",")}
    texts = [paragraph.text for paragraph in in_english.paragraphs]
    sources = texts[texts.index("VIII. Sources of the figures") + 1 :]
    assert marked == {int(text.split(".")[0]) for text in sources if text[:1].isdigit()}


def test_the_same_data_make_the_same_bytes(quang_ninh):
    first, second = (report_docx(report_of(about(quang_ninh, 2020))) for _time in range(2))
    assert first == second
    minute = about(quang_ninh, 2020).stamp
    assert read(first).core_properties.created.replace(tzinfo=None) == minute.replace(tzinfo=None, microsecond=0)


def test_a_ministry_writes_to_its_leaders_and_has_no_region(db):
    ministry = Unit.objects.get(kind="ministry", slug="bo-noi-vu-den-2025")
    with override("en"):
        document = read(report_docx(report_of(about(ministry, 2023))))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert not any("In the region" in text for text in texts)
    assert any(text.startswith("To: the leaders of the Ministry of Home Affairs") for text in texts)
    assert "Mean of the ministries" in table_under(document, "Score")[0]


def test_a_version_that_is_not_public_says_so(quang_ninh):
    with override("en"):
        document = read(report_docx(report_of(about(quang_ninh, 2020), draft="Draft")))
    assert document.paragraphs[0].text == "Not published. This is how the page will look: Draft"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_report_can_be_written_of_a_unit_of_every_region_and_of_ministries(language):
    catalogue = current_catalogue()
    for unit in list(catalogue.registry.units.values())[::9]:
        year = 2020 if unit.in_force_on(date(2020, 12, 31)) else 2024
        plural = "ministries" if unit.kind == "ministry" else "provinces"
        with override(language):
            found = year_of(unit, year, catalogue, plural, TODAY)
            if found is not None:
                assert len(read(report_docx(report_of(found))).tables) >= 4
