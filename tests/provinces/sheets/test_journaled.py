"""Every form keeps a history; two people on one form lose nothing; one goes back by a new step."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from indices.models import Edition, Result
from provinces.models import JournalEntry, Source

pytestmark = pytest.mark.django_db


def person(name: str) -> Client:
    client = Client()
    client.user = get_user_model().objects.create_superuser(name, first_name=name)
    client.force_login(client.user)
    return client


@pytest.fixture
def an():
    return person("an")


@pytest.fixture
def binh():
    return person("binh")


@pytest.fixture
def path(article):
    return f"/admin/provinces/source/{article.pk}/change/"


def filled(client: Client, path: str, **said) -> dict[str, str]:
    """What a browser would post: the form as it was opened, and what was typed."""
    form = client.get(path).context["adminform"].form
    shown = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: "" if value is None else value for name, value in shown.items()} | said


def test_a_form_keeps_who_changed_what_from_where(an, article, path):
    before = article.title
    assert an.post(path, filled(an, path, title="Tên khác")).status_code == 302
    entry = JournalEntry.objects.get(user=an.user)
    assert (entry.user, entry.verb, entry.record, entry.address) == (an.user, "changed", article.pk, path)
    assert (entry.before, entry.after) == ({"title": before}, {"title": "Tên khác"})


def test_saving_without_a_change_leaves_no_entry(an, path):
    assert an.post(path, filled(an, path)).status_code == 302
    assert not JournalEntry.objects.filter(user=an.user).exists()


def test_the_second_of_two_people_is_shown_the_difference_and_overwrites_nothing(an, binh, article, path):
    of_an, of_binh = filled(an, path, title="Của An"), filled(binh, path, title="Của Bình")
    assert an.post(path, of_an).status_code == 302
    answer = binh.post(path, of_binh)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Của An" in page
    assert "an" in page
    article.refresh_from_db()
    assert article.title == "Của An"
    seen = answer.context["adminform"].form.data["seen"]
    assert binh.post(path, of_binh | {"seen": seen}).status_code == 302
    article.refresh_from_db()
    assert article.title == "Của Bình"


def test_going_back_is_a_new_step(an, binh, article, path):
    before = article.title
    an.post(path, filled(an, path, title="Sai"))
    history = path.replace("/change/", "/history/")
    assert "Sai" in binh.get(history).content.decode()
    binh.post(history, {"entry": JournalEntry.objects.get(user=an.user).pk})
    article.refresh_from_db()
    assert article.title == before
    assert [
        (entry.user, entry.verb) for entry in JournalEntry.objects.filter(record=article.pk, table="provinces.source")
    ] == [
        (binh.user, "changed"),
        (an.user, "changed"),
    ]


def test_names_inside_a_units_form_and_deletions_are_kept(an, ben_tre):
    path = f"/admin/provinces/province/{ben_tre.pk}/change/"
    page = an.get(path)
    formset = page.context["inline_admin_formsets"][0].formset
    data = filled(an, path)
    data |= {f"names-{name}": value for name, value in formset.management_form.initial.items()}
    for form in formset.forms:
        for name, field in form.fields.items():
            data[form.add_prefix(name)] = form.get_initial_for_field(field, name) or ""
    data["names-0-name_en"] = "Ben Tre province"
    assert an.post(path, data).status_code == 302
    [entry] = JournalEntry.objects.filter(table="provinces.unitname")
    assert entry.after == {"name_en": "Ben Tre province"}
    source = Source.objects.create(code="thua", title="Thừa", kind="dataset", reliability="secondary")
    an.post(f"/admin/provinces/source/{source.pk}/delete/", {"post": "yes"})
    gone = JournalEntry.objects.get(verb="deleted")
    assert gone.before["title"] == "Thừa"


def test_a_published_row_does_not_go_back(an, sipas_2020, ben_tre):
    result = Result.objects.get(edition=sipas_2020, unit=ben_tre)
    about = {"table": "indices.result", "record": result.pk}
    entry = JournalEntry.objects.create(**about, before={"rank": 1}, after={"rank": 20})
    assert an.post(f"/admin/indices/result/{result.pk}/history/", {"entry": entry.pk}).status_code == 403
    result.refresh_from_db()
    assert result.rank == 20


def test_going_back_in_a_draft_makes_the_person_an_editor_of_it(an, binh, sipas_2020, ben_tre):
    draft = Edition.open_draft(sipas_2020.index, 2020)
    result = Result.objects.get(edition=draft, unit=ben_tre)
    path = f"/admin/indices/result/{result.pk}/change/"
    assert an.post(path, filled(an, path, rank="21")).status_code == 302
    binh.post(path.replace("/change/", "/history/"), {"entry": JournalEntry.objects.get(user=an.user).pk})
    result.refresh_from_db()
    assert result.rank == 20
    assert binh.user in draft.editors.all()


def test_refused_attempts_are_in_the_journal_and_auditors_find_them_by_person(an, client):
    poor = get_user_model().objects.create_user("kem-quyen", is_staff=True)
    client.force_login(poor)
    assert client.get("/admin/provinces/source/add/").status_code == 403
    entry = JournalEntry.objects.get(verb="refused")
    assert (entry.user, entry.address) == (poor, "GET /admin/provinces/source/add/")
    listed = an.get(f"/admin/provinces/journalentry/?user__id__exact={poor.pk}")
    assert list(listed.context["cl"].result_list) == [entry]
    assert an.get(f"/admin/provinces/journalentry/{entry.pk}/change/").status_code == 200
