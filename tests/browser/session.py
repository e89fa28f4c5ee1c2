"""One visit to the page in a real browser, with everything it complained about."""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType
from typing import Self

from playwright.sync_api import Browser, Locator, Page, expect

ARTEFACTS = Path(__file__).parents[1] / "artefacts"
"""Pictures of the page, to be looked at; git ignores them."""

OPENING = 60_000
"""Milliseconds the page may take to open on a busy machine."""

expect.set_options(timeout=20_000)

OWN = re.compile(r"^(https?|wss?)://(localhost|127\.0\.0\.1)(:\d+)?/|^(data|blob|about):")

GO = """place => {
    history.pushState(null, "", location.pathname + place);
    dispatchEvent(new PopStateEvent("popstate"));
}"""
"""Comes to another place of the page, and keeps the kernel."""


class Visit:
    """A page in its own context, opened and ready to be used; not `now`, only once it is asked for.

    `headers` are sent with each request, as a proxy would add them.
    """

    def __init__(
        self,
        browser: Browser,
        address: str,
        width: int = 1440,
        height: int = 900,
        now: bool = True,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="fr-FR",
            reduced_motion="reduce",
            extra_http_headers=headers,
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.outside: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("response", lambda got: self.complaints.append(got.url) if got.status >= 400 else None)
        self.page.on("request", lambda asked: None if OWN.match(asked.url) else self.outside.append(asked.url))
        self.page.on("websocket", lambda asked: None if OWN.match(asked.url) else self.outside.append(asked.url))
        self.cut = 0
        self.page.on("websocket", lambda asked: asked.on("close", self._close))
        self.address = address
        if now:
            self.page.goto(address)
            expect(self.finder).to_be_visible(timeout=OPENING)

    def ask(self) -> None:
        """Ask for the page, and do not wait for it."""
        self.page.evaluate("address => { setTimeout(() => { location.href = address; }, 0); }", self.address)

    def _close(self, _: object) -> None:
        self.cut += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Not the browser's complaints about its own closing.
        complaints, outside = list(self.complaints), list(self.outside)
        self.context.close()
        if kind is None:
            assert complaints == [], complaints
            assert outside == []

    @property
    def finder(self) -> Locator:
        """The box that finds clients."""
        return self.page.locator(".adv-finder input")

    @property
    def kernel(self) -> str:
        """The name of the kernel behind this page."""
        name: str = self.page.evaluate("jupyterapp._widgetManager.kernel.id")
        return name

    def choose(self, client: int) -> None:
        """Type the client's number but for its last digit, and take it from the list."""
        self.finder.fill(str(client)[:-1])
        self.page.locator(f".pad-finder-option[data-id='{client}']").click()
        # The document's title is told last: by then every panel has its answers.
        expect(self.page).to_have_title(re.compile(f"{client:,}".replace(",", "\u202f")))

    def begin(self, place: str = "") -> None:
        """Leave the client at hand and come to another place of the same session, in French, as the Back key would.

        What is chosen for every client (a variable, a level, a star) stays chosen.
        """
        self.page.evaluate(GO, "")
        expect(self.page.locator(".adv-welcome")).to_be_visible()
        expect(self.finder).to_have_value("")
        self.page.locator(".adv-languages").get_by_text("FR", exact=True).click()
        expect(self.page.locator("html")).to_have_attribute("lang", "fr")
        self.page.evaluate(GO, place)

    def turn(self, panel: str) -> None:
        """Turn to a panel by its name."""
        self.page.locator(".adv-tabs").get_by_text(panel, exact=True).click()

    def compare(self, label: str) -> None:
        """Choose the variable to compare by its label."""
        box = self.page.locator(".adv-variable input")
        box.click()
        box.fill(label)
        box.press("Enter")
        expect(self.page.locator(".adv-panel:visible .adv-chart-title h3")).to_contain_text(label)

    def picture(self, name: str) -> None:
        """Keep a picture of what is seen."""
        ARTEFACTS.mkdir(exist_ok=True)
        if (details := self.page.locator(".adv-details")).is_visible():
            details.scroll_into_view_if_needed()
        self.page.mouse.wheel(0, 5000)  # bqplot draws what is in sight
        self.page.wait_for_timeout(500)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)

    def sideways(self) -> int:
        """Say how many pixels reach out of the window on the right."""
        reach: int = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return reach
