"""The portal, asked in process as a reader would ask it: every middleware and view, no socket, no test client."""

import io
import re
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http.response import FileResponse, HttpResponseBase

NAMED = re.compile(r'attachment; filename="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy of the site says of itself: its minute, and where the portal is, empty where it cannot be reached."""

    made_at: datetime
    portal: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal answered; `kept_as` is the name that it gives to a file, `location` where it leads on."""

    status: int
    kind: str
    content: bytes
    kept_as: str = ""
    location: str = ""


@lru_cache(maxsize=1)
def handler() -> BaseHandler:
    """Django's own, with every middleware."""
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def answer(address: str, copy: Copy) -> Answer:
    """The portal's answer at an address, as a page of a copy (`request.baked`)."""
    request = WSGIRequest(environ_of(address))
    request.baked = copy  # type: ignore[attr-defined]
    response = handler().get_response(request)
    named = NAMED.fullmatch(response.get("Content-Disposition", ""))
    kind, location = response.get("Content-Type", "").partition(";")[0], response.get("Location", "")
    return Answer(response.status_code, kind, _content(response), named[1] if named else "", location)


def _content(response: HttpResponseBase) -> bytes:
    """What was answered. A file is closed, a response is not: with it the connection to the database would be closed,
    which the next page needs."""
    if isinstance(response, FileResponse) and response.file_to_stream:
        with closing(response.file_to_stream):
            return b"".join(response)
    return b"".join(response)


def environ_of(address: str) -> dict[str, object]:
    """A request for the site's own host, over https where the site is."""
    site, (path, _mark, query) = urlsplit(settings.SITE_URL), address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path, "iso-8859-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or {"https": 443}.get(site.scheme, 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "HTTP_X_FORWARDED_PROTO": site.scheme,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
    }
