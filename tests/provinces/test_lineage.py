"""Heirs and ancestors through mergers."""

from datetime import date

from provinces.lineage import Edge, ancestors, heirs, siblings, standing

MERGED, AGAIN = date(2025, 7, 1), date(2030, 1, 1)
EDGES = [
    Edge("ben tre", "new vinh long", MERGED),
    Edge("tra vinh", "new vinh long", MERGED),
    Edge("vinh long", "new vinh long", MERGED),
    Edge("new vinh long", "greater", AGAIN),
]


def test_before_a_merger_a_unit_is_its_own_heir():
    assert heirs(EDGES, "ben tre", date(2025, 6, 30)) == ["ben tre"]


def test_heirs_follow_every_generation_up_to_the_day():
    assert heirs(EDGES, "ben tre", MERGED) == ["new vinh long"]
    assert heirs(EDGES, "ben tre", AGAIN) == ["greater"]


def test_ancestors_are_found_over_generations_nearest_first():
    assert ancestors(EDGES, "greater") == ["new vinh long", "ben tre", "tra vinh", "vinh long"]


def test_siblings_went_into_the_same_unit_on_the_same_day():
    assert siblings(EDGES, "tra vinh") == ["ben tre", "vinh long"]


def test_where_a_unit_stands_there_are_itself_those_before_it_or_its_heirs():
    old, new = {"ben tre", "tra vinh", "vinh long", "hue"}, {"new vinh long", "hue"}
    assert standing(EDGES, "ben tre", old, date(2020, 12, 31)) == ["ben tre"]
    assert standing(EDGES, "new vinh long", old, date(2020, 12, 31)) == ["ben tre", "tra vinh", "vinh long"]
    assert standing(EDGES, "ben tre", new, MERGED) == ["new vinh long"]
    assert standing(EDGES, "atlantis", new, MERGED) == []
