"""What if and offers in a real browser: a change tried, a fault said, offers read by hand and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from scoring.serving.questions import Application, Questions
from scoring.words import words
from scoring.words.formats import formats
from tests.browser.session import Visit

pytestmark = pytest.mark.browser

FR = words("fr")


@pytest.fixture(scope="module", params=[(1440, 900), (390, 844), (320, 640)], ids=lambda size: str(size[0]))
def session(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Iterator[Visit]:
    width, height = request.param
    with Visit(chromium, address, width, height) as visit:
        yield visit


@pytest.fixture
def visit(session: Visit, clients: dict[str, int]) -> Visit:
    """A client of whom nothing was tried yet."""
    session.begin(f"?client={clients['refused']}&panel=whatif")
    expect(session.page.locator(".adv-change").first).to_be_visible()
    return session


def test_a_change_is_tried_and_a_fault_is_said(visit: Visit, answers: Questions, clients: dict[str, int]) -> None:
    amount = visit.page.get_by_label(FR.label("AMT_CREDIT"), exact=True)
    amount.fill("100 000")
    amount.press("Tab")
    visit.page.locator("[data-act=whatif_ask]").click()
    found = answers.what_if(Application(clients["refused"]), {"AMT_CREDIT": 100_000.0})
    after = visit.page.locator(".adv-after")
    expect(after).to_contain_text(formats("fr").share(found.after.score.probability))
    expect(after).to_contain_text(FR.text(f"page.lists_{found.after.score.decision}"))
    assert visit.sideways() <= 0
    visit.picture(f"{visit.page.viewport_size['width']}-whatif")  # type: ignore[index]
    amount.fill("-1")
    amount.press("Tab")
    expect(visit.page.locator(".adv-wrong")).to_be_visible()
    expect(amount).to_have_attribute("aria-invalid", "true")
    sentence = FR.text("page.whatif_fault_range", low="", high="").split(" de ")[0]
    expect(amount).to_have_accessible_description(re.compile(re.escape(sentence)))  # spaces are all alike there
    expect(visit.page.locator("[data-act=whatif_ask]")).to_be_disabled()
    visit.page.locator("[data-act=whatif_reset][data-value=AMT_CREDIT]").click()
    expect(visit.page.locator(".adv-wrong")).to_have_count(0)
    expect(amount).to_have_value(re.compile(r"\d"))
    expect(amount).to_have_attribute("aria-invalid", "false")


def test_a_slider_is_moved_by_keyboard_and_the_score_follows(
    visit: Visit, answers: Questions, clients: dict[str, int]
) -> None:
    label = FR.label("AMT_CREDIT")
    slider = visit.page.get_by_role("slider", name=FR.text("page.whatif_slide", label=label))
    box = visit.page.get_by_label(label, exact=True)
    slider.focus()
    slider.press("Home")
    least = float(slider.get_attribute("min") or 0)
    found = answers.what_if(Application(clients["refused"]), {"AMT_CREDIT": least})
    expect(visit.page.locator(".adv-after")).to_contain_text(formats("fr").share(found.after.score.probability))
    expect(box).to_have_value(formats("fr").whole(least))
    expect(slider).to_have_attribute("aria-valuetext", formats("fr").whole(least))
    expect(slider).to_be_focused()
    expect(visit.page.locator(".adv-forced svg").first).to_be_visible()
    visit.picture(f"{visit.page.viewport_size['width']}-whatif-slid")  # type: ignore[index]
    assert visit.sideways() <= 0


def test_offers_are_said_and_the_map_is_read(visit: Visit, answers: Questions, clients: dict[str, int]) -> None:
    visit.turn(FR.text("page.panel_offers"))
    expect(visit.page.locator(".adv-offer")).to_have_count(5)
    expect(visit.page.locator(".adv-missing h3")).to_be_visible()
    visit.page.locator(".adv-map").scroll_into_view_if_needed()  # bqplot draws what is in sight
    expect(visit.page.locator(".adv-map .bqplot")).to_be_visible()
    found = answers.offer_map(Application(clients["refused"]), 15)
    point = visit.page.locator(".adv-point")
    box = visit.page.get_by_label(FR.text("page.offers_read_amount"))
    box.select_option(index=0)
    expect(point).to_contain_text(formats("fr").whole(found.amounts[0]))
    assert visit.sideways() <= 0
    visit.picture(f"{visit.page.viewport_size['width']}-offers")  # type: ignore[index]
    visit.page.locator(".adv-map-table summary").press("Enter")
    expect(visit.page.locator(".adv-map-table tbody tr")).to_have_count(len(found.durations))
    assert visit.sideways() <= 0
