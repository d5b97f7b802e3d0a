"""The design page: every state is there, and nothing of it looks like a real figure."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from provinces.models import UnitName
from reform_portal import samples

pytestmark = pytest.mark.django_db
PATHS = ["/about/design/", "/en/about/design/"]


def main_of(client, path: str) -> str:
    return re.search(r"<main.*</main>", client.get(path).content.decode(), re.DOTALL)[0]


@pytest.mark.parametrize("path", PATHS)
def test_nobody_is_named_who_exists(client, path):
    shown = unescape(strip_tags(main_of(client, path)))
    names = UnitName.objects.exclude(unit__kind="commune").values_list("name_vi", flat=True)
    assert len(names) > 100
    for name in names:
        assert name not in shown, name


@pytest.mark.parametrize(("path", "words"), [(PATHS[0], "Tỉnh Mẫu"), (PATHS[1], "Sample Province")])
def test_units_are_called_samples(client, path, words):
    page = main_of(client, path)
    for letter in "ABCDEFGHIKL":
        assert f">{words} {letter}<" in page


def test_the_page_says_at_its_head_that_everything_is_invented_and_is_not_indexed(client):
    page = client.get("/en/about/design/").content.decode()
    assert page.index("Every unit and every figure on this page is invented.") < page.index("<h2>")
    assert '<meta name="robots" content="noindex">' in page


def test_every_section_with_figures_is_marked(client):
    headings = re.findall(r"<h2>(.*?)</h2>", main_of(client, "/en/about/design/"), re.DOTALL)
    assert [heading.split("<")[0].strip() for heading in headings if "Sample" not in heading] == ["Colours"]


def test_every_state_of_a_figure_is_shown(client):
    page = main_of(client, "/en/about/design/")
    for state in (
        'class="up"', 'class="down"', 'class="same"', "Not compared", "Inferred from the order",
        "Derived by the portal", "Another source gives", "under review since", "Not assessed",
        "Assessed, not ranked", "Not published", "The portal does not have this figure",
        'class="w50 open"', 'class="card goal"', 'aria-current="page"', "method changed",
        "before it was moved", "note-bar", "watermark", 'class="pagination"', "At least 21 of 40",
    ):  # fmt: skip
        assert state in page, state


def test_the_map_of_levels_is_nowhere_on_earth_and_shows_each_once():
    assert [step.level for step in samples.squares().legend] == list(samples.LEVELS)
    assert {step.count for step in samples.squares().legend} == {1}
    assert len(samples.squares().shapes) == len(samples.LEVELS)


def test_the_rows_hold_a_tie_and_all_four_ways_of_missing():
    rows = [row for _words, row in samples.league()]
    assert [row.rank for row in rows].count(2) == 2
    assert len({row.missing for row in rows if row.rank is None}) == 4


def test_links_of_the_page_lead_somewhere(client):
    page = main_of(client, "/about/design/")
    places = set(re.findall(r'\bid="([^"]+)"', page))
    for link in set(re.findall(r'href="([^"]+)"', page)):
        if link.startswith("#"):
            assert link[1:] in places, link
        elif link.startswith("/"):
            assert client.get(link.split("#")[0]).status_code == 200, link
