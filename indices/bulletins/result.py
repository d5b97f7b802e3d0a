"""One unit's result in one edition: rank and change, score and change, mean and region, band and points."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provinces.language import reader_language
from provinces.models import BEGINNING, UnitKind
from provinces.registry import RegisteredUnit
from provinces.wording import day, decimal_text, moment

from ..comparing import Reason
from ..models import Derivation, Participation
from ..presenters.figures import Sign, reason_text, score_text
from ..presenters.maps import band_text
from ..presenters.profiles import PointsRow, ProfileRow, against_mean, undivided
from ..presenters.ranking_rows import AverageRow
from ..presenters.rankings import LeagueTable
from ..presenters.regions import place_in_region
from .country import called, country_of, ministries_of
from .naming import field_of, name_of, nth, place
from .sentences import Figure, Said, Sentence, joined, say

CLOSE = Decimal("0.10")  # points; what differs by less is said to be close
LEAST_ACHIEVED = 2  # criteria that are named with the points that were not achieved
NO_BASIS = {Reason.METHOD, Reason.METHOD_UNKNOWN, Reason.FIELD_UNKNOWN, Reason.FIELD_CHANGED}


class ResultTeller:
    """Says one unit's result in one edition, in the order in which it is read."""

    def __init__(
        self, unit: RegisteredUnit, league: LeagueTable, row: ProfileRow | None, before: ProfileRow | None
    ) -> None:
        self.league, self.row, self.before = league, row, before
        self.index, self.edition, self.year = league.index, league.edition, league.edition.year
        self.unit, self.registry = unit, league.registry
        self.name = name_of(unit, league.day, self.registry)

    def sentences(self) -> list[Sentence]:
        """All that is known, in the order in which it is read."""
        row, country, ministries = self.row, country_of(self.league, self.unit.slug), ministries_of(self.league)
        if row is None or (not row.score and row.rank is None):
            return [self._nothing(), *country, *ministries]
        found = [*self._result(row), self._score_change(row), self._against_mean(row), self._mean_of_region()]
        found += [self._in_region(), *country]
        found += [self._band(row), self._points(row), *ministries, self._under_review(row)]
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
            said["size"] = Figure(f"{row.rank_of} {field_of(self.unit.kind)}", row.source)
            pattern = _("In %(index)s %(year)s, %(unit)s scored %(score)s, first of %(size)s%(change)s.")
        else:
            pattern = _("In %(index)s %(year)s, %(unit)s scored %(score)s, ranking %(rank)s%(change)s.")
        return [say(pattern, **said), *([after] if after else [])]

    def _rank(self, row: ProfileRow) -> Sentence:
        if row.rank is None:
            return say("")
        text = place(row.rank, row.rank_of)
        if row.rank_of and reader_language() != "en":
            text = f"{text} {field_of(self.unit.kind)}"
        return self._with_basis(Figure(text, row.source), row.rank_sign)

    @staticmethod
    def _with_basis(figure: Figure, sign: Sign | None) -> Sentence:
        """A figure with the words for how it is known, where that is weaker than printed."""
        if sign is None:
            return say("%(figure)s", figure=figure)
        if sign.mark == "*":
            return say(_("%(figure)s (inferred from the order in the source)"), figure=figure)
        return say(_("%(figure)s (derived†)"), figure=figure)

    def _tied(self, row: ProfileRow) -> str:
        others = [other for other in self.league.rows if other.rank == row.rank and other.slug != self.unit.slug]
        return ", ".join(called(other, self.unit.kind) for other in others)

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

    def _against_mean(self, row: ProfileRow) -> Sentence | None:
        average, difference = self.league.average, against_mean(row, self.league.average)
        if average is None or not difference:
            return None
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

    def _mean_of_region(self) -> Sentence | None:
        code, region = self.league.region(self.unit.pk)
        average = self.league.average_of_region(code) if code else None
        if average is None or not average.score:
            return None
        return say(_("The mean of the region %(region)s is %(mean)s."), region=region, mean=self._mean(average))

    def _in_region(self) -> Sentence | None:
        """The rank within the region: only where every unit of it that was ranked is here with its rank."""
        found = place_in_region(self.unit, self.edition, self.league.catalogue, self.league.ranks)
        if found is None:
            return None
        said: Said = self._about() | {
            "n": found.size,
            "field": field_of(self.unit.kind),
            "region": found.region,
            "rank": nth(found.rank),
        }
        return say(_("Of the %(n)s %(field)s in the region %(region)s, %(unit)s is %(rank)s (computed)."), **said)

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
            if method is None or method.pk not in self.league.catalogue.itemised:
                return None
            return say(_("The portal does not have the component scores of %(unit)s for %(year)s."), **self._about())
        points = undivided(row.points)
        if not all(one.maximum for one in points):
            # What is most is not known where a maximum is not printed.
            each = (_points(one) for one in points)
            return say(_("Points by criterion: %(criteria)s."), criteria=joined(each, "; ", "; "))
        lost = sorted((one for one in points if Decimal(one.lost) > 0), key=lambda one: Decimal(one.lost), reverse=True)
        if not lost:
            return None
        each = (_points(one) for one in lost[:LEAST_ACHIEVED])
        return say(_("Most points not achieved: %(criteria)s."), criteria=joined(each, ", ", ", "))

    def _under_review(self, row: ProfileRow) -> Sentence | None:
        if row.under_review is None:
            return None
        return say(_("This figure has been under review since %(time)s."), time=moment(row.under_review))


def _points(points: PointsRow) -> Sentence:
    """A criterion with its points, out of the maximum where one is printed."""
    said = {"score": decimal_text(points.score), "maximum": decimal_text(points.maximum)}
    pattern = _("%(score)s of %(maximum)s points") if points.maximum else _("%(score)s points, maximum not printed")
    return say("%(name)s (%(points)s)", name=points.name, points=Figure(pattern % said, points.source))
