"""A slip in an address is refused, and the refusal says what would be taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from indices.api.endpoints import ENDPOINTS
from indices.api.parameters import Code, Day, Rows, UnitId, Year

pytestmark = pytest.mark.django_db
LISTS = [endpoint.name for endpoint in ENDPOINTS]
OF_ONE = [endpoint.example_address.removeprefix("/api/v1/") for endpoint in ENDPOINTS if endpoint.key]
PROBLEM = "application/problem+json"


def refusal(client, reader, place, status=400, /, **asked):
    document = reader.get(place, status, **asked)
    answer = client.get(f"/api/v1/{place}", asked)
    assert answer.headers["Content-Type"] == PROBLEM
    assert document["status"] == status
    assert document["instance"].startswith(f"/api/v1/{place}?")
    return document


@pytest.mark.parametrize("place", [*LISTS, *OF_ONE, ""])
def test_an_unknown_parameter_is_refused_everywhere(client, reader, place):
    document = refusal(client, reader, place, yaer="2020")
    assert document["type"].endswith("/en/api/#unknown-parameter")
    assert document["parameter"] == "yaer"
    assert place == "" or "fields" in document["allowed"]
    assert "yaer" not in document["allowed"]


@pytest.mark.parametrize("place", LISTS)
def test_a_limit_has_limits(client, reader, settings, place):
    for limit in ("0", "-1", "1001", "1.0", "+5", "05", " 5", "5_0", "x", "", "٣", "9" * 400):
        document = refusal(client, reader, place, limit=limit)
        assert document["type"].endswith("#bad-value"), limit
        assert (document["parameter"], document["value"]) == ("limit", limit)
        assert str(settings.API_ROWS) in document["detail"]
    for limit in ("1", "1000"):
        assert len(reader.get(place, limit=limit)["rows"]) <= int(limit)


def test_a_parameter_given_twice_is_refused(client):
    answer = client.get("/api/v1/results?year=2020&year=2021")
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("#repeated-parameter")
    assert answer.json()["value"] == "2020, 2021"


@pytest.mark.parametrize(
    ("place", "asked", "allowed"),
    [
        ("results", {"kind": "city"}, ["province", "ministry"]),
        ("results", {"score_basis": "guessed"}, ["printed", "inferred", "derived"]),
        ("corrections", {"kind": "mend"}, ["correction", "revision"]),
        ("regions", {"fields": "code,nmae"}, ["code", "name_vi", "name_en"]),
        ("regions", {"fields": "code,"}, ["code", "name_vi", "name_en"]),
        ("results", {"year": "20"}, None),
        ("results", {"as_of": "24/6/2021"}, None),
        ("results", {"as_of": "2021-02-30"}, None),
        ("results", {"as_of": "1718000000"}, None),
        ("results", {"as_of": "2021-06-24T00:00:00"}, None),
        ("units", {"on": "yesterday"}, None),
        ("results", {"unit_id": "Bến Tre"}, None),
        ("results", {"unit_id": "province-83-0001-01-01\x00"}, None),
        ("results", {"index": "par index"}, None),
        ("results", {"cursor": "…"}, None),
    ],
)
def test_a_bad_value_is_named_with_what_would_be_taken(client, reader, place, asked, allowed):
    document = refusal(client, reader, place, **asked)
    ((name, value),) = asked.items()
    assert document["type"].endswith("#bad-value")
    assert (document["parameter"], document["value"]) == (name, value)
    assert document.get("allowed") == allowed


@pytest.mark.parametrize(
    ("place", "asked", "allowed"),
    [
        ("results", {"index": "sipa"}, ["papi", "par-index", "pci", "sipas"]),
        ("results", {"region": "xyz"}, 8),
        ("results", {"source": "nobody"}, None),
        ("results", {"unit_id": "province-83-2025-07-01"}, None),
        ("results", {"unit_id": "province-83-0001-13-45"}, None),
        ("adoptions", {"indicator": "nothing"}, 5),
    ],
)
def test_a_code_of_nothing_is_no_empty_answer(client, reader, place, asked, allowed):
    document = refusal(client, reader, place, 404, **asked)
    assert document["type"].endswith("#unknown-code")
    listed = document.get("allowed")
    assert (len(listed) if isinstance(allowed, int) else listed) == allowed


@pytest.mark.parametrize(
    "place",
    [
        "regions/nowhere", "units/province-83-2025-07-01", "units/x", "editions/sipas/2031", "editions/sipas/1",
        "editions/sipas", "results/1", "regions/dbsh/x", "nothing", "regions/%00", "units/province-01-0000-00-00",
        "openapi.xml",
    ],
)  # fmt: skip
def test_an_address_of_nothing_is_not_found_as_a_problem(client, place):
    answer = client.get(f"/api/v1/{place}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.json()["type"].endswith("#not-found")


@given(st.text())
def test_a_text_is_taken_in_one_form_only(text):
    """What is taken is written again as it was: no second spelling of a question."""
    for kind, written in ((Year, str), (Rows, str), (Day, lambda day: day.isoformat()), (Code, str), (UnitId, str)):
        try:
            value = TypeAdapter(kind).validate_python(text)
        except ValidationError:
            continue
        assert written(value) == text


@given(st.dates())
def test_every_day_is_taken_as_iso_writes_it(day):
    assert TypeAdapter(Day).validate_python(day.isoformat()) == day
