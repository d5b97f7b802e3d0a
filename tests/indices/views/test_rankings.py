"""A league table as its reader asked for it: her unit, points, today's units, filters; links keep what was asked."""

import gzip
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.utils.html import strip_tags

from indices.models import Result, Score
from indices.views.asked import Asked
from provinces.models import Succession, Unit

pytestmark = pytest.mark.django_db

PAR_2020 = "/indices/par-index/2020/provinces/"
PAPI_2011 = "/indices/papi/2011/provinces/"
MINISTRIES_2023 = "/indices/par-index/2023/ministries/"


def page_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


def row_of(html: str, slug: str) -> str:
    return re.search(rf'<tr id="{slug}".*?</tr>', html, re.DOTALL).group()


def bodies(html: str) -> list[str]:
    return re.findall(r"<tbody.*?</tbody>", html, re.DOTALL)


def test_the_unit_a_reader_looks_for_stands_on_top_and_is_marked_in_table_map_and_strip(client):
    html = page_of(client, f"{PAPI_2011}?unit=ben-tre")
    score = Result.objects.get(edition__index__code="papi", edition__year=2011, unit__slug="ben-tre").score_text
    shown = score.replace(".", ",")
    mine = bodies(html)[0]
    assert 'class="mine"' in mine
    assert "Bến Tre" in words(mine)
    assert shown in words(mine)
    assert 'href="#ben-tre"' in mine
    assert html.count('id="ben-tre"') == 1
    assert 'class="me"' in row_of(html, "ben-tre")
    assert re.findall(r'class="l\d ours"', html) != []
    assert html.count('class="ours"') == 1
    assert f"Bến Tre: {shown}" in unescape(re.search(r'<figure class="spread">.*?</figure>', html, re.DOTALL).group())
    assert f'href="{PAPI_2011}"' in mine, "the way to take the mark away"


def test_a_filter_leaves_the_unit_on_top_where_it_is(client):
    html = page_of(client, f"{PAR_2020}?unit=ben-tre&q=quang ninh")
    assert "44/63" in words(bodies(html)[0])
    assert 'id="ben-tre"' not in html
    assert 'id="quang-ninh"' in html


def test_a_unit_of_today_stands_for_those_it_was_made_of(client):
    mine = bodies(page_of(client, f"{PAR_2020}?unit=vinh-long"))[0]
    assert "Tỉnh Vĩnh Long được sắp xếp từ các đơn vị sau" in words(mine) or "Tỉnh Vĩnh Long was made" in words(mine)
    made_of = Succession.objects.filter(successor__slug="vinh-long").values_list("predecessor__slug", flat=True)
    assert len(made_of) == 3
    for slug in made_of:
        assert f'href="/provinces/{slug}/"' in mine


@pytest.mark.parametrize("unit", ["atlantis", "%00", "", "bo-noi-vu", "'", "a" * 900])
def test_a_unit_that_nobody_knows_marks_nothing(client, unit):
    html = page_of(client, f"{PAR_2020}?unit={unit}")
    assert 'class="mine"' not in html
    assert 'class="me"' not in html


def test_the_points_stand_beside_the_total_with_their_maximum_or_that_none_is_printed(client):
    assert 'class="pt"' not in page_of(client, PAR_2020)
    html = page_of(client, f"{PAR_2020}?parts=1")
    head = words(re.search(r"<thead>.*?</thead>", html, re.DOTALL).group())
    scores = Score.objects.filter(edition__index__code="par-index", edition__year=2020, unit__slug="quang-ninh")
    assert len(scores) == 4
    for score in scores.select_related("criterion"):
        assert score.score_text.replace(".", ",") in row_of(html, "quang-ninh")
        assert score.criterion.name_vi in head
    assert "10" in head
    without = row_of(html, "ben-tre")
    assert 'colspan="4"' in without, "no points of Bến Tre are here, and that is said once"


def test_the_points_sort_the_table_and_rows_without_them_come_last(client):
    html = page_of(client, f"{PAR_2020}?parts=1&sort=part-B1")
    values = {
        score.unit.slug: score.score
        for score in Score.objects.filter(
            edition__index__code="par-index", edition__year=2020, criterion__no="B1", unit__kind="province"
        ).select_related("unit")
    }
    order = re.findall(r'<tr id="([-a-z0-9]+)"', html)
    having = [slug for slug in order if slug in values]
    assert having == order[: len(having)]
    assert [values[slug] for slug in having] == sorted(values.values(), reverse=True)
    backwards = re.findall(r'<tr id="([-a-z0-9]+)"', page_of(client, f"{PAR_2020}?parts=1&sort=-part-B1"))
    assert [values[slug] for slug in backwards[: len(having)]] == sorted(values.values())
    assert page_of(client, f"{PAR_2020}?sort=part-B1"), "without the columns it sorts by rank"


def test_an_edition_without_points_offers_none(client):
    assert "parts=1" not in page_of(client, PAPI_2011)
    assert 'class="pt"' not in page_of(client, f"{PAPI_2011}?parts=1")


def test_on_todays_units_each_row_stands_once_under_its_heir_as_published(client):
    plain, grouped = page_of(client, MINISTRIES_2023), page_of(client, f"{MINISTRIES_2023}?units=today")
    rows = re.findall(r'<tr id="([-a-z0-9]+)"', grouped)
    assert sorted(rows) == sorted(re.findall(r'<tr id="([-a-z0-9]+)"', plain))
    heir_of = dict(
        Succession.objects.filter(predecessor__kind="ministry").values_list("predecessor__slug", "successor__slug")
    )
    found = {}
    for body in bodies(grouped):
        heading = re.search(r'class="across".*?</tr>', body, re.DOTALL)
        link = heading and re.search(r'href="/ministries/([-a-z0-9]+)/"', heading.group())
        for slug in re.findall(r'<tr id="([-a-z0-9]+)"', body):
            found[slug] = link and link.group(1)
            assert words(row_of(grouped, slug)) == words(row_of(plain, slug))
    assert found == {slug: heir_of.get(slug) for slug in rows}


def test_an_heir_names_those_of_its_predecessors_whose_figures_are_not_here(client):
    html = page_of(client, f"{PAR_2020}?units=today")
    body = next(body for body in bodies(html) if "/provinces/vinh-long/" in body)
    assert 'id="ben-tre"' in body
    assert "Trà Vinh" in words(body)
    assert "44/63" in words(body)


def test_the_switch_does_not_appear_where_the_units_are_those_of_today(client, par_index_2020):
    assert "On today's units" in words(page_of(client, f"/en{PAR_2020}"))
    today = "2025-12-31"
    type(par_index_2020).objects.filter(pk=par_index_2020.pk).update(units_as_of=today)
    Result.objects.filter(edition=par_index_2020).exclude(unit__in=Unit.objects.in_force(today)).delete()
    html = page_of(client, f"/en{PAR_2020}?units=today")
    assert "On today's units" not in words(html)
    assert 'class="heir"' not in html


@pytest.mark.parametrize(
    ("sort", "column", "said"),
    [
        ("", "rank", "ascending"),
        ("-rank", "rank", "descending"),
        ("score", "score", "descending"),
        ("-score", "score", "ascending"),
        ("name", "name", "ascending"),
        ("change", "change", "descending"),
    ],
)
def test_the_order_is_said_to_those_who_hear_the_page(client, sort, column, said):
    html = page_of(client, f"/en{PAR_2020}?sort={sort}")
    heading = re.search(r"<th[^>]*aria-sort.*?</th>", html, re.DOTALL).group()
    assert f'aria-sort="{said}"' in heading
    assert f"sorted {said}" in words(heading)
    assert re.search(rf"sort=-?{column}\b", heading)


def test_scores_fall_where_the_order_says_so(client):
    html = page_of(client, f"{PAPI_2011}?sort=score")
    shown = [float(text.replace(",", ".")) for text in re.findall(r'<td class="score">([\d,]+)', html)[1:]]
    assert shown == sorted(shown, reverse=True)


def test_every_link_of_the_table_keeps_what_was_asked(client):
    html = page_of(client, f"{PAR_2020}?region=dbscl&unit=ben-tre&parts=1&units=today&sort=name&as_of=")
    headings = re.findall(r'href="([^"]+)"', re.search(r"<thead>.*?</thead>", html, re.DOTALL).group())
    assert len(headings) == 9
    for href in headings:
        asked = parse_qs(urlsplit(unescape(href)).query)
        assert (asked["unit"], asked["parts"], asked["units"]) == (["ben-tre"], ["1"], ["today"])


def test_what_no_row_fits_has_a_way_out_that_keeps_the_rest(client):
    html = page_of(client, f"{PAR_2020}?q=zzz&unit=ben-tre")
    assert 'id="quang-ninh"' not in html
    links = {unescape(link) for link in re.findall(r'href="([^"]+)"', html)}
    assert f"{PAR_2020}?unit=ben-tre" in links


@pytest.mark.parametrize(("changed", "address"), [({}, "/x/?sort=name&q=a+b"), ({"sort": "", "q": ""}, "/x/")])
def test_an_address_has_the_keys_that_were_asked_and_no_others(changed, address):
    assert Asked("/x/", sort="name", q="a b").address(**changed) == address


def test_a_mean_that_the_portal_computed_says_so_with_its_n(client):
    row = re.search(r'<tr class="average">.*?</tr>', page_of(client, f"/en{PAPI_2011}"), re.DOTALL).group()
    assert "Computed by the portal, n = 63" in words(row)
    assert 'class="average"' not in page_of(client, "/indices/papi/2014/provinces/"), "61 of 63"
    published = re.search(r'<tr class="average">.*?</tr>', page_of(client, f"/en{MINISTRIES_2023}"), re.DOTALL).group()
    assert "as published" in words(published)


def test_ranks_that_no_source_prints_are_said_once(client):
    html = page_of(client, f"/en{PAPI_2011}")
    assert words(html).count("The portal does not have the ranks of this edition.") == 1
    assert not re.search(r'<td class="rank">\s*<span class="missing"', html)


def test_a_shared_printed_rank_is_said_to_be_shared(client):
    results = Result.objects.filter(edition__index__code="par-index", edition__year=2023, unit__kind="ministry")
    results.filter(rank=3).update(rank=2)
    html = page_of(client, f"/en{MINISTRIES_2023}")
    assert [words(cell) for cell in re.findall(r'<td class="rank">.*?</td>', html, re.DOTALL)][1:4] == [
        "1/17",
        "2/17tied",
        "2/17tied",
    ]


def test_printed_changes_of_a_whole_field_are_counted(client):
    results = Result.objects.filter(edition__index__code="papi", edition__year=2011)
    results.update(rank_change_printed=-1)
    results.filter(unit__slug="ben-tre").update(rank_change_printed=4)
    shown = words(page_of(client, f"/en{PAPI_2011}"))
    assert "1 up 62 down 0 unchanged" in shown


@pytest.mark.parametrize(
    ("query", "queries"),
    [("", 4), ("?unit=ben-tre", 4), ("?units=today", 4), ("?parts=1", 5), ("?parts=1&sort=part-A", 5)],
)
def test_however_it_is_asked_the_questions_are_fixed(client, django_assert_num_queries, query, queries):
    client.get(PAR_2020)
    cache.clear()
    with django_assert_num_queries(queries):
        assert client.get(PAR_2020 + query).status_code == 200


@pytest.mark.parametrize("address", [PAPI_2011, f"{PAR_2020}?parts=1&units=today&unit=vinh-long"])
def test_a_page_weighs_at_most_forty_kilobytes_and_carries_no_style(client, address):
    content = client.get(address).content
    assert len(gzip.compress(content)) <= 40_000
    assert b" style=" not in content


@pytest.mark.parametrize("path", ["/en/indices/par-index/2020/provinces/", "/en/compare/?unit=ben-tre&unit=quang-ninh"])
def test_the_marks_are_explained_once_under_the_rows(client, path):
    page = client.get(path).content.decode()
    (legend,) = re.findall(r'<dl class="signs">(.*?)</dl>', page, re.DOTALL)
    said = dict(re.findall(r"<dt>(.)</dt>\s*<dd>\s*(.*?)\s*</dd>", legend, re.DOTALL))
    assert said == {
        "*": "Inferred from the order in the source",
        "†": "Derived by the portal",
        "≠": "Another source differs",
    }
