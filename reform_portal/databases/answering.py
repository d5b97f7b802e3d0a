"""Each answer is made from one database; if that one fails, from another as a whole, never from both."""

from collections.abc import Callable, Iterator
from contextvars import Context, copy_context
from time import monotonic

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from provinces.reading import NOWHERE, PRIMARY, REPLICA, read_from, source

from ..caching.keys import OFFICIALS, is_public
from ..errors import unavailable
from .choosing import choice
from .connecting import limit_statements, usable
from .losing import Lost, is_lost


class FromOneDatabase:
    """Public pages read the database of choice, officials and everything that writes the primary.

    A database that fails gives no page an error of its own: a public one is made again as a whole from the other, or
    handed out as it was kept, and where neither can be, a sentence says that the data cannot be reached.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A copy of the site shows one state: that of the primary, which it compares before and after.
        if is_public(request) and not hasattr(request, "baked"):
            response = self._public(request)
        else:
            response = self._from_primary(request)
        return unavailable(request, response.error) if isinstance(response, Lost) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a view could not read goes out as an answer, past whatever would make an error of it."""
        return Lost(exception) if is_lost(exception, source()) else None

    def _public(self, request: HttpRequest) -> HttpResponse:
        for alias in choice.in_order():
            with read_from(alias) as reading:
                response = self._made(request, alias)
                if not isinstance(response, Lost):
                    return _continued(response) if reading.alias == REPLICA else response
                # Who wrote while it was read has gone over to the primary, which then is the one that failed.
                failed = reading.alias
            choice.leave(failed, response.error)
        choice.none_answers()
        with read_from(NOWHERE):
            return self.get_response(request)

    def _made(self, request: HttpRequest, alias: str) -> HttpResponse:
        """From one database; again where only the connection was old, as all are once after a restart. Who was kept
        waiting is not kept waiting twice."""
        old, began = connections[alias].connection is not None, monotonic()
        response = self._once(request, alias)
        at_once = monotonic() - began < settings.DATABASE_CONNECT_SECONDS
        if isinstance(response, Lost) and old and at_once and not usable(alias):
            connections[alias].close()
            response = self._once(request, alias)
        return response

    def _once(self, request: HttpRequest, alias: str) -> HttpResponse:
        try:
            limit_statements(alias, settings.DATABASE_PUBLIC_SECONDS)
        except Exception as error:
            if not is_lost(error):
                raise
            return Lost(error)
        return self.get_response(request)

    def _from_primary(self, request: HttpRequest) -> HttpResponse:
        """What an official sends cannot be sent twice: the connection is tried before."""
        if request.path.startswith(OFFICIALS):
            connection = connections[PRIMARY]
            if connection.connection is not None and not connection.in_atomic_block and not usable(PRIMARY):
                connection.close()
            try:
                limit_statements(PRIMARY, settings.DATABASE_OFFICIAL_SECONDS)
            except Exception as error:
                if not is_lost(error):
                    raise
                choice.leave(PRIMARY, error)
                return Lost(error)
        return self.get_response(request)


def _continued(response: HttpResponse) -> HttpResponse:
    """A file that is written while it is sent goes on reading where it began."""
    if isinstance(response, StreamingHttpResponse) and not response.is_async:
        response.streaming_content = _within(copy_context(), iter(response.streaming_content))
    return response


def _within(context: Context, parts: Iterator[bytes]) -> Iterator[bytes]:
    end = object()
    try:
        while (part := context.run(next, parts, end)) is not end:
            yield part  # type: ignore[misc]
    except Exception as error:
        if is_lost(error, REPLICA):
            choice.leave(REPLICA, error)
        raise
