"""Every public page in both languages, for those who search the web."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.utils.translation import get_language

from indices.ahead import address
from indices.catalogue import Catalogue, current_catalogue
from indices.citing import public_documents
from indices.models import Release, Result, Target
from provinces.language import speaking
from provinces.models import PLURALS

# Pages of which there is one; those with figures change when anything is published.
WITH_FIGURES = (
    "indices:home",
    "indices:index_list",
    "indices:target_list",
    "indices:corrections",
    "indices:data",
    "indices:release_list",
)
OTHERS = (
    "provinces:province_list",
    "provinces:ministry_list",
    "indices:communes",
    "indices:compare",
    "indices:glossary",
    "indices:api",
    "indices:report_problem",
    "about",
    "accessibility",
)


class Page(NamedTuple):
    """A public page: the name and the arguments of its address, and when its figures last changed, where known."""

    name: str
    args: tuple[object, ...] = ()
    changed_at: datetime | None = None


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """Every public page. Five queries, whatever their number."""
    published = catalogue.published()
    minutes = {edition.pk: edition.publish_at for edition in published if edition.publish_at}
    latest = max(minutes.values(), default=None)
    yield from (Page(name, (), latest) for name in WITH_FIGURES)
    yield from (Page(name) for name in OTHERS)
    for index in catalogue.indices.values():
        of_index = [minutes[edition.pk] for edition in published if edition.index_id == index.pk]
        yield Page("indices:index_detail", (index.code,), max(of_index, default=None))
    for edition in published:
        for kind in edition.index.kinds:
            yield Page("indices:league_table", (edition.index.code, edition.year, PLURALS[kind]), edition.publish_at)
        yield Page("indices:method", (edition.index.code, edition.year), edition.publish_at)
    yield from _units(catalogue, minutes)
    yield from (Page("indices:target_detail", (code,)) for code in Target.objects.values_list("code", flat=True))
    counted = catalogue.promises.indicators.values()
    yield from (Page("indices:indicator_detail", (indicator.code,)) for indicator in counted)
    codes = public_documents(catalogue).order_by("code").values_list("code", flat=True)
    yield from (Page("indices:source", (code,)) for code in codes)
    for number, made_at in Release.objects.order_by("number").values_list("number", "made_at"):
        yield Page("indices:release", (number,), made_at)


def _units(catalogue: Catalogue, minutes: dict[int, datetime]) -> Iterator[Page]:
    """Each unit's page, and its figures and bulletins of the years in which it has a result."""
    years: dict[int, dict[int, datetime]] = defaultdict(dict)
    told = Result.objects.filter(edition__in=minutes).order_by()
    for unit_id, edition_id, year in told.values_list("unit", "edition", "edition__year"):
        years[unit_id][year] = max(minutes[edition_id], years[unit_id].get(year, minutes[edition_id]))
    for unit in catalogue.registry.units.values():
        plural = PLURALS[unit.kind]
        yield Page("indices:unit", (plural, unit.slug), max(years[unit.pk].values(), default=None))
        for year, changed_at in sorted(years[unit.pk].items(), reverse=True):
            yield Page("indices:unit_year", (plural, unit.slug, year), changed_at)
            yield Page("indices:bulletin", (plural, unit.slug, year), changed_at)


class PublicPages(Sitemap):
    """The list as Django's sitemap view asks for it; absolute addresses from SITE_URL, whatever host was asked."""

    i18n = alternates = x_default = True

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def items(self) -> list[Page]:
        return list(pages(current_catalogue()))

    def location(self, item: Page) -> str:
        # Django goes through the languages with an `override` of its own.
        with speaking(get_language() or settings.LANGUAGE_CODE):
            return address(item.name, *item.args)

    def lastmod(self, item: Page) -> datetime | None:
        return item.changed_at
