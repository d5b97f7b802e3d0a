"""A long list of results is read some editions at a time, and is the same list."""

import pytest

from indices.api import pages

pytestmark = pytest.mark.django_db


def whole(client, limit):
    """Every row of the list, page by page."""
    address, rows = f"/api/v1/results?limit={limit}&fields=index,year,unit_id", []
    while address:
        page = client.get(address).json()
        rows += page["rows"]
        address = page["next"]
    return rows


@pytest.mark.parametrize("limit", [97, 400])
def test_stretches_of_editions_change_neither_rows_nor_their_order(client, monkeypatch, limit):
    at_once = whole(client, limit)
    monkeypatch.setattr(pages, "WHOLE", 3)
    monkeypatch.setattr(pages, "FIRST", 3)
    assert whole(client, limit) == at_once
    assert len(at_once) > limit
