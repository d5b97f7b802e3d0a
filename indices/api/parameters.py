"""What may stand behind an address of the API: each parameter declared once, for the check, the description, the page.

Values are taken in one form only, so that one question has one address.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import BeforeValidator, Field, StringConstraints, create_model

from .problems import BAD_VALUE, REPEATED_PARAMETER, UNKNOWN_PARAMETER, Refused

# How many rows an answer has where nobody says; settings.API_ROWS is the most that may be asked for.
USUAL_ROWS = 100

CODE = r"^[0-9A-Za-z][-0-9A-Za-z._]{0,119}$"
UNIT_ID = r"^(province|ministry|commune)-[0-9A-Za-z][-0-9A-Za-z._]{0,11}-[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")


def _whole(text: Any) -> Any:
    """Digits and nothing else. Raises ValueError."""
    if isinstance(text, str) and not WHOLE.fullmatch(text):
        raise ValueError(text)
    return text


def _day(text: Any) -> Any:
    """A day as ISO 8601 writes it, and no other way. Raises ValueError."""
    if isinstance(text, str) and not DAY.fullmatch(text):
        raise ValueError(text)
    return text


Code = Annotated[str, StringConstraints(pattern=CODE)]
UnitId = Annotated[str, StringConstraints(pattern=UNIT_ID)]
Day = Annotated[date, BeforeValidator(_day)]
Year = Annotated[int, Field(ge=1900, le=2999), BeforeValidator(_whole)]
Rows = Annotated[int, Field(ge=1, le=settings.API_ROWS), BeforeValidator(_whole)]
Cursor = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=r"^[-_:0-9A-Za-z]+$")]


def names_of(columns: Iterable[str]) -> Any:
    """The type of a list of columns, separated by commas."""
    name = "|".join(columns)
    return Annotated[str, StringConstraints(pattern=f"^({name})(,({name}))*$")]


@dataclass(frozen=True)
class Parameter:
    """A key of an address: the type of its value, what it does, what a value looks like (in English, for refusals), an
    example that works.

    `choices`: the values or the parts of a value that it may have, where these are declared. `few`: whether its values
    are so few that each may have an answer kept of its own.
    """

    name: str
    type: Any
    about: Any
    expected: str
    example: str
    choices: tuple[str, ...] = ()
    few: bool = False

    @property
    def written_example(self) -> str | int:
        """The example as a description writes it: a number where one is meant."""
        return int(self.example) if self.type in (Year, Rows) else self.example


LIMIT = Parameter(
    "limit",
    Rows,
    _("How many rows an answer has at most."),
    f"a whole number from 1 to {settings.API_ROWS}",
    "2",
)
CURSOR = Parameter(
    "cursor",
    Cursor,
    _("Where the page begins: taken from next, and valid for the same question only."),
    "a cursor",
    "",
)
AS_OF = Parameter(
    "as_of",
    Day,
    _("What was public at the end of that day in Viet Nam; without it, what is public now."),
    "a day such as 2026-11-30",
    "",
)
ON = Parameter(
    "on",
    Day,
    _("Only the units in force on that day, each with the name it had then."),
    "a day such as 2020-12-31",
    "2020-12-31",
)


def one_of(name: str, choices: tuple[str, ...], about: Any) -> Parameter:
    """A parameter that has one of a few values."""
    expected = f"one of {', '.join(choices)}"
    return Parameter(name, Literal[choices], about, expected, choices[0], choices, few=True)


def fields_of(columns: tuple[str, ...]) -> Parameter:
    """The parameter that leaves columns out."""
    names = "|".join(columns)
    return Parameter(
        "fields",
        Annotated[str, StringConstraints(pattern=f"^({names})(,({names}))*$", max_length=2000)],
        _("Only these columns, separated by commas; without it, all."),
        "names of columns separated by commas",
        ",".join(columns[:2]),
        columns,
    )


def model_of(name: str, parameters: Iterable[Parameter]) -> type[Schema]:
    """The parameters as one model: the address is read with it, and described by it."""
    fields: dict[str, Any] = {
        parameter.name: (
            parameter.type,
            Field(
                min(USUAL_ROWS, settings.API_ROWS) if parameter is LIMIT else None,
                description=str(parameter.about),
                json_schema_extra={"example": parameter.written_example} if parameter.example else None,
            ),
        )
        for parameter in parameters
    }
    return create_model(name, __base__=Schema, **fields)


def check_names(query: QueryDict, parameters: Iterable[Parameter]) -> None:
    """Whether an address has only keys that it knows, each once. Raises Refused."""
    known = [parameter.name for parameter in parameters]
    for name, values in query.lists():
        if name not in known:
            detail = f'There is no parameter "{name}" here.'
            raise Refused(UNKNOWN_PARAMETER, detail, parameter=name, allowed=known)
        if len(values) > 1:
            detail = f'The parameter "{name}" is given {len(values)} times.'
            raise Refused(REPEATED_PARAMETER, detail, parameter=name, value=", ".join(values))


def refusal_of(query: QueryDict, parameter: Parameter) -> Refused:
    """Why a value is not taken."""
    value = query.get(parameter.name, "")
    told: dict[str, Any] = {"parameter": parameter.name, "value": value}
    if parameter.choices:
        told["allowed"] = list(parameter.choices)
    return Refused(BAD_VALUE, f'{parameter.name}: "{value}" is not {parameter.expected}.', **told)
