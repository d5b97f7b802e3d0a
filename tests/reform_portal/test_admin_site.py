"""The officials' site refuses what Django's would fail at."""

import pytest


@pytest.mark.parametrize("page", ["unit/", "province/", "province/add/", "commune/1/change/", "importrun/"])
def test_no_record_is_picked_by_the_name_of_a_relation(admin_client, page):
    assert admin_client.get(f"/admin/provinces/{page}?_to_field=names").status_code == 400


def test_a_record_is_picked_by_its_key(admin_client):
    assert admin_client.get("/admin/provinces/province/?_to_field=id&_popup=1").status_code == 200
