"""What the API says instead of an answer: problem documents (RFC 9457), each of a type that a page here explains."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from provinces.language import speaking

from ..ahead import public_address

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """A type of problem: its anchor on the page that explains it, its status, what it is called and what to do."""

    code: str
    status: HTTPStatus
    title: Any
    about: Any

    @property
    def address(self) -> str:
        """The type's URI: where it is explained, in English."""
        with speaking("en"):
            return f"{public_address('indices:api')}#{self.code}"


UNKNOWN_PARAMETER = Problem(
    "unknown-parameter",
    HTTPStatus.BAD_REQUEST,
    _("Unknown parameter"),
    _("The address has a parameter that this address does not know. The document lists those that it does."),
)
REPEATED_PARAMETER = Problem(
    "repeated-parameter",
    HTTPStatus.BAD_REQUEST,
    _("Parameter given twice"),
    _("Each parameter is given at most once; ask once for each value."),
)
BAD_VALUE = Problem(
    "bad-value",
    HTTPStatus.BAD_REQUEST,
    _("Value not understood"),
    _("A value has another form than the parameter takes, or is none of those that it may have."),
)
UNKNOWN_CODE = Problem(
    "unknown-code",
    HTTPStatus.NOT_FOUND,
    _("Nothing has this code"),
    _("A filter names something that does not exist or is not public. An answer without rows would hide the slip."),
)
UNKNOWN_CURSOR = Problem(
    "unknown-cursor",
    HTTPStatus.NOT_FOUND,
    _("No page begins at this cursor"),
    _("A cursor belongs to the question whose answer it came with. Follow the link in next as it is."),
)
NOT_FOUND = Problem(
    "not-found",
    HTTPStatus.NOT_FOUND,
    _("Not found"),
    _("Nothing is at this address, or it was not public on the day that was asked for."),
)
WITHDRAWN = Problem(
    "withdrawn",
    HTTPStatus.GONE,
    _("Withdrawn"),
    _("The edition was public and was withdrawn. The document carries the note to the public."),
)
NOT_ALLOWED = Problem(
    "method-not-allowed",
    HTTPStatus.METHOD_NOT_ALLOWED,
    _("Method not allowed"),
    _("The API is only read: GET, HEAD and OPTIONS."),
)
BAD_REQUEST = Problem(
    "bad-request",
    HTTPStatus.BAD_REQUEST,
    _("Request not understood"),
    _("The request as a whole is malformed."),
)
FAILED = Problem(
    "failed",
    HTTPStatus.INTERNAL_SERVER_ERROR,
    _("The portal failed"),
    _("An error of the portal, which has been recorded. Ask again later."),
)
UNAVAILABLE = Problem(
    "unavailable",
    HTTPStatus.SERVICE_UNAVAILABLE,
    _("The data cannot be reached"),
    _("The database does not answer at the moment. Ask again after the seconds that Retry-After names."),
)
PROBLEMS = (
    UNKNOWN_PARAMETER, REPEATED_PARAMETER, BAD_VALUE, UNKNOWN_CODE, UNKNOWN_CURSOR, NOT_FOUND, WITHDRAWN, NOT_ALLOWED,
    BAD_REQUEST, FAILED, UNAVAILABLE,
)  # fmt: skip


class Refused(Exception):
    """The question cannot be answered: of which type that is, why, and what else the document tells."""

    def __init__(self, problem: Problem, detail: str, **told: Any) -> None:
        super().__init__(detail)
        self.problem, self.detail, self.told = problem, detail, told


def told(request: HttpRequest, problem: Problem, detail: str, **told: Any) -> HttpResponse:
    """The problem document. Its texts are English: programs read it, and who writes them."""
    with speaking("en"):
        said = {
            "type": problem.address,
            "title": str(problem.title),
            "status": problem.status.value,
            "detail": detail,
            "instance": request.get_full_path(),
        }
    content = json.dumps(said | told, ensure_ascii=False)
    return HttpResponse(content, content_type=MEDIA_TYPE, status=problem.status)
