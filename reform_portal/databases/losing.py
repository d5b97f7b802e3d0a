"""A database that is lost while an answer is made: not reached, cut off, or stopped by a limit."""

from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpResponse

from provinces.reading import PRIMARY, REPLICA

# A replica that has not replayed a migration yet lacks a table or a column.
NOT_THERE_YET = {"42P01", "42703"}


def is_lost(error: BaseException | None, alias: str = PRIMARY) -> bool:
    """Whether an error is about the database that was read and not about the question."""
    if isinstance(error, InterfaceError):
        return True
    if isinstance(error, ProgrammingError):
        return alias == REPLICA and getattr(error.__cause__, "sqlstate", "") in NOT_THERE_YET
    # SQLite calls everything operational; a table that does not exist is none of it.
    return isinstance(error, OperationalError) and getattr(error.__cause__, "sqlite_errorname", "") != "SQLITE_ERROR"


class Lost(HttpResponse):
    """The answer that could not be made, on its way out to where it is made again or told (`FromOneDatabase`)."""

    status_code = 503

    def __init__(self, error: BaseException | None) -> None:
        super().__init__()
        self.error = error
