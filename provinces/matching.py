"""Which unit a sheet means: by code, by any name it ever had, by an alias, with or without marks, as of a day."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches

from django.utils.translation import gettext as _

from .models import ListedCommune, Unit, UnitName
from .names import fold, spelled, without_type
from .wording import day as day_text


class NoSuchUnit(LookupError):
    """No unit, or more than one, is meant; the message says why and what to do, `near` what may be meant."""

    def __init__(self, message: str, near: Iterable[Unit] = ()) -> None:
        super().__init__(message)
        self.near = tuple(near)


def bare_code(text: str) -> str:
    """A code as it is compared: Excel turns 01 into 1, and codes of one kind are equally long."""
    return text.strip().casefold().lstrip("0")


class UnitMatcher:
    """Finds the units of one kind that were in force on a day. Reads the database once, then answers from memory."""

    def __init__(self, kind: str, on: date) -> None:
        self.kind, self.on = kind, on
        self.units = {unit.pk: unit for unit in Unit.objects.of_kind(kind)}
        self.by_code: dict[str, list[Unit]] = defaultdict(list)
        self.by_spelling: dict[str, set[int]] = defaultdict(set)
        self.by_fold: dict[str, set[int]] = defaultdict(set)
        for unit in self.units.values():
            self.by_code[bare_code(unit.code)].append(unit)
        self.short_names: dict[int, str] = {}
        self._found: dict[str, Unit] = {}  # a sheet of many years names each unit many times
        for name in UnitName.objects.filter(unit__kind=kind).order_by("valid_from"):
            for text in {name.name_vi, name.short_name}:
                self.by_spelling[spelled(text)].add(name.unit_id)
                self.by_fold[without_type(fold(text), kind)].add(name.unit_id)
            first = name.unit_id not in self.short_names
            if name.role == UnitName.Role.OFFICIAL and (first or name.valid_from <= on):
                self.short_names[name.unit_id] = name.name_vi

    def find(self, text: str) -> Unit:
        """The one unit in force on the day that the text names. Raises NoSuchUnit."""
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def called(self, unit: Unit) -> str:
        """What people read of a unit that may be meant."""
        return self.short_names.get(unit.pk, unit.code)

    def candidates(self, text: str, fits: Callable[[Unit], bool] = lambda unit: True) -> list[Unit]:
        """The units in force that the text may name: by code, else by a name with its marks, else without."""
        for ids in (
            [unit.pk for unit in self.by_code.get(bare_code(text), ())],
            self.by_spelling.get(spelled(text), ()),
            self.by_fold.get(without_type(fold(text), self.kind), ()),
        ):
            found = [unit for unit in self._in_force(ids) if fits(unit)]
            if found:
                return found
        return []

    def _find(self, text: str) -> Unit:
        found = self.candidates(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise self._several(text, found)
        raise NoSuchUnit(*self._why_not(text))

    def _several(self, text: str, found: list[Unit]) -> NoSuchUnit:
        return NoSuchUnit(
            _('"%(text)s" can mean: %(units)s. Write the code or the full name.')
            % {"text": text, "units": ", ".join(map(self.called, found[:6]))},
            found,
        )

    def _in_force(self, ids: Iterable[int]) -> list[Unit]:
        return [unit for unit in (self.units[pk] for pk in sorted(ids)) if unit.in_force_on(self.on)]

    def _why_not(
        self, text: str, fits: Callable[[Unit], bool] = lambda unit: True, spellings: Iterable[str] | None = None
    ) -> tuple[str, list[Unit]]:
        """Why nothing is meant, and what may be: of the units that fit, by the spellings that they have."""
        known = [self.units[pk] for pk in self.by_fold.get(without_type(fold(text), self.kind), ())]
        known = [unit for unit in known or self.by_code.get(bare_code(text), []) if fits(unit)]
        ended = next((unit for unit in known if unit.ends_on and unit.ends_on < self.on), None)
        if ended:
            return _(
                '"%(text)s" ended after %(last)s; the sheet speaks of the units of %(day)s. Check the year of the '
                "file or leave the row out. The portal does not move figures to the new unit."
            ) % {"text": text, "last": day_text(ended.ends_on or self.on), "day": day_text(self.on)}, []
        if known:
            return _(
                '"%(text)s" exists only from %(first)s; the sheet speaks of the units of %(day)s. '
                "Check the year of the file or leave the row out."
            ) % {"text": text, "first": day_text(known[0].begins_on), "day": day_text(self.on)}, []
        compared = self.by_fold if spellings is None else spellings
        alike = get_close_matches(without_type(fold(text), self.kind), compared, n=5, cutoff=0.7)
        meant = list(dict.fromkeys(u for near in alike for u in self._in_force(self.by_fold[near]) if fits(u)))[:3]
        if meant:
            return _(
                '"%(text)s" is not in the list of units on %(day)s. Did you mean %(meant)s? '
                "Choose the unit, or mend the cell and upload again."
            ) % {"text": text, "day": day_text(self.on), "meant": self.called(meant[0])}, meant
        return _('"%(text)s" is not in the list of units on %(day)s. Mend the cell and upload again.') % {
            "text": text,
            "day": day_text(self.on),
        }, []


class CommuneMatcher(UnitMatcher):
    """Finds communes, whose names repeat: the province and the district tell them apart."""

    def __init__(self, on: date) -> None:
        super().__init__("commune", on)
        self.districts = dict(ListedCommune.objects.values_list("commune_id", "district"))
        self.provinces = UnitMatcher("province", on)
        self._within: dict[tuple[int | None, str], list[str]] = {}  # a sheet has many rows of one place

    def called(self, unit: Unit) -> str:
        around = (self.districts.get(unit.pk), self.provinces.short_names.get(unit.parent_id or 0))
        return ", ".join(filter(None, (super().called(unit), *around)))

    def find_in(self, text: str, province: int | None, district: str) -> Unit:
        """The one commune of a province and district that the text names; each may be left open. Raises NoSuchUnit."""
        wanted = bare_district(district)

        def in_province(unit: Unit) -> bool:
            return self._lies_in(unit, province, "")

        def in_district(unit: Unit) -> bool:
            return self._lies_in(unit, province, wanted)

        found = self.candidates(text, in_district)
        if len(found) == 1:
            return found[0]
        if found:
            raise self._several(text, found)
        elsewhere = self.candidates(text, in_province)
        if elsewhere:
            raise NoSuchUnit(
                _('there is no "%(text)s" in %(district)s. There is: %(units)s. Choose the unit, or mend the cell.')
                % {"text": text, "district": district, "units": ", ".join(map(self.called, elsewhere[:6]))},
                elsewhere,
            )
        # Of the place that the row names, or none: a name that is near lies far away.
        near = self._names_in(province, wanted) if wanted or province is not None else None
        raise NoSuchUnit(*self._why_not(text, in_district, near))

    def _names_in(self, province: int | None, district: str) -> list[str]:
        """The folded names of the communes of a province and a bare district; each may be left open."""
        if (province, district) not in self._within:
            self._within[province, district] = [
                name
                for name, ids in self.by_fold.items()
                if any(self._lies_in(self.units[pk], province, district) for pk in ids)
            ]
        return self._within[province, district]

    def _lies_in(self, unit: Unit, province: int | None, district: str) -> bool:
        return (province is None or unit.parent_id == province) and (
            not district or bare_district(self.districts.get(unit.pk, "")) == district
        )


DISTRICT_WORDS = ("huyen dao", "huyen", "quan", "thi xa", "thanh pho", "tp", "tx", "h", "q")


def bare_district(text: str) -> str:
    """A folded district without the word that tells its kind: ba tri for Huyện Ba Tri, 1 for Quận 01."""
    folded = fold(text)
    for word in DISTRICT_WORDS:
        if folded.startswith(word + " "):
            bare = folded[len(word) + 1 :]
            return bare.lstrip("0") if bare.isdigit() else bare
    return folded
