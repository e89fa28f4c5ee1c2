"""Sessions beside each other, the page while it opens, and a callback that fails: each says what a person needs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from advisor.voila_settings import SKELETON
from scoring.words import words
from scoring.words.formats import formats
from tests.browser.session import OPENING, OWN, Visit

pytestmark = pytest.mark.browser

FR, EN = words("fr"), words("en")
LATE = """
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) { setTimeout(() => send.call(this, message), 6000); };
"""
"""Run before the page's own scripts: what it says to the kernel gets there six seconds late."""


def test_two_sessions_do_not_see_each_other(chromium: Browser, address: str, clients: dict[str, int]) -> None:
    with Visit(chromium, address) as one, Visit(chromium, address) as two:
        assert one.kernel != two.kernel
        one.choose(clients["refused"])
        two.choose(clients["granted"])
        two.page.locator(".adv-languages").get_by_text("EN", exact=True).click()
        expect(two.page.locator("html")).to_have_attribute("lang", "en")
        two.turn(EN.text("page.panel_history"))
        expect(two.page).to_have_url(re.compile(rf"client={clients['granted']}&panel=history$"))
        expect(one.page).to_have_url(re.compile(rf"client={clients['refused']}&panel=client$"))
        expect(one.page.locator(".adv-score h2")).to_contain_text(formats("fr").client(clients["refused"]))
        assert one.page.get_attribute("html", "lang") == "fr"
        assert formats("fr").client(clients["granted"]) not in one.page.locator("body").inner_text()


def test_a_skeleton_a_title_and_an_icon_come_first(chromium: Browser, address: str) -> None:
    context = chromium.new_context(locale="fr-FR")
    page, outside = context.new_page(), []
    page.on("request", lambda asked: None if OWN.match(asked.url) else outside.append(asked.url))
    page.route(re.compile(r"voila\.js"), lambda route: None)  # held back: what is seen before any script of Voilà
    page.goto(address, wait_until="commit")
    skeleton = page.locator("#adv-skeleton[role=status]")
    expect(skeleton).to_contain_text(FR.text(f"page.{SKELETON[0]}"), timeout=OPENING)
    assert page.title() == FR.text("page.title")
    assert (page.locator("link[rel=icon]").get_attribute("href") or "").startswith("data:image/svg+xml")
    assert outside == []
    context.close()


def test_the_skeleton_goes_when_the_page_is_there(chromium: Browser, address: str) -> None:
    with Visit(chromium, address) as visit:
        expect(visit.page.locator("#adv-skeleton")).to_have_count(0)


def test_a_page_that_is_late_asks_for_all_widgets_once_and_not_for_each(chromium: Browser, address: str) -> None:
    with Visit(chromium, address, now=False) as visit:
        said: list[str] = []
        visit.page.add_init_script(LATE)
        visit.page.on("websocket", lambda made: made.on("framesent", lambda frame: said.append(str(frame))))
        visit.page.goto(address)
        expect(visit.finder).to_be_visible(timeout=OPENING)
        assert [sum(f'"{method}"' in one for one in said) for method in ("request_states", "request_state")] == [1, 0]


def test_a_fault_has_its_sentence_and_a_reference(chromium: Browser, address: str) -> None:
    with Visit(chromium, f"{address}/?client=999999999") as visit:
        said = visit.page.locator(".adv-alert[role=alert]")
        for language in ("fr", "en"):
            visit.page.locator(".adv-languages").get_by_text(language.upper(), exact=True).click()
            expect(said).to_contain_text(words(language).text("page.error_unknown", reference="#").split("#")[0])
            expect(said).to_contain_text(re.compile(r"[0-9A-F]{4}\."))
