"""A bulletin says of a unit what its data say, in the words of the pattern and no others."""

import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.utils.translation import override

from indices.bulletins import PublicYear, bulletin_in, bulletin_of
from indices.catalogue import current_catalogue
from indices.models import Average, Edition, Indicator, Participation, Result, Score, Snapshot
from provinces.models import Region, RegionMember, Unit

pytestmark = pytest.mark.django_db

SIPAS_VI = (
    "Chỉ số SIPAS năm 2020, tỉnh Bến Tre đạt 88,35%, xếp thứ 20/63 tỉnh, thành phố, tăng 1 bậc so với năm 2019 "
    "theo nguồn công bố (năm 2019: thứ 21, Cổng tính†). Kết quả năm 2020 cao hơn trung bình cả nước (85,48%) 2,87"
    " điểm phần trăm. Đứng đầu là Quảng Ninh (95,76%), tiếp theo là Hải Phòng (93,57%), Bắc Giang (92,54%), Hưng "
    "Yên (91,66%) và Vĩnh Phúc (90,53%). Về vị trí thứ 4, có nguồn nêu Hải Dương."
)
PAR_VI = (
    "Chỉ số PAR INDEX năm 2020, tỉnh Bến Tre đạt 83,28%, xếp thứ 44/63 tỉnh, thành phố, tăng 19 bậc so với năm "
    "2019 (63/63). Năm 2019, tỉnh Bến Tre đạt 73,87%. Cổng không tính chênh lệch vì chưa có căn cứ để so sánh "
    "điểm hai năm. Kết quả năm 2020 thấp hơn trung bình cả nước (83,72%, Cổng tính từ số liệu năm 2021†) 0,44 "
    "điểm phần trăm. Quảng Ninh đứng đầu (91,04%); Quảng Ngãi xếp thứ 63/63 (73,25%). Tỉnh Bến Tre thuộc nhóm B "
    "(từ 80% đến dưới 90%). Cổng chưa có điểm theo tiêu chí của tỉnh Bến Tre năm 2020. Trong 17 bộ, cơ quan ngang"
    " bộ được xếp hạng, Ngân hàng Nhà nước Việt Nam đứng đầu (95,88%); Bộ Giáo dục và Đào tạo xếp thứ 17/17 "
    "(83,24%)."
)
SIPAS_EN = (
    "In SIPAS 2020, Bến Tre scored 88.35%, ranking 20th of 63, up 1 place from 2019 as published (2019: 21st, "
    "derived†). The 2020 result is 2.87 percentage points above the national mean (85.48%). Quảng Ninh comes "
    "first (95.76%), followed by Hải Phòng (93.57%), Bắc Giang (92.54%), Hưng Yên (91.66%) and Vĩnh Phúc "
    "(90.53%). For rank 4, another source names Hải Dương."
)
PAR_EN = (
    "In PAR INDEX 2020, Bến Tre scored 83.28%, ranking 44th of 63, up 19 places from 2019 (63rd of 63). In 2019 "
    "Bến Tre scored 73.87%. No difference is given: there is no basis on record for comparing the two years. The "
    "2020 result is 0.44 percentage points below the national mean (83.72%, derived from the figures of 2021†). "
    "Quảng Ninh comes first (91.04%); Quảng Ngãi ranks 63rd of 63 (73.25%). Bến Tre is in band B (from 80% to "
    "under 90%). The portal does not have the component scores of Bến Tre for 2020. Of the 17 ministries and "
    "ministry-level agencies ranked, the State Bank of Viet Nam comes first (95.88%); the Ministry of Education "
    "and Training ranks 17th of 17 (83.24%)."
)
TODAY = date(2026, 11, 24)
MINUTE = datetime(2021, 6, 24, 1, tzinfo=UTC)
# Words of praise and blame, which no bulletin has.
JUDGING = re.compile(r"ấn tượng|vượt bậc|tụt|đội sổ|bét|lọt top|impressive|plummet|worst|best", re.IGNORECASE)


def accepted(**said) -> Snapshot:
    """A report that is public."""
    return Snapshot.objects.create(accepted_at=MINUTE, **said)


def told(unit: Unit, year: int) -> dict[str, str]:
    """What is said of a unit and a year, by index."""
    catalogue = current_catalogue()
    found = bulletin_of(catalogue.registry.units[unit.pk], year, catalogue, TODAY)
    return {section.index.code: str(section) for section in found.sections} if found else {}


@pytest.mark.parametrize(("language", "sipas", "par"), [("vi", SIPAS_VI, PAR_VI), ("en", SIPAS_EN, PAR_EN)])
def test_the_bulletin_of_ben_tre_2020_is_the_founding_article(ben_tre, language, sipas, par):
    with override(language):
        said = told(ben_tre, 2020)
    assert said["sipas"] == sipas
    assert said["par-index"] == par


DIGITIZATION_VI = [
    "Tính đến 24/6/2021, tỉnh Bến Tre có 1.758 thủ tục hành chính; 1.381 dịch vụ công trực tuyến mức độ 3, 4 (đạt 79% "
    "của 1.758); 553 dịch vụ đã tích hợp Cổng Dịch vụ công quốc gia (đạt 40% của 1.381).",
    "Tính đến 24/6/2021, trên 50% đơn vị cấp xã cung cấp dịch vụ chứng thực bản sao điện tử từ bản chính.",
    "Mục tiêu của tỉnh Bến Tre là 100% đến 31/12/2021.",
    "Thời hạn 31/12/2021 đã qua; Cổng chưa có báo cáo nào sau 24/6/2021.",
    "Tính đến 24/6/2021, 100% thủ tục đủ điều kiện được cung cấp ở mức độ 4 (nguồn không nêu số lượng).",
]


def test_reports_up_to_the_announcement_are_told_with_their_day_bounds_stay_bounds_and_silence_is_no_verdict(ben_tre):
    catalogue = current_catalogue()
    registered = catalogue.registry.units[ben_tre.pk]
    found = bulletin_of(registered, 2020, catalogue, TODAY)
    assert list(map(str, found.digitization)) == DIGITIZATION_VI
    with override("en"):
        counts = bulletin_of(registered, 2020, catalogue, TODAY).digitization[0]
    assert str(counts) == (
        "On 24 June 2021 Bến Tre had 1,758 administrative procedures; 1,381 online services at levels 3 and 4 "
        "(79% of 1,758); 553 services on the National Public Service Portal (40% of 1,381)."
    )
    on_the_day = bulletin_of(registered, 2020, catalogue, date(2021, 6, 24))
    limits = "Nếu tính từ mức tối thiểu 79/157, còn nhiều nhất 78 đơn vị, cần không quá 13 đơn vị/tháng (Cổng tính†)."
    assert list(map(str, on_the_day.digitization)) == [limits if "đã qua" in one else one for one in DIGITIZATION_VI]


GOAL = date(2021, 12, 31)
COPIES = "đơn vị cấp xã cung cấp dịch vụ chứng thực bản sao điện tử từ bản chính"


@pytest.mark.parametrize(
    ("reported", "today", "expected"),
    [
        (
            [(date(2021, 8, 24), 90), (date(2021, 10, 24), 110)],
            date(2021, 11, 1),
            [
                f"Tính đến 24/10/2021, 110/157 {COPIES}; còn 47 đơn vị.",
                "Để đạt mục tiêu cần 22 đơn vị/tháng; tốc độ thực tế 10 đơn vị/tháng.",
            ],
        ),
        (
            [(date(2021, 10, 24), 110)],
            date(2021, 11, 1),
            [f"Tính đến 24/10/2021, 110/157 {COPIES}; còn 47 đơn vị.", "Để đạt mục tiêu cần 22 đơn vị/tháng."],
        ),
        ([(GOAL, 110)], GOAL, [f"Tính đến 31/12/2021, 110/157 {COPIES}; còn 47 đơn vị."]),
        (
            [(date(2021, 10, 24), 110), (date(2021, 12, 1), 157)],
            TODAY,
            ["Tỉnh Bến Tre đạt mục tiêu 100% ngày 1/12/2021, trước thời hạn 30 ngày."],
        ),
        ([(GOAL, 157)], TODAY, ["Tỉnh Bến Tre đạt mục tiêu 100% ngày 31/12/2021, đúng thời hạn."]),
        ([(date(2022, 1, 5), 157)], TODAY, ["Tỉnh Bến Tre đạt mục tiêu 100% ngày 5/1/2022, sau thời hạn 5 ngày."]),
        ([(GOAL, 150)], TODAY, [f"Đến thời hạn 31/12/2021, 150/157 {COPIES} (95,5%)."]),
        (
            [(date(2022, 1, 5), 150)],
            TODAY,
            [f"Tính đến 5/1/2022, sau thời hạn 31/12/2021, 150/157 {COPIES} (95,5%)."],
        ),
        (
            [(date(2021, 10, 24), 110)],
            TODAY,
            ["Thời hạn 31/12/2021 đã qua; Cổng chưa có báo cáo nào sau 24/10/2021."],
        ),
    ],
)
def test_what_is_left_to_a_goal_or_became_of_it_is_told_by_the_day_from_which_one_looks(
    ben_tre, article, reported, today, expected
):
    copies = Indicator.objects.get(code="chung-thuc-ban-sao-dien-tu")
    for as_of, numerator in reported:
        accepted(indicator=copies, unit=ben_tre, as_of=as_of, numerator=numerator, denominator=157, source=article)
    catalogue = current_catalogue()
    found = bulletin_of(catalogue.registry.units[ben_tre.pk], 2020, catalogue, today)
    said = list(map(str, found.digitization))
    goal = said.index("Mục tiêu của tỉnh Bến Tre là 100% đến 31/12/2021.")
    ends = said.index(DIGITIZATION_VI[-1])
    assert [one for one in said[goal + 1 : ends] if "mức tối thiểu" not in one] == expected


def test_a_count_that_the_goal_tells_is_not_told_before_it_too(ben_tre, article):
    copies = Indicator.objects.get(code="chung-thuc-ban-sao-dien-tu")
    Snapshot.objects.filter(indicator=copies).delete()
    accepted(indicator=copies, unit=ben_tre, as_of=date(2021, 6, 24), numerator=95, denominator=157, source=article)
    catalogue = current_catalogue()
    unit = catalogue.registry.units[ben_tre.pk]
    ahead = " ".join(map(str, bulletin_of(unit, 2020, catalogue, date(2021, 6, 24)).digitization))
    assert ahead.count("95") == 1
    assert f"95/157 {COPIES}; còn 62 đơn vị." in ahead
    past = " ".join(map(str, bulletin_of(unit, 2020, catalogue, TODAY).digitization))
    assert "95 đơn vị cấp xã cung cấp dịch vụ (đạt 60,5% của 157)" in past


def test_a_bound_after_the_deadline_is_told_and_judged_by_nobody(ben_tre, article):
    copies = Indicator.objects.get(code="chung-thuc-ban-sao-dien-tu")
    accepted(
        indicator=copies, unit=ben_tre, as_of=date(2022, 1, 5), percent=90, percent_text="90", qualifier="more_than",
        source=article,
    )  # fmt: skip
    catalogue = current_catalogue()
    found = bulletin_of(catalogue.registry.units[ben_tre.pk], 2020, catalogue, TODAY)
    said = list(map(str, found.digitization))
    assert f"Tính đến 5/1/2022, sau thời hạn 31/12/2021, trên 90% {COPIES}." in said
    assert not any("đã qua" in one for one in said)


def test_the_last_line_names_the_documents_the_moment_and_the_address(ben_tre):
    catalogue = current_catalogue()
    found = bulletin_of(catalogue.registry.units[ben_tre.pk], 2020, catalogue, TODAY)
    ending = found.ending("https://portal.example/provinces/ben-tre/2020/bulletin/")
    assert re.fullmatch(
        r"Nguồn: .+; .+\. Số liệu trên Cổng tính đến \d\d:\d\d ngày \d+/\d+/\d{4}\. "
        r"https://portal\.example/provinces/ben-tre/2020/bulletin/",
        str(ending),
    )
    assert ending.sources[0] == "bao-hoang-lam-2021"
    codes = {code for part in found.paragraphs for sentence in part for code in sentence.sources}
    assert set(ending.sources) == codes


def test_the_bulletins_of_a_whole_year_read_its_tables_once(ben_tre, django_assert_num_queries):
    catalogue = current_catalogue()
    in_force = catalogue.registry.in_force("province", date(2020, 12, 31))
    units = [unit for unit in in_force if unit.slug != "ben-tre"][:10]
    one_by_one = [bulletin_of(unit, 2020, catalogue, TODAY) for unit in units]
    year = PublicYear(2020, catalogue, TODAY)
    bulletin_in(year, catalogue.registry.units[ben_tre.pk])
    with django_assert_num_queries(3 * 10):  # the unit's results, points and reports
        together = [bulletin_in(year, unit) for unit in units]
    assert [one.paragraphs for one in one_by_one] == [one.paragraphs for one in together]


def test_a_new_unit_without_a_result_says_so_and_shows_its_predecessors_side_by_side(par_index_2020, vinh_long_after):
    edition = Edition.objects.create(index=par_index_2020.index, year=2025, units_as_of="2025-12-31")
    publish(edition)
    catalogue = current_catalogue()
    found = bulletin_of(catalogue.registry.units[vinh_long_after.pk], 2025, catalogue, TODAY)
    said = list(map(str, found.origins))
    assert said[0] == (
        "Tỉnh Vĩnh Long (từ 1/7/2025) chưa có kết quả trên Cổng. Dưới đây là kết quả của 3 tỉnh, thành phố trước khi "
        "sắp xếp; các số này không cộng hoặc chia trung bình."
    )
    latest = next(one for one in said if one.startswith("PAR INDEX"))
    assert "tỉnh Bến Tre" in latest
    assert "tỉnh Vĩnh Long (đến 30/6/2025)" in latest
    assert str(found.sections[0]).startswith("Cổng chưa có số liệu Chỉ số PAR INDEX năm 2025 của tỉnh Vĩnh Long.")
    assert found.paragraphs[0] == found.origins


def test_a_published_mean_of_the_region_is_told(two_years, ben_tre, article):
    (before, edition), _units = two_years
    region = Region.objects.get(pk=RegionMember.objects.filter(unit=ben_tre).earliest("valid_from").region_id)
    Average.objects.create(
        edition=edition, group="region", region=region, score=80, score_text="80.10", score_basis="printed",
        source=article,
    )  # fmt: skip
    publish(before, edition)
    assert f"Trung bình vùng {region.name_vi} là 80,10%." in told(ben_tre, 2031)["par-index"]


def test_reports_of_later_days_belong_to_later_years(ben_tre, article):
    services = Indicator.objects.get(code="dvctt-3-4")
    accepted(
        indicator=services, unit=ben_tre, as_of=date(2021, 9, 30), numerator=1700, denominator=1758, source=article
    )
    catalogue = current_catalogue()
    found = bulletin_of(catalogue.registry.units[ben_tre.pk], 2020, catalogue, TODAY)
    assert "1.381" in str(found.digitization[0])
    assert "1.700" not in str(found.digitization[0])
    before = bulletin_of(catalogue.registry.units[ben_tre.pk], 2019, catalogue, TODAY)
    assert before.digitization == ()


def test_every_figure_of_a_result_has_its_document(ben_tre):
    catalogue = current_catalogue()
    found = bulletin_of(catalogue.registry.units[ben_tre.pk], 2020, catalogue, TODAY)
    first = next(section for section in found.sections if section.index.code == "sipas").sentences[0]
    figures = {part.text: part.source for part in first.parts if not isinstance(part, str)}
    assert figures["88,35%"] == "bao-hoang-lam-2021"
    assert figures["1 bậc"] == "bao-hoang-lam-2021"
    assert all(source for source in figures.values())


def test_every_public_result_is_said_as_printed_and_nobody_is_judged(db):
    catalogue = current_catalogue()
    checked = 0
    for year in (2019, 2020, 2022):
        editions = {e.pk: e.index.code for e in catalogue.published() if e.year == year}
        printed = {
            (r.unit_id, editions[r.edition_id]): r.score_text
            for r in Result.objects.filter(edition__in=editions).exclude(score_text="")
        }
        units = Unit.objects.filter(pk__in={unit for unit, _index in printed})
        for unit in units.order_by("kind", "code")[::2]:
            for index, text in told(unit, year).items():
                assert not JUDGING.search(text)
                assert "%(" not in text
                if score := printed.get((unit.pk, index)):
                    assert score.replace(".", ",") in text
                    checked += 1
    assert checked > 30


@pytest.fixture
def two_years(par_index_2020, article):
    """Two editions of all 63 under one method, whose scores differ by whole points: ranks go by code."""
    method = par_index_2020.method_provinces
    units = list(Unit.objects.of_kind("province").in_force(date(2020, 12, 31)).order_by("code"))
    editions = []
    for year in (2030, 2031):
        edition = Edition.objects.create(
            index=par_index_2020.index, year=year, units_as_of="2020-12-31", field_provinces=63, method_provinces=method
        )
        for rank, unit in enumerate(units, start=1):
            Result.objects.create(
                edition=edition, unit=unit, source=article, score=99 - rank, score_text=f"{99 - rank}.00",
                score_basis="printed", rank=rank, rank_of=63, rank_basis="printed",
            )  # fmt: skip
        editions.append(edition)
    return editions, units


def publish(*editions: Edition) -> None:
    approver, _new = get_user_model().objects.get_or_create(username="approver")
    Edition.objects.filter(pk__in=[edition.pk for edition in editions]).update(
        state="approved", publish_at=MINUTE, approved_at=MINUTE, approved_by=approver
    )


def changed(edition: Edition, unit: Unit, **figures) -> None:
    Result.objects.filter(edition=edition, unit=unit).update(**figures)


def test_a_score_that_rose_while_the_rank_fell_is_said_in_one_sentence(two_years):
    (before, edition), units = two_years
    changed(edition, units[9], score=90, score_text="90.00", rank=12)
    publish(before, edition)
    said = told(units[9], 2031)["par-index"]
    assert "giảm 2 bậc so với năm 2030 (10/63)." in said
    assert "Điểm tăng 1,00 điểm phần trăm, trong khi thứ hạng giảm 2 bậc." in said


def test_an_equal_score_and_rank_are_said_so_and_the_leader_is_not_named_twice(two_years):
    (before, edition), units = two_years
    publish(before, edition)
    said = told(units[0], 2031)["par-index"]
    assert "đạt 98,00%, đứng đầu 63 tỉnh, thành phố, giữ nguyên thứ hạng so với năm 2030." in said
    assert "Điểm bằng năm 2030 (98,00%)." in said
    assert said.count("đứng đầu") == 1
    last = told(units[62], 2031)["par-index"]
    assert "xếp thứ 63/63 tỉnh, thành phố" in last
    assert last.count("63/63 tỉnh, thành phố") == 1


def test_units_that_share_a_rank_are_named(two_years):
    (before, edition), units = two_years
    changed(edition, units[10], score=89, score_text="89.00", rank=10)
    publish(before, edition)
    assert "đồng hạng 10/63 tỉnh, thành phố với" in told(units[9], 2031)["par-index"]


def test_a_rank_inferred_from_the_order_of_a_text_is_said_so_and_a_missing_score_too(two_years):
    (before, edition), units = two_years
    changed(edition, units[4], score=None, score_text="", score_basis="", rank_basis="inferred")
    publish(before, edition)
    said = told(units[4], 2031)["par-index"]
    assert "xếp thứ 5/63 tỉnh, thành phố (theo thứ tự nêu trong nguồn)" in said
    assert "Cổng chưa có số liệu điểm." in said
    assert "Điểm" not in said


def test_the_rank_in_a_region_is_said_only_where_all_of_the_region_is_known(two_years, ben_tre):
    (before, edition), units = two_years
    publish(before, edition)
    assert re.search(
        r"Trong 13 tỉnh, thành phố vùng .+, tỉnh Bến Tre xếp thứ \d+ \(Cổng tính\)\.", told(ben_tre, 2031)["par-index"]
    )
    neighbour = next(unit for unit in units if unit.code == "86")
    changed(edition, neighbour, rank=None, rank_basis="", rank_of=None)
    publish(before, edition)
    assert "vùng" not in told(ben_tre, 2031)["par-index"]


def test_most_points_not_achieved_are_named_with_their_maximum(two_years, ben_tre, article):
    (before, edition), _units = two_years
    criteria = [c for c in edition.method_provinces.criteria.order_by("no") if "." not in c.no and c.max_points]
    for criterion in criteria:
        points = criterion.max_points / 2
        Score.objects.create(
            edition=edition, unit=ben_tre, criterion=criterion, source=article, score=points, score_text=f"{points:f}"
        )
    publish(before, edition)
    largest = max(criteria, key=lambda c: c.max_points)
    assert f"Phần điểm chưa đạt nhiều nhất: {largest.name} (" in told(ben_tre, 2031)["par-index"]


def test_who_was_not_assessed_and_who_is_not_here_are_told_apart(par_index_2020):
    with override("vi"):
        office = Unit.objects.get(kind="ministry", names__name_vi="Văn phòng Chính phủ")
        status = Participation.objects.get(edition=par_index_2020, unit=office).status
        assert status == "not_assessed"
        assert told(office, 2020)["par-index"].startswith(
            "Văn phòng Chính phủ không thuộc diện đánh giá Chỉ số PAR INDEX"
        )


def test_there_is_no_bulletin_of_a_year_without_an_edition_or_without_the_unit(ben_tre, vinh_long_after):
    assert told(ben_tre, 1990) == {}
    assert told(vinh_long_after, 2020) == {}


def test_the_most_points_not_achieved_are_told_only_where_every_maximum_is_printed():
    partly = told(Unit.objects.get(slug="quang-ninh"), 2020)["par-index"]
    assert "Phần điểm chưa đạt nhiều nhất" not in partly
    assert "Chỉ số SIPAS (9,56/10 điểm)" in partly
    assert "Điểm thẩm định (57,66 điểm, nguồn không ghi điểm tối đa)" in partly
    wholly = told(Unit.objects.get(slug="ninh-thuan"), 2022)["par-index"]
    assert (
        "Phần điểm chưa đạt nhiều nhất: Điểm thẩm định (54,2/61,5 điểm), Khảo sát lãnh đạo, quản lý (18,05/22" in wholly
    )
