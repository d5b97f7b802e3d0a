"""The pages of a link: whose password, by which rules, and what to do when the link is of no use any more."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode

pytestmark = pytest.mark.django_db
PASSWORD = "chin-con-trau-trang"
SITE = "Cổng cải cách hành chính"


@pytest.fixture
def account():
    return get_user_model().objects.create_user("lan.nt", last_name="Nguyễn Thị", first_name="Lan", is_staff=True)


@pytest.fixture
def link(account):
    key = urlsafe_base64_encode(str(account.pk).encode())
    return reverse("password_reset_confirm", args=[key, default_token_generator.make_token(account)])


def test_the_page_says_whose_password_it_sets_and_by_which_rules(client, link):
    page = client.get(link, follow=True).content.decode()
    for text in (SITE, "Nguyễn Thị Lan", "lan.nt", "Ít nhất 8 ký tự."):
        assert text in page


def test_after_the_password_is_set_the_way_leads_to_signing_in(client, link):
    form = client.get(link).headers["Location"]
    done = client.post(form, {"new_password1": PASSWORD, "new_password2": PASSWORD}, follow=True)
    page = done.content.decode()
    assert SITE in page
    assert f'href="{reverse("admin:login")}"' in page
    signed_in = client.post(reverse("admin:login"), {"username": "lan.nt", "password": PASSWORD, "next": "/admin/"})
    assert signed_in.status_code == 302


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_used_link_says_so_and_what_to_do(client, link, account, language):
    account.set_password(PASSWORD)
    account.save()
    page = client.get(language + link).content.decode()
    assert "thành công" not in page
    assert ("Đường dẫn không còn dùng được" if not language else "This link does not work any more") in page
    assert "<form" not in page.split('id="content"')[1]
