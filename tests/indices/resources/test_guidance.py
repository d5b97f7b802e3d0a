"""Texts of several lines pass through one cell."""

import pytest

from indices.models import Guidance
from indices.resources import GuidanceResource
from provinces.sheets.layout import table_of
from provinces.sheets.reading import read
from provinces.sheets.writing import to_csv

pytestmark = pytest.mark.django_db


def test_the_shipped_guidance_has_its_lines():
    body = Guidance.objects.get().body_vi
    assert "\n\nCần mang theo:\n- " in body
    assert "¶" not in body


def test_lines_paragraphs_and_a_leading_hyphen_come_back_as_they_were():
    guidance = Guidance.objects.get()
    guidance.body_vi = "- một\n- hai\n\nĐoạn <cuối> =1+1"
    guidance.save()
    resource = GuidanceResource()
    content = to_csv(resource.get_export_headers(), resource.rows_out(Guidance.objects.all()))
    Guidance.objects.update(body_vi="khác")
    outcomes = GuidanceResource().take_in(table_of(read(content, "a.csv")[0], GuidanceResource.wanted()), dry_run=False)
    assert [outcome.state for outcome in outcomes] == ["changed"]
    guidance.refresh_from_db()
    assert guidance.body_vi == "- một\n- hai\n\nĐoạn <cuối> =1+1"


def test_a_guidance_without_a_source_is_refused():
    sheet = "code,indicator,title_vi,body_vi,valid_as_of,source\nx,chung-thuc-ban-sao-dien-tu,T,B,2025-07-01,\n"
    table = table_of(read(sheet.encode(), "a.csv")[0], GuidanceResource.wanted())
    [outcome] = GuidanceResource().take_in(table, dry_run=True)
    assert outcome.state == "refused"
