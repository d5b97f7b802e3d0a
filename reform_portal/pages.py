"""How public pages are rendered: the Jinja2 environment with the words, filters and addresses every page uses."""

import base64
import hashlib
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import engines
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from indices.ahead import address
from indices.cards.card import on_day
from indices.catalogue import current_catalogue
from indices.comparisons import compare_address
from indices.files.links import file_links
from indices.glossary import glossary
from indices.paper.notes import Note, Notes
from indices.presenters.figures import change_words, reason_text, score_text, sign_of
from indices.presenters.means import mean_of
from provinces import wording
from provinces.language import reader_language, speaking

from .escaping import PageEnvironment


# A league table asks for some 600 words, the same for every request of a language.
@lru_cache(maxsize=20_000)
def _text(language: str, message: str) -> str:
    return gettext(message)


def text(message: str) -> str:
    """A text in the language of the page."""
    return _text(reader_language(), message)


# Jinja's own `_` looks up its context, calls on and interpolates each time; a page asks for some sixty words that have
# nothing to interpolate. The texts are our own catalogue's, and may hold what HTML needs.
@lru_cache(maxsize=20_000)
def _whole_text(language: str, message: str) -> Markup:
    return Markup(_text(language, message)) % {}  # nosec B704 # noqa: S704


def word(message: str, **values: object) -> Markup:
    """`_("…", name=value)` in a template: a text in the language of the page; values are escaped."""
    language = reader_language()
    return Markup(_text(language, message)) % values if values else _whole_text(language, message)  # nosec B704 # noqa: S704


# The documents that the page being rendered has cited so far: on paper a link is a number with a footnote.
_notes: ContextVar[Notes] = ContextVar("notes")


def cite(code: str) -> int:
    """The number of a document among the footnotes of this page."""
    return _notes.get().of(code)[0]


def cited() -> tuple[Note, ...]:
    """The footnotes of what was rendered so far."""
    return _notes.get().listed(current_catalogue.at_hand().registry)


def page(request) -> dict[str, Any]:
    """What every page says of itself: language, path, its other language, its day, who runs the site."""
    language = reader_language()
    _notes.set(Notes())
    return {
        "language": language,
        "path": request.path,
        "site_url": settings.SITE_URL,
        "site_owner": settings.SITE_OWNER,
        "contact_email": settings.CONTACT_EMAIL,
        "today": timezone.localdate(),
        "watermark": getattr(request, "watermark", ""),
        "baked": getattr(request, "baked", None),
        "other_language_path": other_language_path(request.path),
    }


def other_language_path(path: str) -> str:
    """The same page in the other language: English is the same path under /en/.

    >>> other_language_path("/indices/"), other_language_path("/en/indices/"), other_language_path("/en/")
    ('/en/indices/', '/indices/', '/')

    It leads to no other host, whatever somebody put behind the address of the portal.

    >>> other_language_path("/en//evil.example/"), other_language_path("//evil.example/")
    ('/evil.example/', '/en//evil.example/')
    """
    return "/" + path.removeprefix("/en/").lstrip("/\\") if path.startswith("/en/") else f"/en{path}"


@lru_cache
def integrity(name: str) -> str:
    """What a browser compares a script with before it runs it: a copy that somebody changed on the way does not run.

    While developing nothing is compared, so that a script can be changed under kept pages.
    """
    if settings.DEBUG:
        return ""
    stored = getattr(staticfiles_storage, "stored_name", None)
    path = staticfiles_storage.path(stored(name)) if stored else finders.find(name)
    digest = hashlib.sha384(Path(str(path)).read_bytes()).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def environment(**options) -> Environment:
    """A Jinja2 environment that refuses names it does not know: a misspelt one fails in a test, not in silence."""
    env = PageEnvironment(
        **options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    env.install_gettext_callables(text, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        _=word,
        url=address,
        compare_url=compare_address,
        on_day=on_day,
        file_links=file_links,
        cite=cite,
        cited=cited,
        static=static,
        integrity=integrity,
        reason_text=reason_text,
        sign_of=sign_of,
        mean_of=mean_of,
        glossary=glossary,
        search_characters=settings.SEARCH_CHARACTERS,
    )
    env.filters.update(
        score=score_text,
        change_words=change_words,
        decimal=wording.decimal_text,
        percent=wording.percent,
        count=wording.count,
        day=wording.day,
        local_day=timezone.localdate,
        long_day=wording.long_day,
        moment=wording.moment,
        plain=wording.plain,
        rounded=wording.rounded,
        filesizeformat=filesizeformat,
    )
    return env


def make_ready() -> None:
    """Compile every template and read every language's words and addresses, before the first reader comes."""
    compiled: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in compiled.list_templates():
        compiled.get_template(name)
    for language, _name in settings.LANGUAGES:
        with speaking(language):
            text("Home")
            reverse("health_live")
