"""What Django says to officials: in Vietnamese, and in natural words."""

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

pytestmark = pytest.mark.django_db
UNWANTED = (
    "Please correct", "Bạn muốn xóa", "Bản ghi nhớ", "Tình trạng nhân viên", "trang admin", "Yêu cầu. 150",
    "Đi đến", "Hoạt động:", "Bởi ", "Xóa các Các", "Không có sẵn", "password-based",
)  # fmt: skip


@pytest.mark.parametrize(
    "name", ["index", "auth_user_changelist", "auth_user_add", "auth_group_changelist", "indices_band_add"]
)
def test_no_page_says_what_django_says_badly(admin_client, name):
    page = admin_client.get(reverse(f"admin:{name}")).content.decode()
    assert not [text for text in UNWANTED if text in page]


def test_a_form_with_mistakes_says_so_in_vietnamese(admin_client):
    for data in ({}, {"code": "x"}):
        page = admin_client.post("/admin/provinces/source/add/", data).content.decode()
        assert "Sửa các mục được đánh dấu bên dưới." in page
    account = get_user_model().objects.create_user("moi")
    page = admin_client.get(f"/admin/auth/user/{account.pk}/change/").content.decode()
    assert not [text for text in UNWANTED if text in page]
    assert ">Lịch sử<" in page


@pytest.mark.parametrize("model", ["province", "unit", "source"])
def test_no_column_of_a_list_has_an_english_heading(admin_client, model):
    page = admin_client.get(f"/admin/provinces/{model}/").content.decode()
    assert not re.findall(r">\s*(Titled|Label)\s*<", page)


def test_groups_of_accounts_and_bands_of_scores_have_names_of_their_own(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert "Nhóm tài khoản" in page
    assert "Nhóm xếp loại" in page


def test_the_scripts_count_in_vietnamese(admin_client):
    said = admin_client.get("/admin/jsi18n/").content.decode()
    catalogue = json.loads(re.search(r"newcatalog = (\{.*?\n  \});", said, re.DOTALL)[1])
    assert catalogue["%(sel)s of %(cnt)s selected"][0] == "Đã chọn %(sel)s trong %(cnt)s"


def test_an_official_who_is_refused_is_led_back_to_the_officials_pages(client, admin_client):
    poor = get_user_model().objects.create_user("kem-quyen", is_staff=True)
    client.force_login(poor)
    for language in ("", "/en"):
        answer = client.get(f"{language}/admin/provinces/source/add/")
        assert answer.status_code == 403
        assert f'class="btn" href="{language}/admin/"' in answer.content.decode()
