"""What is kept in memory follows every write of the registry and of the definitions."""

from datetime import date

import pytest
from django.db import transaction

from indices.catalogue import current_catalogue
from indices.models import Edition
from provinces.models import RegionMember, Unit, UnitName
from provinces.registry import Registry, current_registry

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 1)


def test_nothing_is_read_again_while_nothing_was_written(django_assert_num_queries):
    current_registry()
    with django_assert_num_queries(1):
        assert current_registry() is current_registry.kept["default"][1]


def test_a_saved_name_is_seen_at_once(ben_tre):
    current_registry()
    name = UnitName.objects.get(unit=ben_tre, role="official")
    name.short_name = "Kiến Hòa"
    name.save()
    assert current_registry().name(ben_tre.pk, TODAY) == "Kiến Hòa"


@pytest.mark.parametrize("write", ["update", "bulk_update", "delete"])
def test_bulk_writes_are_seen_at_once(write, ben_tre):
    current_registry()
    if write == "update":
        Unit.objects.filter(pk=ben_tre.pk).update(slug="elsewhere")
    elif write == "bulk_update":
        ben_tre.slug = "elsewhere"
        Unit.objects.bulk_update([ben_tre], ["slug"])
    else:
        RegionMember.objects.filter(unit=ben_tre).delete()
    registry = current_registry()
    if write == "delete":
        assert registry.region(ben_tre.pk, date(2020, 1, 1)) is None
    else:
        assert registry.units[ben_tre.pk].slug == "elsewhere"


def test_what_was_read_inside_a_transaction_that_failed_is_forgotten(ben_tre):
    with transaction.atomic():
        Unit.objects.filter(pk=ben_tre.pk).update(slug="elsewhere")
        assert current_registry().units[ben_tre.pk].slug == "elsewhere"
        transaction.set_rollback(True)
    assert current_registry().units[ben_tre.pk].slug == "ben-tre"


def test_a_withdrawn_edition_leaves_the_catalogue_at_once(sipas_2020, editor, approver):
    assert 2020 in current_catalogue().published_of("sipas")
    sipas_2020.confirm(sipas_2020.propose_withdrawal(editor, "Sai nguồn", "Thu hồi."), by=approver)
    assert 2020 not in current_catalogue().published_of("sipas")


def test_a_version_is_public_from_its_minute_without_anyone_writing(sipas_2020, editor, approver):
    draft = sipas_2020.copy_as_draft()
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=sipas_2020.publish_at.replace(year=2090))
    catalogue = current_catalogue()
    assert sipas_2020 in catalogue.published()
    assert draft in catalogue.published(at=draft.publish_at)


def test_the_catalogue_and_the_queryset_agree_on_what_is_public():
    assert {e.pk for e in current_catalogue().published()} == set(
        Edition.objects.published().values_list("pk", flat=True)
    )


def test_what_is_at_hand_is_what_was_asked_for_last_and_costs_no_question(django_assert_num_queries):
    asked = current_registry()
    with django_assert_num_queries(0):
        assert current_registry.at_hand() is asked


def test_a_document_is_read_when_it_is_first_cited_and_in_the_order_asked(django_assert_num_queries):
    registry = Registry()
    with django_assert_num_queries(1):
        found = registry.documents(["news-gov-vn-50ecc", "bao-hoang-lam-2021", "no-such-document"])
    with django_assert_num_queries(0):
        assert registry.documents(["bao-hoang-lam-2021"]) == [found[-1]]
    assert found[-1].code == "bao-hoang-lam-2021"
    assert "Hoàng Lam" in found[-1].label
