"""What the page about the API shows: requests with the answers that they get, and lines that ask them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import resolve
from django.utils.translation import gettext as _

from provinces.language import speaking

from ..api.endpoints import ROOT

RESULTS = {"index": "par-index", "year": "2020", "kind": "province"}


@dataclass(frozen=True, slots=True)
class Example:
    """A request that works: what it is for, its address, and the answer that it gets now."""

    title: str
    address: str
    answer: str


@dataclass(frozen=True, slots=True)
class Program:
    """Lines that read every page of a list in some language."""

    language: str
    lines: str


def _address(place: str, asked: dict[str, str]) -> str:
    return f"{ROOT}{place}?{urlencode(asked, safe=',')}" if asked else f"{ROOT}{place}"


def answer_at(address: str) -> str:
    """What the API answers to a GET, as a reader gets it."""
    request = HttpRequest()
    request.method = "GET"
    request.path, _mark, query = address.partition("?")
    request.GET, request.META["QUERY_STRING"] = QueryDict(query), query
    found = resolve(request.path)
    with speaking("en"):  # the API has one language
        return found.func(request, *found.args, **found.kwargs).content.decode()


def examples() -> list[Example]:
    """A list, a day, a unit with what became of it, and a slip."""
    asked: Sequence[tuple[str, str, dict[str, Any]]] = (
        (
            _("Scores and ranks of an edition, two rows at a time"),
            "results",
            RESULTS | {"fields": "unit_name,score,rank,rank_of,source", "limit": "2"},
        ),
        (
            _("The units in force on a day, with the names of that day"),
            "units",
            {"on": "2020-12-31", "kind": "ministry", "fields": "unit_id,name_vi,name_en", "limit": "2"},
        ),
        (
            _("One unit, and into which it went"),
            "units/province-83-0001-01-01",
            {"fields": "name_vi,ends_on,successors"},
        ),
        (_("A slip: what is refused says what would be taken"), "results", {"kind": "city"}),
    )
    found = []
    for title, place, keys in asked:
        address = _address(place, keys)
        found.append(Example(title, address, answer_at(address)))
    return found


CURL = """\
curl -s "{site}{address}"
"""
PYTHON = """\
import json
from decimal import Decimal
from urllib.request import urlopen

address, rows = "{address}", []
while address:
    page = json.load(urlopen("{site}" + address), parse_float=Decimal)
    rows += page["rows"]
    address = page["next"]
print(len(rows))
"""
R = """\
library(jsonlite)
address <- "{address}"
rows <- data.frame()
while (!is.null(address)) {{
  page <- fromJSON(paste0("{site}", address))
  rows <- rbind(rows, page$rows)
  address <- page[["next"]]
}}
nrow(rows)
"""


def programs() -> list[Program]:
    """The same list read whole in three languages."""
    said = {"site": settings.SITE_URL, "address": _address("results", RESULTS)}
    return [
        Program(language, lines.format(**said)) for language, lines in (("curl", CURL), ("Python", PYTHON), ("R", R))
    ]
