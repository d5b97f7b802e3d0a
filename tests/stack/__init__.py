"""The production recipe on loopback: nginx, two web processes, PostgreSQL with a streaming replica, Redis.

    make stack                              until Ctrl-C; prints its address
    with Stack() as stack: stack.get("/")   in a test, which may stop and start every part

Everything is of this machine's packages, told what `deploy/` tells an installation, on free ports of 127.0.0.1 and in
one temporary folder.
"""

from .programs import Missing
from .stack import Stack

__all__ = ["Missing", "Stack"]
