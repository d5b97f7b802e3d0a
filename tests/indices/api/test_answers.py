"""Answers hold what the open tables hold, in pages that together are the whole, and fit their models."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from indices.api.encoding import shortest
from indices.api.endpoints import BY_NAME, ENDPOINTS, TABLE
from indices.api.parameters import USUAL_ROWS
from indices.api.schemas import models_of
from indices.catalogue import current_catalogue
from indices.models import Adoption, Correction, Edition, Indicator, Result
from indices.open_data.moment import Moment
from provinces.models import RegionMember, Source, Succession, Unit, UnitName

pytestmark = pytest.mark.django_db
LISTS = [endpoint.name for endpoint in ENDPOINTS]
FIRST_DAY = date(1, 1, 1)


def of_table(name: str) -> list[dict]:
    """The rows of an open table as a program gets them."""
    table = TABLE[name]
    return [
        {field.name: as_read(value) for field, value in zip(table.fields, row, strict=True)}
        for row in table.rows(Moment.now(current_catalogue()))
    ]


def as_read(value):
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


def key_of(row: dict) -> str:
    """The row as one text; of a number what it says, however many zeros it ends with."""
    values = {name: shortest(value) if isinstance(value, Decimal) else value for name, value in row.items()}
    return repr(sorted((name, str(value)) for name, value in values.items()))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("limit", [7, 1000])
def test_the_pages_of_a_list_are_the_whole_table_once(reader, name, limit):
    if limit == 7 and len(of_table(name)) > 200:
        limit = 97
    nests = {nest.name for nest in BY_NAME[name].nests}
    rows = [{key: value for key, value in row.items() if key not in nests} for row in reader.rows(name, limit=limit)]
    assert sorted(map(key_of, rows)) == sorted(map(key_of, of_table(name)))


@pytest.mark.parametrize("name", LISTS)
def test_an_answer_fits_its_model_and_has_nothing_else(reader, name):
    page = reader.get(name)
    model = models_of(BY_NAME[name])[0]
    model.model_validate(page)
    assert list(page) == ["as_of", "licence", "notes", "dictionary", "next", "rows"]
    for row in page["rows"]:
        assert tuple(row) == BY_NAME[name].columns
    assert len(page["rows"]) <= USUAL_ROWS
    assert page["dictionary"].endswith(f"/en/api/#{name}")


@pytest.mark.parametrize("endpoint", [one for one in ENDPOINTS if one.key], ids=lambda one: one.name)
def test_a_row_at_its_own_address_is_the_row_of_the_list(reader, endpoint):
    rows = reader.rows(endpoint.name)
    for row in (rows[0], rows[-1]):
        place = "/".join((endpoint.name, *(str(row[column]) for column in endpoint.key)))
        answer = reader.get(place)
        assert answer["row"] == row
        models_of(endpoint)[1].model_validate(answer)
    assert reader.at(endpoint.example_address)["row"] in rows


@pytest.mark.parametrize("name", LISTS)
def test_left_out_columns_are_not_there_and_the_others_are_the_same(reader, name):
    whole = reader.get(name, limit=5)["rows"]
    for columns in (BY_NAME[name].columns[:1], BY_NAME[name].columns[-2:]):
        part = reader.get(name, limit=5, fields=",".join(columns))["rows"]
        assert part == [{column: row[column] for column in BY_NAME[name].columns if column in columns} for row in whole]


FILTERS = [
    (endpoint.name, parameter.name)
    for endpoint in ENDPOINTS
    for parameter in endpoint.of_list
    if parameter.name not in {"fields", "limit", "cursor", "as_of", "on", "region"}
]


@pytest.mark.parametrize(("name", "parameter"), FILTERS)
def test_a_filter_keeps_the_rows_with_the_value_and_no_other(reader, name, parameter):
    everything = reader.rows(name, limit=1000)
    column = "unit_kind" if parameter == "kind" and "kind" not in BY_NAME[name].columns else parameter
    for value in {row[column] for row in everything[:: max(1, len(everything) // 5)]} - {None}:
        expected = [row for row in everything if row[column] == value]
        assert reader.rows(name, limit=1000, **{parameter: value}) == expected


@pytest.mark.parametrize("name", ["results", "scores", "participations", "claims"])
def test_a_region_is_that_of_the_editions_day(reader, name):
    """The registry is asked again in slow plain Python."""
    members = [
        (unit_id(member.unit), member.valid_from, member.valid_to or date.max)
        for member in RegionMember.objects.filter(region__code="dbsh").select_related("unit")
    ]
    days = dict(Edition.objects.published().values_list("pk", "units_as_of"))
    day_of = {(e.index.code, e.year): days[e.pk] for e in Edition.objects.published().select_related("index")}

    def inside(row):
        day = day_of[row["index"], row["year"]]
        return any(unit == row["unit_id"] and first <= day <= last for unit, first, last in members)

    everything = reader.rows(name, limit=1000)
    assert reader.rows(name, limit=1000, region="dbsh") == [row for row in everything if inside(row)]


def unit_id(unit: Unit) -> str:
    return f"{unit.kind}-{unit.code}-{unit.begins_on.isoformat()}"


@pytest.mark.parametrize(("day", "provinces"), [("2020-12-31", 63), ("2025-06-30", 63), ("2025-07-01", 34)])
def test_on_a_day_there_are_the_units_in_force_with_their_names_of_that_day(reader, day, provinces):
    rows = reader.rows("units", on=day, kind="province")
    assert len(rows) == provinces
    wanted = date.fromisoformat(day)
    for row in rows:
        name = max(
            (
                name
                for name in UnitName.objects.filter(unit__code=row["code"], unit__kind="province", role="official")
                if unit_id(name.unit) == row["unit_id"] and name.valid_from <= wanted
            ),
            key=lambda name: name.valid_from,
        )
        assert (row["name_vi"], row["name_en"] or "", row["type"] or "") == (name.name_vi, name.name_en, name.type)


def test_a_unit_has_another_name_on_another_day(reader):
    before = reader.get("units/province-46-0001-01-01", on="2024-12-31", fields="name_vi")["row"]["name_vi"]
    after = reader.get("units/province-46-0001-01-01", on="2025-01-01", fields="name_vi")["row"]["name_vi"]
    assert (before, after) == ("Tỉnh Thừa Thiên Huế", "Thành phố Huế")
    assert reader.get("units/province-83-0001-01-01", 404, on="2025-07-01")["type"].endswith("#not-found")


def test_a_unit_of_a_region_on_a_day(reader):
    rows = reader.rows("units", on="2020-12-31", region="dbsh")
    assert (
        len(rows)
        == RegionMember.objects.filter(region__code="dbsh", valid_from__lte="2020-12-31")
        .exclude(valid_to__lt="2020-12-31")
        .count()
    )
    assert {row["code"] for row in rows} < {row["code"] for row in reader.rows("units", region="dbsh")} | {"01"}


def test_a_unit_tells_its_names_regions_and_what_it_came_from_and_went_into(reader, ben_tre):
    row = reader.get("units/province-83-0001-01-01")["row"]
    assert [name["name_vi"] for name in row["names"]] == list(
        UnitName.objects.filter(unit=ben_tre).order_by("valid_from", "pk").values_list("name_vi", flat=True)
    )
    assert [one["successor_unit_id"] for one in row["successors"]] == ["province-86-2025-07-01"]
    assert row["predecessors"] == []
    heir = reader.get("units/province-86-2025-07-01")["row"]
    assert len(heir["predecessors"]) == Succession.objects.filter(successor__code="86").count() == 3
    assert {region["region"] for region in row["regions"]} == set(
        RegionMember.objects.filter(unit=ben_tre).values_list("region__code", flat=True)
    )


def test_a_method_has_its_criteria_and_the_bands_that_it_goes_by(reader):
    row = reader.get("methods/par-2020-province")["row"]
    criteria = [one for one in of_table("criteria") if one["method"] == "par-2020-province"]
    assert sorted(one["no"] for one in row["criteria"]) == sorted(one["no"] for one in criteria)
    assert [(band["band"], band["method"]) for band in row["bands"]] == [("A", None), ("B", None), ("C", None)]
    assert reader.get("methods/par-1149-ministry")["row"]["bands"] == []


def test_figures_keep_their_digits(client, sipas_2020, ben_tre):
    Result.objects.filter(edition=sipas_2020, unit=ben_tre).update(score="88.5", score_text="88.50")
    asked = {"index": "sipas", "year": "2020", "unit_id": "province-83-0001-01-01", "fields": "score"}
    assert '{"score": 88.50}' in client.get("/api/v1/results", asked).content.decode()


def test_texts_go_out_as_they_were_entered(reader, article):
    odd = '=HYPERLINK("http://x")\n</script>\u2028\\ \'"&<b>đẹp'
    Source.objects.filter(pk=article.pk).update(title=odd, publisher="'=1+1")
    row = reader.get(f"sources/{article.code}")["row"]
    assert (row["title"], row["publisher"]) == (odd, "'=1+1")


def test_a_list_of_an_odd_length_ends_without_a_next_page(reader):
    regions = reader.rows("regions", limit=1)
    assert len(regions) == 8
    assert reader.get("regions", limit=8)["next"] is None
    assert reader.get("regions", limit=7)["next"] is not None


def test_the_next_page_is_also_a_link_and_belongs_to_its_question(client, reader):
    answer = client.get("/api/v1/results?index=sipas&limit=3&fields=rank")
    following = answer.json()["next"]
    assert answer.headers["Link"] == f'<{following}>; rel="next"'
    assert following.startswith("/api/v1/results?index=sipas&limit=3&fields=rank&cursor=")
    cursor = following.rpartition("=")[2]
    other = reader.at(f"/api/v1/results?index=par-index&limit=3&cursor={cursor}", 404)
    assert other["type"].endswith("#unknown-cursor")
    assert reader.at(f"/api/v1/claims?index=sipas&cursor={cursor}", 404)["parameter"] == "cursor"
    # How long a page is and which columns it has may change on the way.
    assert len(reader.at(f"/api/v1/results?index=sipas&limit=5&cursor={cursor}")["rows"]) == 5


@pytest.fixture
def approved(sipas_2020, ben_tre, editor, approver):
    """A version with another score of Bến Tre that becomes public in an hour."""
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.53", score_text="88.53")
    reason = Correction.objects.create(edition=draft, kind="correction", reason_vi="Gõ nhầm.", by=editor)
    reason.figures.create(unit=ben_tre, what="Điểm", old="88.35", new="88.53")
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=timezone.now() + timedelta(hours=1))
    return draft


def test_a_correction_between_two_pages_repeats_no_row(reader, approved):
    """The rows of the new version are other records about the same units."""
    page = reader.get("results", index="sipas", year=2020, limit=4)
    rows = page["rows"]
    with time_machine.travel(approved.publish_at, tick=False):
        while page["next"]:
            page = reader.at(page["next"])
            rows += page["rows"]
        whole = reader.rows("results", index="sipas", year=2020)
    assert {row["version"] for row in rows} == {1, 2}
    assert len(rows) == len({row["unit_id"] for row in rows}) == len(whole)


def test_as_of_a_day_there_is_what_was_public_at_its_end(reader, corrected):
    asked = {"index": "sipas", "year": 2020, "unit_id": "province-83-0001-01-01", "fields": "score,version"}
    (before,) = reader.get("results", as_of="2031-06-19", **asked)["rows"]
    (after,) = reader.get("results", as_of="2031-06-20", **asked)["rows"]
    assert (before, after) == ({"score": Decimal("88.35"), "version": 1}, {"score": Decimal("88.53"), "version": 2})
    assert reader.get("results", **asked)["rows"] == [after]
    assert reader.get("results", as_of="2031-05-31", **asked)["rows"] == []
    assert reader.get("results", as_of="2031-06-19", **asked)["as_of"] == "2031-06-19"
    assert reader.get("editions/sipas/2020", 404, as_of="2031-05-31")["status"] == 404
    future = reader.get("results", as_of="2999-12-31", **asked)
    assert (future["rows"], future["as_of"]) == ([after], "2031-06-24")


def test_a_report_as_of_a_day(reader, replaced):
    asked = {"indicator": "dvctt-3-4", "fields": "numerator"}
    assert reader.get("snapshots", as_of="2031-06-19", **asked)["rows"] == [{"numerator": 1381}]
    assert reader.get("snapshots", **asked)["rows"] == [{"numerator": 1390}]


def test_what_has_no_versions_knows_no_day(reader):
    for name in ("indices", "methods", "units", "regions", "indicators", "targets"):
        assert reader.get(name, 400, as_of="2021-06-24")["parameter"] == "as_of"


def test_a_withdrawn_edition_is_gone_with_its_note(reader, sipas_2020, editor, approver):
    proposal = sipas_2020.propose_withdrawal(editor, "Sai", "Thu hồi để rà soát.")
    sipas_2020.confirm(proposal, by=approver)
    document = reader.get("editions/sipas/2020", 410)
    assert document["note_vi"] == "Thu hồi để rà soát."
    assert document["type"].endswith("#withdrawn")
    (row,) = reader.get("withdrawals")["rows"]
    assert (row["index"], row["year"], row["note_vi"]) == ("sipas", 2020, "Thu hồi để rà soát.")
    models_of(BY_NAME["withdrawals"])[0].model_validate(reader.get("withdrawals"))
    assert reader.get("results", index="sipas", year=2020)["rows"] == []


def test_a_correction_is_listed_with_what_it_changed(reader, approved):
    assert reader.get("corrections")["rows"] == []
    with time_machine.travel(approved.publish_at, tick=False):
        page = reader.get("corrections", unit_id="province-83-0001-01-01")
    models_of(BY_NAME["corrections"])[0].model_validate(page)
    assert [(row["old"], row["new"], row["reason_vi"]) for row in page["rows"]] == [("88.35", "88.53", "Gõ nhầm.")]


@pytest.fixture
def adopted(article):
    """Three communes that offer a service."""
    indicator = Indicator.objects.get(code="chung-thuc-ban-sao-dien-tu")
    communes = Unit.objects.filter(kind="commune", begins_on=FIRST_DAY).order_by("code")[:3]
    Adoption.objects.bulk_create(
        Adoption(indicator=indicator, unit=unit, offers=True, as_of="2021-06-24", source=article) for unit in communes
    )
    return communes


def test_communes_are_named_without_reading_all_of_them(reader, adopted, django_assert_num_queries):
    reader.get("adoptions")
    with django_assert_num_queries(STAMPS + 4):
        page = reader.get("adoptions", fields="unit_id,unit_name,offers", limit=50)
    assert [row["unit_id"] for row in page["rows"]] == [unit_id(unit) for unit in adopted]
    assert all(row["unit_name"] and row["offers"] == "yes" for row in page["rows"])
    models_of(BY_NAME["adoptions"])[0].model_validate(reader.get("adoptions"))


# What every answer with data asks: whether these have changed, before, while and after it is made.
STAMPS = 3
# A page is one question, and one for each table inside its rows; what is known to be nothing is not asked for.
QUESTIONS = {"units": 5, "methods": 3, "corrections": 0, "withdrawals": 0}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("limit", [1, 999])
def test_an_answer_asks_a_fixed_number_of_questions(reader, name, limit, django_assert_num_queries):
    reader.get(name)
    with django_assert_num_queries(STAMPS + QUESTIONS.get(name, 1)):
        reader.get(name, limit=limit)
