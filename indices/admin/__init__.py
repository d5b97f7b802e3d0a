"""The officials' pages about indices, results and digitization."""

from . import (  # noqa: F401 - register the pages
    adoptions,
    corrections,
    definitions,
    editions,
    guidance,
    indicators,
    results,
    snapshots,
)
