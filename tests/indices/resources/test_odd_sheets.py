"""Officials' sheets as they come: each is read exactly, asked about, or refused with its cell."""

import unicodedata

import pytest

from indices.models import Edition, Result
from provinces.models import ImportRun, UnitName
from provinces.sheets.confirming import Preview, RunRefused, preview, store, upload
from tests.provinces.sheets.workbooks import content_of, workbook, xlsx

pytestmark = pytest.mark.django_db
HEADER = ["TT", "Tỉnh, thành phố", "Chỉ số SIPAS (%)", "Xếp hạng"]
SOURCE = "bao-hoang-lam-2021"


def looked(content: bytes, user, name: str = "bang.xlsx", answers=None, **said) -> Preview:
    context = {"edition": "sipas:2020", "unit_kind": "", "source": SOURCE} | said
    return preview(upload("results", content, name, context, user), answers)


def figures(seen: Preview) -> dict[str, tuple[str, int | None]]:
    """Unit → score as printed, rank, of what would be written."""
    return {o.label: (o.record.score_text, o.record.rank) for o in seen.changing}


def sentences(seen: Preview) -> str:
    return "\n".join(str(refusal) for outcome in seen.refused for refusal in outcome.refusals)


def test_title_rows_footers_means_and_signatures_are_left_out_and_listed(editor):
    rows = [
        ["BỘ NỘI VỤ"],
        ["BẢNG XẾP HẠNG CHỈ SỐ SIPAS NĂM 2020 CỦA CÁC TỈNH, THÀNH PHỐ"],
        [],
        HEADER,
        ["(1)", "(2)", "(3)", "(4)"],
        ["I", "Vùng Đồng bằng sông Cửu Long"],
        [1, "Cà Mau", "87,40%", "25/63"],
        [2, "Bạc Liêu", 87.1, "Hạng 26"],
        [None, "Trung bình cả nước", 85.48, None],
        [],
        ["Ghi chú: số liệu làm tròn"],
        [None, None, "Hà Nội, ngày 24 tháng 6 năm 2021"],
        ["Người lập biểu", None, None, "THỦ TRƯỞNG ĐƠN VỊ"],
    ]
    seen = looked(xlsx(rows, merged=("A1:D1", "A2:D2")), editor)
    assert figures(seen) == {"Tỉnh Cà Mau": ("87.40", 25), "Tỉnh Bạc Liêu": ("87.1", 26)}
    assert not seen.refused
    assert [row.cell.address for row in seen.table.skipped] == ["A5", "B6", "B9", "A11", "C12", "D13"]
    assert any(cell.address == "C7" and shown == "87,40" for cell, shown in seen.read_as)


def test_the_edition_is_read_from_the_title_and_shown(editor):
    rows = [["Chỉ số SIPAS năm 2020"], HEADER, [1, "Cà Mau", 87.4, 25]]
    seen = looked(xlsx(rows), editor, edition="")
    assert figures(seen) == {"Tỉnh Cà Mau": ("87.4", 25)}
    assert any("SIPAS 2020" in str(remark) for remark in seen.remarks)


def test_a_two_level_header_is_understood(editor):
    rows = [
        ["TT", "Tỉnh, thành phố", "Kết quả năm 2020", None, "So với năm trước"],
        [None, None, "Chỉ số SIPAS (%)", "Xếp hạng", None],
        [1, "Cà Mau", 87.4, 25, 3],
    ]
    seen = looked(xlsx(rows, merged=("A1:A2", "B1:B2", "C1:D1", "E1:E2")), editor)
    assert figures(seen) == {"Tỉnh Cà Mau": ("87.4", 25)}
    assert seen.changing[0].record.rank_change_printed == 3


def test_of_two_years_side_by_side_only_the_editions_year_is_taken(editor):
    rows = [["Tỉnh, thành phố", "SIPAS 2019", "SIPAS 2020", "Xếp hạng 2020"], ["Cà Mau", 80.1, 87.4, 25]]
    seen = looked(xlsx(rows), editor)
    assert figures(seen) == {"Tỉnh Cà Mau": ("87.4", 25)}
    assert any(remark.cell.address == "B1" for remark in seen.remarks)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("95,76%", "General", "95.76"),
        ("95.76", "General", "95.76"),
        ("95,76\u202f", "General", "95.76"),
        (0.9576, "0.00%", "95.76"),
        (95.76, "General", "95.76"),
        (95.7, "0.00", "95.70"),
    ],
)
def test_a_score_is_read_as_it_is_shown(editor, value, number_format, text):
    seen = looked(xlsx([HEADER[1:], ["Cà Mau", value, 25]], formats={"B2": number_format}), editor)
    assert figures(seen) == {"Tỉnh Cà Mau": (text, 25)}


@pytest.mark.parametrize("value", ["#N/A", "NaN", "1e3", "101", "-1", "0", "abc", "95,76,1", 101, -1])
def test_what_is_no_score_is_refused_with_its_cell_and_text(editor, value):
    seen = looked(xlsx([HEADER[1:], ["Cà Mau", value, 25]]), editor)
    assert "B2" in sentences(seen)
    assert not seen.changing


def test_a_formula_without_a_value_is_refused(editor):
    book = workbook([HEADER[1:], ["Cà Mau", "=1+1", 25]])
    assert "B2" in sentences(looked(content_of(book), editor))


def test_a_score_where_a_rank_belongs_is_refused(editor):
    assert "C2" in sentences(looked(xlsx([HEADER[1:], ["Cà Mau", 87.4, 87.4]]), editor))


def test_an_ambiguous_scale_is_asked_and_the_answer_used(editor):
    content = xlsx([HEADER[1:], ["Cà Mau", 0.874, 25], ["Bạc Liêu", 0.8325, 26]])
    seen = looked(content, editor)
    assert [question.code for question in seen.questions] == ["scale"]
    assert not seen.storable
    with pytest.raises(RunRefused):
        store(seen.run.pk, editor)
    answered = preview(seen.run, {"scale": "percent"})
    assert figures(answered) == {"Tỉnh Cà Mau": ("87.4", 25), "Tỉnh Bạc Liêu": ("83.25", 26)}
    assert answered.storable


def test_a_column_of_two_scales_is_refused(editor):
    seen = looked(xlsx([HEADER[1:], ["Cà Mau", 0.874, 25], ["Bạc Liêu", 83.25, 26]]), editor)
    assert "B2" in sentences(seen)


SPELLINGS = [
    ("96", "Tỉnh Cà Mau"),
    ("TỈNH CÀ MAU", "Tỉnh Cà Mau"),
    ("Ca Mau", "Tỉnh Cà Mau"),
    (unicodedata.normalize("NFD", "Cà Mau"), "Tỉnh Cà Mau"),
    ("TP.HCM", "Thành phố Hồ Chí Minh"),
    ("TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
    ("BR-VT", "Tỉnh Bà Rịa - Vũng Tàu"),
    ("Bà Rịa – Vũng Tàu", "Tỉnh Bà Rịa - Vũng Tàu"),
    ("TT-Huế", "Tỉnh Thừa Thiên Huế"),
    ("Ðà Nẵng", "Thành phố Đà Nẵng"),
    ("Hoà Bình", "Tỉnh Hòa Bình"),
    ("Khánh Hoà", "Tỉnh Khánh Hòa"),
]


@pytest.mark.parametrize(("text", "name"), SPELLINGS)
def test_a_unit_is_found_by_every_spelling(editor, text, name):
    seen = looked(xlsx([["Đơn vị", "Xếp hạng"], [text, 40]]), editor, edition="sipas:2017")
    assert {outcome.label for outcome in seen.outcomes} == {name}, sentences(seen)
    assert not seen.refused


def test_an_unknown_unit_comes_with_suggestions_and_the_choice_is_remembered(editor):
    content = xlsx([HEADER[1:], ["Cà Mauu", 87.4, 25]])
    seen = looked(content, editor)
    [question] = seen.questions
    assert question.choices[0] == ("province-96-0001-01-01", "Tỉnh Cà Mau")
    answered = preview(seen.run, {question.code: question.choices[0][0]})
    assert not answered.refused
    store(seen.run.pk, editor)
    alias = UnitName.objects.get(name_vi="Cà Mauu")
    assert (alias.role, alias.learned_by) == ("alias", editor)
    assert not looked(content, editor).refused


def test_a_unit_of_another_time_is_refused_by_name_and_day(editor, par_index_2020):
    Edition.objects.get_or_create(index=par_index_2020.index, year=2025, defaults={"units_as_of": "2025-12-31"})
    seen = looked(xlsx([["Tỉnh", "Điểm"], ["Yên Bái", 87.4]]), editor, edition="par-index:2025")
    assert "Yên Bái" in sentences(seen)
    assert "30/6/2025" in sentences(seen)


def test_the_same_unit_twice_is_refused_in_both_rows(editor):
    seen = looked(xlsx([HEADER[1:], ["Cà Mau", 87.4, 25], ["Tỉnh Cà Mau", 87.5, 26], ["Bạc Liêu", 80, 30]]), editor)
    assert [outcome.row for outcome in seen.refused] == [2, 3]
    assert figures(seen) == {"Tỉnh Bạc Liêu": ("80", 30)}


def test_the_good_rows_alone_are_taken_when_the_official_says_so(editor):
    seen = looked(xlsx([HEADER[1:], ["Cà Mau", "#N/A", 25], ["Bạc Liêu", 80, 30]]), editor)
    with pytest.raises(RunRefused):
        store(seen.run.pk, editor)
    assert store(seen.run.pk, editor, good_rows=True).counts["refused"] == 1
    draft = Edition.objects.get(index__code="sipas", year=2020, state="draft")
    assert draft.results.filter(score_text="80").exists()
    assert not draft.results.filter(unit__slug="ca-mau-den-2025").exists()


def test_a_printed_rank_against_the_order_of_scores_is_pointed_out(editor):
    seen = looked(xlsx([HEADER[1:], ["Cà Mau", 80, 25], ["Bạc Liêu", 87.4, 26]]), editor)
    assert not seen.refused
    assert any("Bạc Liêu" in str(remark) for remark in seen.remarks)


def test_a_jump_far_outside_the_units_history_is_pointed_out(editor):
    seen = looked(xlsx([HEADER[1:], ["Quảng Ninh", 35.76, 1]]), editor)
    assert any("35,76" in str(remark) for remark in seen.remarks)


def test_merged_unit_cells_are_filled_down_and_hidden_rows_told(editor):
    book = workbook([["Đơn vị", "Năm", "Chỉ số", "Điểm"], ["Cà Mau", 2019, "sipas", 80], [None, 2018, "sipas", 81]])
    sheet = book.active
    sheet.merge_cells("A2:A3")
    sheet.row_dimensions[3].hidden = True
    seen = looked(content_of(book), editor, edition="")
    assert [outcome.label for outcome in seen.changing] == ["Tỉnh Cà Mau"] * 2, sentences(seen)
    assert seen.table.hidden_rows == (3,)


def test_several_sheets_are_offered(editor):
    book = workbook([["chỉ là bìa"]], name="Bìa")
    for name, unit in (("2020", "Cà Mau"), ("Phụ lục", "Bạc Liêu")):
        page = book.create_sheet(name)
        page.append(HEADER[1:])
        page.append([unit, 80, 30])
    seen = looked(content_of(book), editor)
    assert seen.sheets == ("2020", "Phụ lục")
    assert figures(seen) == {"Tỉnh Cà Mau": ("80", 30)}
    assert figures(preview(seen.run, {"sheet": "Phụ lục"})) == {"Tỉnh Bạc Liêu": ("80", 30)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_of_any_encoding_and_separator_reads_the_same(editor, encoding, separator):
    text = separator.join(["Tỉnh", "Điểm", "Hạng"]) + "\n" + separator.join(["Thái Bình", '"87,4"', "25"]) + "\n"
    if encoding == "cp1258":  # base letters composed, tones apart, as Windows writes it
        text = "".join(windows_1258(letter) for letter in text)
    seen = looked(text.encode(encoding), editor, "bang.csv")
    assert figures(seen) == {"Tỉnh Thái Bình": ("87.4", 25)}


def windows_1258(letter: str) -> str:
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        apart = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in apart if mark in "\u0300\u0309\u0303\u0301\u0323"), "")
        return unicodedata.normalize("NFC", apart.replace(tone, "")) + tone
    return letter


def test_an_unknown_column_is_asked_about_and_can_be_left_out(editor):
    seen = looked(xlsx([[*HEADER[1:], "Điểm khảo sat"], ["Cà Mau", 87.4, 25, 3]]), editor)
    assert [question.code for question in seen.questions] == ["column:D"]
    assert not seen.storable
    assert preview(seen.run, {"column:D": "-"}).storable


def test_an_undone_import_leaves_what_was_before_and_keeps_what_was_edited_since(editor, sipas_2020):
    from provinces.sheets.journal import undo

    seen = looked(xlsx([HEADER[1:], ["Cà Mau", 87.4, 25], ["Bạc Liêu", 80, 30], ["Bến Tre", 88.36, 20]]), editor)
    store(seen.run.pk, editor)
    draft = Edition.objects.get(index__code="sipas", year=2020, state="draft")
    Result.objects.filter(edition=draft, unit__slug="bac-lieu").update(score="81", score_text="81")
    done = undo(seen.run.pk, editor)
    assert (done.withdrawn, done.restored, done.kept) == (1, 1, ("Tỉnh Bạc Liêu",))
    assert draft.results.get(unit__slug="ben-tre").score_text == "88.35"
    assert not draft.results.filter(unit__slug="ca-mau-den-2025").exists()
    assert ImportRun.objects.get(pk=seen.run.pk).state == "undone"


def test_the_sheet_handed_back_says_what_to_do_and_comes_in_again_once_mended(editor):
    import io

    from openpyxl import load_workbook

    from provinces.sheets.handing_back import marked_up
    from provinces.sheets.reading import read

    content = xlsx([["SIPAS 2020"], HEADER, [1, "Cà Mau", "#N/A", 25], [2, "=cmd()", 80, 30]], merged=("A1:D1",))
    seen = looked(content, editor)
    back = marked_up(read(content, "bang.xlsx"), seen)
    book = load_workbook(io.BytesIO(back))
    page = book.active
    assert "C3" in page["E3"].value
    assert page["C3"].fill.fgColor.rgb.endswith("F8C9C4")
    assert page["C4"].value == 80
    page["C3"], page["B4"] = 87.4, "Bạc Liêu"
    assert figures(looked(content_of(book), editor)) == {"Tỉnh Cà Mau": ("87.4", 25), "Tỉnh Bạc Liêu": ("80", 30)}


def test_the_template_of_an_edition_holds_its_units_and_comes_in_once_filled(editor, sipas_2020):
    from indices.resources.results import ResultResource
    from provinces.sheets.handing_back import template

    headings, rows, locked = ResultResource.template_rows({"edition": sipas_2020, "unit_kind": "province"})
    assert (len(rows), locked) == (63, 2)
    rows[0][2], rows[0][3] = 87.4, 40
    seen = looked(template(headings, rows, locked, [], {}), editor)
    assert not seen.refused
    assert not seen.questions
    assert len(seen.changing) == 1
    assert len(seen.table.skipped) == 62


def test_a_row_changed_by_someone_else_since_the_preview_is_named_and_nothing_is_written(editor, sipas_2020):
    draft = sipas_2020.copy_as_draft()
    seen = looked(xlsx([HEADER[1:], ["Cà Mau", 87.4, 25], ["Bến Tre", 88.36, 20]]), editor)
    draft.results.filter(unit__slug="ben-tre").update(score="88.37", score_text="88.37")
    with pytest.raises(RunRefused, match="Bến Tre"):
        store(seen.run.pk, editor)
    assert not draft.results.filter(unit__slug="ca-mau-den-2025").exists()


def test_another_account_cannot_confirm_and_a_second_confirmation_writes_nothing(editor, approver, sipas_2020):
    seen = looked(xlsx([HEADER[1:], ["Cà Mau", 87.4, 25]]), editor)
    with pytest.raises(RunRefused):
        store(seen.run.pk, approver)
    first = store(seen.run.pk, editor)
    assert store(seen.run.pk, editor).stored_at == first.stored_at
    assert (
        Result.objects.filter(edition__index=sipas_2020.index, edition__state="draft", score_text="87.4").count() == 1
    )


PAR_2022 = [
    ["STT", "Tỉnh, thành phố", "Thẩm định", "Đánh giá tác động của CCHC", None, None, "Chỉ số PAR INDEX (%)", "Hạng"],
    [None, None, None, "Chỉ số SIPAS", "Khảo sát lãnh đạo, quản lý", "Tác động đến phát triển KT-XH", None, None],
    [1, "Cà Mau", "60,10", "8,20", "12,00", "4,10", "84,40", 30],
    [2, "Bạc Liêu", "60,10", "8,20", "12,00", "4,10", "85,40", 29],
]  # fmt: skip
MERGED = ("A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:G2", "H1:H2")


def test_points_by_criterion_come_in_beside_the_results_and_are_checked_against_the_total(editor):
    seen = looked(xlsx(PAR_2022, merged=MERGED), editor, edition="par-index:2022")
    assert not seen.refused, sentences(seen)
    assert not seen.questions
    assert figures(seen) == {"Tỉnh Cà Mau": ("84.40", 30), "Tỉnh Bạc Liêu": ("85.40", 29)}
    assert [remark for remark in seen.remarks if "84,40" in str(remark) and "85,4" in str(remark)]
    store(seen.run.pk, editor)
    draft = Edition.objects.get(index__code="par-index", year=2022, state="draft")
    points = draft.scores.filter(unit__code="96").values_list("criterion__no", "score_text")
    assert dict(points) == {"A": "60.10", "B1": "8.20", "B2": "12.00", "B3": "4.10"}
    from provinces.sheets.journal import undo

    assert undo(seen.run.pk, editor).kept == ()
    assert not draft.scores.filter(unit__code="96").exists()


def test_points_beyond_the_maximum_are_refused_with_their_cell(editor):
    rows = [PAR_2022[0], PAR_2022[1], [1, "Cà Mau", "60,10", "10,20", "12,00", "4,10", "84,40", 30]]
    seen = looked(xlsx(rows, merged=MERGED), editor, edition="par-index:2022")
    assert "D3" in sentences(seen)


def reported(rows, user, answers=None):
    return preview(upload("snapshots", xlsx(rows), "bao-cao.xlsx", {}, user), answers)


REPORT = ["Đơn vị", "Chỉ tiêu", "Ngày", "Tử số", "Mẫu số", "Tỷ lệ"]


def test_a_report_is_read_with_its_counts_its_indicator_by_name_and_its_bound(editor):
    seen = reported(
        [
            REPORT,
            ["Bến Tre", "Tổng số thủ tục hành chính", "31/12/2021", "1.800", None, None],
            ["Bến Tre", "chung-thuc-ban-sao-dien-tu", "31/12/2021", None, None, "trên 60%"],
        ],
        editor,
    )
    assert not seen.refused, sentences(seen)
    first, second = (outcome.record for outcome in seen.changing)
    assert first.numerator == 1800
    assert (second.percent_text, second.qualifier) == ("60", "more_than")


def test_a_share_that_may_mean_two_things_is_asked(editor):
    rows = [REPORT, ["Bến Tre", "tthc-phu-hop-muc-4", "31/12/2021", None, None, 0.79]]
    seen = reported(rows, editor)
    assert [question.code for question in seen.questions] == ["scale"]
    [changed] = preview(seen.run, {"scale": "percent"}).changing
    assert changed.record.percent_text == "79"


@pytest.mark.parametrize(
    ("cells", "address"),
    [
        (["Quảng Ninh", "tthc", "31/12/2031", 5, None, None], "C2"),
        (["Bến Tre", "tthc", "31/12/2021", 160, 157, None], "D2"),
        (["Bến Tre", "tthc", "31/12/2021", 1.758, None, None], "D2"),
        (["Bến Tre", "no-such", "31/12/2021", 5, None, None], "B2"),
        (["Bến Tre", "tthc", "31/02/2021", 5, None, None], "C2"),
    ],
)
def test_a_report_that_cannot_be_true_is_refused_with_its_cell(editor, cells, address):
    assert f"Ô {address}" in sentences(reported([REPORT, cells], editor))


def test_ministries_are_known_by_their_short_forms_and_english_headings_by_name(editor):
    rows = [["No.", "Unit", "Score", "Rank"], [1, "NHNN", 95.9, 1], [2, "Bộ LĐTB&XH", 90, 2], [3, "Bộ GD&ĐT", 83.3, 3]]
    seen = looked(xlsx(rows), editor, edition="par-index:2020")
    assert not seen.refused, sentences(seen)
    assert {o.label for o in seen.outcomes} >= {"Ngân hàng Nhà nước Việt Nam", "Bộ Giáo dục và Đào tạo"}


def test_points_that_do_not_repeat_the_index_they_stand_for_are_pointed_out(editor, ben_tre):
    sipas = Edition.objects.published().get(index__code="sipas", year=2022)
    Result.objects.update_or_create(
        edition=sipas,
        unit=ben_tre,
        defaults={"score": "80", "score_text": "80", "score_basis": "printed", "source": sipas.results.first().source},
    )
    rows = [*PAR_2022[:2], [1, "Bến Tre", "60,10", "8,00", "12,00", "4,10", "84,20", 30]]
    assert not looked(xlsx(rows, merged=MERGED), editor, edition="par-index:2022").remarks
    rows[2][3], rows[2][6] = "8,30", "84,50"
    [remark] = looked(xlsx(rows, merged=MERGED), editor, edition="par-index:2022").remarks
    assert "8,30" in str(remark)
    assert "8,00" in str(remark)


def test_a_code_that_lost_its_leading_zero_in_excel_is_understood(editor):
    seen = looked(xlsx([["Mã", "Điểm", "Hạng"], [4, 80.5, 25]]), editor)
    assert figures(seen) == {"Tỉnh Cao Bằng": ("80.5", 25)}
    assert [(cell.text, shown) for cell, shown in seen.read_as] == [("4", "Tỉnh Cao Bằng")]


def test_a_code_and_a_name_that_mean_two_units_are_refused(editor):
    seen = looked(xlsx([["Mã", "Tỉnh", "Điểm", "Hạng"], ["83", "Vĩnh Long", 80.5, 25]]), editor)
    assert not seen.changing
    assert "B2" in sentences(seen)
    assert "Tỉnh Bến Tre" in sentences(seen)
