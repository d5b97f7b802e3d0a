"""What tests of the API share: reading an answer, and every row of a list."""

import json
from decimal import Decimal
from urllib.parse import urlencode

import pytest


class Reader:
    """Reads as a careful program does: numbers keep their digits."""

    def __init__(self, client) -> None:
        self.client = client

    def get(self, place: str, status: int = 200, /, **asked):
        """The answer at a place below /api/v1/."""
        path = f"/api/v1/{place}" + (f"?{urlencode(asked)}" if asked else "")
        return self.at(path, status)

    def at(self, path: str, status: int = 200):
        answer = self.client.get(path)
        assert answer.status_code == status, answer.content
        return json.loads(answer.content, parse_float=Decimal)

    def rows(self, place: str, /, **asked) -> list[dict]:
        """Every row, page after page."""
        page = self.get(place, **asked)
        rows = page["rows"]
        while page["next"]:
            page = self.at(page["next"])
            rows += page["rows"]
        return rows


@pytest.fixture
def reader(client):
    return Reader(client)
