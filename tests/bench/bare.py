"""A bare Django that answers one page from its memory: how fast the server is where nothing has to be done.

The page is the file that BARE_PAGE names; the server is told to call `made()`.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGES: list[bytes] = []


def made() -> Callable[..., Any]:
    """The application, with the page in its memory."""
    PAGES.append(Path(os.environ["BARE_PAGE"]).read_bytes())
    settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="bare", MIDDLEWARE=[])
    return get_wsgi_application()


def page(request: HttpRequest) -> HttpResponse:
    """The page as it lies in memory."""
    return HttpResponse(PAGES[0])


urlpatterns = [path("", page)]
