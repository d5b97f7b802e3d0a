"""Criteria as a tree, and how those of two methods differ."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from indices.criteria import Item, differences, in_tree_order, natural, share_of, total_of


@dataclass
class Node:
    pk: int
    parent_id: int | None
    no: str


FORESTS = st.lists(st.none() | st.integers(0, 20), max_size=20).map(
    lambda parents: [Node(pk, parent, str(pk)) for pk, parent in enumerate(parents)]
)
POINTS = st.none() | st.decimals(min_value=1, max_value=100, places=2)


@given(FORESTS)
def test_every_criterion_stands_in_the_tree_once_whatever_was_entered(nodes):
    """Parts of each other and parts of what is not there included."""
    assert sorted(node.pk for _depth, node in in_tree_order(nodes)) == [node.pk for node in nodes]


@given(FORESTS)
def test_a_part_follows_its_whole_one_step_deeper(nodes):
    depths = {node.pk: depth for depth, node in in_tree_order(nodes)}
    for depth, node in in_tree_order(nodes):
        assert depth == 0 or depth == depths[node.parent_id] + 1


def test_siblings_stand_by_number_and_not_by_letter():
    nodes = [Node(1, None, "10"), Node(2, None, "2"), Node(3, 2, "2.10"), Node(4, 2, "2.9"), Node(5, None, "A")]
    assert [(depth, node.no) for depth, node in in_tree_order(nodes)] == [
        (0, "2"), (1, "2.9"), (1, "2.10"), (0, "10"), (0, "A"),
    ]  # fmt: skip


@given(st.lists(st.text(max_size=6), max_size=6))
def test_any_number_of_a_criterion_can_be_sorted(numbers):
    in_order = sorted(numbers, key=natural)
    assert sorted(in_order) == sorted(numbers)


@given(st.lists(POINTS, min_size=1, max_size=8))
def test_shares_are_given_only_where_the_whole_is_known_and_then_make_a_hundred(maxima):
    total = total_of(maxima)
    shares = [share_of(maximum, total) for maximum in maxima]
    if None in maxima:
        assert shares == [None] * len(maxima)
    else:
        assert sum(share or 0 for share in shares) == Fraction(100)


def item(no, name, maximum=None, cut="domain", level=0):
    return Item(cut, level, no, name, None if maximum is None else Decimal(maximum))


def test_criteria_are_added_removed_and_weighted_otherwise():
    before = [item("1", "Thể chế", 10), item("2", "Thủ tục", 12), item("3", "Hiện đại hóa", 14)]
    now = [item("1", "Thể chế", "10.0"), item("2", "Thủ tục", 11), item("3", "Chính quyền số", 14)]
    found = differences(now, before)
    assert [one.name for one in found.added] == ["Chính quyền số"]
    assert [one.name for one in found.removed] == ["Hiện đại hóa"]
    assert [(was.maximum, one.maximum) for was, one in found.points] == [(Decimal(12), Decimal(11))]


def test_another_spelling_or_number_is_the_same_criterion():
    found = differences([item("4", "Thủ tục  hành chính, hoà")], [item("3", "Thủ tục hành chính, hòa")])
    assert found.none


def test_what_is_not_here_was_not_removed():
    now = [item("1", "Thể chế", 10)]
    before = [item("1", "Thể chế"), item("1.1", "Ban hành", 3, level=1), item("A", "Thẩm định", 60, cut="assessment")]
    found = differences(now, before)
    assert found.compared == (("domain", 0),)
    assert found.none


def test_a_name_that_is_used_twice_is_counted_twice():
    found = differences([item("1", "Khác"), item("2", "Khác")], [item("1", "Khác")])
    assert [one.no for one in found.added] == ["2"]
    assert not found.removed


def test_nothing_in_common_is_no_finding():
    found = differences([item("1", "Thể chế")], [])
    assert not found.compared
    assert not found.none


@given(st.lists(st.tuples(st.sampled_from("abcd"), POINTS), max_size=8))
def test_a_method_does_not_differ_from_itself(pairs):
    items = [Item("domain", 0, str(number), name, maximum) for number, (name, maximum) in enumerate(pairs)]
    found = differences(items, items)
    assert [*found.added, *found.removed, *found.points] == []
