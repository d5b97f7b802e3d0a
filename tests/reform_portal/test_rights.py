"""Who may reach what: every address of the admin, as every role; a new address without an entry here fails.

K keeps the registry, E edits an index, R reviews, P publishes, U reports for a unit, A audits, M administers.
"""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, reverse

from indices.models import Adoption, Edition, IndexAssignment, Indicator, ReformIndex, Result, Snapshot
from provinces.models import ImportRun, Source, Unit, UnitAssignment
from reform_portal import roles, urls

pytestmark = pytest.mark.django_db
ROLES = dict(zip("KERPUAM", roles.ROLES, strict=True))
EVERYONE = "KERPUAM"

# Model → who may view, add, change and delete its rows (their own, where an account is assigned to some).
MODELS = {
    "provinces_province": ("KERPAM", "K", "K", "K"),
    "provinces_ministry": ("KERPAM", "K", "K", "K"),
    "provinces_commune": ("KERPAM", "K", "K", "K"),
    "provinces_unit": ("KERPUAM", "", "", ""),
    "provinces_unitname": ("KERPAM", "K", "K", "K"),
    "provinces_succession": ("KERPAM", "K", "K", "K"),
    "provinces_region": ("KERPAM", "K", "K", "K"),
    "provinces_regionmember": ("KERPAM", "K", "K", "K"),
    "provinces_source": ("KERPUAM", "KEU", "K", "K"),
    "provinces_communelist": ("KERPUAM", "", "", ""),
    "provinces_listedcommune": ("KERPUAM", "", "", ""),
    "provinces_journalentry": ("RPAM", "", "", ""),
    "provinces_importrun": (EVERYONE, "", "", ""),
    "indices_reformindex": ("KERPAM", "K", "K", "K"),
    "indices_method": ("KERPAM", "KE", "K", "K"),
    "indices_criterion": ("KERPAM", "KE", "K", "K"),
    "indices_band": ("KERPAM", "K", "K", "K"),
    "indices_edition": ("KERPAM", "E", "E", ""),
    "indices_participation": ("KERPAM", "E", "E", "E"),
    "indices_result": ("KERPAM", "E", "E", "E"),
    "indices_score": ("KERPAM", "E", "E", "E"),
    "indices_average": ("KERPAM", "E", "E", "E"),
    "indices_correction": ("KERPAM", "", "P", ""),
    "indices_underreview": ("KERPAM", "P", "", ""),
    "indices_claim": ("KERPAM", "E", "E", "E"),
    "indices_indicator": ("KRPUAM", "K", "K", "K"),
    "indices_target": ("KRPUAM", "K", "K", "K"),
    "indices_guidance": ("KRPUAM", "K", "K", "K"),
    "indices_snapshot": ("KRPUAM", "U", "", ""),
    "indices_adoption": ("KRPUAM", "U", "U", ""),
    "auth_group": ("AM", "", "", ""),
    "auth_user": ("AM", "M", "M", ""),
}
# What an address of a model needs: 0 view, 1 add, 2 change, 3 delete.
ADDRESSES = {
    "changelist": 0, "change": 0, "history": 0, "export": 0,
    "add": 1, "import": 1, "process_import": 1, "template": 1, "marked": 1, "guide": 1,
    "delete": 3,
}  # fmt: skip
# Addresses with a rule of their own, or that belong to no model.
OTHERS = {
    "index": EVERYONE, "logout": EVERYONE, "password_change": EVERYONE, "password_change_done": EVERYONE,
    "jsi18n": EVERYONE, "app_list": EVERYONE, "indices_edition_grid": "E",
    "indices_edition_review": "KERPAM", "indices_edition_preview": "KERPAM",
    "indices_snapshot_report": "U", "indices_snapshot_board": "KRPUAM",
}  # fmt: skip
# Open to everybody, or without a page of their own: tested by what they do below.
APART = {"login", "autocomplete", "view_on_site", "provinces_importrun_undo", None}
# Answers to a GET by someone who may: a page, a way on, or a file that is not there yet.
REACHED = {200, 302, 404, 405}


def named(patterns) -> Iterator[str | None]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        else:
            yield from named(pattern.url_patterns)


def needed(name: str) -> str:
    """The roles that may reach an address. Raises KeyError for one without an entry."""
    if name in OTHERS:
        return OTHERS[name]
    app, _under, rest = name.partition("_")
    model, _under, address = rest.partition("_")
    return MODELS[f"{app}_{model}"][ADDRESSES[address]]


ALL_NAMES = sorted({name for name in named(admin.site.get_urls()) if name not in APART})


def account(letter: str, unit: Unit, index: ReformIndex) -> Client:
    user = get_user_model().objects.create_user(f"role-{letter}", is_staff=True)
    user.groups.add(Group.objects.get(name=ROLES[letter].name))
    if letter == "U":
        UnitAssignment.objects.create(user=user, unit=unit)
    if letter == "E":
        IndexAssignment.objects.create(user=user, index=index)
        Edition.open_draft(index, 2020)  # rows of a public version cannot be deleted by anyone
    client = Client(raise_request_exception=True)
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def sipas():
    return ReformIndex.objects.get(code="sipas")


@pytest.fixture
def as_role(ben_tre, sipas):
    return lambda letter: account(letter, ben_tre, sipas)


def about_one(name: str) -> bool:
    """Whether the address is that of one object."""
    return name != "password_change" and name.endswith(
        ("_change", "_history", "_delete", "_grid", "_review", "_preview")
    )


def address(name: str, client: Client) -> str:
    """The address, for an object that the account may see if it sees any."""
    if name == "app_list":
        return reverse("admin:app_list", args=["provinces"])
    if not about_one(name):
        return reverse(f"admin:{name}")
    model = next(m for m in admin.site._registry if name.startswith(f"{m._meta.app_label}_{m._meta.model_name}_"))
    request = type("Request", (), {"user": client.user})()
    own = admin.site._registry[model].get_queryset(request).order_by("pk").last()
    return reverse(f"admin:{name}", args=[own.pk if own else 0])


def test_every_model_and_address_has_an_entry():
    assert {f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry} == set(MODELS)
    for name in ALL_NAMES:
        needed(name)


@pytest.mark.parametrize("letter", ROLES)
def test_a_role_reaches_its_addresses_and_no_other(letter, as_role):
    client = as_role(letter)
    wrong = []
    for name in ALL_NAMES:
        if name == "logout":
            continue
        path = address(name, client)
        said = client.get(path).status_code
        if letter in needed(name):
            if said not in REACHED:
                wrong.append(f"{path} answers {said}")
        else:
            said_to_post = client.post(path, {"post": "yes"}).status_code
            if not {said, said_to_post} <= {403, 302} or (said == 302 and path.endswith("/0/change/")):
                wrong.append(f"{path} answers {said}, {said_to_post}")
    assert not wrong


def test_every_address_beside_the_admins_own_is_known_and_guarded(as_role, client):
    patterns = urls.urlpatterns[0].url_patterns
    beside = {p.name for p in patterns if isinstance(p, URLPattern) and str(p.pattern).startswith("admin/")}
    assert beside == {
        "merger",
        "publishing_guide",
        "second_factor",
        "password_reset_confirm",
        "password_reset_complete",
    }
    assert client.get("/admin/merger/").status_code == 302
    assert client.get("/admin/publishing-guide/").status_code == 302
    for letter in ROLES:
        someone = as_role(letter)
        assert someone.get("/admin/merger/").status_code == (200 if letter == "K" else 403), letter
        assert someone.get("/admin/publishing-guide/").status_code == 200


def test_nobody_enters_without_signing_in(client):
    for name in ALL_NAMES:
        if name in {"jsi18n", "logout"}:
            continue
        arguments = ["provinces"] if name == "app_list" else []
        if about_one(name):
            arguments = [1]
        path = reverse(f"admin:{name}", args=arguments)
        assert client.get(path).status_code == 302, path
        assert client.post(path).status_code == 302, path


def test_a_group_has_exactly_the_permissions_of_its_role(db):
    reporter = Group.objects.get(name=roles.UNIT_REPORTER.name)
    reporter.permissions.clear()
    roles.sync()
    said = {f"{p.content_type.app_label}.{p.codename}" for p in reporter.permissions.select_related("content_type")}
    assert said == roles.UNIT_REPORTER.permissions


# --- one province's official on another's ---------------------------------------------------------------


@pytest.fixture
def reporter(as_role):
    return as_role("U")


@pytest.fixture
def others_report(article):
    indicator = Indicator.objects.get(code="tthc")
    unit = Unit.objects.get(kind="province", code="82", ends_on__isnull=False)
    return Snapshot.objects.create(indicator=indicator, unit=unit, as_of="2021-06-24", numerator=5, source=article)


def test_others_reports_are_as_unknown_as_ones_that_do_not_exist(reporter, others_report):
    for what in ("change", "history", "delete"):
        answers = [
            reporter.get(reverse(f"admin:indices_snapshot_{what}", args=[pk])) for pk in (others_report.pk, 999_999)
        ]
        assert answers[0].status_code == answers[1].status_code, what
        assert answers[0].headers.get("Location") == answers[1].headers.get("Location"), what
    listed = reporter.get("/admin/indices/snapshot/")
    assert {snapshot.unit.code for snapshot in listed.context["cl"].result_list} == {"83"}
    exported = reporter.get("/admin/indices/snapshot/export/?format=csv").getvalue().decode()
    assert ",83," in exported
    assert ",82," not in exported


def test_a_direct_post_with_anothers_unit_writes_nothing(reporter, others_report):
    said = {
        "indicator": others_report.indicator_id, "unit": others_report.unit_id, "as_of": "1/7/2021", "numerator": "7",
        "qualifier": "exact", "source": others_report.source_id,
    }  # fmt: skip
    answer = reporter.post("/admin/indices/snapshot/add/", said)
    assert answer.status_code == 200
    assert "unit" in answer.context["adminform"].form.errors
    assert Snapshot.objects.filter(numerator=7).count() == 0
    own = Unit.objects.get(kind="province", code="83")
    answer = reporter.post("/admin/indices/snapshot/add/", said | {"unit": own.pk})
    assert answer.status_code == 302
    assert Snapshot.objects.get(numerator=7).reported_by == reporter.user


def test_anothers_row_in_a_sheet_is_refused_with_its_cell_and_not_stored_with_the_good_ones(reporter, others_report):
    text = "indicator,unit_code,as_of,numerator\ntthc,83,2021-08-01,11\ntthc,82,2021-08-01,12\n"
    sheet = SimpleUploadedFile("b.csv", text.encode())
    page = reporter.post("/admin/indices/snapshot/import/", {"import_file": sheet, "source": "bao-hoang-lam-2021"})
    assert "A3" in page.content.decode()
    run = ImportRun.objects.get(user=reporter.user)
    reporter.post("/admin/indices/snapshot/process_import/", {"run": str(run.uuid), "good_rows": "1"})
    assert list(Snapshot.objects.filter(as_of="2021-08-01").values_list("numerator", flat=True)) == [11]


def test_units_to_choose_from_are_the_own_ones(reporter):
    found = reporter.get(
        "/admin/autocomplete/",
        {"app_label": "indices", "model_name": "snapshot", "field_name": "unit", "term": "Tiền Giang"},
    ).json()
    assert found["results"] == []
    found = reporter.get(
        "/admin/autocomplete/",
        {"app_label": "indices", "model_name": "adoption", "field_name": "unit", "term": "An Ngãi Tây"},
    ).json()
    assert len(found["results"]) == 1


def test_a_run_is_its_owners(reporter, as_role):
    keeper = as_role("K")
    run = ImportRun.objects.create(kind="snapshots", file_name="a.csv", content=b"", user=keeper.user)
    assert reporter.get(f"/admin/provinces/importrun/{run.pk}/change/").status_code == 302
    assert reporter.post(f"/admin/provinces/importrun/{run.pk}/undo/").status_code == 404
    assert reporter.get(f"/admin/indices/snapshot/import/?run={run.uuid}").status_code == 404
    assert reporter.post("/admin/indices/snapshot/process_import/", {"run": str(run.uuid)}).status_code == 404
    assert as_role("A").get(f"/admin/provinces/importrun/{run.pk}/change/").status_code == 200


def test_adoptions_are_entered_for_communes_of_the_own_province(reporter, ben_tre):
    commune = Unit.objects.filter(kind="commune", parent=ben_tre)[0]
    other = Unit.objects.filter(kind="commune").exclude(parent=ben_tre)[0]
    said = {
        "indicator": Indicator.objects.get(unit_kind="commune").pk, "offers": "on", "as_of": "1/11/2021",
        "source": Source.objects.get(code="bao-hoang-lam-2021").pk,
    }  # fmt: skip
    reporter.post("/admin/indices/adoption/add/", said | {"unit": other.pk})
    assert not Adoption.objects.exists()
    reporter.post("/admin/indices/adoption/add/", said | {"unit": commune.pk})
    assert Adoption.objects.get().unit == commune


# --- one index's editor on another's --------------------------------------------------------------------


def test_an_editor_of_one_index_neither_sees_nor_changes_another(as_role, par_index_2020):
    editor = as_role("E")
    assert {e.index.code for e in editor.get("/admin/indices/edition/").context["cl"].result_list} == {"sipas"}
    draft = Edition.open_draft(par_index_2020.index, 2020)
    row = draft.results.first()
    assert editor.get(f"/admin/indices/result/{row.pk}/change/").status_code == 302
    assert editor.get(f"/admin/indices/edition/{draft.pk}/grid/").status_code == 404
    text = "unit_code,index,year,score,rank\n83,par-index,2020,11.11,44\n83,sipas,2020,22.22,20\n"
    sheet = SimpleUploadedFile("b.csv", text.encode())
    editor.post("/admin/indices/result/import/", {"import_file": sheet, "source": "bao-hoang-lam-2021"})
    run = ImportRun.objects.get(user=editor.user)
    assert run.counts["refused"] == 1
    editor.post("/admin/indices/result/process_import/", {"run": str(run.uuid), "good_rows": "1"})
    assert not Result.objects.filter(score_text="11.11").exists()
    assert Result.objects.filter(score_text="22.22").count() == 1


def test_whoever_may_only_add_sources_does_not_change_one_by_a_sheet(reporter, article):
    text = f"code,title,kind\n{article.code},Khác,{article.kind}\n"
    reporter.post("/admin/provinces/source/import/", {"import_file": SimpleUploadedFile("s.csv", text.encode())})
    run = ImportRun.objects.get(user=reporter.user)
    reporter.post("/admin/provinces/source/process_import/", {"run": str(run.uuid), "good_rows": "1"})
    title = article.title
    article.refresh_from_db()
    assert article.title == title


def test_an_administrator_neither_sees_superusers_nor_raises_the_own_rights(as_role):
    administrator = as_role("M")
    superuser = get_user_model().objects.create_superuser("chu")
    assert administrator.get(f"/admin/auth/user/{superuser.pk}/change/").status_code == 302
    own = administrator.get(f"/admin/auth/user/{administrator.user.pk}/change/")
    assert "groups" not in own.context["adminform"].form.fields
    administrator.post(f"/admin/auth/user/{administrator.user.pk}/change/", {"username": "x", "is_superuser": "on"})
    administrator.user.refresh_from_db()
    assert not administrator.user.is_superuser
