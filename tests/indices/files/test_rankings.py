"""A league table as a file: every row, or just those that its page shows, in its order."""

import json
import re
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from indices.catalogue import current_catalogue
from indices.models import Correction, Score
from indices.presenters.rankings import LeagueTable
from provinces.models import DataStamp

pytestmark = pytest.mark.django_db

PAR = "/indices/par-index/2020/provinces"
QUERIES = (
    "band=B",
    "q=b",
    "q=bến+tre",
    "region=dbscl",
    "change=up",
    "change=down&sort=change",
    "sort=-score",
    "sort=name",
    "band=B&region=dbscl&sort=-name",
    "parts=1&sort=part-B1",
    "units=today",
    "units=today&band=B&parts=1",
    "region=none",
    "band=Z",
    "change=sideways",
    "sort=nonsense",
    "q=%00%27",
)
NOBODY = {"region=none", "band=Z", "change=sideways"}


def page_rows(client, query: str) -> list[tuple[str, str, str]]:
    """Slug, rank and score of each row of the page, from above to below, read from its HTML."""
    page = client.get(f"/en{PAR}/?{query}").content.decode()
    rows = re.findall(r'<tr id="([-\w]+)".*?</tr>', page, re.DOTALL)
    cells = re.findall(r'<tr id="[-\w]+".*?<td class="rank">(.*?)</td>.*?<td class="score">(.*?)</td>', page, re.DOTALL)
    found = []
    for slug, (rank, score) in zip(rows, cells, strict=True):
        number = re.match(r"\d+", text_of(rank).strip())
        share = re.search(r"[\d.]+(?=%)", text_of(score))
        found.append((slug, number[0] if number else "", share[0] if share else ""))
    return found


def text_of(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


def file_of(client, query: str, language: str = "/en") -> dict:
    response = client.get(f"{language}{PAR}.json?{query}")
    assert response.status_code == 200
    return json.loads(response.content, parse_float=Decimal)


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_seen_is_what_the_page_shows_in_its_order(client, query):
    rows = file_of(client, query)["rows"]
    assert bool(rows) is (query not in NOBODY)
    said = [(row["slug"], str(row["rank"] or ""), "" if row["score"] is None else str(row["score"])) for row in rows]
    shown = [
        (slug, rank, str(Decimal(score).normalize()) if score else "") for slug, rank, score in page_rows(client, query)
    ]
    assert [(slug, rank, str(Decimal(score).normalize()) if score else "") for slug, rank, score in said] == shown


def test_everything_is_every_row_of_the_presenter_and_every_unit_without_one(client):
    catalogue = current_catalogue()
    editions = catalogue.published_of("par-index")
    league = LeagueTable(editions[2020], "province", editions[2019], catalogue)
    rows = file_of(client, "unit=ben-tre", "")["rows"]
    assert [row["unit_id"] for row in rows] == [
        *(row.unit_id for row in league.rows), *(absent.unit.permanent_id for absent in league.absent),
    ]  # fmt: skip
    for row, shown in zip(rows, league.rows, strict=False):
        assert (row["rank"], row["rank_of"], row["score_basis"], row["rank_basis"], row["source"]) == (
            shown.rank, shown.rank_of, shown.score_basis, shown.rank_basis, shown.source,
        )  # fmt: skip
        assert row["score"] == (Decimal(shown.score) if shown.score else None)
        assert (row["region"], row["region_code"], row["band"]) == (shown.region, shown.region_code, shown.band)
        assert row["rank_change"] == shown.change.places
    assert len(rows) == 63


def test_the_keys_that_scripts_rely_on_are_there(client):
    keys = {
        "rank", "rank_of", "code", "unit_id", "name", "slug", "score", "score_basis", "rank_basis", "missing",
        "units_as_of", "method", "source",
    }  # fmt: skip
    assert all(keys <= set(row) for row in file_of(client, "")["rows"])


def test_points_by_way_of_assessment_stand_in_columns_of_their_own(client, par_index_2020):
    answer = file_of(client, "parts=1")
    scores = Score.objects.filter(
        edition=par_index_2020, unit__kind="province", criterion__cut="assessment"
    ).select_related("unit", "criterion", "source")
    assert scores
    rows = {row["unit_id"]: row for row in answer["rows"]}
    for score in scores:
        row = rows[score.unit.permanent_id]
        assert Decimal(row[f"points_{score.criterion.no}"]) == Decimal(score.score_text)
        assert score.source.code in row["points_source"]
    assert not any(key.startswith("points") for key in file_of(client, "")["rows"][0])


def test_rows_on_todays_units_name_the_unit_that_they_stand_under(client):
    rows = {row["slug"]: row for row in file_of(client, "units=today")["rows"]}
    assert rows["ben-tre"]["heir_unit_id"] == "province-86-2025-07-01"
    assert rows["quang-ninh"]["heir_unit_id"] is None


@pytest.mark.parametrize(
    ("query", "links"),
    [("", 0), ("unit=ben-tre", 0), ("band=B", 5), ("sort=name", 5), ("units=today", 5), ("parts=1", 5)],
)
def test_what_i_see_is_a_link_of_its_own_where_it_is_another_table(client, query, links):
    page = client.get(f"{PAR}/?{query}").content.decode()
    block = page.partition('<div class="take-away">')[2].partition("</div>")[0]
    everything, _mark, seen = block.partition('class="take seen"')
    assert re.findall(rf'href="{PAR}\.(?:xlsx|csv|ods|json)"', everything) != []
    assert len(re.findall(rf'href="{PAR}\.\w+\?[^"]+"', seen)) == links
    for address in re.findall(r'href="([^"]+)"', seen):
        assert client.get(unescape(address)).status_code == 200


def test_both_links_keep_the_day_that_was_asked_for(client, opened_in_2031):
    page = client.get(f"{PAR}/?band=B&as_of=2031-06-01").content.decode()
    assert f'href="{PAR}.json?as_of=2031-06-01"' in page
    assert f'href="{PAR}.json?band=B&amp;as_of=2031-06-01"' in page


def test_the_notes_say_what_was_asked_for(client):
    answer = file_of(client, "band=B&sort=name")
    assert answer["filters"] == {"band": "B", "sort": "name"}
    assert answer["address"].endswith(f"/en{PAR}/?sort=name&band=B")
    assert file_of(client, "")["filters"] == {}


@pytest.fixture
def registered(corrected, ben_tre, article, editor):
    """The correction of Bến Tre's score, in the register."""
    correction = Correction.objects.create(
        edition=corrected, kind="correction", reason_vi="Gõ nhầm hai chữ số.", source=article, by=editor
    )
    correction.figures.create(unit=ben_tre, what="điểm", old="88,35", new="88,53")
    DataStamp.bump()
    return correction


@pytest.mark.parametrize(
    "path",
    [
        "/indices/sipas/2020/provinces",
        "/provinces/ben-tre",
        "/provinces/ben-tre/2020",
        "/compare?unit=ben-tre&unit=hue",
    ],
)
def test_a_corrected_figure_names_the_day_and_the_entry_of_its_correction(client, registered, path):
    path, mark, query = path.partition("?")
    rows = json.loads(client.get(f"{path}.json{mark}{query}").content)["rows"]
    for row in rows:
        mine = row["slug"] == "ben-tre" and row.get("index", "sipas") == "sipas" and row.get("year", 2020) == 2020
        entry = f"http://127.0.0.1:8000/corrections/#c{registered.pk}" if mine else None
        assert (row["corrected_on"], row["correction"]) == ("2031-06-20" if mine else None, entry)
    assert f'id="c{registered.pk}"' in client.get("/corrections/").content.decode()


def test_before_the_correction_nothing_was_corrected(client, registered):
    rows = json.loads(client.get("/indices/sipas/2020/provinces.json?as_of=2031-06-01").content)["rows"]
    assert {row["corrected_on"] for row in rows} == {None}
    assert timezone.localdate().isoformat() == "2031-06-24"


def test_what_another_source_says_stands_beside_with_its_document(client):
    answer = json.loads(client.get("/en/indices/sipas/2020/provinces.json").content)
    said = {row["slug"]: (row["other_figures"], row["other_sources"]) for row in answer["rows"] if row["other_figures"]}
    assert "talkvietnam-org-52084" in said["hai-duong"][1]
    assert "rank 4" in said["hai-duong"][0]
