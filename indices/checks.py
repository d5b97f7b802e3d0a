"""The consistency gate before publishing: one check = one question, what was found, one remedy.

A finding blocks the approval, or takes a written reason that is kept with the version. What changes public figures
without a correction that explains it takes no reason: it is explained or it is not published.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.wording import decimal_text, plain

from .catalogue import Catalogue
from .comparing import competition_ranks
from .difference import Difference, content_of
from .models import Average, CheckReason, Correction, Criterion, Edition, Result, Score
from .models.definitions import MEASURED_KINDS


class Figures:
    """A version's figures, read once for all checks."""

    def __init__(self, edition: Edition, catalogue: Catalogue) -> None:
        self.edition, self.catalogue = edition, catalogue
        self.registry = catalogue.registry
        public = catalogue.published_of(edition.index.code).get(edition.year)
        self.public = public if public and public.pk != edition.pk else None

    @cached_property
    def results(self) -> dict[str, list[Result]]:
        """By kind of unit."""
        found: dict[str, list[Result]] = defaultdict(list)
        for result in Result.objects.filter(edition=self.edition).select_related("unit", "source"):
            found[result.unit.kind].append(result)
        return found

    @cached_property
    def scores(self) -> dict[int, dict[int, Decimal]]:
        """Points by unit and criterion."""
        found: dict[int, dict[int, Decimal]] = defaultdict(dict)
        for unit, criterion, score in Score.objects.filter(edition=self.edition).values_list(
            "unit_id", "criterion_id", "score"
        ):
            found[unit][criterion] = score
        return found

    @cached_property
    def averages(self) -> list[Average]:
        return list(Average.objects.filter(edition=self.edition).select_related("source"))

    @cached_property
    def difference(self) -> Difference:
        return Difference(self.edition, self.public)

    def name(self, unit_id: int) -> str:
        return self.registry.full_name(unit_id, self.edition.units_as_of)


class Check:
    """One question to a version. `find` yields a sentence for everything that is not as it should be."""

    code: ClassVar[str]
    question: ClassVar[Any]
    remedy: ClassVar[Any]
    takes_reason: ClassVar[bool] = True

    def find(self, figures: Figures) -> Iterator[str]:
        raise NotImplementedError


class Parts(Check):
    code = "parts"
    question = _("Do the parts add up to the printed totals?")
    remedy = _("Compare the points with the source and mend them, or say why the source differs.")

    def find(self, figures):
        allowed = Decimal(str(settings.IMPORT_ROUNDING))
        for kind, results in figures.results.items():
            method = figures.edition.method_for(kind)
            criteria = list(Criterion.objects.filter(method=method)) if method else []
            for cut in Criterion.Cut:
                top = [c for c in criteria if c.cut == cut and c.parent_id is None]
                for result in results:
                    points = figures.scores.get(result.unit_id, {})
                    if top and result.score is not None and all(c.pk in points for c in top):
                        total = sum((points[c.pk] for c in top), Decimal(0))
                        if abs(total - result.score) > allowed:
                            yield _now("%(unit)s: the parts add up to %(added)s, the printed total is %(total)s.") % {
                                "unit": figures.name(result.unit_id),
                                "added": decimal_text(plain(total)),
                                "total": decimal_text(result.score_text),
                            }


class Order(Check):
    code = "order"
    question = _("Do printed ranks follow the order of the scores?")
    remedy = _("Compare rank and score with the source and mend them, or say why the source differs.")

    def find(self, figures):
        for kind, results in figures.results.items():
            both = [r for r in results if r.rank is not None and r.score is not None]
            if len(both) == figures.edition.field_size(kind):
                computed = competition_ranks({r.unit_id: r.score for r in both})
                odd = [r for r in both if computed[r.unit_id] != r.rank]
            else:  # a part of the field: only the order is checked
                ordered = sorted(both, key=lambda r: r.rank or 0)
                odd = [b for a, b in pairwise(ordered) if a.score < b.score and a.rank < b.rank]
            for result in odd:
                yield _now(
                    "%(unit)s: rank %(rank)s with a score of %(score)s; other scores and ranks say otherwise."
                ) % {
                    "unit": figures.name(result.unit_id),
                    "rank": result.rank,
                    "score": decimal_text(result.score_text),
                }


class FieldSize(Check):
    code = "field"
    question = _("Is the size of the field known, and does every rank lie within it?")
    remedy = _("Enter on the edition how many units were ranked, or mend the ranks.")

    def find(self, figures):
        for kind, results in figures.results.items():
            size = figures.edition.field_size(kind)
            ranked = [r for r in results if r.rank is not None]
            if ranked and size is None:
                yield _now("The edition does not say how many units were ranked.")
            elif size is not None:
                for result in ranked:
                    if result.rank > size or result.rank_of not in (None, size):
                        yield _now("%(unit)s: rank %(rank)s of %(of)s, the edition says %(size)s.") % {
                            "unit": figures.name(result.unit_id),
                            "rank": result.rank,
                            "of": result.rank_of or size,
                            "size": size,
                        }


class Mean(Check):
    code = "mean"
    question = _("Is the printed mean that of the printed scores?")
    remedy = _("Compare the mean and the scores with the source, or say why they differ.")

    def find(self, figures):
        kinds = {"provinces": "province", "ministries": "ministry"}
        for average in figures.averages:
            kind = kinds.get(average.group)
            results = figures.results.get(kind or "", [])
            scores = [r.score for r in results if r.score is not None]
            if kind and scores and len(scores) == figures.edition.field_size(kind) and average.score is not None:
                mean = sum(scores, Decimal(0)) / len(scores)
                if abs(mean - average.score) > Decimal(str(settings.IMPORT_ROUNDING)):
                    yield _now("The mean of the %(n)s scores is %(mean)s, printed is %(printed)s.") % {
                        "n": len(scores),
                        "mean": decimal_text(f"{mean:.2f}"),
                        "printed": decimal_text(average.score_text),
                    }


class InForce(Check):
    code = "in-force"
    question = _("Were all units in force on the day that the edition speaks of?")
    remedy = _("Mend the unit of the row, or the day on the edition.")

    def find(self, figures):
        day = figures.edition.units_as_of
        for results in figures.results.values():
            for result in results:
                unit = figures.registry.units[result.unit_id]
                if not unit.in_force_on(day):
                    yield _now("%(unit)s was not in force on that day.") % {"unit": figures.name(result.unit_id)}


class Present(Check):
    code = "present"
    question = _("Is there any figure?")
    remedy = _("Import the sheet of results, or type the table.")
    takes_reason = False

    def find(self, figures):
        if not figures.results:
            yield _now("The version has no result at all.")


class Coverage(Check):
    code = "coverage"
    question = _("Is the whole field here?")
    remedy = _("Add the missing rows, or say why only a part is published.")

    def find(self, figures):
        kinds = {str(kind): label for kind, label in MEASURED_KINDS}
        for kind in figures.edition.index.kinds:
            here, size = len(figures.results.get(kind, ())), figures.edition.field_size(kind)
            if not here:
                yield _now("No unit has a row: %(kind)s.") % {"kind": kinds[kind]}
            elif size is not None and here < size:
                yield _now("%(n)s of %(size)s units have a row.") % {"n": here, "size": size}


class Jumps(Check):
    code = "jumps"
    question = _("Does no score leave the unit's other years far behind?")
    remedy = _("Compare the score with the source and mend it, or say what explains it.")

    def find(self, figures):
        scale = figures.edition.index.scale_max
        if not scale:
            return
        width = scale * settings.IMPORT_JUMP_PERCENT / 100
        others = [
            e.pk
            for y, e in figures.catalogue.published_of(figures.edition.index.code).items()
            if y != figures.edition.year
        ]
        known: dict[int, list[Decimal]] = defaultdict(list)
        for unit, score in Result.objects.filter(edition__in=others).values_list("unit_id", "score"):
            if score is not None:
                known[unit].append(score)
        for results in figures.results.values():
            for result in results:
                scores = known.get(result.unit_id)
                if not scores or result.score is None:
                    continue
                if not min(scores) - width <= result.score <= max(scores) + width:
                    yield _now("%(unit)s: %(score)s, in other years %(low)s to %(high)s.") % {
                        "unit": figures.name(result.unit_id),
                        "score": decimal_text(result.score_text),
                        "low": decimal_text(plain(min(scores))),
                        "high": decimal_text(plain(max(scores))),
                    }


class Sources(Check):
    code = "sources"
    question = _("Does every figure rest on a document?")
    remedy = _("Enter the document as a source and put it in the place of the sheet.")

    def find(self, figures):
        rows = [r for results in figures.results.values() for r in results] + figures.averages
        sheets = {row.source.code: row.source for row in rows if row.source.code.startswith("tep-")}
        for source in sheets.values():
            yield _now("Figures rest on a sheet only: %(source)s.") % {"source": source.title}
        if figures.edition.announced_on and figures.edition.announced_source_id is None:
            yield _now("The day of announcement has no source.")


class Explained(Check):
    code = "explained"
    question = _("Is it said why public figures change?")
    remedy = _("Enter the reason as a correction or a revision; the document may follow.")
    takes_reason = False

    def find(self, figures):
        changed = figures.difference.corrections if figures.public else []
        if changed and not Correction.objects.filter(edition=figures.edition).exists():
            yield _now("%(n)s public figures change or go, and no reason is entered.") % {"n": len(changed)}


CHECKS: tuple[Check, ...] = (
    Present(), Explained(), Sources(), InForce(), FieldSize(), Order(), Parts(), Mean(), Coverage(), Jumps(),
)  # fmt: skip


def digest_of(said: Any) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and the reason that was given for it."""

    check: Check
    sentences: tuple[str, ...]
    reason: CheckReason | None

    @property
    def found(self) -> str:
        """Tells these findings from others of the same check: a reason is about just these."""
        return digest_of(self.sentences)

    @property
    def passed(self) -> bool:
        return not self.sentences

    @property
    def blocks(self) -> bool:
        return bool(self.sentences) and (self.reason is None or not self.check.takes_reason)


class Gate:
    """Every check of a version. Nothing is approved through a door of the portal while one blocks."""

    def __init__(self, edition: Edition, catalogue: Catalogue) -> None:
        self.edition, self.figures = edition, Figures(edition, catalogue)

    @cached_property
    def reasons(self) -> list[CheckReason]:
        """Every reason that was given, the earliest first."""
        return list(CheckReason.objects.filter(edition=self.edition).select_related("by"))

    @cached_property
    def correction(self) -> Correction | None:
        return Correction.objects.filter(edition=self.edition).select_related("source", "by").first()

    @cached_property
    def findings(self) -> list[Finding]:
        latest = {(reason.check_code, reason.found): reason for reason in self.reasons}
        found = [Finding(check, tuple(check.find(self.figures)), None) for check in CHECKS]
        return [replace(finding, reason=latest.get((finding.check.code, finding.found))) for finding in found]

    @property
    def digest(self) -> str:
        """Tells what is approved: all that the version says, what it is compared with, why public figures change, and
        why it goes on although checks found something."""
        why = self.correction
        said = (why.kind, why.reason_vi, why.reason_en, why.source_id) if why else None
        reasons = [(reason.check_code, reason.found, reason.reason) for reason in self.reasons]
        against = self.figures.public.pk if self.figures.public else None
        return digest_of((self.edition.pk, against, content_of(self.edition), said, reasons))

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.blocks]

    def require_open(self) -> None:
        """Raises ValidationError with the questions that are open."""
        if self.blocking:
            raise ValidationError(
                _("Checks are open: %(questions)s")
                % {"questions": " ".join(str(finding.check.question) for finding in self.blocking)}
            )

    def give_reason(self, code: str, reason: str, by) -> None:
        """Keep why a version goes on although a check fails. Raises ValidationError without one."""
        finding = next((f for f in self.findings if f.check.code == code), None)
        if finding is None or finding.passed or not finding.check.takes_reason:
            raise ValidationError(_("This check takes no reason."))
        if not reason.strip():
            raise ValidationError(_("Give the reason."))
        CheckReason.objects.create(edition=self.edition, check_code=code, found=finding.found, reason=reason, by=by)
