"""The Chromium of this machine, without a window."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Playwright

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)


@contextmanager
def launched(playwright: Playwright, *options: str) -> Iterator[Browser]:
    """A browser until the end of the block."""
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *options])
    try:
        yield chromium
    finally:
        chromium.close()
