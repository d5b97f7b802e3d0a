"""What every request passes through."""

from django.conf import settings
from django.utils import translation

from indices.api.endpoints import ROOT as API
from provinces.language import speaking


class PathLanguageMiddleware:
    """The language is in the path and nowhere else: `/en/…` is English, everything else Vietnamese.

    Django's own LocaleMiddleware also looks at cookies and headers and therefore makes every answer vary by
    `Accept-Language`; a page of the portal has one language and may be kept by any cache. The API has one address and
    explains itself in English.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_path(request.path_info) or self.unprefixed(request.path_info)
        with speaking(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    @staticmethod
    def unprefixed(path: str) -> str:
        """The language of an address that names none."""
        return "en" if path.startswith(API) else settings.LANGUAGE_CODE
