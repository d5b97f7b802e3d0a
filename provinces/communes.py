"""Finds the communes that a reader means: by name, with or without marks, type, district and province; or by code.

Every word that was typed has to be found. A run of words is the name; the others are the district and the province, or
words that only tell what kind of unit something is. So "an hiep ba tri" is the An Hiệp of Ba Tri and not the one of
Châu Thành, without anybody typing a comma. Where no name fits whole, the words may be the beginning or a part of one.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db.models import Case, F, Q, Value, When

from .matching import bare_district
from .models import Succession, Unit, UnitKind, UnitName
from .names import fold, spelled, tidy
from .registry import Registry

# What people call a certified electronic copy: words for the service, not for a place.
SERVICE = re.compile(
    r"\b(dich vu )?((ban sao )?(chung thuc|cong chung|sao y)( ban sao| ban chinh)?|ban sao)"
    r"( dien tu)?( tu ban chinh)?\b"
)
# Words that tell what kind of unit a name is of. After those of a district or province stands no commune's name.
OF_COMMUNES = ("thi tran", "dac khu", "phuong", "xa", "tt", "p", "x")
OF_OTHERS = ("huyen dao", "thanh pho", "thi xa", "huyen", "quan", "tinh", "tp", "tx", "h", "q", "t")
_KIND_WORDS = re.compile(rf"\b({'|'.join((*OF_OTHERS, *OF_COMMUNES))})\b")
_LEADING_KIND = re.compile(rf"^({'|'.join(OF_COMMUNES)}) (?=.)")
_ENDS_WITH_OTHER = re.compile(rf"\b({'|'.join(OF_OTHERS)})$")
# Words of a question that name nothing: UBND xã An Hiệp có chứng thực điện tử chưa?
_FILLING = re.compile(r"\b(uy ban nhan dan|ubnd|o|tai|thuoc|co|duoc|lam|chua|khong)\b")
_JOINED = re.compile(r"\b([pq](?=\d{1,2}\b)|t[px](?=[a-z]{2}))")  # P2, Q1, TPHCM
_SHORT_NUMBER = re.compile(r"\b0+(?=\d\b)")  # Phường 01 is Phường 1
_CODE = re.compile(r"\d{4,5}")

LONGEST_NAME = 6  # words; the longest name there is has five
SHORTEST_PART = 2  # characters; one letter stands only for a name of one letter
WHOLE_WORDS_BELOW = 3  # characters; two letters stand only for a whole word of a name

CODE, SPELLED, EXACT = range(3)


def _plain(text: str) -> str:
    return _SHORT_NUMBER.sub("", _JOINED.sub(r"\1 ", fold(text)))


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
        all_words = _plain(text)
        words, service = _without_service(all_words)
        parts = (_without_service(_plain(part))[0] for part in re.split(r"[,;]", text))
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
class Found:
    """The communes that were meant, best first, those of today before those that ended; `more` were left out.

    `elsewhere`: there is none in the place that was named; these have the name and lie in another.
    """

    communes: tuple[FoundCommune, ...] = ()
    more: int = 0
    elsewhere: bool = False


def search(asked: Asked, registry: Registry, today: date) -> Found:
    """The communes that were asked for, no more than the settings say. Five queries at most."""
    if not asked.words:
        return Found()
    candidates = _Candidates(asked, registry, today)
    rows, elsewhere = candidates.fitting(candidates.of_whole_names()), False
    if not rows:
        rows = candidates.of_parts()
    if not rows:
        rows, elsewhere = candidates.named_alike(), True
    shown = rows[: settings.COMMUNES_SHOWN]
    return Found(tuple(_with_relatives(shown)) if shown else (), len(rows) - len(shown), elsewhere and bool(rows))


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
        for run, rest in asked.runs():
            self.runs[run].add(rest)
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

    def named_alike(self) -> list[int]:
        """The units that have the longest of the names, wherever they lie. A name of one word says too little."""
        longest = max((len(candidate.folded.split()) for candidate in self._whole), default=0)
        return self.fitting(
            (candidate, ())
            for candidate in self._whole
            if longest > 1 and len(candidate.folded.split()) == longest and candidate.folded in self.runs
        )

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
