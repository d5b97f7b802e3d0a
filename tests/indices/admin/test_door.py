"""From upload to the public page: a sheet, two accounts, four eyes."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indices.models import Edition, Result
from provinces.models import ImportRun
from provinces.sheets.admin import SheetAdmin

pytestmark = pytest.mark.django_db
IMPORT, CONFIRM = "/admin/indices/result/import/", "/admin/indices/result/process_import/"


def logged_in(name: str, **options) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_user(name, is_staff=True, is_superuser=True, **options))
    return client


@pytest.fixture
def official():
    return logged_in("official")


@pytest.fixture
def colleague():
    return logged_in("colleague")


def sheet(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("ket-qua.csv", text.encode(), content_type="text/csv")


def upload(client: Client, text: str, edition: Edition | None = None, **fields):
    data = {"import_file": sheet(text), "source": "bao-hoang-lam-2021", **fields}
    return client.post(IMPORT, data | ({"edition": edition.pk} if edition else {}))


def run_in(response) -> str:
    assert response.status_code == 200
    return re.search(r'name="run" value="([^"]+)"', response.content.decode())[1]


def test_two_accounts_take_a_plain_sheet_to_the_public_page(official, colleague, client, sipas_2020):
    preview = upload(official, 'Tỉnh/Thành phố,Chỉ số SIPAS (%),Xếp hạng\nCà Mau,"87,40%",25\n', sipas_2020)
    assert 'id="confirm-import"' in preview.content.decode()
    assert not Edition.objects.filter(index=sipas_2020.index, year=2020, version=2).exists()
    official.post(CONFIRM, {"run": run_in(preview)})
    draft = Edition.objects.get(index=sipas_2020.index, year=2020, version=2)
    assert "87,40%" not in client.get("/indices/sipas/2020/provinces/").content.decode()

    review = reverse("admin:indices_edition_review", args=[draft.pk])

    def approve(who: Client) -> None:
        who.post(review, {"verb": "approve", "seen": who.get(review).context["review"].gate.digest})

    action = {"action": "submit", "_selected_action": [draft.pk]}
    official.post(reverse("admin:indices_edition_changelist"), action)
    approve(colleague)
    assert "87,40%" not in client.get("/indices/sipas/2020/provinces/").content.decode(), "a check is open"
    colleague.post(review, {"verb": "reason", "coverage": "Nguồn chỉ nêu 13 đơn vị."})
    approve(official)
    assert "87,40%" not in client.get("/indices/sipas/2020/provinces/").content.decode()
    approve(colleague)
    assert "87,40%" in client.get("/indices/sipas/2020/provinces/").content.decode()
    assert sipas_2020.results.count() == 12


def test_a_run_is_confirmed_by_its_owner_only_and_once(official, colleague, sipas_2020):
    run = run_in(upload(official, "Đơn vị,Điểm,Hạng\nCà Mau,87.40,25\n", sipas_2020))
    assert colleague.post(CONFIRM, {"run": run}).status_code == 404
    for _time in range(2):
        official.post(CONFIRM, {"run": run})
    assert Result.objects.filter(edition__index=sipas_2020.index, edition__year=2020, score_text="87.40").count() == 1
    assert Edition.objects.of(sipas_2020.index, 2020).count() == 2


def test_a_row_changed_since_the_preview_refuses_the_confirmation(official, sipas_2020, ben_tre):
    run = run_in(upload(official, "Đơn vị,Điểm,Hạng\nBến Tre,88.36,20\n", sipas_2020))
    Result.objects.filter(edition=sipas_2020, unit=ben_tre).update(score="88.37", score_text="88.37")
    official.post(CONFIRM, {"run": run})
    assert Edition.objects.of(sipas_2020.index, 2020).count() == 1
    assert ImportRun.objects.get(uuid=run).state == "previewed"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Bến Tree,88.35,20", "A2"),
        ("Bến Tre,101,20", "B2"),
        ("Bến Tre,0,20", "B2"),
        ("Bến Tre,1e3,20", "B2"),
        ("Bến Tre,88.35,64", "C2"),
        ("Vũng Tàu cũ,88.35,20", "A2"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_cell(official, sipas_2020, row, said):
    page = upload(official, f"Đơn vị,Điểm,Hạng\n{row}\n", sipas_2020).content.decode()
    assert f"Ô {said}" in page
    assert "confirm-import" not in page


def test_one_unit_twice_is_refused_and_neither_row_wins(official, sipas_2020):
    page = upload(official, "Đơn vị,Điểm\nBến Tre,88.35\nBến Tre,88.53\n", sipas_2020).content.decode()
    assert "confirm-import" not in page


def test_a_misspelt_header_is_named(official, sipas_2020):
    assert "Điểm sso" in upload(official, "Đơn vị,Điểm sso\nBến Tre,88.35\n", sipas_2020).content.decode()


@pytest.mark.parametrize(("year", "slug"), [(2024, "lao-cai-den-2025"), (2025, "lao-cai")])
def test_a_sheet_lands_on_the_unit_of_its_year(official, par_index_2020, year, slug):
    edition, _made = Edition.objects.get_or_create(
        index=par_index_2020.index, year=year, defaults={"units_as_of": f"{year}-12-31"}
    )
    official.post(CONFIRM, {"run": run_in(upload(official, "Đơn vị,Điểm\nLào Cai,88.35\n", edition))})
    assert Result.objects.get(edition__year=year, score_text="88.35", edition__state="draft").unit.slug == slug


PAGES = sorted(
    f"{model._meta.app_label}_{model._meta.model_name}"
    for model in admin.site._registry
    if model._meta.app_label in {"provinces", "indices"}
)


@pytest.mark.parametrize("name", PAGES)
def test_every_list_and_form_opens_with_a_fixed_number_of_questions(official, django_assert_max_num_queries, name):
    with django_assert_max_num_queries(30):
        assert official.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert official.get(reverse(f"admin:{name}_add")).status_code in {200, 403}


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in PAGES
        if isinstance(
            admin.site._registry[
                next(m for m in admin.site._registry if f"{m._meta.app_label}_{m._meta.model_name}" == name)
            ],
            SheetAdmin,
        )
    ],
)
def test_every_sheet_has_its_import_and_export_pages_and_they_need_permission(official, name):
    for page in ("import", "export"):
        assert official.get(reverse(f"admin:{name}_{page}")).status_code == 200
    assert official.get(reverse(f"admin:{name}_export") + "?format=csv").status_code == 200
    visitor = Client()
    visitor.force_login(get_user_model().objects.create_user("visitor", is_staff=True))
    for page in ("import", "export"):
        assert visitor.get(reverse(f"admin:{name}_{page}")).status_code == 403


def test_the_guide_opens_and_a_template_offers_choices(official):
    assert "Năm bước" in official.get("/admin/indices/result/import/guide/").content.decode()
    template = official.post("/admin/provinces/unitname/import/template/")
    assert template["Content-Type"].endswith("sheet")
    assert official.post("/admin/indices/result/import/template/", {"edition": ""}).status_code == 200
