"""Cursors: where a page ended, in a form that only its own question understands."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.signing import BadSignature, Signer

# Moves on when the order of any list does, so that a cursor of the old order is none.
FORM = "1"


class NoCursor(ValueError):
    """A text that is no cursor of the question."""


def _signer(question: str) -> Signer:
    return Signer(salt=f"api.cursor.{FORM}.{question}")


def cursor_of(question: str, last: Sequence[Any]) -> str:
    """The cursor after a row: its values in the order of the list (texts, whole numbers, days).

    >>> read_cursor("results?year=2020", cursor_of("results?year=2020", ["sipas", 2020, date(1, 1, 1)]))
    ['sipas', 2020, '0001-01-01']
    """
    plain = [value.isoformat() if isinstance(value, date) else value for value in last]
    return _signer(question).sign_object(plain)


def read_cursor(question: str, text: str) -> list[Any]:
    """The values after which the page begins; days as texts. Raises NoCursor.

    The signature is bound to the question: a cursor of another one, or of nobody, is none.
    """
    try:
        return _signer(question).unsign_object(text)
    except (BadSignature, ValueError) as error:
        raise NoCursor(text) from error
