"""What keeps a sheet out is said, whoever notices it."""

import pytest

from provinces.models import UnitName
from provinces.sheets.confirming import RunRefused, preview, store, upload

NAMES = """kind,code,begins_on,name_vi,short_name,valid_from,role
province,83,0001-01-01,Tỉnh Kiến Hòa,Kiến Hòa,0001-01-01,official
"""


def test_a_rule_that_only_the_database_notices_keeps_a_sheet_out_in_its_own_words(editor):
    run = upload("unit-names", NAMES.encode(), "ten.csv", {"source": "bao-hoang-lam-2021"}, editor)
    assert preview(run).storable
    rule = next(rule for rule in UnitName._meta.constraints if rule.name == "unit_name_one_official_a_day")
    with pytest.raises(RunRefused, match=str(rule.violation_error_message)):
        store(run.pk, editor)
    assert not UnitName.objects.filter(name_vi="Tỉnh Kiến Hòa").exists()
