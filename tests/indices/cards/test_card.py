"""What cards say: real figures with their marks, what is missing in words, nothing that the pages do not say."""

from datetime import date

import pytest
from django.utils import timezone
from django.utils.translation import override

from indices.cards.card import Card, Line, each_once, on_day
from indices.cards.indices import card_of_index
from indices.cards.rankings import card_of_league
from indices.cards.targets import card_of_target
from indices.cards.units import card_of_unit, card_of_year
from indices.catalogue import current_catalogue
from indices.models import Average, Edition, Result, UnderReview
from indices.presenters.means import national_means
from indices.presenters.profiles import Profile
from indices.presenters.rankings import LeagueTable
from indices.views.indices import index_of
from indices.views.targets import progress_to

pytestmark = pytest.mark.django_db


def league(code: str, year: int, kind: str = "province") -> LeagueTable:
    catalogue = current_catalogue()
    return LeagueTable(catalogue.published_of(code)[year], kind, None, catalogue)


def profiles(unit) -> tuple:
    catalogue = current_catalogue()
    registered = catalogue.registry.units[unit.pk]
    return registered, Profile(registered, catalogue).indices


def test_a_card_in_words_names_the_figure_what_it_is_out_of_and_its_rows():
    card = Card(
        "Tỉnh", "Bến Tre", "/", "/card.png", "44", "/63", "Hạng", "83,28%", (Line("SIPAS", "20", "/63"),), "Ghi."
    )
    assert card.said == "Hạng: 44/63, 83,28%. SIPAS: 20/63. Ghi."
    assert card.alt == "Tỉnh: Bến Tre. Hạng: 44/63, 83,28%. SIPAS: 20/63. Ghi."
    assert Card("A", "B", "/", "/card.png").said == ""


def test_documents_are_named_once_and_a_day_stands_in_the_address():
    assert each_once(["b", "", "a", "b"]) == ("b", "a")
    assert on_day("/x/", None) == "/x/"
    assert on_day("/x/", date(2021, 6, 24)) == "/x/?as_of=2021-06-24"


def test_a_league_tables_card_shows_the_first_five_the_mean_with_its_mark_and_how_much_is_here():
    card = card_of_league(league("par-index", 2020), "provinces")
    rows = Result.objects.filter(
        edition__in=Edition.objects.published(), edition__index__code="par-index", edition__year=2020, rank__lte=5
    )
    scores = {row.score_text.replace(".", ",") + "%" for row in rows if row.unit.kind == "province"}
    assert {line.figure for line in card.lines} == scores
    assert [line.label for line in card.lines][:2] == ["1. Quảng Ninh", "2. Hải Phòng"]
    assert card.figure == "83,72%†"
    assert card.signs == "†"
    assert "19" in card.note
    assert "63" in card.note


def test_a_score_that_is_not_here_is_said_in_words_and_never_as_nothing():
    card = card_of_league(league("par-index", 2020, "ministry"), "ministries")
    assert card.lines[0].figure == "95,88%"
    assert [line.figure for line in card.lines[1:]] == [""] * 4
    assert all(line.rest for line in card.lines[1:])


def test_an_index_without_ranks_has_no_leaders_on_its_card():
    card = card_of_league(league("papi", 2011), "provinces")
    assert card.lines == ()
    assert card.figure == "63"


def test_where_the_field_is_not_known_no_number_stands_for_it():
    card = card_of_league(league("sipas", 2017), "provinces")
    assert card.figure == "80,90%"
    assert "?" not in card.said
    assert card.rest == ""


def test_what_is_under_review_says_so(sipas_2020, editor):
    UnderReview.objects.create(
        index=sipas_2020.index, year=2020, unit=None, since=timezone.now(), reason="Rà soát", by=editor
    )
    card = card_of_league(league("sipas", 2020), "provinces")
    with override("en"):
        assert "under review" in card_of_league(league("sipas", 2020), "provinces").note
    assert card.note


def test_a_units_card_shows_its_latest_results_with_the_size_of_the_field(ben_tre):
    unit, indices = profiles(ben_tre)
    card = card_of_unit(unit, "Tỉnh Bến Tre", indices)
    assert (card.figure, card.rest) == ("44", "/63")
    assert "83,28%" in card.detail
    assert "19" in card.detail
    assert "†" not in card.detail, "the change was printed"
    assert str(card.lines[0]) == "SIPAS 2020: 20/63 · 88,35%"
    assert card.sources[0] == "bao-hoang-lam-2021"


def test_a_derived_rank_carries_its_mark(ben_tre):
    unit, indices = profiles(ben_tre)
    card = card_of_year(unit, "Tỉnh Bến Tre", 2019, indices)
    said = {line.label: line for line in card.lines}
    assert said["SIPAS 2019"].figure == "21†"
    assert card.path.endswith("/provinces/ben-tre/2019/bulletin/")


def test_a_new_unit_has_no_result_and_says_so(vinh_long_after):
    unit, indices = profiles(vinh_long_after)
    card = card_of_unit(unit, "Tỉnh Vĩnh Long", indices)
    assert (card.figure, card.lines) == ("", ())
    assert card.caption


def test_an_indexs_card_shows_its_means_by_year():
    catalogue = current_catalogue()
    editions = catalogue.published_of("sipas").values()
    card = card_of_index(index_of("sipas", catalogue), national_means(editions, catalogue)[::-1])
    latest = Average.objects.filter(edition__in=editions, group="provinces").order_by("edition__year").last()
    assert card.figure == latest.score_text.replace(".", ",") + "%"
    assert [line.label for line in card.lines] == sorted((line.label for line in card.lines), reverse=True)


def test_a_bound_fades_and_the_goal_stands_beside_it():
    card = card_of_target(progress_to("chung-thuc-ban-sao-dien-tu-2021"))
    assert card.figure == "trên 50%"
    assert card.bar is not None
    assert (card.bar.width, card.bar.goal, card.bar.fades) == (50, 100, True)
    assert "31/12/2021" in card.caption
    assert "24/6/2021" in card.note


def test_cards_speak_the_readers_language(ben_tre):
    with override("en"):
        unit, indices = profiles(ben_tre)
        card = card_of_unit(unit, "Bến Tre", indices)
        assert card.detail == "83.28% · up 19 places from 2019"
        assert card.path == "/en/provinces/ben-tre/"
        assert card.image == "/en/provinces/ben-tre/card.png"
