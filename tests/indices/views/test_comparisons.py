"""Units side by side: every figure of the tables is there with its source, unfair comparisons say so, odd addresses
get a sensible page."""

import csv
import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.utils.html import strip_tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indices.models import Edition, Method, Participation, Result
from provinces.models import DataStamp, Source, Unit

pytestmark = pytest.mark.django_db
SIX = "unit=quang-ninh&unit=hai-phong-den-2025&unit=ben-tre&unit=ha-noi&unit=da-nang-den-2025&unit=ho-chi-minh-den-2025"


def page(client, query: str, language: str = "") -> str:
    response = client.get(f"{language}/compare/?{query}")
    assert response.status_code == 200, query
    return response.content.decode()


def text(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


def rows(client, query: str) -> list[dict]:
    return json.loads(client.get(f"/compare.json?{query}").content)["rows"]


def links(html: str) -> list[str]:
    return [unescape(href) for href in re.findall(r'href="([^"]+)"', html)]


def test_the_founding_figures_stand_side_by_side(client):
    shown = text(page(client, "unit=ben-tre&unit=quang-ninh&year=2020"))
    for figure in ("83,28%", "44/63", "19", "88,35%", "20/63", "91,04%", "95,76%", "1/63", "83,72%", "85,48%"):
        assert figure in shown, figure


def test_english_pages_have_english_figures(client):
    shown = text(page(client, "unit=ben-tre&unit=quang-ninh&year=2020", "/en"))
    assert "83.28%" in shown
    assert "Until" not in shown
    assert "(until 30 June 2025)" in shown


def test_every_result_of_the_units_is_on_the_page_and_in_the_file(client):
    slugs = ["quang-ninh", "hai-phong-den-2025", "ben-tre"]
    query = "&".join(f"unit={slug}" for slug in slugs)
    stored = {
        (result.edition.index.code, result.edition.year, result.unit.slug): (result.score_text, result.rank)
        for result in Result.objects.filter(unit__slug__in=slugs, edition__state="approved").select_related(
            "edition__index", "unit"
        )
    }
    said = {(row["index"], row["year"], row["slug"]): row for row in rows(client, query)}
    assert set(stored) <= set(said)
    html = page(client, query)
    for key, (score, rank) in stored.items():
        assert said[key]["score"] == (float(score) if score else None), key
        assert said[key]["rank"] == rank, key
        assert score.replace(".", ",") in html, key
    for key in set(said) - set(stored):
        assert said[key]["score"] is said[key]["rank"] is None
        assert said[key]["missing"]


def test_every_figure_links_its_source(client):
    html = page(client, "unit=ben-tre&unit=quang-ninh&year=2020&index=par-index")
    cells = re.findall(r"<td>(.*?)</td>", html, re.DOTALL)
    with_figures = [cell for cell in cells if 'class="missing"' not in cell]
    assert len(with_figures) > 2
    assert all("/sources/" in cell for cell in with_figures)


def test_the_address_is_written_in_one_way(client):
    response = client.get("/compare/?unit=B%E1%BA%BFn+Tre&index=&unit=thua-thien-hue&year=2021&year=2020")
    assert response.status_code == 302
    assert response.url == "/compare/?unit=ben-tre&unit=hue&year=2020&year=2021"
    assert client.get("/en/compare/?unit=Hue").url == "/en/compare/?unit=hue"


def test_keys_that_the_page_does_not_know_are_left_alone(client):
    assert client.get("/compare/?unit=ben-tre&utm_source=x").status_code == 200


def test_an_unknown_unit_is_named_with_the_one_that_may_be_meant(client):
    html = page(client, "unit=Atlantis&unit=B%E1%BA%BFn+Tree&unit=quang-ninh")
    assert "«Atlantis»" in html
    assert "«Bến Tree»" in html
    assert "/compare/?unit=Atlantis&unit=ben-tre&unit=quang-ninh" in links(html)
    assert "91,04%" in html


def test_nobody_known_is_an_invitation(client):
    html = page(client, "unit=Atlantis")
    assert "«Atlantis»" in html
    assert 'name="unit"' in html
    assert 'class="starts"' in html


def test_places_to_start_are_neighbours_in_a_ranking(client):
    html = client.get("/en/compare/").content.decode()
    found = re.findall(r"(\d+) and (\d+)</small>", html)
    assert found
    assert all(int(below) - int(above) == 1 for above, below in found)
    for link in links(html):
        if link.startswith("/en/compare/?"):
            index = re.search(r"index=([-\w]+)", link).group(1)
            table = client.get(link).content.decode()
            assert index in table
            assert 'class="compare"' in table


def test_one_unit_alone_is_offered_neighbours(client):
    html = page(client, "unit=quang-ninh")
    assert 'class="starts"' in html
    assert any(re.match(r"/compare/\?unit=quang-ninh&unit=[-\w]+&index=", link) for link in links(html))


@override_settings(COMPARE_UNITS=2)
def test_more_than_the_most_are_named_and_left_out(client):
    html = page(client, SIX, "/en")
    assert html.count('class="key s') >= 2
    assert re.search(r"At most 2 units.*Bến Tre.*Hà Nội", html, re.DOTALL)
    assert len({row["slug"] for row in rows(client, SIX)}) == 2


def test_provinces_and_ministries_never_stand_in_one_table(client):
    html = page(client, "unit=ben-tre&unit=bo-tu-phap&unit=bo-y-te")
    assert "/compare/?unit=bo-tu-phap&unit=bo-y-te" in links(html)
    assert {row["slug"] for row in rows(client, "unit=ben-tre&unit=bo-tu-phap&unit=bo-y-te")} == {"ben-tre"}


def test_a_new_unit_without_results_offers_those_it_was_formed_of(client):
    html = page(client, "unit=vinh-long&unit=quang-ninh&year=2020")
    assert "/compare/?unit=ben-tre&unit=tra-vinh&unit=vinh-long-den-2025&unit=quang-ninh&year=2020" in links(html)


def test_a_unit_that_did_not_exist_was_not_assessed(client):
    found = {row["slug"]: row for row in rows(client, "unit=vinh-long&unit=ben-tre&year=2020&index=par-index")}
    assert found["vinh-long"]["missing"] == "Không thuộc diện đánh giá"
    assert "1/7/2025" in page(client, "unit=vinh-long&unit=ben-tre&year=2020&index=par-index")


def test_a_heir_and_its_predecessor_are_never_added_up(client):
    shown = text(page(client, "unit=vinh-long&unit=ben-tre", "/en"))
    assert "Vĩnh Long (from 1 July 2025) was formed of several units, among them: Bến Tre (until 30 June 2025)" in shown
    whole = text(page(client, "unit=vinh-long&unit=ben-tre&unit=tra-vinh&unit=vinh-long-den-2025", "/en"))
    assert "was formed of: Bến Tre" in whole


def test_units_that_never_met_are_said_to(client):
    shown = text(page(client, "unit=vinh-long&unit=an-giang-den-2025", "/en"))
    assert "never existed at the same time" in shown


def test_two_methods_are_said_and_drawn(client):
    html = page(client, "unit=quang-ninh&unit=hai-phong-den-2025&index=sipas", "/en")
    assert "The method changed between 2021 and 2022" in text(html)
    assert 'tr class="break"' in html
    assert 'line class="break"' in html
    within = page(client, "unit=quang-ninh&unit=hai-phong-den-2025&index=sipas&year=2020&year=2021", "/en")
    assert "The method changed" not in text(within)
    assert 'class="break"' not in within


def test_a_method_that_a_source_calls_comparable_is_no_change(client):
    method = Method.objects.get(code="sipas-2022")
    method.comparable_with_previous, method.comparable_source = Method.Comparable.YES, Source.objects.all()[0]
    method.save()
    html = page(client, "unit=quang-ninh&unit=hai-phong-den-2025&index=sipas", "/en")
    assert "The method changed between" not in text(html)
    assert 'class="break"' not in html


def test_who_was_ranked_is_not_known_of_every_year(client):
    shown = text(page(client, "unit=ngan-hang-nha-nuoc-viet-nam&unit=bo-tai-chinh-den-2025&index=par-index", "/en"))
    assert re.search(r"Who was ranked in [-0-9, ]+ is not known: compare ranks within one year only\.", shown)


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        (63, "Not the same units were ranked in 2019 and 2020: ranks are not comparable."),
        (2, "Units ranked: 2 in 2019, 63 in 2020. Ranks before and after are not comparable."),
    ],
)
def test_another_field_is_said_with_its_size(client, size, sentence):
    edition = Edition.objects.published().get(index__code="sipas", year=2019)
    for unit in Unit.objects.filter(slug__in=["quang-ninh", "ben-tre"]):
        Participation.objects.create(edition=edition, unit=unit, status=Participation.Status.RANKED)
    edition.field_provinces = size
    edition.save()
    assert sentence in text(page(client, "unit=quang-ninh&unit=ben-tre&index=sipas", "/en"))


def test_scores_of_several_indices_are_not_compared(client):
    warning = "scores of different indices are not comparable"
    assert warning in text(page(client, "unit=ben-tre&unit=quang-ninh", "/en"))
    assert warning not in text(page(client, "unit=ben-tre&unit=quang-ninh&index=sipas", "/en"))


def test_weaker_figures_are_counted_and_marked(client):
    html = page(client, "unit=ben-tre&unit=quang-ninh&index=sipas&year=2019", "/en")
    stored = Result.objects.filter(
        unit__slug__in=["ben-tre", "quang-ninh"], edition__index__code="sipas", edition__year=2019
    )
    weak = sum(
        (result.score_basis not in ("", "printed")) + (result.rank_basis not in ("", "printed")) for result in stored
    )
    assert weak > 0
    assert re.search(rf"\b{weak} figures? (was|were) not printed as (it stands|they stand)", text(html))


def test_points_by_criterion_stand_side_by_side(client):
    shown = text(page(client, "unit=bo-tu-phap&unit=bo-y-te&year=2023&index=par-index", "/en"))
    assert "Points by criterion, 2023" in shown
    assert "Appraisal" in shown
    assert "Points by criterion" not in text(
        page(client, "unit=bo-tu-phap&unit=bo-y-te&year=2022&index=par-index", "/en")
    )


def test_the_spread_is_computed_from_printed_scores_only(client):
    shown = text(page(client, "unit=ben-tre&unit=quang-ninh&year=2020&index=par-index", "/en"))
    assert "spread 7.76" in shown  # 91.04 - 83.28
    derived = text(page(client, "unit=ben-tre&unit=ha-noi&year=2019&index=sipas", "/en"))
    assert "spread" not in derived


def test_charts_name_their_lines_and_tell_them_in_words(client):
    html = page(client, f"{SIX}&index=par-index")
    assert html.count('<svg class="chart named"') == 2
    described = re.search(r'<desc id="par-index-ranks-desc">(.*?)</desc>', html, re.DOTALL).group(1)
    assert "Bến Tre: 2019 63, 2020 44." in " ".join(described.split())
    for number in range(6):
        assert f'class="series s{number}"' in html


def test_an_index_that_does_not_measure_the_units_is_said(client):
    assert "«sipas»" in page(client, "unit=bo-tu-phap&index=sipas")
    assert "«no-such»" in page(client, "unit=ben-tre&index=no-such")


def test_an_index_without_figures_of_the_units_is_said(client):
    units = [
        slug
        for slug in ("cao-bang", "ha-giang", "dien-bien", "lai-chau")
        if not Result.objects.filter(unit__slug=slug, edition__index__code="sipas").exists()
    ]
    assert len(units) > 1
    shown = text(page(client, "&".join(f"unit={slug}" for slug in units) + "&index=sipas", "/en"))
    assert "The portal has no figures of these units in SIPAS." in shown


def test_a_year_without_figures_is_said(client):
    assert "1999" in text(page(client, "unit=ben-tre&year=1999"))


def test_the_version_of_a_day_is_shown_and_links_keep_it(client, sipas_2020):
    day = sipas_2020.publish_at.astimezone().date()
    assert client.get("/compare/?unit=ben-tre&as_of=2001-01-01").status_code == 200
    assert client.get("/compare/?unit=ben-tre&as_of=someday").status_code == 404
    html = page(client, f"unit=ben-tre&as_of={day.isoformat()}")
    assert f"/compare/?unit=ben-tre&index=sipas&as_of={day.isoformat()}" in links(html)


@pytest.mark.parametrize("query", ["", "unit=quang-ninh&"])
def test_where_to_start_is_by_what_was_public_on_the_day_and_leads_to_it(client, opened_in_2031, query):
    Edition.objects.filter(index__code__in=["sipas", "par-index"], year__gte=2020).update(
        publish_at=datetime(2031, 6, 20, 3, tzinfo=UTC)
    )
    DataStamp.bump()
    html = page(client, f"{query}as_of=2031-06-01")
    [listed] = re.findall(r'<ul class="starts">(.*?)</ul>', html, re.DOTALL)
    told = re.findall(r'<a href="([^"]+)">[^<]+</a>\s*<small>([^<]+)</small>', listed)
    assert told
    assert all(unescape(link).endswith("&as_of=2031-06-01") for link, _why in told)
    assert not [why for _link, why in told if re.search(r"(SIPAS|PAR INDEX) 202\d", why)]
    assert re.search(r"(SIPAS|PAR INDEX) 202\d: ", text(page(client, query)))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "json"])
@pytest.mark.parametrize("query", ["", "unit=Atlantis", "unit=ben-tre&unit=hue&year=2020"])
def test_files_of_every_kind_answer(client, ending, query):
    for language in ("", "/en"):
        response = client.get(f"{language}/compare.{ending}?{query}")
        assert response.status_code == 200
        assert response.content


def test_the_file_says_what_is_not_fair(client):
    notes = json.loads(client.get("/en/compare.json?unit=quang-ninh&unit=hue&index=sipas").content)["notes"]
    assert any(note.startswith("SIPAS: The method changed between") for note in notes)


def test_the_csv_has_a_row_for_each_unit_and_year(client):
    content = client.get(
        "/compare.csv?unit=ben-tre&unit=quang-ninh&index=par-index&year=2019&year=2020"
    ).content.decode()
    table = list(csv.reader(line for line in content.splitlines() if line))
    assert sum(row[:1] == ["par-index"] for row in table) == 4


@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 4),
        ("unit=Atlantis", 4),
        ("unit=ben-tre", 6),
        ("unit=ben-tre&unit=quang-ninh&index=sipas&year=2020", 5),
        ("unit=ben-tre&unit=quang-ninh", 5),
        (SIX, 5),
        ("unit=bo-tu-phap&unit=bo-y-te&unit=bo-tai-chinh-den-2025", 5),
    ],
)
def test_a_comparison_asks_a_fixed_number_of_questions(client, django_assert_num_queries, query, queries):
    client.get(f"/compare/?{query}")
    cache.clear()
    with django_assert_num_queries(queries):
        assert client.get(f"/compare/?{query}").status_code == 200


KEYS = st.sampled_from(["unit", "unit", "unit", "index", "year", "year", "excel", "page", "x"])
VALUES = st.one_of(
    st.text(max_size=60),
    st.text("aăâđêếơư hồng-2019\0<>&'\"%/(),.", max_size=40),
    st.sampled_from(["ben-tre", "vinh-long", "hue", "bo-y-te", "par-index", "sipas", "2020", "9999", "0000", "-1"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(KEYS, VALUES), max_size=14))
def test_no_address_is_an_error(client, pairs):
    query: dict[str, list[str]] = {}
    for key, value in pairs:
        query.setdefault(key, []).append(value)
    response = client.get("/compare/", query)
    if response.status_code == 302:
        response = client.get(response.url)
    assert response.status_code == 200
    assert client.get("/compare.json", query).status_code == 200


def test_only_the_blank_page_is_for_search_engines(client):
    assert "noindex" not in client.get("/compare/").content.decode()
    assert 'content="noindex"' in page(client, "unit=ben-tre")


def test_the_other_language_is_the_same_comparison(client):
    assert "/en/compare/?unit=ben-tre&unit=hue" in links(page(client, "unit=ben-tre&unit=hue"))
    assert "/compare/?unit=ben-tre&unit=hue" in links(page(client, "unit=ben-tre&unit=hue", "/en"))


def test_every_page_leads_to_comparisons(client):
    assert "/compare/" in links(client.get("/").content.decode())


def test_a_printed_page_names_the_address_of_its_state(client):
    assert "/compare/?unit=ben-tre&unit=hue" in text(page(client, "unit=ben-tre&unit=hue"))


def test_a_break_is_drawn_only_between_rows_whose_methods_are_both_known(client):
    """Of PAR INDEX the methods of 2020 and 2022 are known and differ; that of 2021 between them is not."""
    html = page(client, "unit=quang-ninh&index=par-index&year=2020&year=2021&year=2022", "/en")
    assert "The method changed between 2020 and 2022" in text(html)
    assert 'tr class="break"' not in html
    assert 'tr class="break"' in page(client, "unit=quang-ninh&index=par-index&year=2020&year=2022", "/en")


def test_a_comparison_is_tagged_and_not_kept(client, django_assert_num_queries):
    address = "/compare/?unit=ben-tre&unit=quang-ninh"
    tag = client.get(address)["ETag"]
    with django_assert_num_queries(5):
        assert client.get(address)["ETag"] == tag
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    others = [f"{address}&index=sipas", f"{address}&year=2020", "/compare/?unit=quang-ninh&unit=ben-tre"]
    assert len({tag, *(client.get(other)["ETag"] for other in others)}) == 4
