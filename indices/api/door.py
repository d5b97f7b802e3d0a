"""What every request of the API passes through: who may ask how, and that scripts of any page may read the answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from .endpoints import ROOT
from .problems import NOT_ALLOWED, told

METHODS = "GET, HEAD, OPTIONS"
# What a browser needs to let a script of another page read; nothing here depends on who asks.
TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Deprecation, Sunset",
}
# What it is told where it asks first, and for how long it need not ask again.
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class OpenDoor:
    """The API is read by everybody and written by nobody; other addresses pass as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        response = self._answer(request)
        for name, value in TO_ALL.items():
            response[name] = value
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=PREFLIGHT)
        if request.method not in {"GET", "HEAD"}:
            response = told(request, NOT_ALLOWED, f"{request.method} is not among {METHODS}.")
            response["Allow"] = METHODS
            return response
        if request.path != ROOT and request.path.endswith("/"):
            query = request.META.get("QUERY_STRING", "")
            path = "/" + request.path.strip("/")
            return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
        return self.get_response(request)
