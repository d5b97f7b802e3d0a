"""Officials with a browser of their own: a session, the token of each form, and nothing that is not sent over TLS."""

import html
import re
from contextlib import closing
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.stack import Stack
from tests.stack.answers import Answer, asked

MESSAGES = re.compile(r'(?s)<li class="(?:success|error|warning|info)[^"]*">(.*?)</li>')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Official:
    """Somebody who is signed in."""

    def __init__(self, stack: Stack, name: str, cookie: str, session: str) -> None:
        self.stack, self.name, self.session = stack, name, session
        self.cookies = {cookie: session}

    def copy(self) -> "Official":
        """Another tab of the same browser, which can be used at the same time."""
        other = Official(self.stack, self.name, "", self.session)
        other.cookies = dict(self.cookies)
        return other

    def get(self, path: str) -> Answer:
        """A page."""
        return self._asked("GET", path)

    def opened(self, path: str) -> dict[str, str]:
        """The hidden fields of a page's forms, of which the last of each name counts: what has to be sent back."""
        page = self.get(path)
        assert page.status == 200, (page.status, path, page.headers.get("Location"))
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        return {name: html.unescape(value) for name, value in hidden}

    def post(self, path: str, said: dict[str, str]) -> Answer:
        """A form; the token is that of a page that was opened before."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"{self.stack.nginx.address}{path}"}
        return self._asked("POST", path, headers, urlencode(said).encode())

    def told(self, answer: Answer) -> str:
        """The sentences of the page that an answer leads to."""
        path = answer.headers.get("Location", "")
        page = self.get(path) if answer.status == 302 else answer
        return " ".join(re.sub(r"<[^>]+>", "", text) for text in MESSAGES.findall(page.text))

    def _asked(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with closing(self.stack.line()) as line:
            answer = asked(line, method, path, {"Cookie": kept, **(headers or {})}, body)
        for said in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(said).items():
                self.cookies[name] = morsel.value
        return answer
