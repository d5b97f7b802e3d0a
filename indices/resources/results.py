"""The sheets of results, of scores by criterion and of published means."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from django.conf import settings
from django.db.models import Max, Min
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import Region, UnitKind
from provinces.registry import current_registry
from provinces.sheets.columns import Column, Refusal, Remark, choice, digits, rank, text, whole
from provinces.sheets.kinds import register
from provinces.sheets.questions import SHOWN_ONLY
from provinces.sheets.reading import Cell
from provinces.sheets.references import code_column, source_column
from provinces.sheets.resource import CHANGED, NEW, REFUSED, SAME, Outcome, SheetResource
from provinces.sheets.scales import Scale
from provinces.wording import decimal_text, percent, plain

from ..comparing import competition_ranks
from ..models import Average, Basis, Criterion, Derivation, Edition, Result, Score
from ..models.results import RANKED_IN_KINDS
from .editions import EDITION_COLUMNS, UNIT_COLUMNS, OfEditionResource
from .points import Points, named, without

SCORE_HEADINGS = (
    "Điểm",
    "Điểm số",
    "Điểm đánh giá",
    "Điểm SIPAS",
    "Điểm PAR INDEX",
    "Kết quả SIPAS",
    "Kết quả SIPAS (%)",
    "Kết quả PAR INDEX",
    "Kết quả chỉ số SIPAS",
    "Kết quả chỉ số PAR INDEX",
    "Kết quả chỉ số CCHC",
    "Chỉ số cải cách hành chính",
    "Chỉ số hài lòng chung",
    "Mức độ hài lòng",
    "Chỉ số SIPAS",
    "Chỉ số PAR INDEX",
    "Chỉ số hài lòng",
    "Chỉ số hài lòng (%)",
    "Tỷ lệ hài lòng (%)",
    "PAR INDEX",
    "SIPAS",
    "Kết quả",
    "Kết quả (%)",
    "Tỷ lệ (%)",
    "Giá trị",
    "Chỉ số CCHC",
    "Chỉ số PAR INDEX (%)",
    "Chỉ số SIPAS (%)",
    "Kết quả Chỉ số",
    "Tổng điểm",
    "Điểm tổng hợp",
)
RANK_HEADINGS = ("Xếp thứ", "Xếp vị thứ", "Xếp hạng", "Hạng", "Thứ hạng", "Vị trí", "XH")

# Score and rank with how each is known: what the sheets of results and of other sources' figures share.
FIGURE_COLUMNS = (
    Column(
        "score",
        _("Score"),
        digits,
        attribute="score_text",
        empty="",
        spellings=SCORE_HEADINGS,
        write=lambda record: Decimal(record.score_text) if record.score_text else None,
    ),
    Column("score_basis", _("How the score is known"), choice(Basis), empty=""),
    Column("score_derivation", _("Score derived"), choice(Derivation), empty=""),
    Column("rank", _("Rank"), rank, spellings=RANK_HEADINGS),
    Column("rank_basis", _("How the rank is known"), choice(Basis), empty=""),
    Column("rank_derivation", _("Rank derived"), choice(Derivation), empty=""),
    Column("rank_of", _("Out of"), whole),
)


class FigureResource(OfEditionResource):
    """What the sheets of results and of other sources' figures have in common."""

    key: tuple[str, ...] = ("edition_id", "unit_id")
    subjects = ("unit_name", "unit_code")
    figures = ("score", "rank", "rank_change_printed", "score_change_printed")

    def look_at(self, table):
        """Ask what a column of scores between 0 and 1 means; one that mixes both is refused."""
        super().look_at(table)
        self.scale = Scale(table, self.place_of("score", table) if self._of_hundred() else None, self.answers)
        if self.scale.question:
            self.questions.append(self.scale.question)

    def _of_hundred(self) -> bool:
        """Whether the sheet is about indices whose scale ends at 100."""
        chosen = self.context.get("edition")
        return chosen is None or chosen.index.scale_max == 100

    @cached_property
    def editions_by_id(self):
        return {edition.pk: edition for edition in self.editions.values()}

    def complete(self, values, cells):
        if values.get("score_text"):
            text = self.scale.read(cells["score"], values["score_text"])
            if text != values["score_text"]:
                values["score_text"] = text
                self._read_as.append((cells["score"], percent(text)))
        if "score_text" in values:
            complete_score(values, cells["score"], self.editions_by_id[values["edition_id"]].index)
        if "rank" in values:
            values["rank_basis"] = values.get("rank_basis") or Basis.PRINTED if values["rank"] else ""
            values["rank_of"] = (
                values.get("rank_of") or self._field(values) if values["rank"] else values.get("rank_of")
            )
            if values["rank"] and values["rank_of"] and values["rank"] > values["rank_of"]:
                raise Refusal(
                    cells["rank"],
                    _now("the rank %(rank)s is beyond the %(field)s units ranked.")
                    % {"rank": values["rank"], "field": values["rank_of"]},
                )

    def compare(self):
        """Say where printed ranks and scores contradict each other, and where a score leaves the unit's history."""
        by_field: dict[tuple[int, str], list[Outcome]] = defaultdict(list)
        for outcome in self.outcomes:
            record = outcome.record
            if outcome.state != REFUSED and record is not None and record.score is not None:
                by_field[record.edition_id, self.matchers_kind(record.unit_id)].append(outcome)
        for (edition_id, kind), outcomes in by_field.items():
            self._compare_ranks([o for o in outcomes if o.record.rank is not None], edition_id, kind)
            self._compare_with_history(outcomes, self.editions_by_id[edition_id])

    def _compare_ranks(self, outcomes: list[Outcome], edition_id: int, kind: str) -> None:
        size = self.editions_by_id[edition_id].field_size(kind)
        computed = competition_ranks({i: outcome.record.score for i, outcome in enumerate(outcomes)})
        if size == len(outcomes):
            odd = [(o, computed[i]) for i, o in enumerate(outcomes) if computed[i] != o.record.rank]
        else:  # a part of the field: only the order is checked
            printed = sorted(range(len(outcomes)), key=lambda i: outcomes[i].record.rank)
            odd = [
                (outcomes[after], 0)
                for before, after in pairwise(printed)
                if outcomes[before].record.score < outcomes[after].record.score
                and outcomes[before].record.rank < outcomes[after].record.rank
            ]
        for outcome, rank_by_score in odd:
            said = {
                "unit": outcome.label,
                "score": decimal_text(outcome.record.score_text),
                "rank": outcome.record.rank,
                "computed": rank_by_score,
            }
            sentence = (
                _now("%(unit)s: the score %(score)s gives rank %(computed)s, the file says %(rank)s.")
                if rank_by_score
                else _now("%(unit)s: rank %(rank)s stands below a unit with a lower score than %(score)s.")
            )
            remedy = _now("The printed rank is kept. If it is a slip, mend the cell and upload again.")
            self.remarks.append(Remark(outcome.first, f"{sentence % said} {remedy}"))

    def _compare_with_history(self, outcomes: list[Outcome], edition) -> None:
        scale = edition.index.scale_max
        if not scale:
            return
        width = scale * settings.IMPORT_JUMP_PERCENT / 100
        history = {
            unit_id: (low, high)
            for unit_id, low, high in Result.objects.filter(
                edition__in=Edition.objects.published().filter(index=edition.index).exclude(year=edition.year)
            )
            .order_by()
            .values_list("unit_id")
            .annotate(Min("score"), Max("score"))
            if low is not None
        }
        for outcome in outcomes:
            low, high = history.get(outcome.record.unit_id, (None, None))
            if low is not None and not low - width <= outcome.record.score <= high + width:
                self.remarks.append(
                    Remark(
                        outcome.first,
                        _now("%(unit)s: %(score)s is far outside the scores of other years (%(low)s to %(high)s).")
                        % {
                            "unit": outcome.label,
                            "score": decimal_text(outcome.record.score_text),
                            "low": decimal_text(plain(low)),
                            "high": decimal_text(plain(high)),
                        },
                    )
                )

    def _field(self, values) -> int | None:
        kind = self.matchers_kind(values["unit_id"])
        return self.editions_by_id[values["edition_id"]].field_size(kind)

    @cached_property
    def _kinds(self) -> dict[int, str]:
        return {pk: kind for (kind, _code, _day), pk in self.unit.exact.items()}

    def matchers_kind(self, unit_id: int) -> str:
        return self._kinds[unit_id]


def complete_score(values: dict, cell: Cell, index) -> None:
    """The score as a number beside its printed digits, with its basis; refused outside the index's scale."""
    printed = values["score_text"]
    values["score"] = Decimal(printed) if printed else None
    values["score_basis"] = values.get("score_basis") or Basis.PRINTED if printed else ""
    if values["score"] is None:
        return
    if values["score"] == 0:
        raise Refusal(cell, _now("a total of zero stands for a missing figure: leave the cell empty."))
    if values["score"] < 0 or (index.scale_max is not None and values["score"] > index.scale_max):
        raise Refusal(
            cell,
            _now('"%(text)s" is outside the scale of %(index)s. Mend the cell and upload again.')
            % {"text": cell.text, "index": index},
        )


@register
class ResultResource(FigureResource):
    """One row is a unit in an edition."""

    code = "results"
    sourced = True
    label = _("Results")
    columns = (
        *UNIT_COLUMNS,
        *EDITION_COLUMNS,
        Column("tt", _("No."), text, fills=False, spellings=("TT", "STT", "Số TT"), write=lambda record: None),
        *FIGURE_COLUMNS,
        Column(
            "rank_change_printed",
            _("Printed change of rank"),
            whole,
            spellings=("So với năm trước", "Tăng/giảm bậc"),
        ),
        Column("score_change_printed", _("Printed change of score"), digits, empty=""),
        source_column("change_source"),
        source_column(),
        Column("note", _("Internal note"), text, empty=""),
    )

    class Meta(SheetResource.Meta):
        model = Result

    points: Points | None = None

    def names_of(self, table):
        """The columns of every sheet of results, and those of the points of the edition's criteria."""
        chosen = self.context.get("edition")
        if chosen is None:
            return super().names_of(table)
        edition = self.editions[chosen.index.code, chosen.year]
        self.points = Points(edition, self.unit.kind or UnitKind.PROVINCE)
        wanted = self.wanted()
        totals = [i for i, cell in enumerate(table.header) if cell and wanted.column(cell.text) == "score"]
        places = self.points.places(table, totals[0] if len(totals) == 1 else None)
        return named(places, super().names_of(without(table, places)))

    def _outcome(self, number, cells):
        outcome = super()._outcome(number, cells)
        if not self.points or outcome.record is None or outcome.state == REFUSED:
            return outcome
        unit_id = outcome.record.unit_id
        try:
            self.points.take(unit_id, cells)
        except Refusal as refusal:
            for instances in (self.create_instances, self.update_instances):
                if outcome.record in instances:
                    instances.remove(outcome.record)
            return Outcome(number, REFUSED, outcome.label, refusals=(refusal,))
        said = (
            self.points.remark(unit_id, outcome.label, outcome.record.score, outcome.first),
            self.points.repetition(unit_id, outcome.label, outcome.first),
        )
        self.remarks += [remark for remark in said if remark]
        if outcome.state == SAME and self.points.changes(unit_id):
            self.changing.add(outcome.record.edition_id)
            return replace(outcome, state=CHANGED)
        return outcome

    def shown(self, outcome):
        points = self.points.changes(outcome.record.unit_id) if self.points else []
        return super().shown(outcome) + [
            (criterion.name, decimal_text(old), decimal_text(new)) for criterion, old, new in points
        ]

    def write(self):
        super().write()
        kept = [o.record for o in self.outcomes if o.state in {NEW, CHANGED}]
        self.written_points = self.points.write({r.unit_id: r.source_id for r in kept}) if self.points else []

    @property
    def written(self):
        """The results, and the points beside them."""
        yield from (row for row in super().written if row[3])
        yield from self.written_points

    @classmethod
    def template_rows(cls, context):
        """The units that the edition speaks of, each with its figures of the year before beside the empty cells."""
        edition: Edition | None = context.get("edition")
        kind = context.get("unit_kind") or UnitKind.PROVINCE
        shown = f"{SHOWN_ONLY}: {edition.year - 1}" if edition else SHOWN_ONLY
        headings = [
            str(_("Unit code")),
            str(_("Unit")),
            str(_("Score")),
            str(_("Rank")),
            str(_("Printed change of rank")),
            f"{shown}, {_('Score')}",
            f"{shown}, {_('Rank')}",
        ]
        if edition is None:
            return headings, [], 0
        before = {
            result.unit_id: result
            for result in Result.objects.filter(
                edition__in=Edition.objects.published().of(edition.index, edition.year - 1)
            )
        }
        registry = current_registry()
        rows = []
        for unit in registry.in_force(kind, edition.units_as_of):
            last = before.get(unit.pk)
            name = registry.full_name(unit.pk, edition.units_as_of)
            score = Decimal(last.score_text) if last and last.score_text else None
            rows.append([unit.code, name, None, None, None, score, last.rank if last else None])
        return headings, rows, 2

    def for_export(self, queryset):
        return super().for_export(queryset).select_related("edition__index", "unit", "source", "change_source")

    def complete(self, values, cells):
        super().complete(values, cells)
        said = ("score", "rank", "rank_change_printed", "score_change_printed")
        if all(values.get(name) in (None, "") for name in said):
            raise Refusal(
                cells.get("score") or next(iter(cells.values())),
                _now("the row gives neither a score nor a rank. Leave it out until there is a figure."),
            )


@register
class ScoreResource(OfEditionResource):
    """One row is the points of a unit for one criterion of the edition's method."""

    code = "scores"
    sourced = True
    label = _("Scores by criterion")
    key = ("edition_id", "unit_id", "criterion_id")
    columns = (
        *UNIT_COLUMNS,
        *EDITION_COLUMNS,
        Column("cut", _("Cut"), choice(Criterion.Cut), fills=False, write=lambda score: score.criterion.cut),
        Column(
            "criterion_no",
            _("Number of the criterion"),
            text,
            required=True,
            fills=False,
            write=lambda score: score.criterion.no,
        ),
        Column("criterion", _("Criterion"), text, fills=False, write=lambda score: score.criterion.name_vi),
        Column(
            "score",
            _("Points"),
            digits,
            attribute="score_text",
            required=True,
            spellings=("Điểm đạt được",),
            write=lambda score: Decimal(score.score_text),
        ),
        source_column(),
    )

    class Meta(SheetResource.Meta):
        model = Score

    @cached_property
    def criteria(self) -> dict[tuple, Criterion]:
        return {(c.method_id, c.cut, c.no): c for c in Criterion.objects.all()}

    def complete(self, values, cells):
        edition = next(e for e in self.editions.values() if e.pk == values["edition_id"])
        method = edition.method_for(self.unit.kind_of(cells))
        number, cut = cells["criterion_no"], cells.get("cut")
        criterion = method and self.criteria.get(
            (method.pk, cut.text if cut else Criterion.Cut.ASSESSMENT, number.text)
        )
        if not criterion:
            raise Refusal(
                number,
                _now("there is no criterion %(no)s in the method of %(edition)s.")
                % {"no": number.text, "edition": edition},
            )
        values["criterion_id"], values["score"] = criterion.pk, Decimal(values["score_text"])
        if values["score"] < 0 or (criterion.max_points is not None and values["score"] > criterion.max_points):
            raise Refusal(
                cells["score"],
                _now("%(points)s is outside the points of criterion %(no)s.")
                % {"points": cells["score"].text, "no": criterion.no},
            )

    def for_export(self, queryset):
        return super().for_export(queryset).select_related("edition__index", "unit", "source", "criterion")


@register
class AverageResource(OfEditionResource):
    """One row is a published mean."""

    code = "averages"
    sourced = True
    label = _("Published means")
    key = ("edition_id", "group", "region_id")
    columns = (
        Column("group", _("Mean of"), text, required=True),
        code_column("region", _("Region"), Region),
        *EDITION_COLUMNS,
        Column(
            "score",
            _("Score"),
            digits,
            attribute="score_text",
            required=True,
            write=lambda average: Decimal(average.score_text),
        ),
        Column("score_basis", _("How the score is known"), choice(Basis), empty=Basis.PRINTED),
        Column("score_derivation", _("Score derived"), choice(Derivation), empty=""),
        source_column(),
        Column("note", _("Internal note"), text, empty=""),
    )

    class Meta(SheetResource.Meta):
        model = Average

    def refer(self, cells):
        edition = self.edition_of(cells)
        return {"edition_id": edition.pk}

    def complete(self, values, cells):
        if values["group"] not in dict(RANKED_IN_KINDS):
            raise Refusal(cells["group"], _now('"%(text)s" is not a group.') % {"text": cells["group"].text})
        values.setdefault("region_id", None)
        edition = next(e for e in self.editions.values() if e.pk == values["edition_id"])
        complete_score(values, cells["score"], edition.index)

    def for_export(self, queryset):
        return queryset.select_related("edition__index", "region", "source")
