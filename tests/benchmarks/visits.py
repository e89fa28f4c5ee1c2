"""Times in the browser what a person waits for, on any page: the first widget, and everything drawn again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psutil
from playwright.sync_api import Browser, Page

PATIENCE = 240_000
"""Milliseconds that twenty pages at once may take on a busy machine."""

FIRST = """wanted => {
    const look = () => {
        const found = document.querySelector(wanted);
        if (found && found.getClientRects().length) window.firstSeen = performance.now();
        else requestAnimationFrame(look);
    };
    look();
}"""
"""Run before the page's own scripts; keeps when what is wanted was first seen, from the start of the request."""

REDRAWN = """([where, key, told, calm]) => new Promise(done => {
    let last = 0;
    const started = performance.now(), before = document.title;
    const observer = new MutationObserver(() => { last = performance.now(); });
    observer.observe(document.body, { attributes: true, characterData: true, childList: true, subtree: true });
    const look = () => {
        const ready = told === "title" ? document.title !== before : last > 0 && document.title !== told;
        if (!ready || performance.now() - last < calm) return setTimeout(look, 20);
        observer.disconnect();
        done(last - started);
    };
    const control = document.querySelector(where);
    if (key) control.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    else control.click();
    look();
})"""
"""Acts, and gives the milliseconds until the last change of the document before a calm: everything is drawn again."""


@dataclass(frozen=True)
class Way:
    """How one page is used: what is seen first, what chooses another client, and how the page tells it is done.

    The control is pressed by a key, or by a click where `key` is empty. `told` is the document's title while the page
    is at work, or "title" where the title changes once it is done; `calm` are the milliseconds without a change after
    which nothing more is awaited.
    """

    first: str
    control: str
    key: str
    told: str
    calm: int


def opened(browser: Browser, address: str, way: Way, sessions: int = 1) -> list[tuple[Page, float]]:
    """Open so many sessions at once, each in a context of its own; give each with the seconds to its first widget."""
    pages = [
        browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR", reduced_motion="reduce").new_page()
        for _ in range(sessions)
    ]
    for page in pages:
        page.add_init_script(f"({FIRST})({way.first!r})")
        page.evaluate("address => { setTimeout(() => { location.href = address; }, 0); }", address)
    return [(page, _first(page, way)) for page in pages]


def _first(page: Page, way: Way) -> float:
    page.locator(way.first).first.wait_for(timeout=PATIENCE)
    page.wait_for_timeout(100)  # a frame or two, in which it is seen
    seconds: float = page.evaluate("window.firstSeen / 1000")
    return seconds


def switched(page: Page, way: Way, times: int, prepare: Callable[[int], None] = lambda turn: None) -> list[float]:
    """Choose another client so many times; give the milliseconds of each."""
    taken = []
    for turn in range(times):
        prepare(turn)
        taken.append(float(page.evaluate(REDRAWN, [way.control, way.key, way.told, way.calm])))
    return taken


def memory(processes: Sequence[psutil.Process]) -> float:
    """Give the MB that processes hold, what they share counted once."""
    return sum(process.memory_full_info().pss for process in processes) / 1e6


def late(values: Sequence[float]) -> float:
    """Give the 95th percentile."""
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]
