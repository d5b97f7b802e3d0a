"""The language that is spoken to the reader. A page asks for it some hundred times, a comparison a thousand times."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import get_language, override

# Django finds its own through a thread-local of asgiref, which takes fifty times as long as this.
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def reader_language() -> str | None:
    """The language that was chosen with `speaking`, else Django's."""
    return _spoken.get() or get_language()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within, texts are in the language: ours and Django's. Django's own `override` would leave ours as they are."""
    token = _spoken.set(language)
    try:
        with override(language):
            yield
    finally:
        _spoken.reset(token)
