"""Every public address, with odd parts and odd queries: a page, a file or a refusal, and never a failure."""

import json

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from indices.api.endpoints import ENDPOINTS
from indices.writing import ENDINGS
from reform_portal.caching.keys import KNOWN_KEYS
from tests.fuzz.cases import cases, in_time
from tests.fuzz.oddities import Asked, addresses
from tests.fuzz.routes import Route, public_routes

pytestmark = pytest.mark.django_db

# What takes seconds to make is asked seldom.
SLOW = ("press-pack.zip", "portal-data.zip", "portal-data.sqlite3", "newest.zip", "docx", "pdf", "png")
# What answers programs of the installation, in a word or none.
TO_MACHINES = ("/health/", "/metrics")
KEYS = sorted({*KNOWN_KEYS, *(p.name for endpoint in ENDPOINTS for p in (*endpoint.of_list, *endpoint.of_one))})
PARTS = {
    "plural": ["provinces", "ministries"],
    "ending": ENDINGS.split("|"),
    "year": ["2020", "2012", "2024", "0000", "9999"],
    "number": ["1", "2", "0", "99999999999999999999"],
    "slug": ["ben-tre", "vinh-long-den-2025", "bo-noi-vu", "hue", "thua-thien-hue"],
    "code": ["sipas", "par-index", "papi", "bao-hoang-lam-2021", "chung-thuc-ban-sao-dien-tu-2021"],
    "index": ["sipas", "par-index"],
    "name": ["results", "units", "scores", "panel", "missing"],
    "unit_id": ["province-83-0001-01-01", "ministry-bnv-0001-01-01"],
    "permanent_id": ["province-83-0001-01-01", "province-86-2025-07-01", "commune-00001-0001-01-01"],
}
# What pages and the API read beside the parts of addresses.
VALUES = sorted({value for values in PARTS.values() for value in values} | {
    "score", "-score", "rank", "name", "A", "up", "down", "2021-11-15", "2024-12-31", "34", "63", "1", "2", "true",
    "bến tre", "sipas 2019", "province", "published", "red-river-delta", "/provinces/ben-tre/",
})  # fmt: skip


def asked_of(routes: list[Route]) -> st.SearchStrategy[Asked]:
    return addresses(routes, PARTS, st.sampled_from(KEYS), st.sampled_from(VALUES))


QUICK = [route for route in public_routes() if not route.template.endswith(SLOW)]
MADE = [route for route in public_routes() if route.template.endswith(SLOW)]
API = [route for route in QUICK if route.template.startswith("api/v1")]
FILES = [route for route in QUICK if "ending" in route.parts]
PAGES = [route for route in QUICK if route not in API and route not in FILES]


def check(client, asked: Asked, **headers: str) -> None:
    """The answer is whole, in time, no failure, and leaves nothing with the reader."""
    with in_time(), transaction.atomic():
        response = client.get(asked.path, QUERY_STRING=asked.query, **headers)
        content = response.getvalue()
    assert response.status_code < 500
    assert not response.cookies
    kind = response.get("Content-Type", "")
    if "json" in kind:
        assert content.endswith(b"\n") == (content.count(b"\n") > 0)
        json.loads(content)
    elif response.status_code >= 400 and not asked.path.startswith(TO_MACHINES):
        assert kind.startswith("text/html")
        assert content.rstrip().endswith(b"</html>")


@cases(300)
@given(asked=asked_of(PAGES))
def test_pages(client, asked):
    check(client, asked)


@cases(250)
@given(asked=asked_of(FILES))
def test_files(client, asked):
    check(client, asked)


@cases(300)
@given(asked=asked_of(API))
def test_the_api(client, asked):
    check(client, asked)


@cases(40)
@given(asked=asked_of(MADE))
def test_what_takes_long_to_make(client, asked):
    check(client, asked)
