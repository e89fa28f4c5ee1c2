"""Takes the picture of the page that the README shows: `python -m tests.browser.picture [DATA]`.

DATA is a data folder published from the demo's invented clients (`make app` makes one); without it, those of a
temporary folder, built first. Real clients are refused. Writes docs/page.png, 1440 x 900, of a refused client whose
strongest reason is compared.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from scoring.faults import Refused
from scoring.pipeline import Run
from scoring.serving.local import Local
from tests.browser.chromium import MISSING, find
from tests.browser.served import Served
from tests.browser.session import Visit

PICTURE = Path(__file__).parents[2] / "docs" / "page.png"
WIDTH, HEIGHT = 1440, 900
FEW = 3
"""Reasons on each side that show what the page says, and leave room for what is below."""


def demo(folder: Path) -> Path:
    """Build and publish the demo in this folder."""
    run = Run.start(data=folder, tracking="off")
    run.stage()
    run.features()
    run.save(run.train())
    run.publish()
    return folder


def refused(data: Path) -> int:
    """Give a refused client of invented ones, with enough to say for and against."""
    local = Local.open(data)
    try:
        if not local.about().synthetic:
            raise Refused(f"{data} holds real clients: only invented ones may be pictured")
        for client in local.find("", 1000).ids:
            if local.score(client).decision == "refused":
                reasons = local.reasons(client)
                if min(len(reasons.against), len(reasons.favour)) >= FEW:
                    return client
        raise Refused(f"no client of {data} is refused")
    finally:
        local.close()


def take(data: Path, to: Path) -> None:
    """Open the page and keep what is seen first."""
    client = refused(data)
    chromium = find()
    if chromium is None:
        raise Refused(MISSING)
    with Served(data) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        with Visit(browser, f"{served.address}/?client={client}&panel=compare", WIDTH, HEIGHT) as visit:
            expect(visit.page.locator(".adv-compare .adv-chart-title h3")).to_be_visible()
            visit.page.wait_for_timeout(1000)
            visit.page.screenshot(path=to)


def main(arguments: list[str]) -> None:
    """Take the picture, of the data folder named or of a demo built for it."""
    with tempfile.TemporaryDirectory() as folder:
        take(Path(arguments[0]) if arguments else demo(Path(folder)), PICTURE)
    print(f"{PICTURE.name}: {WIDTH} x {HEIGHT}, invented clients")


if __name__ == "__main__":
    main(sys.argv[1:])
