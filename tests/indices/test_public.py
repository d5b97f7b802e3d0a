"""What is public at a moment, compared with going through every version anew."""

from datetime import timedelta

import pytest
from django.utils import timezone

from indices.catalogue import PUBLIC_KEPT, Catalogue
from indices.models import Edition

pytestmark = pytest.mark.django_db


def slowly(catalogue, at):
    """The highest version of each edition whose minute has come: by index, the latest year first."""
    found = {}
    for edition in Edition.objects.filter(state="approved", held_at=None, publish_at__lte=at).order_by("version"):
        found[edition.index_id, edition.year] = edition.pk
    order = {index.pk: (index.order, index.code) for index in catalogue.indices.values()}
    return [pk for (index, year), pk in sorted(found.items(), key=lambda one: (order[one[0][0]], -one[0][1]))]


def test_every_moment_has_its_own_versions():
    catalogue, now = Catalogue(), timezone.now()
    minutes = sorted({edition.publish_at for edition in catalogue.published()})
    for at in [now, *(m + timedelta(seconds=step) for m in minutes for step in (-1, 0, 1)), now + timedelta(days=365)]:
        assert [edition.pk for edition in catalogue.published(at)] == slowly(catalogue, at)


def test_it_is_found_out_once_for_a_minute_of_publication():
    catalogue, now = Catalogue(), timezone.now()
    assert catalogue.public_at(now) is catalogue.public_at(now + timedelta(seconds=1))


def test_only_a_few_moments_are_kept():
    catalogue = Catalogue()
    for years in range(100):
        catalogue.public_at(timezone.now() - timedelta(days=200 * years))
    assert len(catalogue._public) <= PUBLIC_KEPT


def test_a_version_that_waits_is_public_from_its_minute_on():
    edition = Edition.objects.get(pk=Catalogue().published()[0].pk)
    minute = timezone.now() + timedelta(hours=1)
    Edition.objects.filter(pk=edition.pk).update(publish_at=minute)
    catalogue = Catalogue()
    before, after = catalogue.public_at(minute - timedelta(seconds=1)), catalogue.public_at(minute)
    assert edition.pk not in before.by_pk
    assert edition.pk in after.by_pk
    assert repr(before) != repr(after)


def test_the_ways_to_find_editions_agree():
    public = Catalogue().public_at()
    assert list(public.by_pk.values()) == list(public.editions)
    assert public.by_year == {(edition.index_id, edition.year): edition for edition in public.editions}
    for code, years in public.of_index.items():
        assert list(years) == sorted(e.year for e in public.editions if e.index.code == code)
    assert public.among(list(public.by_pk)[::-1] * 2 + [-1]) == list(public.editions)
    minutes = [edition.publish_at for edition in public.latest_first]
    assert minutes == sorted(minutes, reverse=True)
    assert public.changed_at == minutes[0]
