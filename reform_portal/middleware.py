"""What every request passes through."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from indices.api.endpoints import ROOT as API
from provinces.language import speaking

from .health import live, ready
from .metrics import metrics


class Probes:
    """Answers load balancers and Prometheus before anything else.

    They ask by IP address and over plain http, and must learn what is wrong when host names, sessions or the cache are.
    Nothing is counted and no line is written: they ask every few seconds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        probes()  # the site's map is read when a process starts, and one that cannot be read ends it

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return probes().get(request.path_info, self.get_response)(request)


@cache
def probes() -> dict[str, Callable[[HttpRequest], HttpResponse]]:
    """What machines ask, by its address."""
    return {reverse("health_live"): live, reverse("health_ready"): ready, reverse("metrics"): metrics}


class PathLanguageMiddleware:
    """The language is in the path and nowhere else: `/en/…` is English, everything else Vietnamese.

    Django's own LocaleMiddleware also looks at cookies and headers and therefore makes every answer vary by
    `Accept-Language`; a page of the portal has one language and may be kept by any cache. The API has one address and
    explains itself in English.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = self.language_of(request.path_info)
        with speaking(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    @classmethod
    def language_of(cls, path: str) -> str:
        """The language of an address."""
        return translation.get_language_from_path(path) or cls.unprefixed(path)

    @staticmethod
    def unprefixed(path: str) -> str:
        """The language of an address that names none."""
        return "en" if path.startswith(API) else settings.LANGUAGE_CODE
