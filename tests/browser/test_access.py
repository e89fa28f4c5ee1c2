"""Everybody can use the page: axe-core finds nothing serious, every main act works by keyboard alone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from advisor.state import PANELS
from scoring.words import words
from tests.browser.session import Visit

pytestmark = pytest.mark.browser

FR = words("fr")
GRAVE = ("serious", "critical")
SIZES = pytest.mark.parametrize("size", [(1440, 900), (320, 640)], ids=lambda size: str(size[0]))
NOBODY = 999_999_999
STEPS = 200
"""Presses of Tab after which a control is taken to be out of reach."""


def grave(page: Page) -> list[str]:
    """What axe-core finds serious or critical: the rule, then every element it names."""
    page.wait_for_timeout(300)  # nothing may still be gliding: axe measures colours
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['impact']} {rule['id']}: {[node['target'] for node in rule['nodes']]}"
        for rule in found
        if rule["impact"] in GRAVE
    ]


def speak(visit: Visit, language: str) -> None:
    visit.page.locator(".adv-languages").get_by_text(language.upper(), exact=True).click()
    expect(visit.page.locator("html")).to_have_attribute("lang", language)


def grave_in_each_language(visit: Visit) -> dict[str, list[str]]:
    """What is grave when the page is turned to each language."""
    found = {}
    for language in ("fr", "en"):
        speak(visit, language)
        found[language] = grave(visit.page)
    return found


def unfold(page: Page) -> None:
    """Open the tables that stand behind charts."""
    page.locator(".adv-page details").evaluate_all("all => all.forEach(one => { one.open = true; })")


@SIZES
def test_axe_finds_nothing_grave_before_a_client(chromium: Browser, address: str, size: tuple[int, int]) -> None:
    with Visit(chromium, address, *size) as visit:
        assert grave_in_each_language(visit) == {"fr": [], "en": []}


@SIZES
def test_axe_finds_nothing_grave_beside_a_fault(chromium: Browser, address: str, size: tuple[int, int]) -> None:
    with Visit(chromium, f"{address}/?client={NOBODY}", *size) as visit:
        expect(visit.page.locator(".adv-alert")).to_be_visible()
        assert grave_in_each_language(visit) == {"fr": [], "en": []}


OFTEN = {("refused", 1440, "fr"), ("no history", 320, "en")}
"""Of who, in which window and language: both languages and sizes. The others take three times as long."""
ALL = [
    pytest.param(
        *(who, size, language),
        marks=[] if (who, size[0], language) in OFTEN else pytest.mark.slow,
        id=f"{who}-{size[0]}-{language}",
    )
    for who in ("refused", "no history")
    for size in ((1440, 900), (320, 640))
    for language in ("fr", "en")
]


@pytest.mark.parametrize(
    ("who", "size", "language"), ALL, ids=lambda one: str(one[0] if isinstance(one, tuple) else one)
)
def test_axe_finds_nothing_grave_on_any_panel(
    chromium: Browser, address: str, clients: dict[str, int], who: str, size: tuple[int, int], language: str
) -> None:
    with Visit(chromium, f"{address}/?client={clients[who]}", *size) as visit:
        expect(visit.page.locator(".adv-score")).to_be_visible()
        speak(visit, language)
        found = {}
        for panel in PANELS:
            visit.turn(words(language).text(f"page.panel_{panel}"))
            expect(visit.page).to_have_url(re.compile(f"panel={panel}$"))  # told once the panel is drawn
            unfold(visit.page)
            if faults := grave(visit.page):
                found[panel] = faults
        assert found == {}


def focused(where: Locator) -> bool:
    return bool(where.evaluate("one => one.contains(document.activeElement)"))


def walk(page: Page, where: Locator, key: str = "Tab") -> None:
    """Press Tab until the focus is there, as who has no mouse does, and see that it is shown."""
    expect(where).to_be_visible()
    for _ in range(STEPS):
        if focused(where):
            break
        page.keyboard.press(key)
    assert focused(where), f"out of reach by keyboard: {where}"
    ring = page.evaluate(
        "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow"
    )
    assert ring != "nonenone", f"the focus is not seen: {where}"


def test_the_main_acts_need_no_mouse(chromium: Browser, address: str, clients: dict[str, int]) -> None:
    with Visit(chromium, address) as visit:
        page, keyboard = visit.page, visit.page.keyboard
        walk(page, visit.finder)
        keyboard.type(str(clients["surely granted"]))
        expect(page.locator(".pad-finder-option")).to_have_count(1)
        keyboard.press("Enter")
        expect(page.locator(".adv-gauge [role=meter]")).to_be_visible()
        walk(page, page.locator(".adv-tabs"))
        for panel in PANELS[1:4]:
            keyboard.press("ArrowRight")
            expect(page).to_have_url(re.compile(f"panel={panel}$"))
        _change(page)
        walk(page, page.locator(".adv-tabs"), "Shift+Tab")
        for panel in PANELS[4:6]:
            keyboard.press("ArrowRight")
            expect(page).to_have_url(re.compile(f"panel={panel}$"))
        _decide(page)


def _change(page: Page) -> None:
    """Try another amount."""
    amount = page.get_by_label(FR.label("AMT_CREDIT"), exact=True)
    walk(page, amount)
    page.keyboard.press("Control+A")
    page.keyboard.type("100 000")
    ask = page.locator("[data-act=whatif_ask]")
    walk(page, ask)
    page.keyboard.press("Enter")
    expect(page.locator(".adv-after")).to_be_visible()
    expect(ask).to_be_focused()


def _decide(page: Page) -> None:
    """Record the decision proposed, and take the letter."""
    walk(page, page.locator("[data-act=decide]"))
    page.keyboard.press("Enter")
    expect(page.locator(".adv-status[role=status]").first).to_contain_text("Consigné sous le n°")
    walk(page, page.locator("[data-act=letter][data-value=letter]"))
    page.keyboard.press("Enter")
    link = page.locator("a[download$='.html']")
    walk(page, link)
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename.endswith(".html")
