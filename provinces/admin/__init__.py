"""The officials' pages about units and sources."""

from . import journal, registry, runs  # noqa: F401 - register the pages
