"""What the design page shows: components with invented units and figures, which say that they are invented.

Built with the presenters that the pages use, so that a component looks here as it looks there.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from indices.catalogue import Catalogue
from indices.charts.burn_up import BurnUp, burn_up
from indices.charts.lines import LineChart, Series, Value, scores_chart
from indices.comparing import Change, Reason
from indices.models import Indicator, ReformIndex, Target
from indices.presenters.figures import score_text, sign_of
from indices.presenters.missing import missing_texts
from indices.presenters.progress import TargetProgress
from indices.presenters.ranking_rows import RankingRow
from indices.presenters.reports import ReportRow
from indices.presenters.rivals import RivalRow
from provinces.maps import Archipelago, Map, Shape, Step
from provinces.models import Source
from provinces.registry import ListOfCommunes, RegisteredUnit, Registry

# Years that nobody takes for a year of a real edition.
YEAR, TODAY, DUE = 2091, date(2091, 6, 30), date(2091, 12, 31)
SHARES = ((1, 20), (2, 31), (3, 38), (4, 52), (5, 60))  # of communes, at the end of so many months


def index() -> ReformIndex:
    """An index in percent that is in no database."""
    return ReformIndex(code="", short_name=_("Sample index"), unit=ReformIndex.Measure.PERCENT, scale_max=100)


def unit_name(letter: str) -> str:
    """Tỉnh Mẫu A."""
    return _("Sample Province %(letter)s") % {"letter": letter}


def row(letter: str, **said) -> RankingRow:
    """A row of a league table with a printed score and rank, except for what is said otherwise."""
    usual = RankingRow(
        unit_id="",
        code="",
        name=unit_name(letter),
        slug="league",
        region=_("Sample region"),
        region_code="",
        score="90.10",
        shown="",
        score_value=Decimal("90.10"),
        score_basis="printed",
        score_sign=None,
        rank=1,
        rank_of=12,
        rank_basis="printed",
        rank_sign=None,
        tied=False,
        band="B",
        change=Change(0, printed=True),
        score_change_printed="",
        missing="",
        source="",
        rivals=(),
        bar=90,
        sort_key="",
        under_review=None,
    )
    made = usual._replace(**said)
    return made._replace(shown=score_text(made.score, index()) if made.score else "")


def rival() -> RivalRow:
    """What another source would say."""
    return RivalRow("", "", "68.5", None, None, None, None, "")


def without(letter: str, missing: str) -> RankingRow:
    """A row without score and rank, for one of the four reasons."""
    reason = Change(reason=Reason.NO_FIGURE)
    return row(letter, score="", score_value=None, rank=None, band="", bar=None, change=reason, missing=missing)


def league() -> list[tuple[str, RankingRow]]:
    """Rows in every state, each with what it shows."""
    far, low = {"score": "71.4", "bar": 71, "band": "C"}, {"score": "68.05", "bar": 68, "band": ""}
    return [
        (_("up"), row("A", score="95.76", bar=96, band="A", change=Change(3, printed=True))),
        (_("tied"), row("B", rank=2, change=Change(0, printed=True))),
        (_("tied; computed change"), row("C", rank=2, change=Change(-2))),
        (_("rank inferred"), row("D", rank=4, rank_sign=sign_of("inferred", "", YEAR), score="88.35", bar=88)),
        (
            _("score and rank derived; not compared"),
            row(
                "E",
                rank=5,
                rank_sign=sign_of("derived", "next_year", YEAR),
                score_sign=sign_of("derived", "component", YEAR),
                change=Change(reason=Reason.DERIVED),
                score="83",
                bar=83,
            ),
        ),
        (_("under review"), row("F", rank=6, under_review=datetime(YEAR, 6, 24, 2, 30, tzinfo=UTC), **far)),
        (_("another source differs; under every band"), row("G", rank=7, rivals=(rival(),), **low)),
        *((text, without(letter, key)) for letter, (key, text) in zip("HIKL", missing_texts().items(), strict=True)),
    ]


class SampleRegistry(Registry):
    """Two invented provinces with 40 communes each."""

    def __init__(self) -> None:
        self.units = {
            -number: RegisteredUnit(-number, "province", "", date(YEAR, 1, 1), None, "", "", "") for number in (1, 2)
        }

    def name(self, unit_id: int, day: date) -> str:
        return unit_name("AB"[-unit_id - 1])

    def full_name(self, unit_id: int, day: date) -> str:
        return self.name(unit_id, day)

    def communes_of(self, province_id: int, day: date) -> ListOfCommunes:
        return ListOfCommunes(0, date(YEAR, 1, 1), "", {province_id: 40})


class SampleCatalogue(Catalogue):
    """A catalogue of nothing but the invented provinces."""

    def __init__(self) -> None:
        self.registry = SampleRegistry()
        self.coverage = {}


class SampleProgress(TargetProgress):
    """A target of one invented province."""

    @cached_property
    def units(self) -> list[RegisteredUnit]:
        return [self.registry.units[self.target.unit_id or 0]]


def _target(unit_id: int) -> Target:
    indicator = Indicator(
        code="",
        name_vi=_("Sample service in every commune"),
        unit_kind="commune",
        denominator_vi=_("of the communes"),
    )
    target = Target(code="", indicator=indicator, value=Decimal(100), due_on=DUE, set_by=unit_name("A"))
    target.source, target.unit_id = Source(code=""), unit_id
    return target


def _progress(unit_id: int, reports: list[ReportRow], today: date = TODAY) -> SampleProgress:
    return SampleProgress(_target(unit_id), today, SampleCatalogue(), {(None, unit_id): reports})


def counted() -> SampleProgress:
    """A target with exact reports of five months."""
    days = [date(YEAR, month + 1, 1) for month, _share in SHARES]
    reports = [
        ReportRow(None, -1, day, share * 40 // 100, 40, None, "", "exact", False, "")
        for day, (_month, share) in zip(days, SHARES, strict=True)
    ]
    return _progress(-1, reports)


def bounded() -> SampleProgress:
    """A target of which one report says no more than a bound."""
    bound = ReportRow(None, -2, date(YEAR, 6, 24), None, None, Decimal(50), "50", "more_than", False, "")
    return _progress(-2, [bound])


def way(progress: TargetProgress) -> BurnUp | None:
    """The burn-up of a target, with a deadline that was moved."""
    return burn_up(progress.rows[0].progress, earlier=[date(YEAR, 9, 30)])


def lines() -> LineChart | None:
    """Two lines over the years, one of them quiet, with a change of method in between."""
    scores = ("80.9", "82.4", "84.1", "79.6", "81.2", "83")
    methods = ("a", "a", "a", "b", "b", "b")

    def series(name: str, less: str, quiet: bool = False) -> Series:
        values = (
            Value(YEAR + number, Decimal(score) - Decimal(less), f"{Decimal(score) - Decimal(less)}", method, method)
            for number, (score, method) in enumerate(zip(scores, methods, strict=True))
        )
        return Series(name, tuple(values), quiet)

    return scores_chart([series(unit_name("A"), "0"), series(_("Sample mean"), "2.5", quiet=True)])


LEVELS = ("l5", "l4", "l3", "l2", "l1", "look", "missing")


def squares() -> Map:
    """Every level of a map as a square: what it looks like and how the legend says it. Nowhere on earth."""
    legend = {
        "l5": _("Band %(band)s (from %(least)s)") % {"band": "A", "least": "90%"},
        "l4": _("second level"),
        "l3": _("third level"),
        "l2": _("fourth level"),
        "l1": _("fifth level"),
        "look": _("look here: under every band, or only a bound"),
        "missing": "",
    }
    shapes = tuple(
        Shape(
            level, f"{unit_name(letter)}: {legend[level]}", "", level == "l3", f"M{x} 20h90v90h-90z", _islands(level, x)
        )
        for letter, level, x in zip("ABCDEGH", LEVELS, range(10, 800, 105), strict=False)
    )
    return Map("0 0 760 250", shapes, tuple(Step(level, legend[level], 1) for level in LEVELS))


def _islands(level: str, x: int) -> tuple[Archipelago, ...]:
    """The first square has islands of its own, as Đà Nẵng and Khánh Hòa have."""
    if level != LEVELS[0]:
        return ()
    return (Archipelago(_("Sample islands"), "", (x + 120, 225), f"M{x + 20} 170h12v8h-12zM{x + 50} 160h9v9h-9z"),)


def page_of_many():
    """A page in the middle of a long list."""
    return Paginator(range(200), 10).page(7)


def shares() -> list[Fraction]:
    """What the bars and meters of the page are filled to, in percent."""
    return [Fraction(0), Fraction(8), Fraction(55), Fraction(100)]
