"""How soon the largest thing of a page is there on a slow telephone: make speed (ARGS="home league" for some).

The line is that of Lighthouse's slow 4G (1.6 Mbit/s, 150 ms there and back), the processor four times slower; each page
is opened in a browser that has seen nothing of the portal yet. The figures depend on this machine: they are printed and
never asserted.
"""

import statistics
import sys

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launched
from tests.browser.pages import PublicPage, pages_named
from tests.browser.serving import portal

LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
PROCESSOR = 4
RUNS = 3
WATCH = """
window.painted = 0; window.moved = 0;
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.painted = entry.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.moved += entry.value; })
  .observe({type: "layout-shift", buffered: true});
"""


def measured(browser: Browser, address: str) -> tuple[float, float, int]:
    """Milliseconds to the largest paint, how much moved, and bytes over the line on a first visit."""
    context = browser.new_context(viewport={"width": 375, "height": 800}, device_scale_factor=2)
    context.add_init_script(WATCH)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", LINE)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSOR})
    loaded: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)
    painted, moved = page.evaluate("[window.painted, window.moved]")
    context.close()
    return painted, moved, int(sum(loaded))


def said(browser: Browser, address: str, page: PublicPage) -> str:
    """One line of the report: the median of some visits."""
    visits = [measured(browser, address + page.path) for _run in range(RUNS)]
    painted, moved = (statistics.median(visit[place] for visit in visits) for place in (0, 1))
    return f"{page.label:35} {painted:7.0f} ms {moved:7.3f} {visits[0][2] / 1024:7.0f} KB"


def main() -> None:
    """Measure every public page."""
    with portal() as address, sync_playwright() as playwright, launched(playwright) as browser:
        print(f"{'page':35} {'largest paint':>10} {'moved':>7} {'first visit':>10}")
        for page in pages_named(sys.argv[1:]):
            print(said(browser, address, page), flush=True)


if __name__ == "__main__":
    main()
