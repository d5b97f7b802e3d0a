"""Hundreds of connections that send or read a byte a second wait for themselves and for nobody else."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from tests.faults.load import Readers
from tests.stack import Stack

pytestmark = pytest.mark.faults

NUMBER = 200
HEADER = b"GET / HTTP/1.1\r\nHost: portal.localhost\r\nX-Slow: "
BODY = (
    b"POST /admin/login/ HTTP/1.1\r\nHost: portal.localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 9000\r\n\r\n"
)
READ = b"GET /indices/par-index/2020/provinces.json HTTP/1.1\r\nHost: portal.localhost\r\n\r\n"


@contextmanager
def slow_clients(stack: Stack, begin: bytes, reads: bool) -> Iterator[list[ssl.SSLSocket]]:
    """Connections that have begun, and then send one byte a second each, or read one."""
    opened: list[ssl.SSLSocket] = []
    ends = Event()
    for number in range(NUMBER):
        plain = socket.socket()
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        plain.bind((f"127.0.0.{2 + number % 4}", 0))  # readers of several addresses: each may have so many
        plain.settimeout(20)
        plain.connect(("127.0.0.1", stack.nginx.https))
        line = stack.nginx.trust.wrap_socket(plain, server_hostname="portal.localhost")
        line.sendall(begin)
        opened.append(line)

    def drip() -> None:
        while not ends.wait(1):
            for line in opened:
                try:
                    if reads:
                        line.recv(1)
                    else:
                        line.sendall(b"x")
                except OSError:
                    continue  # nginx has had enough of it

    thread = Thread(target=drip, daemon=True)
    thread.start()
    try:
        yield opened
    finally:
        ends.set()
        thread.join(30)
        for line in opened:
            line.close()


def quickness(stack: Stack, seconds: float) -> Readers:
    """Readers for a while."""
    with Readers(stack, number=3) as readers:
        time.sleep(seconds)
    assert readers.failed == []
    return readers


@pytest.mark.parametrize(
    ("begin", "reads"), [(HEADER, False), (BODY, False), (READ, True)], ids=["headers", "bodies", "readers"]
)
def test_slow_clients_slow_nobody_else_down(portal, begin, reads, fault_seconds):
    """Everybody else is answered as quickly as before, and the portal's own processes never hear of the slow ones."""
    stack = portal.stack
    lasts = max(3, fault_seconds / 3)
    quickness(stack, 1)
    alone = quickness(stack, lasts)
    with slow_clients(stack, begin, reads) as opened:
        assert len(opened) == NUMBER
        beside = quickness(stack, lasts)
    assert beside.slowest(0.99) < max(3 * alone.slowest(0.99), alone.slowest(0.99) + 0.25)
    assert beside.slowest(0.5) < max(3 * alone.slowest(0.5), 0.1)
