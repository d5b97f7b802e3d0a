"""A unit's report for a period: one line for each indicator, the last report beside it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from provinces.models import JournalEntry, Source, UnitKind
from provinces.registry import ListOfCommunes, Registry
from provinces.sheets.numbers import Unreadable, read_count
from provinces.wording import count

from ..models import Indicator, Snapshot
from ..presenters.indicators import period_text
from ..presenters.reports import ReportRow
from ..reporting import DueReport, due_reports, missed_periods

DOCUMENT_CHARACTERS, EXPLANATION_CHARACTERS = 100, 500


@dataclass
class Line:
    """One indicator of one unit: what is due, what was typed, and what is wrong with it."""

    due: DueReport
    numerator: str
    denominator: str
    explanation: str
    unchanged: bool = False
    # The denominator that the form offered, and the list of communes that it may be compared with.
    prepared: str = ""
    listed: ListOfCommunes | None = None
    refusal: str = ""
    asks_why: bool = False

    @property
    def last(self) -> ReportRow | None:
        return ReportRow.of(self.due.last) if self.due.last else None

    @property
    def filed(self) -> ReportRow | None:
        return ReportRow.of(self.due.report) if self.due.report else None

    @property
    def has_denominator(self) -> bool:
        return bool(self.due.indicator.denominator_vi or self.due.indicator.denominator_indicator_id)

    @property
    def out_of(self) -> str:
        """The denominator in words."""
        above = self.due.indicator.denominator_indicator
        return self.due.indicator.denominator_vi or (above.numerator_vi if above else "")

    @property
    def of_period(self) -> str:
        return period_text(self.due.period, self.due.indicator.frequency)

    @property
    def communes(self) -> int | None:
        """How many communes the province has in the list."""
        return self.listed.sizes[self.due.unit.pk] if self.listed else None

    @property
    def typed(self) -> bool:
        """Whether the line says anything that is not filed already."""
        report = self.due.report
        if self.unchanged:
            return True
        if report is None or report.returned_at:
            return bool(self.numerator) or self.denominator != self.prepared
        return self._figures_typed() != (report.numerator, report.denominator)

    def _figures_typed(self) -> tuple[int | None, int | None]:
        try:
            return self.figures()
        except ValidationError:
            return None, None

    def figures(self) -> tuple[int, int | None]:
        """The counts as typed. Raises ValidationError with what to do."""
        numerator = _count(self.numerator, _("Numerator"))
        if not self.has_denominator:
            return numerator, None
        denominator = _count(self.denominator, _("Denominator"))
        if denominator == 0:
            raise ValidationError(_("The denominator is above zero."))
        if numerator > denominator:
            said = {"numerator": count(numerator), "denominator": count(denominator)}
            raise ValidationError(
                _("The numerator %(numerator)s exceeds the denominator %(denominator)s. Mend one of them.") % said
            )
        return numerator, denominator

    def check(self, numerator: int, denominator: int | None) -> None:
        """A fall, a jump, or a change of what was accepted, is explained. Raises ValidationError without words."""
        odd = Snapshot(numerator=numerator, denominator=denominator).what_is_odd(self.due.last)
        if self.due.decision == "accepted":
            odd = _("A report about this day was accepted already.")
        self.asks_why = bool(odd)
        if odd and not self.explanation:
            raise ValidationError(
                _("%(what)s Look at it again; if it is right, write the explanation.") % {"what": odd}
            )


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)


def words(text: str, characters: int) -> str:
    """Typed words of a limited length. Raises ValidationError, also for characters that no text has."""
    return forms.CharField(required=False, max_length=characters).clean(text)


def _count(text: str, what: str) -> int:
    if not text:
        raise ValidationError(_("%(what)s is missing.") % {"what": what.lower()})
    try:
        return read_count(text)
    except Unreadable as error:
        raise ValidationError(
            _('%(what)s: "%(text)s" is not a count such as 1758.') % {"what": what, "text": text}
        ) from error


class PeriodForm:
    """The lines of an account's units. What is typed is filed line by line; what is wrong stays with its sentence."""

    def __init__(
        self,
        data: Mapping[str, str] | None,
        registry: Registry,
        scope: frozenset[int] | None,
        today: date,
        ends: date | None = None,
    ) -> None:
        self.data, self.registry = data or {}, registry
        indicators = list(Indicator.objects.exclude(frequency="").select_related("denominator_indicator"))
        self.missed = missed_periods(indicators, registry, today, scope)
        due = due_reports(indicators, registry, today, scope, ends)
        self.lines = [self._line(each) for each in due]
        self.document = self.data.get("document", "").strip()
        self.wrong = ""

    def _line(self, due: DueReport) -> Line:
        filed, last = due.report, due.last
        known = (_shown(filed.numerator), _shown(filed.denominator)) if filed else ("", "")
        before = _shown(last.denominator) if last else ""
        return Line(
            due,
            self.data.get(f"numerator-{due.key}", known[0]).strip(),
            self.data.get(f"denominator-{due.key}", known[1] or before).strip(),
            self.data.get(f"explanation-{due.key}", filed.explanation if filed else "").strip(),
            unchanged=self.data.get("unchanged") == due.key,
            prepared=known[1] or before,
            listed=self._listed(due),
        )

    def _listed(self, due: DueReport) -> ListOfCommunes | None:
        """The list that tells how many communes the province has."""
        if due.indicator.unit_kind != UnitKind.COMMUNE:
            return None
        return self.registry.communes_of(due.unit.pk, due.period.ends)

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.refusal]

    def save(self, by) -> int:
        """File every line that says something; how many were filed. A refused line keeps its sentence."""
        one = self.data.get("unchanged", "")
        filed = 0
        try:
            words(self.document, DOCUMENT_CHARACTERS)
        except ValidationError as error:
            self.wrong = " ".join(error.messages)
            return 0
        for line in self.lines:
            if not line.typed or (one and not line.unchanged):
                continue
            try:
                self._file(line, by)
            except ValidationError as error:
                line.refusal = " ".join(error.messages)
            else:
                filed += 1
        return filed

    @transaction.atomic
    def _file(self, line: Line, by) -> None:
        due = line.due
        common = {
            "indicator": due.indicator,
            "unit_id": due.unit.pk,
            "as_of": due.period.ends,
            "explanation": words(line.explanation, EXPLANATION_CHARACTERS),
        }
        if line.unchanged:
            if due.last is None:
                raise ValidationError(_("There is no report before this one that could be unchanged."))
            if due.decision == "accepted":
                raise ValidationError(_("A report about this day was accepted already."))
            names = ("numerator", "denominator", "percent", "percent_text", "qualifier")
            figures = {name: getattr(due.last, name) for name in names} | {"unchanged": True}
        else:
            numerator, denominator = line.figures()
            line.check(numerator, denominator)
            figures = {"numerator": numerator, "denominator": denominator}
        Snapshot.file(by, **common, **figures, source=self._source(line, by))

    def _source(self, line: Line, by) -> Source:
        """The report itself is the document: whose it is, for which period, under which number if it has one."""
        due = line.due
        code = f"bao-cao-{due.unit.permanent_id}-{due.period.ends.isoformat()}"
        if self.document:  # two numbers that look alike are two documents
            code = f"{code}-{hashlib.sha256(self.document.encode()).hexdigest()[:8]}"
        source, made = Source.objects.get_or_create(
            code=code,
            defaults={
                "kind": Source.Kind.OFFICIAL,
                "reliability": Source.Reliability.OFFICIAL,
                "publisher": due.name,
                "title": _("Report for %(period)s, entered on the portal") % {"period": line.of_period},
                "title_basis": Source.TitleBasis.DESCRIBED,
                "locator": self.document,
                "published_on": None,
            },
        )
        if made:
            JournalEntry.note(source, by, None, {"title": source.title, "locator": source.locator})
        return source
