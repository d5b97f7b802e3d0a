"""League tables as files say what the page says."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.django_db
PATH = "/indices/par-index/2020/provinces"


def test_the_csv_has_every_province_with_numbers_in_plain_decimals(client):
    rows = list(csv.DictReader(io.StringIO(client.get(f"/en{PATH}.csv").content.decode())))
    assert len(rows) == 63
    ben_tre = next(row for row in rows if row["Address"] == "ben-tre")
    assert (ben_tre["Rank"], ben_tre["Out of"], ben_tre["Score"]) == ("44", "63", "83.28")
    assert next(row for row in rows if row["Address"] == "ha-giang")["Score"] == ""


def test_the_csv_for_excel_begins_with_a_mark_and_uses_semicolons(client):
    content = client.get(f"{PATH}.csv?excel=1").content.decode()
    assert content.startswith("\ufeff")
    assert ";" in content.splitlines()[0]


def test_the_workbook_has_numbers_as_numbers_and_codes_as_text(client):
    book = load_workbook(io.BytesIO(client.get(f"/en{PATH}.xlsx").content))
    data = book["Data"]
    header = [cell.value for cell in data[1]]
    first = dict(zip(header, data[2], strict=True))
    assert first["Score"].value == 91.04
    assert first["Rank"].value == 1
    assert first["Code"].value == "22"
    assert book.sheetnames == ["Data", "Data dictionary", "Sources", "Notes"]


def test_the_json_has_english_keys_in_both_languages(client):
    for prefix in ("", "/en"):
        answer = json.loads(client.get(f"{prefix}{PATH}.json").content)
        assert {"rank", "rank_of", "code", "unit_id", "name", "slug", "score", "missing", "source"} <= set(
            answer["rows"][0]
        )
        assert answer["announced_on"] == "2021-06-24"
