"""Answers: a question is read from the address, its rows are taken as a page, and put into an envelope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from provinces.models import Unit

from ..ahead import public_address
from ..catalogue import Catalogue, current_catalogue
from ..licensing import LICENCE, LICENCE_OF_MIXED, licence_notes, mixed
from ..open_data.moment import Moment
from ..views.as_of import AsOf
from .cursors import NoCursor, cursor_of, read_cursor
from .encoding import encoded
from .endpoints import TABLE, Endpoint, Filter, stands_at
from .naming import Naming
from .pages import Page, Reading
from .problems import NOT_FOUND, UNKNOWN_CODE, UNKNOWN_CURSOR, WITHDRAWN, Refused

# The longest list of codes that a problem document names instead of the place where they stand.
MOST_NAMED = 50


@dataclass(frozen=True)
class Question:
    """What was asked of an endpoint: its parameters as they were read, without those that were not given."""

    endpoint: Endpoint
    asked: dict[str, Any]

    @cached_property
    def catalogue(self) -> Catalogue:
        return current_catalogue()

    @cached_property
    def moment(self) -> Moment:
        return Moment(self.catalogue, AsOf(self.asked.get("as_of")).at or timezone.now())

    @property
    def day(self) -> date:
        """The day of which the answer speaks."""
        return AsOf(self.asked.get("as_of")).until

    @cached_property
    def reading(self) -> Reading:
        naming = Naming(self.catalogue.registry, self.asked.get("on"))
        fields = self.asked["fields"].split(",") if "fields" in self.asked else self.endpoint.columns
        return Reading(self.endpoint, self.moment, naming, fields)

    @cached_property
    def identity(self) -> str:
        """The question without what may change from page to page: cursors are bound to it."""
        keys = {name: str(value) for name, value in self.asked.items() if name not in {"limit", "cursor", "fields"}}
        return f"{self.endpoint.name}?{urlencode(sorted(keys.items()))}"

    def where(self) -> Q:
        """The condition that all filters make. Raises Refused where one names nothing."""
        found = Q()
        for one in self.endpoint.filters:
            if one.name in self.asked:
                found &= one.where(self._referred(one, self.asked[one.name]), self.asked)
        return found

    def _referred(self, one: Filter, value: Any) -> Any:
        """The value that a condition is made of: of a permanent id, the unit's key. Raises Refused."""
        if not one.refers:
            return value
        if one.refers == "units":
            return unit_of(value, one.name)
        records = TABLE[one.refers].records(self.moment)
        if not records.filter(code=value).exists():
            raise _no_code(one, value, list(records.order_by("code").values_list("code", flat=True)[: MOST_NAMED + 1]))
        return value

    def page(self) -> Page:
        """The page that was asked for. Raises Refused."""
        after: Sequence[Any] = ()
        if "cursor" in self.asked:
            try:
                after = read_cursor(self.identity, self.asked["cursor"])
            except NoCursor as error:
                detail = "This is no cursor of this question. Begin without one, and follow next."
                raise Refused(UNKNOWN_CURSOR, detail, parameter="cursor") from error
        return self.reading.page(self.where(), self.asked["limit"], after)

    def one(self, key: dict[str, Any]) -> str:
        """The row with a key. Raises Refused where there is none."""
        where = self.where()
        for name, value in key.items():
            path = stands_at(self.endpoint.table, name)
            where &= Q(**{path: unit_of(value) if name == "unit_id" else value})
        rows = self.reading.page(where, 1).rows
        if not rows:
            named = "/".join(map(str, key.values()))
            raise Refused(NOT_FOUND, f"There is no {named} among the public {self.endpoint.name}.")
        return rows[0]


def unit_of(permanent_id: str, parameter: str = "") -> int:
    """The primary key of a unit. Raises Refused."""
    kind, _dash, rest = permanent_id.partition("-")
    code, begins_on = rest[:-11], rest[-10:]
    try:
        found = Unit.objects.filter(kind=kind, code=code, begins_on=date.fromisoformat(begins_on)).values_list("pk")
        return found[0][0]
    except (ValueError, IndexError) as error:
        told = {"parameter": parameter, "value": permanent_id} if parameter else {}
        detail = f'There is no unit with the permanent id "{permanent_id}". They are at {TABLE_OF_UNITS}.'
        raise Refused(UNKNOWN_CODE if parameter else NOT_FOUND, detail, **told) from error


TABLE_OF_UNITS = "/api/v1/units?fields=unit_id,name_vi"


def _no_code(one: Filter, value: str, codes: Sequence[str]) -> Refused:
    """That nothing has a code, with the codes that there are, or where they stand."""
    detail = f'{one.name}: nothing has the code "{value}". They are at /api/v1/{one.refers}?fields=code.'
    told: dict[str, Any] = {"parameter": one.name, "value": value}
    if len(codes) <= MOST_NAMED:
        told["allowed"] = list(codes)
    return Refused(UNKNOWN_CODE, detail, **told)


def _around(question: Question) -> dict[str, Any]:
    return {
        "as_of": question.day,
        "licence": LICENCE_OF_MIXED if mixed(field.name for field in question.endpoint.table.fields) else LICENCE,
        "notes": licence_notes(),
        "dictionary": f"{public_address('indices:api')}#{question.endpoint.name}",
    }


def _answer(members: dict[str, str]) -> HttpResponse:
    content = "{" + ",\n".join(f'"{name}": {text}' for name, text in members.items()) + "}\n"
    return HttpResponse(content, content_type="application/json")


def list_answer(question: Question, request: HttpRequest) -> HttpResponse:
    """A page of rows; where others follow, their address in `next` and as a Link. Raises Refused."""
    page = question.page()
    following = None
    if page.following is not None:
        query = request.GET.copy()
        query["cursor"] = cursor_of(question.identity, page.following)
        following = f"{request.path}?{query.urlencode(safe=',:')}"
    members = {name: encoded(value) for name, value in (_around(question) | {"next": following}).items()}
    response = _answer(members | {"rows": "[\n" + ",\n".join(page.rows) + "\n]" if page.rows else "[]"})
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def one_answer(question: Question, key: dict[str, Any]) -> HttpResponse:
    """One row. Raises Refused."""
    if question.endpoint.name == "editions":
        _refuse_withdrawn(question.catalogue, key["index"], key["year"])
    members = {name: encoded(value) for name, value in _around(question).items()}
    return _answer(members | {"row": question.one(key)})


def _refuse_withdrawn(catalogue: Catalogue, index: str, year: int) -> None:
    """Raises Refused with the note to the public, if the edition was withdrawn and is not public again."""
    withdrawal = catalogue.withdrawal(index, year)
    if withdrawal is not None and year not in catalogue.published_of(index):
        notes = {"note_vi": withdrawal.note_vi, "note_en": withdrawal.note_en}
        detail = f"The edition {index} {year} was withdrawn."
        raise Refused(WITHDRAWN, detail, **{name: note for name, note in notes.items() if note})
