"""What Mozilla's HTTP Observatory gives for an answer: its published rules, written again in plain Python.

The rules are those of mdn/mdn-http-observatory (src/grader/charts.js and src/analyzer/tests): everyone has 100 points,
what is wrong takes some away, and who has 90 left is given those for what is done beyond. It grades a site by its first
page; here any answer is. It knows besides which hosts browsers have preloaded (5 points), which no answer can say.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
SIX_MONTHS = 15_552_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
ENOUGH_FOR_MORE = 90
GRADES = {
    100: "A+",
    90: "A",
    85: "A-",
    80: "B+",
    70: "B",
    65: "B-",
    60: "C+",
    50: "C",
    45: "C-",
    40: "D+",
    30: "D",
    25: "D-",
}


@dataclass(frozen=True)
class Report:
    """What each test found, and the points that it gives or takes."""

    found: dict[str, tuple[str, int]]

    @property
    def score(self) -> int:
        given = [points for _what, points in self.found.values()]
        left = 100 + sum(points for points in given if points < 0)
        more = sum(points for points in given if points > 0) if left >= ENOUGH_FOR_MORE else 0
        return max(left + more, 0)

    @property
    def grade(self) -> str:
        return next((grade for least, grade in GRADES.items() if self.score >= least), "F")


def report(answer: Any, over_http: Any = None, host: str = "") -> Report:
    """The report about an answer over https; `over_http` is the one to the same address without."""
    policy = parsed(answer.get("Content-Security-Policy", ""))
    secure = transport(answer.get("Strict-Transport-Security"))
    found = {
        "content-security-policy": contents(policy),
        "cookies": cookies(answer.cookies, secure[1] >= 0),
        "cross-origin-resource-sharing": sharing(answer),
        "redirection": redirection(over_http, host),
        "referrer-policy": referrer(answer.get("Referrer-Policy")),
        "strict-transport-security": secure,
        "subresource-integrity": integrity(answer),
        "x-content-type-options": sniffing(answer.get("X-Content-Type-Options")),
        "x-frame-options": framing(answer.get("X-Frame-Options"), policy),
        "cross-origin-resource-policy": resources(answer.get("Cross-Origin-Resource-Policy")),
    }
    return Report(found)


def parsed(header: str) -> dict[str, set[str]] | None:
    """The directives of a policy; None where one stands twice, which the rules call invalid."""
    directives: dict[str, set[str]] = {}
    for part in filter(None, map(str.strip, header.split(";"))):
        name, *sources = part.lower().split()
        if name in directives:
            return None
        directives[name] = set(sources) or ({"'none'"} if name.endswith("-src") else set())
    return directives


def contents(policy: dict[str, set[str]] | None) -> tuple[str, int]:
    if policy is None:
        return "invalid", -25
    if not policy:
        return "not implemented", -25
    default = policy.get("default-src", {"*"})
    script, style, objects = (policy.get(name, default) for name in ("script-src", "style-src", "object-src"))
    passive = set().union(*(policy.get(name, default) for name in ("img-src", "media-src")))
    active = set(script).union(*(policy[name] for name in policy.keys() - {"img-src", "media-src", "script-src"}))
    if script & (BROAD | {"'unsafe-inline'", "data:"}) or objects & BROAD:
        return "unsafe inline", -20
    if any(source.startswith(("http:", "ftp:")) for source in active):
        return "insecure scheme", -20
    if "'unsafe-eval'" in script | style:
        return "unsafe eval", -10
    if any(source.startswith(("http:", "ftp:")) for source in passive):
        return "insecure scheme in passive content", -10
    if style & (BROAD | {"'unsafe-inline'", "data:"}):
        return "unsafe inline in style", 0
    if default == {"'none'"} and policy.get("form-action", {"*"}) <= {"'none'", "'self'"}:
        return "no unsafe, default-src none", 10
    return "no unsafe", 5


def cookies(jar: Any, secure_transport: bool) -> tuple[str, int]:
    if not jar:
        return "none", 0
    worst = ("secure, session HttpOnly, SameSite", 5)
    for cookie in jar.values():
        session = any(word in cookie.key.lower() for word in ("login", "sess"))
        for wrong, what, points in (
            (not cookie["samesite"], "without SameSite", -20 if "csrf" in cookie.key.lower() else 0),
            (cookie["samesite"].lower() not in {"lax", "strict", "none", ""}, "SameSite invalid", -20),
            (cookie["samesite"].lower() == "none" and not cookie["secure"], "SameSite invalid", -20),
            (not cookie["secure"], "without Secure", -5 if secure_transport else -20),
            (session and not cookie["secure"], "session without Secure", -10 if secure_transport else -40),
            (session and not cookie["httponly"], "session without HttpOnly", -30),
        ):
            if wrong and points < worst[1]:
                worst = (what, points)
    return worst


def sharing(answer: Any) -> tuple[str, int]:
    """An origin that is handed back with credentials would open the site to every other one."""
    allowed = answer.get("Access-Control-Allow-Origin")
    if allowed is None:
        return "not implemented", 0
    if allowed != "*" and answer.get("Access-Control-Allow-Credentials", "").lower() == "true":
        return "universal access", -50
    return "public access" if allowed == "*" else "restricted access", 0


def redirection(over_http: Any, host: str) -> tuple[str, int]:
    if over_http is None:
        return "no http", 0
    if over_http.status_code not in {301, 302, 303, 307, 308}:
        return "missing", -20
    target = over_http["Location"]
    if not target.startswith("https://"):
        return "not to https", -20
    return ("to https", 0) if re.match(rf"https://{re.escape(host)}(/|$)", target) else ("off host", -5)


def referrer(header: str | None) -> tuple[str, int]:
    if header is None:
        return "not implemented", 0
    known = PRIVATE | {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
    last = next((word for word in reversed(re.split(r"\s*,\s*", header.lower())) if word in known), "")
    return ("private", 5) if last in PRIVATE else ("unsafe or invalid", -5)


def transport(header: str | None) -> tuple[str, int]:
    if header is None:
        return "not implemented", -20
    age = re.search(r"max-age=(\d+)", header.lower())
    if age is None or "," in header:
        return "invalid", -20
    return ("six months or more", 0) if int(age[1]) >= SIX_MONTHS else ("less than six months", -10)


class Scripts(HTMLParser):
    """The scripts of a page that have an address, and whether their content is fixed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts = 0
        self.elsewhere: list[str] = []
        self.fixed: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag != "script":
            return
        self.scripts += 1
        address = said.get("src") or ""
        if re.match(r"(https?:)?//", address):
            self.elsewhere.append(address)
        elif address and said.get("integrity"):
            self.fixed.append(address)


def integrity(answer: Any) -> tuple[str, int]:
    if not answer.get("Content-Type", "").startswith(("text/html", "application/xhtml+xml")):
        return "not HTML", 0
    page = Scripts(answer.content.decode())
    if not page.scripts:
        return "no scripts", 0
    if page.elsewhere:
        return "scripts of others", -50
    return ("implemented", 5) if page.fixed else ("scripts of the own origin", 0)


def sniffing(header: str | None) -> tuple[str, int]:
    return ("nosniff", 0) if header == "nosniff" else ("missing or invalid", -5)


def framing(header: str | None, policy: dict[str, set[str]] | None) -> tuple[str, int]:
    if policy and "frame-ancestors" in policy:
        return "by the policy of contents", 5
    return ("deny or same origin", 0) if (header or "").lower() in {"deny", "sameorigin"} else ("missing", -20)


def resources(header: str | None) -> tuple[str, int]:
    if header is None:
        return "not implemented", 0
    known = {"same-origin": 10, "same-site": 10, "cross-origin": 0}
    return header, known.get(header.strip().lower(), -5)
