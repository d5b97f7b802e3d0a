"""The officials' lists and forms with odd filters, orders, searches and keys: never a failure."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from provinces.sheets.kinds import KINDS
from tests.fuzz.cases import cases, in_time
from tests.fuzz.oddities import Asked, addresses
from tests.fuzz.routes import Route, official_routes

LOOKUPS = (
    "", "exact", "isnull", "gte", "lt", "in", "icontains", "id__exact", "year", "pk__in", "isnull__exact", "regex",
)  # fmt: skip
KEYS = [
    "q", "o", "p", "e", "all", "_facets", "_popup", "_to_field", "_changelist_filters", "next", "run", "edition",
    "term", "app_label", "model_name", "field_name", "page", "format", "indicator", "unit", "period", "as_of", "year",
    "month", "day", "action",
]  # fmt: skip
PARTS = {
    "object_id": ["1", "2", "40", "1000"],
    "pk": ["1", "2"],
    "app_label": ["indices", "provinces", "auth"],
    "content_type_id": ["1", "7"],
    "uidb64": ["MQ"],
    "token": ["set-password", "abc-def"],
    "url": ["indices/result", "nowhere/"],
    "path": ["a.html"],
}
VALUES = ["1", "2", "True", "0", "-1.2", "1.-2", "province", "draft", "indices", "result", "unit", "2020", "a"]

ROUTES = official_routes()
LISTS = {f"admin/{model._meta.label_lower.replace('.', '/')}/": shown for model, shown in admin.site._registry.items()}


def filters_of(shown: admin.ModelAdmin) -> list[str]:
    """What a list may be narrowed by, and the fields that it may not."""
    named = [entry[0] if isinstance(entry, tuple) else entry for entry in shown.list_filter]
    offered = [entry if isinstance(entry, str) else getattr(entry, "parameter_name", "") for entry in named]
    return sorted({*offered, *(field.name for field in shown.model._meta.get_fields())} - {""})


def keys_of(route: Route) -> st.SearchStrategy[str]:
    """Of a list its filters with any lookup, one relation further too; of other pages what any of them reads."""
    if route.template not in LISTS:
        return st.sampled_from(KEYS)
    own = filters_of(LISTS[route.template])
    inside = ["unit", "index", "code", "id"]
    looked_up = st.lists(st.sampled_from([*own, *own, *inside]), min_size=1, max_size=2)
    return st.one_of(
        st.sampled_from(KEYS),
        st.sampled_from(own),
        st.tuples(looked_up, st.sampled_from(LOOKUPS)).map(
            lambda said: "__".join([*said[0], said[1]]).removesuffix("__")
        ),
    )


def asked_of(routes: list[Route]) -> st.SearchStrategy[Asked]:
    values = st.sampled_from([*VALUES, *KINDS])
    return st.sampled_from(routes).flatmap(lambda route: addresses([route], PARTS, keys_of(route), values))


@pytest.fixture
def official(client, db):
    client.force_login(get_user_model().objects.create_superuser("can-bo"))
    return client


def check(client, asked: Asked) -> None:
    with in_time(), transaction.atomic():
        response = client.get(asked.path, QUERY_STRING=asked.query)
        response.getvalue()
        transaction.set_rollback(True)  # signing out is an address too
    assert response.status_code < 500


@cases(200)
@given(asked=asked_of([route for route in ROUTES if route.template in LISTS]))
def test_lists(official, asked):
    check(official, asked)


@cases(150)
@given(asked=asked_of([route for route in ROUTES if route.template not in LISTS]))
def test_forms_and_other_pages(official, asked):
    check(official, asked)
