"""How officials sign in: guessing is stopped, the second factor is asked for, sessions end, links are handed over."""

import io
import json
import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from provinces.models import JournalEntry
from reform_portal import roles
from reform_portal.addresses import client_address
from reform_portal.logs import JsonLines

pytestmark = pytest.mark.django_db
PASSWORD = "chin-con-trau-trang"
LOGIN, HOME, SECOND = "/admin/login/", "/admin/", "/admin/second-factor/"


@pytest.fixture
def official():
    return get_user_model().objects.create_user("can-bo", password=PASSWORD, is_staff=True)


@pytest.fixture
def publisher(official):
    official.groups.add(Group.objects.get(name=roles.PUBLISHER.name))
    return official


def sign_in(client: Client, name: str = "can-bo", password: str = PASSWORD):
    return client.post(LOGIN, {"username": name, "password": password, "next": HOME})


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    return f"{totp(device.bin_key, drift=steps):06d}"


def changed(client: Client, account, **said):
    """The account's form as a browser posts it, with what was typed."""
    path = reverse("admin:auth_user_change", args=[account.pk])
    page = client.get(path)
    form = page.context["adminform"].form
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    for inline in page.context["inline_admin_formsets"]:
        data |= {f"{inline.formset.prefix}-{name}": n for name, n in inline.formset.management_form.initial.items()}
    filled = {name: value for name, value in (data | said).items() if value is not None and value is not False}
    return client.post(path, filled)


def link_for(client: Client, account, **said) -> str:
    """The path of a sign-in link, as the page that hands it over shows it."""
    page = changed(client, account, _link="1", **said).content.decode()
    return re.search(r'value="http://[^/]+(/[^"]+)"', page)[1]


# --- guessing -------------------------------------------------------------------------------------------


def test_guessing_is_stopped_alike_for_known_and_unknown_names(client, official, settings):
    said = {}
    for name in ("can-bo", "khong-co"):
        answers = [sign_in(client, name, "sai") for _time in range(settings.AXES_FAILURE_LIMIT + 1)]
        page = re.sub(
            r'name="csrfmiddlewaretoken" value="[^"]+"|value="(can-bo|khong-co)"', "", answers[0].content.decode()
        )
        said[name] = (page, [answer.status_code for answer in answers])
        assert answers[-1].status_code == 429
    assert said["can-bo"] == said["khong-co"]
    assert sign_in(client).status_code == 429, "not even with the right password"


def test_an_administrator_lets_the_account_try_again(client, official, admin_client, settings):
    for _time in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, password="sai")
    admin_client.post("/admin/auth/user/", {"action": "unlock", "_selected_action": [official.pk]})
    assert sign_in(client).status_code == 302


@pytest.mark.parametrize(
    ("remote", "forwarded", "meant"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "1.1.1.1", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.7, 127.0.0.1", "198.51.100.7"),
    ],
)
def test_a_header_that_a_client_wrote_itself_is_not_believed(settings, remote, forwarded, meant):
    settings.TRUSTED_PROXIES = frozenset({"127.0.0.1"})
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **headers)) == meant


# --- the second factor ----------------------------------------------------------------------------------


def test_a_publisher_outside_a_trial_sets_up_a_second_factor_before_anything_else(client, publisher, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client)
    assert client.get("/admin/indices/edition/").headers["Location"].startswith(SECOND)
    assert client.post("/admin/indices/edition/", {"action": "approve"}).headers["Location"].startswith(SECOND)
    assert "<svg" in client.get(SECOND).content.decode()
    device = TOTPDevice.objects.get()
    assert client.post(SECOND, {"code": "000000"}).status_code == 200
    assert not TOTPDevice.objects.get().confirmed
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):  # after a wrong code one waits
        page = client.post(SECOND, {"code": code_of(device)}).content.decode()
    assert TOTPDevice.objects.get().confirmed
    codes = re.findall(r"<code>([a-z2-7]+)</code>", page)
    assert len(codes) == 10 == StaticToken.objects.count()
    assert client.get("/admin/indices/edition/").status_code == 200


def test_whoever_has_a_second_factor_is_asked_for_it_even_where_none_is_required(client, official):
    device = TOTPDevice.objects.create(user=official, name="phone", confirmed=True)
    sign_in(client)
    assert client.get(HOME).headers["Location"].startswith(SECOND)
    answer = client.post(f"{SECOND}?next=/admin/provinces/", {"code": code_of(device)})
    assert answer.headers["Location"] == "/admin/provinces/"
    assert client.get(HOME).status_code == 200


def test_a_code_works_once_and_a_way_on_leads_nowhere_else(client, official):
    device = TOTPDevice.objects.create(user=official, name="phone", confirmed=True)
    code = code_of(device)
    sign_in(client)
    assert client.post(f"{SECOND}?next=https://evil.example/", {"code": code}).headers["Location"] == HOME
    other = Client()
    sign_in(other)
    assert other.post(SECOND, {"code": code}).status_code == 200
    assert other.get(HOME).status_code == 302


def test_an_editor_needs_none(client, official, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    official.groups.add(Group.objects.get(name=roles.INDEX_EDITOR.name))
    sign_in(client)
    assert client.get(HOME).status_code == 200


# --- sessions -------------------------------------------------------------------------------------------


def test_a_session_ends_after_half_an_hour_without_a_click(client, official):
    with time_machine.travel("2031-01-01T08:00Z", tick=False) as clock:
        sign_in(client)
        assert client.get(HOME).status_code == 200
        clock.shift(timedelta(minutes=29))
        assert client.get(HOME).status_code == 200
        clock.shift(timedelta(minutes=31))
        assert client.get(HOME).headers["Location"].startswith(LOGIN)


def test_a_session_ends_after_twelve_hours_whatever_was_clicked(client, official):
    with time_machine.travel("2031-01-01T08:00Z", tick=False) as clock:
        sign_in(client)
        for _click in range(28):
            assert client.get(HOME).status_code == 200
            clock.shift(timedelta(minutes=25))
        clock.shift(timedelta(minutes=25))
        assert client.get(HOME).headers["Location"].startswith(LOGIN)


def test_a_disabled_account_is_out_at_once(client, official):
    sign_in(client)
    get_user_model().objects.filter(pk=official.pk).update(is_active=False)
    assert client.get(HOME).headers["Location"].startswith(LOGIN)


# --- invitations ----------------------------------------------------------------------------------------


def test_an_account_is_invited_by_a_link_that_works_once_and_refuses_a_common_password(admin_client, client):
    said = {"username": "moi", "last_name": "Nguyễn", "first_name": "An", "email": ""}
    made = admin_client.post("/admin/auth/user/add/", said)
    assert made.status_code == 302
    account = get_user_model().objects.get(username="moi")
    assert not account.has_usable_password()
    assert account.is_staff
    link = link_for(admin_client, account)
    form = client.get(link).headers["Location"]
    refused = client.post(form, {"new_password1": "password123", "new_password2": "password123"})
    assert refused.status_code == 200
    client.post(form, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert sign_in(Client(), "moi").status_code == 302
    assert "form" not in Client().get(link).context or Client().get(link).context["form"] is None


def test_making_a_link_saves_what_was_ticked_and_says_whose_it_is(admin_client, official):
    group = Group.objects.get(name=roles.INDEX_EDITOR.name)
    page = changed(admin_client, official, last_name="Nguyễn Thị", first_name="Lan", groups=[group.pk], _link="1")
    assert official.groups.get() == group
    said = page.content.decode()
    for text in ("Nguyễn Thị Lan", "can-bo", f"/admin/auth/user/{official.pk}/change/"):
        assert text in said


def test_nobody_types_the_password_of_another_account(admin_client, official):
    typed = {"password1": PASSWORD + "2", "password2": PASSWORD + "2", "usable_password": "true"}
    admin_client.post(f"/admin/auth/user/{official.pk}/password/", typed)
    official.refresh_from_db()
    assert official.check_password(PASSWORD)
    assert "../password/" not in admin_client.get(f"/admin/auth/user/{official.pk}/change/").content.decode()


def test_the_list_of_accounts_shows_their_groups(admin_client, publisher):
    assert roles.PUBLISHER.name in admin_client.get("/admin/auth/user/").content.decode()


# --- the journal of accounts ----------------------------------------------------------------------------


def steps_of(account) -> list[tuple[str, list]]:
    entries = JournalEntry.objects.filter(table="auth.user", record=account.pk).order_by("pk")
    return [(entry.user.username, entry.shown) for entry in entries]


def test_groups_given_and_taken_are_in_the_journal_by_name(admin_client, official):
    group = Group.objects.get(name=roles.INDEX_EDITOR.name)
    changed(admin_client, official, groups=[group.pk])
    changed(admin_client, official, groups=[])
    assert steps_of(official) == [
        ("admin", [("nhóm tài khoản", "", group.name)]),
        ("admin", [("nhóm tài khoản", group.name, "")]),
    ]


def test_a_link_and_the_password_set_with_it_are_in_the_journal(admin_client, client, official):
    link = link_for(admin_client, official)
    form = client.get(link).headers["Location"]
    client.post(form, {"new_password1": PASSWORD + "2", "new_password2": PASSWORD + "2"})
    [(who, [(step, _before, until)]), own] = steps_of(official)
    assert (who, step) == ("admin", "đường dẫn đặt mật khẩu, có hiệu lực đến")
    assert re.fullmatch(r"\d\d:\d\d \d+/\d+/\d{4}", until)
    assert own == ("can-bo", [("mật khẩu do chủ tài khoản đặt", "Không", "Có")])
    assert PASSWORD not in str(JournalEntry.objects.values_list("before", "after"))


def test_changing_the_own_password_is_in_the_journal(client, official):
    sign_in(client)
    new = {"new_password1": PASSWORD + "2", "new_password2": PASSWORD + "2"}
    client.post("/admin/password_change/", {"old_password": "sai", **new})
    assert not steps_of(official)
    client.post("/admin/password_change/", {"old_password": PASSWORD, **new})
    assert steps_of(official) == [("can-bo", [("mật khẩu do chủ tài khoản đặt", "Không", "Có")])]


def test_the_second_factor_and_unlocking_are_in_the_journal(admin_client, client, official):
    sign_in(client)
    client.get(SECOND)
    client.post(SECOND, {"code": code_of(TOTPDevice.objects.get())})
    for action in ("lose_phone", "unlock"):
        admin_client.post("/admin/auth/user/", {"action": action, "_selected_action": [official.pk]})
    assert steps_of(official) == [
        ("can-bo", [("mã xác thực", "Không", "Có")]),
        ("admin", [("mã xác thực", "Có", "Không")]),
        ("admin", [("được thử đăng nhập lại", "", "Có")]),
    ]


def test_units_and_indices_that_are_assigned_are_in_the_journal(admin_client, official, ben_tre):
    assigned = {"unit_assignments-TOTAL_FORMS": 1, "unit_assignments-0-unit": ben_tre.pk}
    changed(admin_client, official, **assigned, **{"unit_assignments-0-user": official.pk})
    [entry] = JournalEntry.objects.filter(table="provinces.unitassignment")
    assert (entry.verb, entry.label) == ("created", "can-bo: Tỉnh Bến Tre")


def test_nobody_gets_rights_back_by_going_back(client, official):
    official.groups.add(Group.objects.get(name=roles.ADMINISTRATOR.name))
    about = {"table": "auth.user", "record": official.pk}
    entry = JournalEntry.objects.create(**about, before={"is_superuser": True}, after={"is_superuser": False})
    sign_in(client)
    history = f"/admin/auth/user/{official.pk}/history/"
    assert "<button" not in client.get(history).content.decode().split('class="history"')[1]
    assert client.post(history, {"entry": entry.pk}).status_code == 403
    official.refresh_from_db()
    assert not official.is_superuser


def test_without_a_mail_server_no_reset_by_mail_is_offered(client):
    assert client.get("/admin/password-reset/").status_code in {302, 404}
    assert "password-reset" not in client.get(LOGIN).content.decode()


# --- logs -----------------------------------------------------------------------------------------------


def test_a_log_line_cannot_be_forged():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    log = logging.Logger("test")
    log.addHandler(handler)
    log.warning("Sign-in of %s failed", "x\n2031-01-01 approved by admin")
    [line] = out.getvalue().splitlines()
    assert json.loads(line)["message"] == "Sign-in of x\n2031-01-01 approved by admin failed"
