"""A merger in one form: the new unit, its name, the edges, the addresses; nothing of the old ones is lost."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from provinces.mergers import Merger
from provinces.models import JournalEntry, Succession, Unit

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 1)


@pytest.fixture
def pair():
    """Two provinces of today."""
    return tuple(Unit.objects.get(kind="province", slug=slug) for slug in ("vinh-long", "dong-thap"))


def merger(pair, **other) -> Merger:
    said = {
        "kind": "province", "predecessors": pair, "effective_on": DAY, "type": "Tỉnh", "short_name": "Vĩnh Long",
        "name_en": "", "code": "86", "legal_basis": "Nghị quyết 1/2026", "source": None,
    }  # fmt: skip
    return Merger(**said | other)


def test_the_new_unit_takes_the_plain_address_and_the_old_one_keeps_its_page(pair, client):
    keeper = get_user_model().objects.create_user("danh-muc")
    heir = merger(pair).carry_out(by=keeper)
    assert (heir.slug, heir.titled, heir.begins_on) == ("vinh-long", "Tỉnh Vĩnh Long", DAY)
    old = Unit.objects.get(pk=pair[0].pk)
    assert (old.slug, old.ends_on) == ("vinh-long-den-2026", date(2026, 12, 31))
    assert Unit.objects.get(pk=pair[1].pk).slug == "dong-thap"
    assert Succession.objects.filter(successor=heir, effective_on=DAY).count() == 2
    for path in ("/provinces/vinh-long/", "/provinces/vinh-long-den-2026/", "/provinces/dong-thap/"):
        assert client.get(path).status_code == 200, path
    noted = JournalEntry.objects.filter(user=keeper).values_list("verb", "record")
    assert set(noted) == {("created", heir.pk), ("changed", pair[0].pk), ("changed", pair[1].pk)}


@pytest.mark.parametrize(
    "other",
    [
        {"predecessors": ()},
        {"predecessors": "the first alone"},
        {"code": "01"},
        {"effective_on": date(2025, 7, 1)},
        {"short_name": "Cà Mau"},
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_half_done(pair, other):
    if other.get("predecessors"):
        other = {"predecessors": pair[:1]}
    with pytest.raises(ValidationError):
        merger(pair, **other).carry_out(by=None)
    assert Unit.objects.get(pk=pair[0].pk).ends_on is None
    assert not Succession.objects.filter(effective_on=DAY).exists()


def test_the_form_leads_to_the_new_unit(pair, admin_client):
    said = {
        "kind": "province", "predecessors": [unit.pk for unit in pair], "effective_on": "1/1/2027", "type": "Tỉnh",
        "short_name": "Cửu Long", "code": "86", "legal_basis": "", "source": "", "name_en": "",
    }  # fmt: skip
    seen = admin_client.post("/admin/merger/", said)
    assert "Tỉnh Cửu Long" in seen.content.decode()
    assert not Unit.objects.filter(slug="cuu-long").exists(), "nothing is done before it was seen"
    answer = admin_client.post("/admin/merger/", said | {"confirmed": "1"})
    heir = Unit.objects.get(slug="cuu-long")
    assert answer.headers["Location"] == f"/admin/provinces/province/{heir.pk}/change/"
    assert admin_client.post("/admin/merger/", said | {"confirmed": "1"}).status_code == 200
