"""Why there is no backup, or nothing was restored."""

import errno

# What the system says where there is no room: the disk, an account's share of it, the largest file.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class BackupFailed(Exception):
    """The message is a sentence for whoever runs the command; backups and data that were there are untouched."""


class Unfinished(BackupFailed):
    """The backup is there, but telling of it, or removing those whose time is over, failed."""


class AnotherRun(BackupFailed):
    """The folder is in use by another backup or restore."""


def of_system(error: OSError) -> BackupFailed:
    """A failure of the system as a sentence.

    >>> str(of_system(OSError(errno.ENOSPC, "No space left on device", "/srv/backups/portal.dump")))
    'There is no room left to write /srv/backups/portal.dump. Free some, or name a folder on another disk.'
    >>> str(of_system(PermissionError(errno.EACCES, "Permission denied", "/srv/backups")))
    '/srv/backups: Permission denied.'
    """
    if error.errno in NO_ROOM:
        what = f"write {error.filename}" if error.filename else "write the backup"
        return BackupFailed(f"There is no room left to {what}. Free some, or name a folder on another disk.")
    return BackupFailed(f"{error.filename}: {error.strerror}." if error.filename else f"{error}.")
