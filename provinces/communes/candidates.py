"""The communes and districts that have a name among the words, and how well each fits all of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import Case, F, Q, Value, When

from ..matching import bare_district
from ..models import ListedCommune, UnitKind, UnitName
from ..names import fold, spelled
from ..registry import Registry
from .asked import WHOLE_WORDS_BELOW, Asked
from .found import Alike, District
from .nearest import likeness, nearest
from .words import (
    COMMUNES_IN_FULL,
    DISTRICT_AFTER,
    DISTRICTS_IN_FULL,
    ENDS_WITH_KIND_OF_COMMUNE,
    KIND_OF_COMMUNE,
    KIND_WORDS,
    OF_DISTRICT,
    left_of,
    plain,
    spellings_of_district,
    without_filling,
)

CODE_TYPED = re.compile(r"\d{4,5}")
SHORTEST_PART = 2  # characters; one letter stands only for a name of one letter
CODE, SPELLED, EXACT = range(3)


class Candidate(NamedTuple):
    """A name of a commune as the database gives it."""

    unit_id: int
    folded: str
    short_name: str
    type: str
    code: str
    ends_on: date | None
    province: int
    sort_key: str
    district: str | None


class Candidates:
    """The communes that have a name or a code among the words, and how well each fits all of them."""

    COLUMNS = (
        "unit_id", "folded", "short_name", "type", "unit__code", "unit__ends_on", "unit__parent_id", "unit__sort_key",
        "unit__listings__district",
    )  # fmt: skip

    def __init__(self, asked: Asked, registry: Registry, today: date) -> None:
        self.asked, self.registry, self.today = asked, registry, today
        self.spelled = f" {spelled(asked.text)} "
        # What may be the name or the code, with the words around it.
        self.runs: dict[str, set[str]] = defaultdict(set)
        self.codes: dict[str, set[str]] = defaultdict(set)
        self.starts: dict[str, int] = {}
        for run, rest in asked.runs():
            self.runs[run].add(rest)
            self.starts.setdefault(run, rest.split().index(","))
            if run.isdigit() and len(run) == 1:
                self.runs[run.zfill(2)].add(rest)
            if CODE_TYPED.fullmatch(run):
                self.codes[run.zfill(5)].add(rest)
        self.kinds = {kind for kind in ("thi tran", "dac khu", "phuong", "xa") if self._typed(kind)}
        self._whole: list[Candidate] = []
        self._needed = lru_cache(maxsize=None)(lambda rest: left_of(rest, ()).split())
        self._places = lru_cache(maxsize=None)(self._spellings_of)
        self._explained = lru_cache(maxsize=None)(self._explain)

    def _typed(self, kind: str) -> bool:
        return bool(re.search(rf"(?<!\bthi )\b{kind}\b", self.asked.words))

    def of_whole_names(self) -> Iterator[tuple[Candidate, tuple]]:
        """Those that have a whole run of words as name, or a code; with how well they fit."""
        self._whole = self._read(Q(folded__in=list(self.runs)))
        if self.codes:
            self._whole += self._read(Q(unit__code__in=list(self.codes)))
        for candidate in self._whole:
            by_name = self.runs.get(candidate.folded, ()) if self._is_whole(candidate) else ()
            for rank, rests in (
                (CODE, self.codes.get(candidate.code, ())),
                (self._as_written(candidate), by_name),
            ):
                for rest in rests:
                    way = self._way(rest, candidate.district, candidate.province)
                    if way is not None:
                        yield candidate, (rank, way, -len(candidate.folded))

    def _is_whole(self, candidate: Candidate) -> bool:
        """The names of Phường Phương Mai and Xã Xà Bang are kept as mai and bang: their first words look like types."""
        bare = fold(candidate.short_name)
        return bare == candidate.folded or f" {bare} " in f" {self.asked.words} "

    def _as_written(self, candidate: Candidate) -> int:
        return SPELLED if f" {spelled(candidate.short_name)} " in self.spelled else EXACT

    def of_parts(self) -> list[int]:
        """The units whose name begins with what was typed before the first comma, or else has it inside.

        They may be hundreds: the database sorts them, those of today before those that ended.
        """
        name = self.asked.name
        if len(name) < SHORTEST_PART or not self._needed(self.asked.words):
            return []
        if len(name) < WHOLE_WORDS_BELOW:
            wanted = Q(folded__startswith=f"{name} ") | Q(folded__endswith=f" {name}")
        else:
            wanted = Q(folded__startswith=name) | Q(folded__contains=f" {name}")
        before, _name, after = self.asked.words.partition(name)
        rest = f"{before} , {after}"
        rows = (
            UnitName.objects.filter(wanted)
            .order_by(
                Case(When(unit__ends_on__lt=self.today, then=1), default=0),
                Case(When(folded__startswith=name, then=0), default=1),
                "unit__sort_key",
                "unit__parent_id",
                "unit_id",
            )
            .values_list(
                "unit_id", "unit__parent_id", F("unit__listings__district") if self._needed(rest) else Value("")
            )
        )
        fitting = (
            pk for pk, province, district in rows if province and self._way(rest, district, province) is not None
        )
        return list(dict.fromkeys(fitting))

    def _read(self, wanted: Q) -> list[Candidate]:
        """Only communes have a parent. Asked for the kind, SQLite would go through all of them by that index first."""
        rows = UnitName.objects.filter(wanted).order_by().values_list(*self.COLUMNS)
        return [Candidate._make(row) for row in rows if row[Candidate._fields.index("province")]]

    def fitting(self, found: Iterable[tuple[Candidate, tuple]]) -> list[int]:
        """The units, each once, best first; those of today before those that ended."""
        best: dict[int, tuple] = {}
        for candidate, rank in found:
            ended = candidate.ends_on is not None and candidate.ends_on < self.today
            key = (ended, *rank, *self._order(candidate))
            if candidate.unit_id not in best or key < best[candidate.unit_id]:
                best[candidate.unit_id] = key
        return sorted(best, key=best.__getitem__)

    @cached_property
    def districts(self) -> tuple[str, ...]:
        """Every district that is in a list. Some seven hundred: they are kept nowhere folded."""
        names = ListedCommune.objects.exclude(district="").order_by().values_list("district", flat=True)
        return tuple(names.distinct())

    @cached_property
    def _listed(self) -> list[tuple[District, int]]:
        """The communes of every district that has its name among the words, by name."""
        words = f" {self.asked.words} "
        named = [name for name in self.districts if self._names(name, words)]
        rows = (
            ListedCommune.objects.filter(district__in=named)
            .order_by("commune__parent__sort_key", "district", "commune__sort_key", "commune_id")
            .values_list("district", "commune__parent_id", "commune_list__as_of", "commune_id")
        )
        return [(District(name, province, as_of), pk) for name, province, as_of, pk in rows if province]

    @staticmethod
    def _names(district: str, words: str) -> bool:
        bare = spellings_of_district(district)[-1]
        return f" {bare} " in words or (bare.startswith("quan ") and f" q {bare[5:]} " in words)

    def of_districts(self, words: str) -> dict[District, list[int]]:
        """The districts that all the words name, each with its communes by name."""
        typed = OF_DISTRICT.match(words)
        if not typed and KIND_WORDS.match(words):
            return {}
        found: dict[District, list[int]] = defaultdict(list)
        for district, pk in self._listed:
            named = self._names(district.name, f" {words} ")
            if named and self._way(words, district.name, district.province) is not None:
                found[district].append(pk)
        kind = DISTRICTS_IN_FULL.get(typed[1], typed[1]) if typed else ""
        of_kind = [district for district in found if fold(district.name).startswith(f"{kind} ")] if kind else []
        in_turn = sorted(of_kind or found, key=lambda district: district.listed_on)
        latest = {(district.name, district.province): district for district in in_turn}
        return {district: found[district] for district in found if district in latest.values()}

    def in_district(self) -> tuple[Alike | None, dict[District, list[int]]]:
        """The one district that stands after words that name none of its communes."""
        typed = DISTRICT_AFTER.search(self.asked.words)
        districts = self.of_districts(typed[0]) if typed else {}
        if not typed or len(districts) != 1:
            return None, {}
        before = self.asked.words[: typed.start()].strip()
        [district] = districts
        missing = self._missing(before)
        return Alike(district.name, "" if missing else self._unread(before), missing, of_place=True), districts

    def named_alike(self) -> tuple[Alike | None, list[int]]:
        """The units that have one of the names, wherever they lie: the name after a word like xã, else the first.

        A name of one word says too little. Those come first whose district and province explain most other words.
        """
        words = self.asked.words.split()
        names = {c.folded for c in self._whole if c.folded in self.starts and " " in c.folded}
        if not names:
            return None, []

        def after_kind(name: str) -> bool:
            return bool(ENDS_WITH_KIND_OF_COMMUNE.search(" ".join(words[: self.starts[name]])))

        name = min(names, key=lambda name: (not after_kind(name), self.starts[name], -len(name)))
        before, after = words[: self.starts[name]], words[self.starts[name] + len(name.split()) :]
        rest = " ".join((*before, ",", *after))
        named = [candidate for candidate in self._whole if candidate.folded == name]
        left = {(c.district, c.province): left_of(rest, self._around(c.district or "", c.province)) for c in named}
        unlike = {place: -likeness(place[0] or "", words) for place, words in left.items()}

        def rank(candidate: Candidate) -> tuple:
            place = candidate.district, candidate.province
            return len(left[place].split()), unlike[place], self._as_written(candidate)

        least = min(left.values(), key=lambda words: len(words.split()))
        says_where = bool(before) and not after_kind(name)
        missing = self._missing(" ".join(before)) if says_where else ""
        of_place = says_where and name in self._known_places
        rows = self.fitting((candidate, rank(candidate)) for candidate in named)
        return Alike(self._called(named), self._unread(least), missing, of_place), rows

    def _called(self, named: list[Candidate]) -> str:
        """What communes of one folded name are called together: as one of them is written, else as it was typed."""
        written = {c.short_name for c in named if self._as_written(c) == SPELLED} or {c.short_name for c in named}
        return written.pop() if len(written) == 1 else self.asked.typed(named[0].folded)

    def _around(self, district: str, province: int) -> set[str]:
        return self._places(district, province) | self._of_another_time[province]

    def _unread(self, words: str) -> str:
        """Those of the words, as they were typed, that name no province and no district."""
        return self.asked.typed(left_of(words, self._known_places)) if words else ""

    @cached_property
    def _known_places(self) -> set[str]:
        """Every way to write a province or a district. The bare number of a district is no name of it."""
        provinces = {
            spelling
            for unit in self.registry.of_kind(UnitKind.PROVINCE)
            for spelling in self.registry.spellings(unit.pk)
        }
        return provinces.union(*(spellings_of_district(name) for name in self.districts))

    def _missing(self, before: str) -> str:
        """The commune that was meant by the words before a name that only says where it is: Phường 1, Bến Tre."""
        kind = KIND_OF_COMMUNE.search(before)
        name = left_of(before[kind.end() :], self._known_places) if kind else ""
        if not kind or not name:
            return ""
        return f"{COMMUNES_IN_FULL[kind[1]]} {name if name.isdigit() else self.asked.typed(name)}"

    def near(self) -> tuple[str, ...]:
        """What may be meant where nothing is found: the nearest districts, or names of communes and provinces.

        Each with the other words, as it may be typed. Names are compared that begin with the same letter.
        """
        words = self.asked.words
        if self.asked.too_short:
            return ()
        if OF_DISTRICT.match(words):
            kind, rest = OF_DISTRICT.split(words, maxsplit=1)[1:]
            return nearest(
                f"{DISTRICTS_IN_FULL.get(kind, kind)} {rest}", {plain(name): name for name in self.districts}
            )
        meant = left_of(words, self._known_places)
        if len(meant) < WHOLE_WORDS_BELOW:
            return ()
        names = (
            UnitName.objects.filter(folded__startswith=meant[0], unit__parent__isnull=False)
            .order_by()
            .values_list("folded", "short_name")
            .distinct()
        )
        pool = dict(names)
        for unit in self.registry.of_kind(UnitKind.PROVINCE):
            pool |= {fold(name.short): name.short for name in self.registry.official_names(unit.pk)}
        taken = set(meant.split())
        rest = " ".join(w for w in KIND_WORDS.sub(" ", words).split() if w not in taken)
        around = self.asked.typed(without_filling(rest))
        return tuple(", ".join(filter(None, (name, around))) for name in nearest(meant, pool))

    def _order(self, candidate: Candidate) -> tuple:
        """Among those that fit equally: of the type that was typed, then by name, province and district."""
        other_type = bool(self.kinds) and fold(candidate.type) not in self.kinds
        return other_type, candidate.sort_key, candidate.province, candidate.district or "", candidate.unit_id

    def _way(self, rest: str, district: str | None, province: int) -> int | None:
        """Whether the other words name the commune's district and province: 0; a province of another time: 1; no: None.

        Today's province is understood for a commune of before, and a former one for a commune of today: a reader need
        not know which of the two a list has.
        """
        return self._explained(rest, district or "", province) if self._needed(rest) else 0

    def _explain(self, rest: str, district: str, province: int) -> int | None:
        own = self._places(district, province)
        others = self._of_another_time[province]
        known = {word for place in own | others for word in place.split()}
        if not known.issuperset(self._needed(rest)):
            return None
        if not left_of(rest, own):
            return 0
        return None if left_of(rest, own | others) else 1

    def _spellings_of(self, district: str, province: int) -> set[str]:
        own = self.registry.spellings(province)
        return {*own, plain(district), bare_district(district)} if district else own

    @cached_property
    def _of_another_time(self) -> dict[int, set[str]]:
        """Of each province the spellings of those that went into it, and of those that it went into."""
        found: dict[int, set[str]] = defaultdict(set)
        for edge in self.registry.mergers:  # those of communes too, which have no spellings here
            found[edge.predecessor] |= self.registry.spellings(edge.successor)
            found[edge.successor] |= self.registry.spellings(edge.predecessor)
        return found
