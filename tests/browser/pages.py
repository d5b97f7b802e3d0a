"""Every public page by the name of its address, in the states in which readers meet it.

A page that is added to the site and not here fails a test (tests/reform_portal/test_addresses.py); what stands here is
scanned, measured, used without script and photographed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.urls import URLPattern, URLResolver, get_resolver

LEAGUE = "/indices/par-index/2020/provinces/"

# The name of an address → what a reader finds there → where. Names are those of the site's map.
PAGES: dict[str, dict[str, str]] = {
    "indices:home": {"": "/"},
    "indices:index_list": {"": "/indices/"},
    "indices:index_detail": {"": "/indices/par-index/", "another method": "/indices/sipas/"},
    "indices:league_table": {
        "partial": LEAGUE,
        "whole": "/indices/papi/2011/provinces/",
        "of ministries": "/indices/par-index/2020/ministries/",
        "filtered": f"{LEAGUE}?band=B&q=b",
        "filtered to none": f"{LEAGUE}?q=khong-co-tinh-nao",
        "sorted": f"{LEAGUE}?sort=-score",
        "under review": "/indices/pci/2012/provinces/",
        "corrected": "/indices/pci/2011/provinces/",
    },
    "indices:method": {
        "with criteria": "/indices/par-index/2020/method/",
        "unknown": "/indices/pci/2012/method/",
    },
    "indices:unit": {
        "ended": "/provinces/ben-tre/",
        "in force": "/provinces/quang-ninh/",
        "merged of others": "/provinces/vinh-long/",
        "ministry": "/ministries/ngan-hang-nha-nuoc-viet-nam/",
        "ministry with little": "/ministries/van-phong-chinh-phu/",
    },
    "indices:unit_year": {"": "/provinces/ben-tre/2020/", "ministry": "/ministries/ngan-hang-nha-nuoc-viet-nam/2020/"},
    "indices:bulletin": {
        "": "/provinces/ben-tre/2020/bulletin/",
        "ministry": "/ministries/ngan-hang-nha-nuoc-viet-nam/2020/bulletin/",
    },
    "indices:compare": {
        "nobody": "/compare/",
        "two": "/compare/?unit=ben-tre&unit=quang-ninh&year=2020",
        "six": "/compare/?unit=ben-tre&unit=quang-ninh&unit=hai-phong&unit=ha-noi&unit=hue&unit=ho-chi-minh&year=2020",
        "ministries": "/compare/?unit=ngan-hang-nha-nuoc-viet-nam&unit=bo-giao-duc-va-dao-tao&year=2020",
    },
    "indices:search": {
        "empty": "/search/",
        "hits": "/search/?q=ben+tre",
        "many": "/search/?q=bo",
        "none": "/search/?q=xyzzy",
    },
    "indices:report_problem": {
        "": "/report-a-problem/",
        "about a page": "/report-a-problem/?about=/provinces/ben-tre/",
    },
    "indices:communes": {
        "empty": "/communes/",
        "hits": "/communes/?q=an+hiep+ba+tri",
        "one": "/communes/?q=28756",
        "many": "/communes/?q=tan+thanh",
        "none": "/communes/?q=xyzzy+khong+co",
    },
    "indices:target_list": {"": "/targets/"},
    "indices:target_detail": {
        "of one unit": "/targets/chung-thuc-ban-sao-dien-tu-2021/",
        "of each unit": "/targets/bench/",
    },
    "indices:indicator_detail": {
        "with reports": "/indicators/chung-thuc-ban-sao-dien-tu/",
        "with one": "/indicators/tthc/",
    },
    "indices:corrections": {"": "/corrections/"},
    "indices:data": {"": "/data/"},
    "indices:release_list": {"": "/data/releases/"},
    "indices:release": {"first": "/data/releases/1/", "with changes": "/data/releases/2/"},
    "indices:source": {"": "/sources/bao-hoang-lam-2021/"},
    "provinces:province_list": {"": "/provinces/"},
    "provinces:ministry_list": {"": "/ministries/"},
    "indices:glossary": {"": "/glossary/"},
    "indices:api": {"": "/api/"},
    "about": {"": "/about/"},
    "design": {"": "/about/design/"},
    "accessibility": {"": "/accessibility/"},
}
# Answers without an address of their own.
REFUSALS = {
    "not found": ("/khong-co-trang-nay/", HTTPStatus.NOT_FOUND),
    "withdrawn": ("/indices/pci/2008/provinces/", HTTPStatus.GONE),
    "before the portal": ("/indices/par-index/2020/provinces/?as_of=2021-06-24", HTTPStatus.NOT_FOUND),
    "a bulletin before the portal": ("/provinces/ben-tre/2020/bulletin/?as_of=2021-06-24", HTTPStatus.NOT_FOUND),
}
# Addresses that end like a page and lead to another one.
REDIRECTS = {"provinces:permanent_address"}


@dataclass(frozen=True)
class PublicPage:
    """One page in one state; `label` names it in reports of tests and files of pictures."""

    label: str
    path: str
    status: HTTPStatus = HTTPStatus.OK


def public_pages() -> list[PublicPage]:
    """All that a reader can be shown."""
    pages = [
        PublicPage(" ".join(filter(None, (name.rpartition(":")[2], state))), path)
        for name, states in PAGES.items()
        for state, path in states.items()
    ]
    return pages + [PublicPage(label, path, status) for label, (path, status) in REFUSALS.items()]


def pages_named(words: Sequence[str]) -> list[PublicPage]:
    """The pages whose labels have one of the words; all where there are none."""
    return [page for page in public_pages() if not words or any(word in page.label for word in words)]


def names_of_public_pages() -> set[str]:
    """The names of the site's map that stand for public pages: files have an ending, pages end in a slash."""
    return set(_names(get_resolver(), "", "")) - REDIRECTS


def _names(resolver: URLResolver, namespace: str, before: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        address = before + str(entry.pattern)
        if address.startswith(("admin/", "health/", "metrics", "api/v1/")):
            continue
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{entry.namespace}:" if entry.namespace else namespace, address)
        elif isinstance(entry, URLPattern) and (address == "" or address.rstrip("$").endswith("/")):
            yield f"{namespace}{entry.name}"
