"""Attempts of officials that were refused are kept in the journal."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from provinces.models import JournalEntry


class NoteRefusals:
    """An answer of 403 to somebody who is signed in is an entry of the journal: who, when, which address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        officials = request.path.startswith(reverse("admin:index"))
        if response.status_code == 403 and officials and request.user.is_authenticated:
            JournalEntry.objects.create(
                user=request.user,
                verb=JournalEntry.Verb.REFUSED,
                address=f"{request.method} {request.path}"[:200],
            )
        return response
