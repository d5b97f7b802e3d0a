"""What every answer says about how it may be used: pages, files, refusals, redirects and static files alike.

These stand outside everything else, so that what an inner one refuses, keeps in memory or says briefly (304) is guarded
as well. Django sets most headers itself, django-csp the policy of contents; docs/security.md has the table.
"""

from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.utils.cache import add_never_cache_headers

from indices.api.endpoints import ROOT as API

from .addresses import among_officials, is_own
from .errors import bad_request

# What a browser could do for a page: none of it is used, but that bulletins are copied by a button.
UNUSED = (
    "accelerometer", "autoplay", "camera", "clipboard-read", "display-capture", "encrypted-media", "fullscreen",
    "gamepad",
    "geolocation", "gyroscope", "hid", "idle-detection", "keyboard-map", "magnetometer", "microphone", "midi",
    "payment",
    "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join((*(f"{feature}=()" for feature in UNUSED), "clipboard-write=(self)"))
OF_READERS, OF_OFFICIALS = ("GET", "HEAD"), ("GET", "HEAD", "POST")
# Strings never become markup or code by a script. The scripts of Django's admin (jQuery) do just that.
TRUSTED_TYPES = {"require-trusted-types-for": "'script'", "trusted-types": "'none'"}


class GuardedAnswers(SecurityMiddleware):
    """The headers of Django's SecurityMiddleware and two that it does not know, on what that one refuses too.

    What a request says of the way it came is believed of trusted proxies only. Redirecting to https is left to the
    other one, which stands inside.
    """

    def process_request(self, request: HttpRequest) -> None:
        if request.META.get("REMOTE_ADDR") not in settings.TRUSTED_PROXIES:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        super().process_response(request, response)
        if among_officials(request.path) and "Cache-Control" not in response:
            add_never_cache_headers(response)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        own = "same-origin" if is_own(request.path) else "cross-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", own)
        return response


class OddRequests:
    """Refuses what no page and no form asks: other hosts (DisallowedHost, which Django answers with 400), other methods
    than reading and sending a form, and null bytes.

    PostgreSQL stores no null byte, and answers a question that has one in it with an error. In the query of a public
    page it means nothing: what readers type is looked at first. The API explains what it refuses in its own way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.get_host()  # pages that are kept are not made, and nothing further in would look
        official, of_api = among_officials(request.path), request.path.startswith(API)
        asked = request.META.get("QUERY_STRING", "") if official else ""
        if ("\0" in request.path and not of_api) or "%00" in asked:
            return bad_request(request, ValueError("null byte"))
        allowed = OF_OFFICIALS if official else OF_READERS
        if request.method not in allowed and not of_api:
            return HttpResponseNotAllowed(allowed)
        return self.get_response(request)


class ContentPolicy(CSPMiddleware):
    """The policy of the settings; on public pages scripts may not make markup or code out of strings, either."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts: Any = super().get_policy_parts(request, response, report_only)
        if not report_only and not among_officials(request.path):
            parts.update = {**(parts.update or {}), **TRUSTED_TYPES}
        return parts
