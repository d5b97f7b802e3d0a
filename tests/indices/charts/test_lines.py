"""Lines break where the method changed."""

from decimal import Decimal

from indices.charts.lines import line_of


def test_a_line_breaks_between_two_methods_and_joins_within_one():
    points = [
        (2020, Decimal("85.48"), "85.48", "old"),
        (2021, Decimal("87.16"), "87.16", "old"),
        (2022, Decimal("80.08"), "80.08", "new"),
    ]
    line = line_of(points)
    assert [[dot.year for dot in piece] for piece in line.pieces] == [[2020, 2021], [2022]]
    assert len(line.breaks) == 1


def test_a_missing_year_or_an_unknown_method_leaves_a_gap_without_a_break():
    line = line_of([(2018, Decimal(80), "80", "a"), (2020, Decimal(81), "81", "a"), (2021, Decimal(82), "82", None)])
    assert len(line.pieces) == 3
    assert line.breaks == ()


def test_one_value_makes_no_line():
    assert line_of([(2020, Decimal(80), "80", "a")]) is None
