"""A bare page that shows one widget: its real JavaScript, its real Python side, no kernel between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ipywidgets import DOMWidget
from playwright.sync_api import Locator, Page, Route

from advisor.widgets.spoken import Spoken

# The policy of the served page: what breaks it must break here.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'"
)
BARE = "<!doctype html><html lang=fr><meta charset=utf-8><title>stage</title><body style='margin:16px'><main></main>"
MODEL = Path(__file__).with_name("model.js")


class Stage:
    """Mounts a widget, hands its traits and messages from one side to the other."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route("**/*", self._serve)
        page.expose_function("heard", self._hear)
        page.expose_function("saved", lambda name, value: self.widget.set_trait(name, value))
        page.goto("http://stage.test/")

    def mount(self, widget: Spoken) -> Locator:
        """Show the widget; gives its root."""
        self.widget = widget
        sources = [str(widget._esm), str(widget._css), self._traits()]
        self.page.add_script_tag(content=MODEL.read_text(encoding="utf-8"))
        self.page.evaluate("([esm, css, traits]) => mount(esm, css, traits)", sources)
        return self.page.locator("main > *")

    def update(self, **traits: Any) -> None:
        """Set traits from Python, as the page does."""
        for name, value in traits.items():
            self.widget.set_trait(name, value)
        self.page.evaluate("traits => update(traits)", self._traits())

    def resize(self, width: int) -> None:
        """Give the page another width, and let it settle."""
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def overlaps(self, selector: str) -> list[str]:
        """Name the pairs of visible elements that lie on one another or reach out of the page."""
        found: list[str] = self.page.evaluate("selector => overlaps(selector)", selector)
        return found

    def _traits(self) -> dict[str, Any]:
        inherited = DOMWidget.class_trait_names()
        names = [name for name in self.widget.keys if name not in inherited and not name.startswith("_")]
        return {name: getattr(self.widget, name) for name in names}

    def _hear(self, content: dict[str, Any]) -> list[dict[str, Any]]:
        answers: list[dict[str, Any]] = []
        self.widget.send = answers.append
        self.widget._handle_custom_msg(content, [])
        return answers

    def _serve(self, route: Route) -> None:
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(body=BARE, content_type="text/html; charset=utf-8", headers=headers)
