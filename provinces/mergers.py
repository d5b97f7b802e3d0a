"""A merger in one step: the new unit with its name and address, the edges to it, the last day of those that go."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .models import JournalEntry, Source, Succession, Unit, UnitName
from .names import slugify
from .wording import day as day_text


@dataclass(frozen=True)
class Merger:
    """What a decision says: who goes together, from which day, under which name and code."""

    kind: str
    predecessors: tuple[Unit, ...]
    effective_on: date
    type: str
    short_name: str
    name_en: str
    code: str
    legal_basis: str
    source: Source | None

    @property
    def full_name(self) -> str:
        """With its type, as decisions write it: Tỉnh Vĩnh Long."""
        return f"{self.type} {self.short_name}".strip()

    @property
    def last_day(self) -> date:
        return self.effective_on - timedelta(days=1)

    def check(self) -> None:
        """Raises ValidationError with what does not fit."""
        wrong = []
        if len(self.predecessors) < 2:
            wrong.append(_("Choose at least two units that go together. A new name of one unit is entered with it."))
        for unit in self.predecessors:
            if unit.kind != self.kind:
                wrong.append(_("%(unit)s is of another kind.") % {"unit": unit})
            elif unit.ends_on is not None or not unit.in_force_on(self.last_day):
                wrong.append(_("%(unit)s is not in force on %(day)s.") % {"unit": unit, "day": day_text(self.last_day)})
        if Unit.objects.filter(kind=self.kind, code=self.code, begins_on=self.effective_on).exists():
            wrong.append(_("There is already a unit of this kind with this code and first day."))
        others = Unit.objects.filter(kind=self.kind, code=self.code, ends_on=None)
        if others.exclude(pk__in=[unit.pk for unit in self.predecessors]).exists():
            said = _("The code %(code)s belongs to a unit in force that is not part of this.")
            wrong.append(said % {"code": self.code})
        if wrong:
            raise ValidationError(wrong)

    @transaction.atomic
    def carry_out(self, by) -> Unit:
        """Make the new unit. Results stay with the old ones, whose pages stay for ever. Raises ValidationError."""
        self.check()
        for unit in self.predecessors:
            before = {"ends_on": unit.ends_on, "slug": unit.slug}
            unit.ends_on = self.last_day
            unit.slug = self.former_slug(unit)
            unit.save()
            JournalEntry.note(unit, by, before, {"ends_on": unit.ends_on, "slug": unit.slug}, remark=self.legal_basis)
        slug = slugify(self.full_name if self.kind == "ministry" else self.short_name)
        if Unit.objects.filter(kind=self.kind, slug=slug).exists():
            raise ValidationError(_("The address %(slug)s belongs to another unit.") % {"slug": slug})
        heir = Unit.objects.create(
            kind=self.kind, code=self.code, begins_on=self.effective_on, slug=slug, source=self.source
        )
        UnitName.objects.create(
            unit=heir,
            name_vi=self.full_name,
            short_name=self.short_name,
            name_en=self.name_en,
            type=self.type.lower(),
            valid_from=self.effective_on,
            source=self.source,
        )
        for unit in self.predecessors:
            Succession.objects.create(
                predecessor=unit,
                successor=heir,
                effective_on=self.effective_on,
                legal_basis=self.legal_basis,
                source=self.source,
            )
        made = {"code": heir.code, "begins_on": heir.begins_on, "slug": heir.slug}
        JournalEntry.note(heir, by, None, made, remark=self.legal_basis)
        return heir

    def former_slug(self, unit: Unit) -> str:
        """An ended unit gives its plain address to a new one of the same name: vinh-long-den-2025."""
        wanted = slugify(self.full_name if self.kind == "ministry" else self.short_name)
        return f"{unit.slug}-den-{self.last_day.year}" if unit.slug == wanted else unit.slug
