"""Finds a Chromium for the browser tests: `python -m tests.browser.chromium`.

The machine's own, else Playwright's, else Debian's package when root. Prints what it found, or why
there is none; without one the browser tests are skipped, and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 600
"""Seconds that a download may take."""

MISSING = "NOT TESTED: there is no Chromium here, so the page was not opened in a browser"


def find() -> Path | None:
    """Give the machine's Chromium, else Playwright's, or None."""
    own = next(filter(None, map(shutil.which, NAMES)), None)
    if own is not None:
        return Path(own)
    with sync_playwright() as playwright:
        downloaded = Path(playwright.chromium.executable_path)
    return downloaded if downloaded.is_file() else None


def fetch() -> Path | None:
    """Try to get one, by Playwright and then by Debian's packages; give it, or None."""
    for command in _ways():
        try:
            done = subprocess.run(command, timeout=PATIENCE, check=False, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired) as fault:
            print(f"browser test: {command[0]} did not bring a Chromium ({type(fault).__name__})", flush=True)
            continue
        if done.returncode == 0 and (found := _working()) is not None:
            return found
    return None


def _ways() -> list[list[str]]:
    ways = [[sys.executable, "-m", "playwright", "install", "chromium-headless-shell", "chromium"]]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        install = "apt-get -qq update && apt-get -qq install --yes --no-install-recommends chromium"
        ways.append(["sh", "-c", f"DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; {install}"])
    return ways


def _working() -> Path | None:
    """Give the Chromium found, if it starts: a download may lack the libraries of the system."""
    found = find()
    if found is None:
        return None
    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(executable_path=found, args=["--no-sandbox"]).close()
    except Error as fault:
        print(f"browser test: {found.name} does not start ({type(fault).__name__})", flush=True)
        return None
    return found


def main() -> None:
    """Say which Chromium the tests will use, fetching one if there is none."""
    found = _working() or fetch()
    print(f"browser test: {found}" if found else f"browser test: {MISSING}", flush=True)


if __name__ == "__main__":
    main()
