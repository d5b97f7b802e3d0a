"""Scores and ranks in a sheet: how they are read, completed and compared with each other and with other years."""

from collections import defaultdict
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from django.conf import settings
from django.db.models import Max, Min
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.sheets.columns import Column, Refusal, Remark, choice, digits, printed, rank, whole
from provinces.sheets.reading import Cell
from provinces.sheets.resource import REFUSED, Outcome
from provinces.sheets.scales import Scale
from provinces.wording import decimal_text, percent, plain

from ..comparing import competition_ranks
from ..models import Basis, Derivation, Edition, Result
from .editions import OfEditionResource

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
        given=printed,
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
            self.remarks.append(Remark(self.cell_of(outcome, "rank"), f"{sentence % said} {remedy}"))

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
                said = {
                    "unit": outcome.label,
                    "score": decimal_text(outcome.record.score_text),
                    "low": decimal_text(plain(low)),
                    "high": decimal_text(plain(high)),
                }
                sentence = (
                    _now("%(unit)s: %(score)s is far outside the score of another year (%(low)s).")
                    if low == high
                    else _now("%(unit)s: %(score)s is far outside the scores of other years (%(low)s to %(high)s).")
                )
                self.remarks.append(Remark(self.cell_of(outcome, "score"), sentence % said))

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
