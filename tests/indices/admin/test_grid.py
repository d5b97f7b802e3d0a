"""A year's table typed as one grid goes through the same door as a sheet."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from indices.models import Edition, Result
from provinces.models import ImportRun, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def official():
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("official"))
    return client


def grid_of(edition: Edition) -> str:
    return reverse("admin:indices_edition_grid", args=[edition.pk])


def test_the_grid_has_a_row_for_each_of_the_63_provinces(official, sipas_2020, django_assert_max_num_queries):
    official.get("/admin/")  # the session notes when it began
    with django_assert_max_num_queries(16):
        page = official.get(grid_of(sipas_2020)).content.decode()
    assert page.count('name="score-') == 63
    assert 'value="88,35"' in page


def test_a_table_that_was_opened_before_a_colleague_saved_overwrites_nothing(official, sipas_2020, ben_tre):
    quang_ninh = Unit.objects.get(kind="province", slug="quang-ninh")
    opened = official.get(grid_of(sipas_2020)).context["grid"]
    seen = {f"seen-score-{row.unit.pk}": row.seen[0] for row in opened.rows}
    common = {"kind": "province", "source": "bao-hoang-lam-2021"}
    official.post(grid_of(sipas_2020), common | seen | {f"score-{quang_ninh.pk}": "77,77"})
    draft = Edition.objects.get(index=sipas_2020.index, year=2020, version=2)
    official.post(grid_of(sipas_2020), common | seen | {f"score-{ben_tre.pk}": "66,66"})
    assert Result.objects.get(edition=draft, unit=quang_ninh).score_text == "77.77"
    assert Result.objects.get(edition=draft, unit=ben_tre).score_text == "66.66"
    page = official.post(grid_of(sipas_2020), common | seen | {f"score-{quang_ninh.pk}": "55,55"})
    assert "77,77" in page.content.decode()
    assert Result.objects.get(edition=draft, unit=quang_ninh).score_text == "77.77"


def test_a_refused_table_leaves_nothing_to_confirm(official, sipas_2020, ben_tre):
    typed = {"kind": "province", "source": "bao-hoang-lam-2021", f"score-{ben_tre.pk}": "871"}
    official.post(grid_of(sipas_2020), typed)
    assert not ImportRun.objects.filter(user__username="official").exists()


def test_what_is_typed_is_stored_in_a_draft_as_one_run(official, sipas_2020, ben_tre, vinh_long_before):
    typed = {
        "kind": "province",
        "source": "bao-hoang-lam-2021",
        f"score-{vinh_long_before.pk}": "87,40",
        f"rank-{vinh_long_before.pk}": "25",
    }
    assert official.post(grid_of(sipas_2020), typed).status_code == 302
    draft = Edition.objects.get(index=sipas_2020.index, year=2020, version=2)
    stored = Result.objects.get(edition=draft, unit=vinh_long_before)
    assert (stored.score_text, stored.rank, stored.score_basis) == ("87.40", 25, "printed")
    assert Result.objects.get(edition=draft, unit=ben_tre).score_text == "88.35"
    assert ImportRun.objects.filter(kind="results", state="stored", user__username="official").count() == 1
    assert draft.editors.filter(username="official").exists()


def test_a_figure_that_is_not_understood_is_named_and_nothing_is_stored(official, sipas_2020, vinh_long_before):
    typed = {"kind": "province", "source": "bao-hoang-lam-2021", f"score-{vinh_long_before.pk}": "871"}
    page = official.post(grid_of(sipas_2020), typed).content.decode()
    assert "Vĩnh Long" in page
    assert "871" in page
    assert not Edition.objects.filter(index=sipas_2020.index, year=2020, version=2).exists()
