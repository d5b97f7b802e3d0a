"""What pages, style sheets and lists refer to, and pages with their references changed."""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

# One address in one tag, as our templates write them: in double quotes, with what HTML needs escaped.
REFERENCE = re.compile(
    r'(?P<head><(?P<tag>[a-z]+)\b[^>]*?)(?P<name>\s+(?:href|src|action)=)"(?P<value>[^"]*)"',
)
PICTURE = re.compile(r'<meta property="og:image"\s+content="(?P<value>[^"]*)"')
LISTED = re.compile(r"<loc>(?P<value>[^<]*)</loc>")
STYLED = re.compile(r"""url\(\s*["']?(?P<value>[^"')]+)["']?\s*\)""")
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
SUGGESTIONS = re.compile(r'\s+data-suggest="[^"]*"')

# By the content type of who refers.
PATTERNS = {
    "text/html": (REFERENCE, PICTURE),
    "application/xml": (LISTED,),
    "text/css": (STYLED,),
}


def referred_to(kind: str, text: str) -> set[str]:
    """The addresses that a file of a content type refers to, as they are written in it.

    >>> sorted(referred_to("text/html", '<a class="x" href="/en/?a=1&amp;b=2">…</a><img src="/card.png" alt="">'))
    ['/card.png', '/en/?a=1&b=2']
    >>> referred_to("text/css", "@font-face { src: url('../fonts/one.woff2') }")
    {'../fonts/one.woff2'}
    """
    return {unescape(found["value"]) for pattern in PATTERNS.get(kind, ()) for found in pattern.finditer(text)}


def own_address(reference: str, page: str, site: str) -> tuple[str, str] | None:
    """Where a reference on a page leads within the site, and the place on that page; None where it leaves the site.

    >>> own_address("?page=2#top", "/about/design/", "https://portal.example.vn")
    ('/about/design/?page=2', '#top')
    >>> own_address("https://portal.example.vn/card.png", "/", "https://portal.example.vn")
    ('/card.png', '')
    >>> own_address("https://dichvucong.gov.vn/", "/", "https://portal.example.vn")
    """
    return _resolved(reference, "/" if reference.startswith("/") else page, site)


# Pages of one site share most of what they refer to.
@lru_cache(maxsize=100_000)
def _resolved(reference: str, page: str, site: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(urljoin(site + page, reference))
    except ValueError:  # brackets that are no address of a machine
        return None
    if f"{parts.scheme}://{parts.netloc}" != site:
        return None
    return (parts.path or "/") + (
        f"?{parts.query}" if parts.query else ""
    ), f"#{parts.fragment}" if parts.fragment else ""


class Led(NamedTuple):
    """Where a reference leads from now on, and the name under which a browser keeps what lies there, if any."""

    address: str
    kept_as: str = ""


def changed(page: str, lead: Callable[[str, str], Led | None]) -> str:
    """A page whose references lead elsewhere; where `lead(tag, reference)` gives None, a link leads nowhere.

    >>> changed('<a class="x" href="/?q=1">…</a>', lambda tag, reference: None)
    '<a class="x">…</a>'
    >>> changed('<a href="/a.csv?b=1&amp;c=2">…</a>', lambda tag, reference: Led("/a@b=1&c=2.csv", "a.csv"))
    '<a href="/a@b=1&amp;c=2.csv" download="a.csv">…</a>'
    """

    def said(found: re.Match[str]) -> str:
        led = lead(found["tag"], unescape(found["value"]))
        if led is None:
            return found["head"]
        named = f' download="{escape(led.kept_as)}"' if led.kept_as and found["tag"] == "a" else ""
        return f'{found["head"]}{found["name"]}"{escape(led.address)}"{named}'

    return REFERENCE.sub(said, page)


def without_forms(page: str, instead: str) -> str:
    """A page that says a sentence, in HTML, where it had a form.

    >>> without_forms('<form action="/search/"><input name="q"></form>', "<p>No search here.</p>")
    '<p>No search here.</p>'
    """
    return FORM.sub(lambda _found: instead, page)


def without_suggestions(page: str) -> str:
    """A page whose search fields ask for no names while somebody types."""
    return SUGGESTIONS.sub("", page)
