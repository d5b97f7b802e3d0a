"""Published means are those on record, from the catalogue's memory, and are called by whose they are."""

import pytest
from django.utils.translation import override

from indices.catalogue import Catalogue, current_catalogue
from indices.models import Average
from indices.presenters.means import Means, mean_of, national_means
from indices.presenters.profiles import Records
from provinces.models import Region

pytestmark = pytest.mark.django_db


def test_the_mean_of_a_unit_is_that_of_its_kind_and_asks_nothing(django_assert_num_queries):
    printed = {
        (average.edition_id, average.group): (average.score_text, average.source.code)
        for average in Average.objects.filter(region=None).select_related("source")
    }
    catalogue = current_catalogue()
    editions = catalogue.published()
    for kind, group, slug in (("province", "provinces", "ben-tre"), ("ministry", "ministries", "bo-y-te")):
        means = Means(catalogue.registry.known_as(kind, slug), catalogue)
        with django_assert_num_queries(0):
            found = {edition.pk: mean for edition in editions if (mean := means.of(edition))}
        wanted = {edition.pk: printed[edition.pk, group] for edition in editions if (edition.pk, group) in printed}
        assert {pk: (mean.score, mean.source) for pk, mean in found.items()} == wanted
        assert wanted


def test_a_regions_mean_is_of_the_region_of_the_editions_day(par_index_2020, ben_tre, article):
    code = current_catalogue().registry.region(ben_tre.pk, par_index_2020.units_as_of).code
    region = Region.objects.get(code=code)
    Average.objects.create(
        edition=par_index_2020, group="region", region=region, score=80, score_text="80.10",
        score_basis="printed", source=article,
    )  # fmt: skip
    catalogue = Catalogue()
    edition = catalogue.published_of("par-index")[2020]
    assert Means(catalogue.registry.units[ben_tre.pk], catalogue).of_region(edition).score == "80.10"
    elsewhere = catalogue.registry.known_as("province", "quang-ninh")
    assert Means(elsewhere, catalogue).of_region(edition) is None


def test_the_means_of_an_index_stand_beside_each_of_its_years():
    catalogue = current_catalogue()
    editions = list(catalogue.published_of("sipas").values())
    found = national_means(editions, catalogue)
    assert [edition for edition, _mean in found] == editions
    printed = dict(Average.objects.filter(group="provinces").values_list("edition_id", "score_text"))
    assert [mean.score if mean else None for _edition, mean in found] == [printed.get(e.pk) for e in editions]


def test_what_other_sources_say_of_a_unit_is_remembered_by_unit_and_edition(django_assert_num_queries):
    catalogue = current_catalogue()
    claims = {edition.pk: catalogue.claims(edition) for edition in catalogue.published()}
    units = {claim.unit_id for rows in claims.values() for claim in rows}
    with django_assert_num_queries(2):
        records = Records(units, catalogue)
    found = {
        (unit, edition): [(rival.score, rival.rank, rival.source) for rival in rivals]
        for unit, by_edition in records.claims.items()
        for edition, rivals in by_edition.items()
    }
    wanted: dict = {}
    for edition, rows in claims.items():
        for claim in rows:
            said = (claim.score_text, claim.rank, claim.source__code)
            wanted.setdefault((claim.unit_id, edition), []).append(said)
    assert found == wanted
    assert wanted


def test_the_mean_of_ministries_is_never_called_national(client):
    with override("en"):
        assert (mean_of("province"), mean_of("ministry")) == ("National mean", "Mean of the ministries")
    address = "unit=bo-tu-phap&unit=bo-y-te&index=par-index"
    for page in (f"/en/compare/?{address}", f"/en/compare.csv?{address}", "/en/ministries/bo-y-te/"):
        said = client.get(page).content.decode()
        assert "Mean of the ministries" in said, page
        assert "National mean" not in said, page
