"""Where a request comes from, when proxies stand in front, and whom an address is for."""

from django.conf import settings
from django.http import HttpRequest

from indices.api.endpoints import ROOT as API

OFFICIALS = ("/admin/", "/en/admin/")
OWN = (*OFFICIALS, settings.STATIC_URL, "/health/", "/metrics")


def client_address(request: HttpRequest) -> str:
    """The last address that no trusted proxy vouches for. What a client writes into the header itself is not believed.

    `X-Forwarded-For` is read from its end, and only while the one who added an entry is a trusted proxy.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    while address in settings.TRUSTED_PROXIES and forwarded:
        address = forwarded.pop()
    return address


def among_officials(path: str) -> bool:
    """Whether an address is one of the officials' pages.

    >>> among_officials("/en/admin/login/"), among_officials("/administration/")
    (True, False)
    """
    return path.startswith(OFFICIALS)


def is_own(path: str) -> bool:
    """Whether what is at an address is for the portal's own pages: pages, their style, scripts and typefaces.

    Sheets, pictures, papers, feeds and answers of the API are given away, and other sites may show them.

    >>> is_own("/provinces/ben-tre/"), is_own("/static/css/portal.css"), is_own("/admin/indices/result/export/")
    (True, True, True)
    >>> is_own("/provinces/ben-tre.csv"), is_own("/card.png"), is_own(API)
    (False, False, False)
    """
    if path.startswith(API):
        return False
    return path.endswith("/") or path.startswith(OWN)
