"""A database that is lost while an answer is made: not reached, cut off, or stopped by a limit."""

import errno

from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpResponse
from xlsxwriter.exceptions import FileCreateError

from provinces.reading import PRIMARY, REPLICA

# The disk is full, or the account's or the process's share of it.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DISK_FULL = "53100"
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


def is_full(error: BaseException | None) -> bool:
    """Whether there is no room left for what was to be written: in the database, or on this machine's disk."""
    if isinstance(error, FileCreateError):  # what wrote a workbook hands on what it caught
        error = error.__context__
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    return getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL" or getattr(cause, "sqlstate", "") == DISK_FULL


class Lost(HttpResponse):
    """The answer that could not be made, on its way out to where it is made again or told (`FromOneDatabase`)."""

    status_code = 503

    def __init__(self, error: BaseException | None) -> None:
        super().__init__()
        self.error = error
