"""Finds the communes that a reader means: by name, with or without marks, type, district and province; or by code.

Every word that was typed has to be found. A run of words is the name; the others are the district and the province, or
words that only tell what kind of unit something is. So "an hiep ba tri" is the An Hiệp of Ba Tri and not the one of
Châu Thành, without anybody typing a comma. Where no name fits whole, the words may be the beginning or a part of one;
else a district; else a name with words around it that nobody understands, which are told; else a name that is near.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property, lru_cache
from heapq import nlargest
from typing import NamedTuple

from django.conf import settings
from django.db.models import Case, F, Q, Value, When

from .matching import bare_district
from .models import ListedCommune, Succession, Unit, UnitKind, UnitName
from .names import fold, spelled, tidy
from .registry import Registry

# What people call a certified electronic copy: words for the service, not for a place.
SERVICE = re.compile(
    r"\b(dich vu )?((ban sao )?(chung thuc|cong chung|sao y)( ban sao| ban chinh)?|ban sao)"
    r"( dien tu)?( tu ban chinh)?\b"
)
# Words that tell what kind of unit a name is of. After those of a district or province stands no commune's name.
OF_COMMUNES = ("thi tran", "dac khu", "phuong", "xa", "tt", "p", "f", "x")
OF_OTHERS = ("huyen dao", "thanh pho", "thi xa", "huyen", "quan", "tinh", "tp", "tx", "h", "q", "t")
_KIND_WORDS = re.compile(rf"\b({'|'.join((*OF_OTHERS, *OF_COMMUNES))})\b")
_KINDS_OF_COMMUNES = re.compile(rf"\b(?<!\bthi )({'|'.join(OF_COMMUNES)})(?= |$)")
_ENDS_WITH_KIND = re.compile(rf"\b({'|'.join(OF_COMMUNES)})$")
_LEADING_KIND = re.compile(rf"^({'|'.join(OF_COMMUNES)}) (?=.)")
_ENDS_WITH_OTHER = re.compile(rf"\b({'|'.join(OF_OTHERS)})$")
_OF_PROVINCE = re.compile(r"^(tinh|t|thanh pho|tp) (?=.)")
_OF_DISTRICT = re.compile(r"^(huyen dao|huyen|quan|thi xa|thanh pho|tp|tx|h|q) (?=.)")
_DISTRICT_AFTER = re.compile(r"(?<= )(huyen dao|huyen|quan|thi xa|thanh pho|tp|tx|h|q) .+")
# What the short words for kinds of units stand for.
DISTRICTS_IN_FULL = {"h": "huyen", "q": "quan", "tx": "thi xa", "tp": "thanh pho"}
COMMUNES_IN_FULL = {
    "thi tran": "Thị trấn", "tt": "Thị trấn", "dac khu": "Đặc khu", "phuong": "Phường", "p": "Phường", "f": "Phường",
    "xa": "Xã", "x": "Xã",
}  # fmt: skip
# What stands around all that names a place: Mã xã 29161; An Hiệp, Ba Tri, Việt Nam.
_LABEL = re.compile(r"^ma( so| xa| phuong| thi tran| don vi)* (?=\d{4,5}\b)")
_COUNTRY = re.compile(r"(?<=.) (viet nam|vietnam|vn)$")
# Words of a question that name nothing: UBND xã An Hiệp có chứng thực điện tử chưa?
_FILLING = re.compile(r"\b(uy ban nhan dan|ubnd|o|tai|thuoc|co|duoc|lam|chua|khong)\b")
_JOINED = re.compile(r"\b([pqf](?=\d{1,2}\b)|t[px](?=[a-z]{2}))")  # P2, Q1, TPHCM
_SHORT_NUMBER = re.compile(r"\b0+(?=\d\b)")  # Phường 01 is Phường 1
_CODE = re.compile(r"\d{4,5}")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")

LONGEST_NAME = 6  # words; the longest name there is has five
SHORTEST_PART = 2  # characters; one letter stands only for a name of one letter
WHOLE_WORDS_BELOW = 3  # characters; two letters stand only for a whole word of a name

CODE, SPELLED, EXACT = range(3)
ALIKE = 0.75  # how much a word has to be like another that may be meant, from 0 to 1
NEAR_SHOWN = 5  # names that may be meant
NEAR_COMPARED = 40  # names that are compared letter by letter: those that have most pairs of letters in common
LONGER_OR_SHORTER = 3  # characters that a name that may be meant may have more or less


def _plain(text: str) -> str:
    return _SHORT_NUMBER.sub("", _JOINED.sub(r"\1 ", fold(text)))


def _bare(words: str) -> str:
    return _COUNTRY.sub("", _LABEL.sub("", words))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader typed, taken apart: the words for places, and whether the service was named.

    >>> Asked.read("Chứng thực bản sao điện tử ở xã An Hiệp, Ba Tri")
    Asked(text='Chứng thực bản sao điện tử ở xã An Hiệp, Ba Tri', words='o xa an hiep ba tri', name='an hiep', \
service=True, too_long=False)
    """

    text: str
    words: str = ""
    # The part before the first comma, without its type: what a name may begin with.
    name: str = ""
    service: bool = False
    too_long: bool = False

    @classmethod
    def read(cls, text: str) -> "Asked":
        """Take a typed text apart. Never raises."""
        if len(text) > settings.COMMUNE_QUERY_CHARACTERS:
            return cls(text[: settings.COMMUNE_QUERY_CHARACTERS], too_long=True)
        text = tidy(text.replace("\0", ""))
        all_words = _bare(_plain(text))
        words, service = _without_service(all_words)
        parts = (_without_service(_bare(_plain(part)))[0] for part in re.split(r"[,;]", text))
        name = next((part for part in parts if part), "")
        if service:
            name = re.sub(r"^(o|tai) (?=.)", "", name)
        return cls(text, words, _LEADING_KIND.sub("", name), service)

    @property
    def nothing(self) -> bool:
        """Whether nothing was typed at all."""
        return not self.text

    @property
    def too_short(self) -> bool:
        """Whether one or two letters stand for a name: too few to find a part of one."""
        return len(self.words) < WHOLE_WORDS_BELOW

    @property
    def only_service(self) -> bool:
        """Whether the service was named and no place."""
        return self.service and not self.words

    def typed(self, words: str) -> str:
        """Some of the words as they were typed.

        >>> Asked.read("An Hiêp, Ba Trii").typed("ba trii")
        'Ba Trii'
        """
        as_typed: dict[str, str] = {}
        for token in re.split(r"[\s,;]+", self.text):
            for word in _plain(token).split():
                as_typed.setdefault(word, _EDGES.sub("", token))
        return " ".join(dict.fromkeys(as_typed.get(word, word) for word in words.split()))

    def runs(self) -> Iterator[tuple[str, str]]:
        """Every run of words that may be a commune's name, with the words around it."""
        words = self.words.split()
        for length in range(min(LONGEST_NAME, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                before, after = words[:start], words[start + length :]
                if not _ENDS_WITH_OTHER.search(" ".join(before)):
                    yield " ".join(words[start : start + length]), " ".join((*before, ",", *after))


def _without_service(words: str) -> tuple[str, bool]:
    left = " ".join(SERVICE.sub(" ", words).split())
    return left, left != words


@dataclass(frozen=True, slots=True)
class KnownCommune:
    """A commune with its latest official name, and its district in the latest list that names it (`listed_on`)."""

    pk: int
    code: str
    begins_on: date
    ends_on: date | None
    province: int
    name: str
    district: str
    listed_on: date | None

    def ended_by(self, day: date) -> bool:
        return self.ends_on is not None and self.ends_on < day


@dataclass(frozen=True, slots=True)
class Heir:
    """A commune that another went into, or came from, with what proves it."""

    commune: KnownCommune
    legal_basis: str
    source: str


@dataclass(frozen=True, slots=True)
class FoundCommune:
    """A commune that was meant, with what is known of those before and after it.

    Those that had its code before and have it since are other units; that says nothing of their territory.
    """

    commune: KnownCommune
    had_code_before: KnownCommune | None
    has_code_since: KnownCommune | None
    heirs: tuple[Heir, ...]
    origins: tuple[Heir, ...]


@dataclass(frozen=True, slots=True)
class District:
    """A district as the latest list that names it had it."""

    name: str
    province: int
    listed_on: date


@dataclass(frozen=True, slots=True)
class Alike:
    """Communes have the name `name`, but not all words were understood.

    `unread` are those that name nothing; `missing` is the commune that was meant, if `name` was only to say where it
    is. With neither of them the place that was named has no commune of the name. `of_place`: other words stand before
    the name, and a province or a district has it too.
    """

    name: str
    unread: str = ""
    missing: str = ""
    of_place: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The communes that were meant, best first, those of today before those that ended; `more` were left out.

    Where the words name `districts`, the communes are those of the district, if it is only one. Where they fit no
    commune whole, the communes are `alike`; where there are none of these either, or their name may only say where the
    one that was meant lies, `near` is what may be meant. `provinces` are those that have the words as their name, and
    those that they went into.
    """

    communes: tuple[FoundCommune, ...] = ()
    more: int = 0
    alike: Alike | None = None
    districts: tuple[District, ...] = ()
    near: tuple[str, ...] = ()
    provinces: tuple[int, ...] = ()

    @property
    def elsewhere(self) -> bool:
        """Whether there is none in the place that was named; these have the name and lie in another."""
        return self.alike is not None and not self.alike.unread and not self.alike.missing


def search(asked: Asked, registry: Registry, today: date) -> Found:
    """The communes that were asked for, no more than the settings say. Eight queries at most."""
    if not asked.words:
        return Found()
    candidates = _Candidates(asked, registry, today)
    provinces = _provinces_named(asked.words, registry)
    rows = candidates.fitting(candidates.of_whole_names()) or candidates.of_parts()
    alike: Alike | None = None
    districts: dict[District, list[int]] = {}
    near: tuple[str, ...] = ()
    if not rows:
        districts = candidates.of_districts(asked.words)
        rows = next(iter(districts.values())) if len(districts) == 1 else []
    if not rows and not districts and not provinces:
        alike, rows = candidates.named_alike()
        if alike is None:
            alike, districts = candidates.in_district()
            rows = [pk for communes in districts.values() for pk in communes]
        near = candidates.near() if alike is None or alike.of_place else ()
    shown = rows[: settings.COMMUNES_SHOWN]
    communes = tuple(_with_relatives(shown)) if shown else ()
    return Found(communes, len(rows) - len(shown), alike, tuple(districts), near, provinces)


def _provinces_named(words: str, registry: Registry) -> tuple[int, ...]:
    """The provinces that have the words as a name, and those that they went into; in the order of time."""
    wanted = {words, _OF_PROVINCE.sub("", words)}
    named = {unit.pk for unit in registry.of_kind(UnitKind.PROVINCE) if wanted & registry.spellings(unit.pk)}
    named |= {edge.successor for edge in registry.mergers if edge.predecessor in named}
    return tuple(sorted(named, key=lambda pk: (registry.units[pk].begins_on, registry.units[pk].sort_key)))


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


class _Candidates:
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
            if _CODE.fullmatch(run):
                self.codes[run.zfill(5)].add(rest)
        self.kinds = {kind for kind in ("thi tran", "dac khu", "phuong", "xa") if self._typed(kind)}
        self._whole: list[Candidate] = []
        self._needed = lru_cache(maxsize=None)(lambda rest: _left_of(rest, ()).split())
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
        bare = _spellings_of_district(district)[-1]
        return f" {bare} " in words or (bare.startswith("quan ") and f" q {bare[5:]} " in words)

    def of_districts(self, words: str) -> dict[District, list[int]]:
        """The districts that all the words name, each with its communes by name."""
        typed = _OF_DISTRICT.match(words)
        if not typed and _KIND_WORDS.match(words):
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
        typed = _DISTRICT_AFTER.search(self.asked.words)
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
            return bool(_ENDS_WITH_KIND.search(" ".join(words[: self.starts[name]])))

        name = min(names, key=lambda name: (not after_kind(name), self.starts[name], -len(name)))
        before, after = words[: self.starts[name]], words[self.starts[name] + len(name.split()) :]
        rest = " ".join((*before, ",", *after))
        named = [candidate for candidate in self._whole if candidate.folded == name]
        left = {(c.district, c.province): _left_of(rest, self._around(c.district or "", c.province)) for c in named}
        unlike = {place: -_likeness(place[0] or "", words) for place, words in left.items()}

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
        return self.asked.typed(_left_of(words, self._known_places)) if words else ""

    @cached_property
    def _known_places(self) -> set[str]:
        """Every way to write a province or a district. The bare number of a district is no name of it."""
        provinces = {
            spelling
            for unit in self.registry.of_kind(UnitKind.PROVINCE)
            for spelling in self.registry.spellings(unit.pk)
        }
        return provinces.union(*(_spellings_of_district(name) for name in self.districts))

    def _missing(self, before: str) -> str:
        """The commune that was meant by the words before a name that only says where it is: Phường 1, Bến Tre."""
        kind = _KINDS_OF_COMMUNES.search(before)
        name = _left_of(before[kind.end() :], self._known_places) if kind else ""
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
        if _OF_DISTRICT.match(words):
            kind, rest = _OF_DISTRICT.split(words, maxsplit=1)[1:]
            return _nearest(
                f"{DISTRICTS_IN_FULL.get(kind, kind)} {rest}", {_plain(name): name for name in self.districts}
            )
        meant = _left_of(words, self._known_places)
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
        rest = " ".join(w for w in _KIND_WORDS.sub(" ", words).split() if w not in taken)
        around = self.asked.typed(_FILLING.sub(" ", rest))
        return tuple(", ".join(filter(None, (name, around))) for name in _nearest(meant, pool))

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
        if not _left_of(rest, own):
            return 0
        return None if _left_of(rest, own | others) else 1

    def _spellings_of(self, district: str, province: int) -> set[str]:
        own = self.registry.spellings(province)
        return {*own, _plain(district), bare_district(district)} if district else own

    @cached_property
    def _of_another_time(self) -> dict[int, set[str]]:
        """Of each province the spellings of those that went into it, and of those that it went into."""
        found: dict[int, set[str]] = defaultdict(set)
        for edge in self.registry.mergers:  # those of communes too, which have no spellings here
            found[edge.predecessor] |= self.registry.spellings(edge.successor)
            found[edge.successor] |= self.registry.spellings(edge.predecessor)
        return found


@lru_cache(maxsize=2_000)
def _spellings_of_district(district: str) -> tuple[str, ...]:
    """A district with its type and without; only with it, if it is called by its number.

    >>> _spellings_of_district("Huyện Ba Tri"), _spellings_of_district("Quận 03")
    (('huyen ba tri', 'ba tri'), ('quan 3',))
    """
    full, bare = _plain(district), bare_district(district)
    return (full,) if bare.isdigit() else (full, bare)


def _likeness(district: str, words: str) -> float:
    """How much a district is like the words, from 0 to 1; 0 where one is more than three times as long."""
    pairs = [SequenceMatcher(None, name, words) for name in (fold(district), bare_district(district))]
    return max(pair.ratio() if pair.real_quick_ratio() >= 0.5 else 0 for pair in pairs)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _nearest(words: str, pool: dict[str, str]) -> tuple[str, ...]:
    """The names (folded: as it is shown) that are most like the words, best first."""
    pairs = _pairs(words)
    in_reach = (name for name in pool if abs(len(name) - len(words)) <= LONGER_OR_SHORTER)
    compared = nlargest(NEAR_COMPARED, in_reach, key=lambda name: len(pairs & _pairs(name)))
    return tuple(pool[name] for name in get_close_matches(words, compared, NEAR_SHOWN, ALIKE))


def _left_of(rest: str, places: Collection[str]) -> str:
    """What remains of the words without the places and without the words that name nothing."""
    words = set(rest.split())
    for place in sorted(places, key=len, reverse=True):
        if words.issuperset(place.split()):
            rest = re.sub(rf"\b{place}\b", ",", rest)
    return _FILLING.sub(" ", _KIND_WORDS.sub(" ", rest)).replace(",", " ").strip()


def _with_relatives(unit_ids: list[int]) -> Iterator[FoundCommune]:
    """Each commune with those that had its code, went into it or came from it. Two queries."""
    edges = list(
        Succession.objects.filter(Q(predecessor__in=unit_ids) | Q(successor__in=unit_ids))
        .order_by("effective_on", "pk")
        .values_list("predecessor_id", "successor_id", "legal_basis", "source__code")
    )
    known = _known({*unit_ids, *(end for edge in edges for end in edge[:2])})
    by_code: dict[str, list[KnownCommune]] = defaultdict(list)
    for commune in sorted(known.values(), key=lambda commune: commune.begins_on):
        by_code[commune.code].append(commune)

    def heir(unit_id: int, legal_basis: str, source: str | None) -> Heir:
        return Heir(known[unit_id], legal_basis, source or "")

    for commune in (known[unit_id] for unit_id in unit_ids if unit_id in known):
        in_turn = [None, *by_code[commune.code], None]
        place = in_turn.index(commune)
        yield FoundCommune(
            commune,
            in_turn[place - 1],
            in_turn[place + 1],
            tuple(heir(after, *proof) for before, after, *proof in edges if before == commune.pk and after in known),
            tuple(heir(before, *proof) for before, after, *proof in edges if after == commune.pk and before in known),
        )


def _known(unit_ids: set[int]) -> dict[int, KnownCommune]:
    """The communes and all that had their codes, by their keys; without those that have no official name yet."""
    codes = Unit.objects.filter(pk__in=unit_ids).values("code")
    rows = (
        UnitName.objects.filter(
            unit__in=Unit.objects.filter(kind=UnitKind.COMMUNE, code__in=codes).values("pk"),
            role=UnitName.Role.OFFICIAL,
        )
        .order_by("valid_from", "unit__listings__commune_list__as_of")
        .values_list(
            "unit_id",
            "unit__code",
            "unit__begins_on",
            "unit__ends_on",
            "unit__parent_id",
            "name_vi",
            "unit__listings__district",
            "unit__listings__commune_list__as_of",
        )
    )
    return {
        pk: KnownCommune(pk, code, begins_on, ends_on, province or 0, name, district or "", listed_on)
        for pk, code, begins_on, ends_on, province, name, district, listed_on in rows
    }
