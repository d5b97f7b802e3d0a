"""What a newspaper would print of a unit in a year: its results as sentences, made of the data by fixed rules.

Calm words only: a level is "close to" below 0.10 points, else "above" or "below"; a last place is written as any other.
A sentence that lacks a figure leaves its part out. No causes, no forecasts. Every figure names its document; what the
portal computes of two of them names none.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.contrib.humanize.templatetags.humanize import ordinal
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from provinces.models import BEGINNING, UnitKind
from provinces.registry import RegisteredUnit, Registry
from provinces.wording import day, decimal_text, moment

from ..catalogue import Catalogue
from ..comparing import Reason, difference_of
from ..models import Criterion, Derivation, Edition, Participation, ReformIndex
from .digitization import digitization_of
from .figures import reason_text, score_text
from .histories import History
from .maps import band_text
from .profiles import PointsRow, Profile, ProfileRow
from .rankings import AverageRow, LeagueTable, RankingRow
from .sentences import Figure, Said, Sentence, joined, say

CLOSE = Decimal("0.10")  # points; what differs by less is said to be close
LEADERS = 5  # units that are named as the first of a table
LEAST_ACHIEVED = 2  # criteria that are named with the points that were not achieved
NO_BASIS = {Reason.METHOD, Reason.FIELD_UNKNOWN, Reason.FIELD_CHANGED}


@dataclass(frozen=True, slots=True)
class Section:
    """The sentences about one index, from the version of its edition that is public."""

    index: ReformIndex
    edition: Edition
    sentences: tuple[Sentence, ...]

    def __str__(self) -> str:
        return " ".join(map(str, self.sentences))


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A unit's year: a section for each index that is public, what was reported of its procedures up to the day of
    announcement, and what became of the unit since."""

    unit: RegisteredUnit
    year: int
    sections: tuple[Section, ...]
    digitization: tuple[Sentence, ...]
    since: Sentence | None

    @property
    def day(self) -> date:
        """The day whose units the year speaks of."""
        return self.sections[0].edition.units_as_of

    @property
    def public_since(self) -> datetime | None:
        """When the latest of the versions that it tells of became public."""
        return max((s.edition.publish_at for s in self.sections if s.edition.publish_at), default=None)

    @property
    def sources(self) -> list[str]:
        """Every document behind the figures, each once."""
        of_indices = (sentence for section in self.sections for sentence in section.sentences)
        every = (*of_indices, *self.digitization, *([self.since] if self.since else []))
        return list(dict.fromkeys(source for sentence in every for source in sentence.sources))


def bulletin_of(unit: RegisteredUnit, year: int, catalogue: Catalogue, today: date) -> Bulletin | None:
    """The bulletin of a unit; None where no edition of the year that speaks of such units is public."""
    profile = Profile(unit, catalogue)
    rows = {(found.index.pk, row.year): row for found in profile.indices for row in found.rows}
    sections = []
    for edition in catalogue.published():
        if edition.year == year and unit.kind in edition.index.kinds and unit.in_force_on(edition.units_as_of):
            here = rows.get((edition.index_id, year))
            before = rows.get((edition.index_id, year - 1))
            teller = _Teller(unit, LeagueTable(edition, unit.kind, None, catalogue), here, before)
            sections.append(Section(edition.index, edition, tuple(teller.sentences())))
    if not sections:
        return None
    # Reports belong to a year by the day of its announcement; where that is not known, none are told.
    announced = max((s.edition.announced_on for s in sections if s.edition.announced_on), default=None)
    name = name_of(unit, sections[0].edition.units_as_of, catalogue.registry)
    reports = digitization_of(unit, name, announced, today) if announced else []
    return Bulletin(unit, year, tuple(sections), tuple(reports), _since(unit, catalogue))


def _since(unit: RegisteredUnit, catalogue: Catalogue) -> Sentence | None:
    """What became of a unit that ended."""
    history = History(unit, catalogue.registry)
    if not history.heirs or not unit.ends_on:
        return None
    document = history.document
    heirs = ", ".join(within(heir.name, heir.unit) for heir in history.heirs)
    said: Said = {
        "unit": within(catalogue.registry.full_name(unit.pk, unit.ends_on), unit),
        "heirs": Figure(heirs, document.source if document else ""),
        "day": day(unit.ends_on),
    }
    if history.beside:
        beside = joined((say(within(each.name, each.unit)) for each in history.beside), ", ", _(" and "))
        return say(
            _(
                "After %(day)s %(unit)s was reorganised together with %(beside)s into %(heirs)s. "
                "The results of %(unit)s stay as published."
            ),
            beside=beside,
            **said,
        )
    return say(
        _("After %(day)s %(unit)s was reorganised into %(heirs)s. The results of %(unit)s stay as published."), **said
    )


def within(name: str, unit: RegisteredUnit) -> str:
    """A name inside a sentence: Vietnamese writes a province's type small, English gives a ministry its article."""
    if unit.kind == UnitKind.MINISTRY:
        return _with_article(name)
    return name if get_language() == "en" else name[:1].lower() + name[1:]


def name_of(unit: RegisteredUnit, on: date, registry: Registry) -> str:
    """The unit that a bulletin is about, inside a sentence: tỉnh Bến Tre; in English Bến Tre."""
    in_full = unit.kind == UnitKind.PROVINCE and get_language() != "en"
    return within(registry.full_name(unit.pk, on) if in_full else registry.name(unit.pk, on), unit)


def _with_article(ministry: str) -> str:
    return f"the {ministry}" if get_language() == "en" else ministry


def nth(rank: int) -> str:
    """A place: 20 in Vietnamese, 20th in English."""
    return str(ordinal(rank)) if get_language() == "en" else str(rank)


def place(rank: int, size: int | None) -> str:
    """A place among how many, where that is known: 20/63, or 20th of 63."""
    if size is None:
        return nth(rank)
    return _("%(rank)s of %(size)s") % {"rank": nth(rank), "size": size}


class _Teller:
    """Says one unit's result in one edition, in the order in which it is read."""

    def __init__(
        self, unit: RegisteredUnit, league: LeagueTable, row: ProfileRow | None, before: ProfileRow | None
    ) -> None:
        self.league, self.row, self.before = league, row, before
        self.index, self.edition, self.year = league.index, league.edition, league.edition.year
        self.unit, self.registry = unit, league.registry
        self.name = name_of(unit, league.day, self.registry)

    def sentences(self) -> list[Sentence]:
        row = self.row
        if row is None or (not row.score and row.rank is None):
            return [self._nothing(), *self._country(), *self._ministries()]
        found: list[Sentence | None] = [*self._result(row), self._score_change(row), *self._against(row)]
        found += [*self._country(), self._band(row), self._points(row), *self._ministries(), self._under_review(row)]
        return [sentence for sentence in found if sentence]

    # Figures as this index writes them.

    def _score(self, printed: str, source: str) -> Figure:
        return Figure(score_text(printed, self.index), source)

    def _points_of(self, difference: str) -> str:
        said: Said = {"points": decimal_text(difference.lstrip("+-"))}
        return (_("%(points)s percentage points") if self.index.in_percent else _("%(points)s points")) % said

    @staticmethod
    def _places(row: ProfileRow) -> Figure:
        """How many places the rank moved, in words: 19 places."""
        moved = abs(row.change.places or 0)
        words = ngettext("%(count)s place", "%(count)s places", moved) % {"count": moved}
        return Figure(words, (row.change_source or row.source) if row.change.printed else "")

    def _field(self) -> str:
        if self.unit.kind == UnitKind.MINISTRY:
            return _("ministries and ministry-level agencies")
        return _("provinces and cities")

    def _about(self) -> Said:
        return {"index": self.index.short_name, "year": self.year, "unit": self.name, "before": self.year - 1}

    # 1 and 2: the result, the rank and its change.

    def _nothing(self) -> Sentence:
        about = self._about()
        missing = self.league.statuses.get(self.unit.pk)
        if missing == Participation.Status.NOT_ASSESSED:
            return say(_("%(unit)s was not assessed in %(index)s %(year)s."), **about).opened
        if missing == Participation.Status.NOT_RANKED:
            return say(_("In %(index)s %(year)s %(unit)s was assessed but not ranked."), **about)
        return say(_("The portal does not have the %(index)s %(year)s of %(unit)s."), **about)

    def _result(self, row: ProfileRow) -> list[Sentence]:
        clause, after = self._change(row)
        said: Said = self._about() | {
            "score": self._with_basis(self._score(row.score, row.source), row.score_sign),
            "rank": self._rank(row),
            "change": clause,
        }
        if not row.score:
            pattern = _(
                "In %(index)s %(year)s, %(unit)s ranked %(rank)s%(change)s; the portal does not have the score."
            )
        elif row.rank is None:
            not_ranked = row.missing == Participation.Status.NOT_RANKED
            pattern = (
                _("In %(index)s %(year)s, %(unit)s was assessed (%(score)s) but not ranked.")
                if not_ranked
                else _("In %(index)s %(year)s, %(unit)s scored %(score)s; the portal does not have the rank.")
            )
            after = None
        elif tied := self._tied(row):
            said["tied"] = tied
            pattern = _("In %(index)s %(year)s, %(unit)s scored %(score)s, tied %(rank)s with %(tied)s%(change)s.")
        elif row.rank == 1 and row.rank_of:
            said["size"] = Figure(f"{row.rank_of} {self._field()}", row.source)
            pattern = _("In %(index)s %(year)s, %(unit)s scored %(score)s, first of %(size)s%(change)s.")
        else:
            pattern = _("In %(index)s %(year)s, %(unit)s scored %(score)s, ranking %(rank)s%(change)s.")
        return [say(pattern, **said), *([after] if after else [])]

    def _rank(self, row: ProfileRow) -> Sentence:
        if row.rank is None:
            return say("")
        text = place(row.rank, row.rank_of)
        if row.rank_of and get_language() != "en":
            text = f"{text} {self._field()}"
        return self._with_basis(Figure(text, row.source), row.rank_sign)

    @staticmethod
    def _with_basis(figure: Figure, sign) -> Sentence:
        """A figure with the words for how it is known, where that is weaker than printed."""
        if sign is None:
            return say("%(figure)s", figure=figure)
        if sign.mark == "*":
            return say(_("%(figure)s (inferred from the order in the source)"), figure=figure)
        return say(_("%(figure)s (derived†)"), figure=figure)

    def _tied(self, row: ProfileRow) -> str:
        others = [other for other in self.league.rows if other.rank == row.rank and other.slug != self.unit.slug]
        return ", ".join(self._called(other) for other in others)

    def _change(self, row: ProfileRow) -> tuple[Sentence, Sentence | None]:
        """What stands behind the rank after a comma, or a sentence of its own."""
        about, before, change = self._about(), self.before, row.change
        if change.places is None:
            return say(""), self._not_compared(row)
        weak = before is None or before.rank is None or before.rank_sign is not None
        published = change.printed and (row.method_changed or weak)
        words = {
            "up": _(", up %(places)s from %(before)s"),
            "down": _(", down %(places)s from %(before)s"),
            "same": _(", the same rank as in %(before)s"),
        }[change.direction]
        clause = say(words, **about, places=self._places(row))
        if published:
            clause = say(_("%(clause)s as published"), clause=clause)
        if row.method_changed and change.printed:
            return say(_("%(clause)s; the two years used different criteria"), clause=clause), None
        if before is None or before.rank is None or (change.direction == "same" and not published):
            return clause, None
        rank = Figure(place(before.rank, before.rank_of), before.source)
        if published:
            only = Figure(nth(before.rank), before.source)
            derived = before.rank_sign is not None and before.rank_sign.mark == "†"
            pattern = (
                _("%(clause)s (%(before)s: %(rank)s, derived†)") if derived else _("%(clause)s (%(before)s: %(rank)s)")
            )
            return say(pattern, **about, clause=clause, rank=only), None
        return say("%(clause)s (%(rank)s)", clause=clause, rank=rank), None

    def _not_compared(self, row: ProfileRow) -> Sentence | None:
        begins_on, before = self.unit.begins_on, self.before
        if row.rank is None or row.change.reason is None:
            return None
        if begins_on != BEGINNING and begins_on.year >= self.year:
            said = self._about() | {"day": day(begins_on)}
            return say(_("This is the first edition for %(unit)s since it was formed on %(day)s."), **said)
        if row.change.reason == Reason.FIELD_CHANGED and before and before.rank_of and row.rank_of:
            said = self._about() | {"was": before.rank_of, "size": row.rank_of}
            if before.rank_of != row.rank_of:
                return say(
                    _("Ranks are not compared with %(before)s: the field changed from %(was)s to %(size)s."), **said
                )
        return say(reason_text(row.change.reason, self.year - 1))

    # 3: the change of score.

    def _score_change(self, row: ProfileRow) -> Sentence | None:
        before, change = self.before, row.score_change
        if not row.score or before is None or not before.score:
            return None
        said: Said = self._about() | {"was": self._score(before.score, before.source)}
        if change.difference:
            source = (row.change_source or row.source) if change.printed else ""
            said |= {"points": Figure(self._points_of(change.difference), source)}
            value = Decimal(change.difference)
            if not value:
                return say(_("The score equals that of %(before)s (%(was)s)."), **said)
            places = row.change.places or 0
            if value * places < 0:
                said |= {"places": self._places(row)}
                if value > 0:
                    return say(_("The score rose by %(points)s while the rank went down %(places)s."), **said)
                return say(_("The score fell by %(points)s while the rank went up %(places)s."), **said)
            if value > 0:
                return say(_("The score rose by %(points)s from %(before)s (%(was)s)."), **said)
            return say(_("The score fell by %(points)s from %(before)s (%(was)s)."), **said)
        if change.reason not in NO_BASIS or before.score_sign is not None:
            return None
        return say(
            _(
                "In %(before)s %(unit)s scored %(was)s. No difference is given: there is no basis on record for "
                "comparing the two years."
            ),
            **said,
        )

    # 4: against the mean and the region.

    def _against(self, row: ProfileRow) -> list[Sentence]:
        return [found for found in (self._against_mean(row), self._in_region(row)) if found]

    def _against_mean(self, row: ProfileRow) -> Sentence | None:
        average = self.league.average
        if average is None or not average.score or not row.score or row.score_sign is not None:
            return None
        difference = difference_of(row.score, average.score)
        said: Said = self._about() | {
            "mean": self._mean(average),
            "points": self._points_of(difference),
        }
        if self.unit.kind == UnitKind.MINISTRY:
            said["whose"] = _("the mean of the ministries")
        else:
            said["whose"] = _("the national mean")
        if abs(Decimal(difference)) < CLOSE:
            return say(_("The %(year)s result is close to %(whose)s (%(mean)s)."), **said)
        if difference.startswith("-"):
            return say(_("The %(year)s result is %(points)s below %(whose)s (%(mean)s)."), **said)
        return say(_("The %(year)s result is %(points)s above %(whose)s (%(mean)s)."), **said)

    def _mean(self, average: AverageRow) -> Sentence:
        figure = self._score(average.score, average.source)
        if average.sign is None:
            return say("%(figure)s", figure=figure)
        years = {Derivation.NEXT_YEAR: self.year + 1, Derivation.PREVIOUS_YEAR: self.year - 1}
        if average.derivation in years:
            from_year = years[Derivation(average.derivation)]
            return say(_("%(figure)s, derived from the figures of %(year)s†"), figure=figure, year=from_year)
        return say(_("%(figure)s, derived†"), figure=figure)

    def _in_region(self, row: ProfileRow) -> Sentence | None:
        """The rank within the region: only where every unit of it that was ranked is here with its rank."""
        region_code, region = self.league.region(self.unit.pk)
        field = self.league.field
        if not region or row.rank is None or field is None:
            return None
        ranks = {other.unit_id: other.rank for other in self.league.rows if other.region_code == region_code}
        ranked = [u for u in self.league.units if u.pk in field and self.league.region(u.pk)[0] == region_code]
        theirs = [ranks.get(u.permanent_id) for u in ranked]
        known = [rank for rank in theirs if rank is not None]
        if len(known) < len(theirs):
            return None
        said: Said = self._about() | {
            "n": len(known),
            "field": self._field(),
            "region": region,
            "rank": nth(1 + sum(rank < row.rank for rank in known)),
        }
        return say(_("Of the %(n)s %(field)s in the region %(region)s, %(unit)s is %(rank)s (computed)."), **said)

    # 5: the country.

    def _called(self, row: RankingRow) -> str:
        """Another unit: a province without its type, a ministry in full."""
        return _with_article(row.name) if self.unit.kind == UnitKind.MINISTRY else row.name

    def _country(self) -> list[Sentence]:
        """First and last; where the last is not known the leaders, as far as all of them are."""
        ends = _ends(self.league, self.index, self._called, but=self.unit.slug)
        if ends:
            return [ends.opened]
        first = [row for row in self.league.rows if row.rank is not None and row.rank <= LEADERS]
        if [row.rank for row in first] == list(range(1, LEADERS + 1)) and all(row.score for row in first):
            return [self._leaders(first), *self._rivals(first)]
        return []

    def _with_score(self, row: RankingRow) -> Sentence:
        return say("%(name)s (%(score)s)", name=self._called(row), score=self._score(row.score, row.source))

    def _leaders(self, first: list[RankingRow]) -> Sentence:
        leader, others = first[0], joined(map(self._with_score, first[1:]), ", ", _(" and "))
        if leader.slug == self.unit.slug:
            return say(_("Next come %(others)s."), others=others)
        said: Said = {"name": self._called(leader), "score": self._score(leader.score, leader.source)}
        return say(_("%(name)s comes first (%(score)s), followed by %(others)s."), others=others, **said).opened

    def _rivals(self, first: list[RankingRow]) -> list[Sentence]:
        """What other sources say about these places, where they name a unit that is not among those named."""
        named = {row.slug for row in first}
        claims = (claim for claims in self.league.rivals.values() for claim in claims)
        fitting = (c for c in claims if c.rank is not None and c.rank <= LEADERS and c.slug not in named)
        return [
            say(
                _("For rank %(rank)s, another source names %(unit)s."),
                rank=str(claim.rank),
                unit=Figure(claim.unit_name, claim.source),
            )
            for claim in sorted(fitting, key=lambda claim: claim.rank or 0)
        ]

    # 6: band, points not achieved, and the other table of the index.

    def _band(self, row: ProfileRow) -> Sentence | None:
        band = next((band for band in self.league.bands if band.band == row.band), None)
        if not row.band or band is None:
            return None
        text = band_text(band, self.league)
        said: Said = {"unit": self.name, "band": text[:1].lower() + text[1:]}
        before = self.before
        if before and before.band and before.band != row.band and row.score_change.difference:
            said |= {"year": str(self.year - 1), "was": before.band}
            return say(_("%(unit)s is in %(band)s; in %(year)s in band %(was)s."), **said).opened
        return say(_("%(unit)s is in %(band)s."), **said).opened

    def _points(self, row: ProfileRow) -> Sentence | None:
        method = self.edition.method_for(self.unit.kind)
        if not row.points:
            if method is None or not Criterion.objects.filter(method=method.pk).exists():
                return None
            return say(_("The portal does not have the component scores of %(unit)s for %(year)s."), **self._about())
        lost = [points for points in row.points if "." not in points.no and _not_achieved(points) > 0]
        most = sorted(lost, key=_not_achieved, reverse=True)[:LEAST_ACHIEVED]
        if not most:
            return None
        each = (
            say(
                "%(name)s (%(points)s)",
                name=points.name,
                points=Figure(
                    _("%(score)s of %(maximum)s points")
                    % {"score": decimal_text(points.score), "maximum": decimal_text(points.maximum)},
                    points.source,
                ),
            )
            for points in most
        )
        return say(_("Most points not achieved: %(criteria)s."), criteria=joined(each, ", ", ", "))

    def _ministries(self) -> list[Sentence]:
        if self.unit.kind != UnitKind.PROVINCE or UnitKind.MINISTRY not in self.index.kinds:
            return []
        league = LeagueTable(self.edition, UnitKind.MINISTRY, None, self.league.catalogue)
        ends = _ends(league, self.index, lambda row: _with_article(row.name))
        if ends is None or league.size is None:
            return []
        pattern = _("Of the %(size)s ministries and ministry-level agencies ranked, %(ends)s")
        return [say(pattern, size=league.size, ends=ends)]

    def _under_review(self, row: ProfileRow) -> Sentence | None:
        if row.under_review is None:
            return None
        return say(_("This figure has been under review since %(time)s."), time=moment(row.under_review))


def _not_achieved(points: PointsRow) -> Decimal:
    """The points that are missing to the maximum; none where no maximum is printed."""
    return Decimal(points.maximum) - Decimal(points.score) if points.maximum and points.score else Decimal(0)


def _ends(league: LeagueTable, index: ReformIndex, called, but: str = "") -> Sentence | None:
    """The first and the last of a table with their scores; without the unit `but` (a slug), already told of.

    None where they are not known, or share their place.
    """
    size = league.size
    found = []
    for rank in (1, size):
        rows = [row for row in league.rows if row.rank == rank and row.score]
        found.append(rows[0] if len(rows) == 1 else None)
    first, last = found
    if first is None or last is None or size is None or size < 2:
        return None

    def of(row: RankingRow) -> dict[str, Figure | str]:
        return {"name": called(row), "score": Figure(score_text(row.score, index), row.source)}

    leads = say(_("%(name)s comes first (%(score)s)"), **of(first))
    ends = say(_("%(name)s ranks %(place)s (%(score)s)"), **of(last), place=place(size, size))
    if first.slug == but:
        return say("%(ends)s.", ends=ends)
    if last.slug == but:
        return say("%(leads)s.", leads=leads)
    return say("%(leads)s; %(ends)s.", leads=leads, ends=ends)
