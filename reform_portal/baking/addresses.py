"""Which addresses of the portal can lie in a folder as files, and where they lie there.

A file server knows no queries. An address with a key of few values (`?sort=name`, `?as_of=2021-06-24`) becomes a plain
one; what readers type has no end and stays with the portal.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.conf import settings
from django.utils import translation

from ..caching.keys import MANY_VALUES, TYPED_KEYS, keys_of

# What only the portal itself can answer; whatever else it has is public and can be a file.
PORTAL_ONLY = ("/admin/", "/en/admin/", "/api/v1/", "/health/", "/metrics")
# Only says where a reader came from; the page without it asks for that.
OF_PASSAGE = ("about",)
# An address that leads nowhere and names nothing is answered by the page that a file server needs for all such.
NOT_FOUND = {"/index.html": "/404.html", "/en/index.html": "/en/404.html"}
SIMPLE = re.compile(r"[-\w.]+", re.ASCII)
# What takes longest, and can be left out. `sheets` are those of one unit's year and of tables as they are sorted; whole
# tables and the sheets of a unit are always there.
SHEET = r"\.(csv|xlsx|ods|json)"
HEAVY = {
    "papers": r"/(one-page\.pdf|report\.docx)$",
    "cards": r"/card\.png$",
    "packs": r"/press-pack\.zip$",
    "sheets": rf"/(\d{{4}}|bulletin){SHEET}(\?|$)|{SHEET}\?(?!excel=1$)",
}


def language_of(address: str) -> str:
    """The language that an address is in.

    >>> language_of("/en/indices/"), language_of("/indices/")
    ('en', 'vi')
    """
    return translation.get_language_from_path(address) or settings.LANGUAGE_CODE


@lru_cache(maxsize=100_000)
def in_one_way(address: str) -> str:
    """An address with the keys that its page knows, in one order; of a key with one value the last, as pages read it.

    >>> in_one_way("/indices/sipas/2020/provinces/?utm=x&sort=name&as_of=2021-06-24")
    '/indices/sipas/2020/provinces/?as_of=2021-06-24&sort=name'
    >>> in_one_way("/report-a-problem/?about=/provinces/ben-tre/")
    '/report-a-problem/'
    """
    parts = urlsplit(address)
    asked = [(key, value) for key, value in parse_qsl(parts.query) if key in keys_of(parts.path)]
    last = dict(asked)
    pairs = [pair for pair in asked if pair[0] in MANY_VALUES]
    pairs += [(key, value) for key, value in last.items() if key not in (*MANY_VALUES, *OF_PASSAGE)]
    return f"{parts.path}?{urlencode(sorted(pairs))}" if pairs else parts.path


def heavy(names: Collection[str]) -> re.Pattern[str] | None:
    """What recognises the addresses that are left out; None where nothing is.

    >>> sheets = heavy(["sheets"])
    >>> [bool(sheets.search(path)) for path in ("/provinces/ben-tre/2020/bulletin.csv", "/provinces/ben-tre.csv")]
    [True, False]
    """
    return re.compile("|".join(HEAVY[name] for name in names)) if names else None


def can_be_file(address: str, without: re.Pattern[str] | None = None) -> bool:
    """Whether an address, written in one way, can be a file: it asks for a day and at most one more thing.

    >>> can_be_file("/provinces/"), can_be_file("/indices/sipas/2020/provinces/?sort=name")
    (True, True)
    >>> can_be_file("/communes/?q=27001"), can_be_file("/admin/"), can_be_file("/indices/?band=A&sort=name")
    (False, False, False)
    >>> can_be_file("/provinces/ben-tre/2020/report.docx", heavy(["papers"]))
    False
    """
    parts = urlsplit(address)
    asked = parse_qsl(parts.query)
    return (
        not parts.path.startswith(PORTAL_ONLY)
        and not (without and without.search(address))
        and ".." not in unquote(parts.path)
        and not any(key in TYPED_KEYS for key, _value in asked)
        and all(SIMPLE.fullmatch(value) for _key, value in asked)
        and len([key for key, _value in asked if key != "as_of"]) <= 1
    )


def without_query(address: str) -> str:
    """The address under which a file server has what lies at an address of the portal.

    >>> without_query("/indices/sipas/2020/provinces/?sort=-score")
    '/indices/sipas/2020/provinces/@sort=-score/'
    >>> without_query("/indices/sipas/2020/provinces.csv?excel=1")
    '/indices/sipas/2020/provinces@excel=1.csv'
    >>> without_query("/provinces/"), without_query("/index.html")
    ('/provinces/', '/404.html')
    """
    path, _mark, query = address.partition("?")
    if not query:
        return NOT_FOUND.get(path, path)
    asked = "@" + query.replace("&", "@")
    if path.endswith("/"):
        return f"{path}{asked}/"
    stem, dot, ending = path.rpartition(".")
    return f"{stem}{asked}{dot}{ending}"


def file_of(address: str) -> str:
    """The file, from the folder on, in which a file server finds what lies at an address.

    >>> file_of("/en/"), file_of("/provinces/?sort=name"), file_of("/sitemap.xml")
    ('en/index.html', 'provinces/@sort=name/index.html', 'sitemap.xml')
    >>> file_of("//tmp/x/"), file_of("/%2Ftmp/x/")
    ('tmp/x/index.html', 'tmp/x/index.html')
    """
    path = unquote(without_query(address)).lstrip("/")
    return f"{path}index.html" if path.endswith("/") or not path else path
