"""The officials' pages about indices, results and digitization."""

from . import corrections, definitions, digitization, editions, results  # noqa: F401 - register the pages
