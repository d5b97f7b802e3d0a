"""The officials' guides, as they stand in docs/, shown inside the admin."""

from functools import lru_cache

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown import markdown


@lru_cache
def guide(name: str) -> SafeString:
    """A page of docs/ as HTML; its pictures are served from the portal."""
    text = (settings.BASE_DIR / "docs" / f"{name}.md").read_text()
    html = markdown(text.replace("](../static/", f"]({settings.STATIC_URL}"), extensions=["tables", "fenced_code"])
    return mark_safe(html)  # nosec B308, B703 # noqa: S308 - our own text
