"""What a reader asks of the stack and gets back, over TLS."""

import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message


class Line(http.client.HTTPSConnection):
    """A connection to a port of this machine, under the name that the certificate has.

    `source`: the loopback address that the reader has.
    """

    def __init__(self, name: str, port: int, trust: ssl.SSLContext, source: str = "127.0.0.1") -> None:
        super().__init__(name, port, timeout=30, context=trust)
        self.trust = trust
        self.source = source

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout, (self.source, 0))
        self.sock = self.trust.wrap_socket(plain, server_hostname=self.host)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def asked(
    line: http.client.HTTPConnection, method: str, path: str, headers: Mapping[str, str], body: bytes | None
) -> Answer:
    """One request on a connection that can be used again."""
    line.request(method, path, body, dict(headers))
    answer = line.getresponse()
    return Answer(answer.status, answer.headers, answer.read())
