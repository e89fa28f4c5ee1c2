"""What the model looks at, and the portfolio, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from scoring.serving.questions import Questions
from scoring.words import words
from scoring.words.formats import formats
from tests.browser.session import Visit
from tests.browser.test_access import grave

pytestmark = pytest.mark.browser

FR = words("fr")
CUT = "all => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"
"""Elements whose text has no room."""
SIZES = pytest.mark.parametrize(
    ("width", "height"), [(1440, 900), pytest.param(390, 844, marks=pytest.mark.slow), (320, 640)]
)


@SIZES
def test_the_model_is_told_and_a_second_opinion_asked(
    chromium: Browser, address: str, answers: Questions, clients: dict[str, int], width: int, height: int
) -> None:
    client = clients["refused"]
    with Visit(chromium, f"{address}/?client={client}&panel=model", width, height) as visit:
        first = answers.overview().families[0]
        expect(visit.page.locator(".adv-families tbody th").first).to_contain_text(first.label["fr"])
        chart = visit.page.locator(".adv-waterfall")
        chart.scroll_into_view_if_needed()  # bqplot draws what is in sight
        expect(chart.locator(".bqplot")).to_be_visible()
        expect(chart.locator(".adv-steps li")).to_have_count(10)
        cut = chart.locator(".adv-steps strong").evaluate_all(CUT)
        assert cut == []  # of a name something may be left out, of a value never
        visit.page.locator(".adv-opinions button").click()
        expect(visit.page.locator(".adv-opinions [role=status]")).to_be_visible()
        visit.picture(f"{width}-model")
        assert visit.sideways() <= 0


@SIZES
def test_a_ratio_is_tried(
    chromium: Browser, address: str, answers: Questions, clients: dict[str, int], width: int, height: int
) -> None:
    with Visit(chromium, f"{address}/?client={clients['granted']}&panel=portfolio", width, height) as visit:
        said = visit.page.locator(".adv-tried")
        expect(said).to_contain_text(FR.text("page.portfolio_nothing"))
        handle = visit.page.get_by_role("slider", name=FR.text("page.portfolio_ratio"))
        handle.focus()
        handle.press("ArrowRight")
        found = answers.portfolio(answers.about().cost_ratio + 1)
        expect(said).to_contain_text(formats("fr").number(found.cost_ratio))
        expect(said).to_contain_text(formats("fr").share(found.cheapest.threshold))
        visit.page.locator(".adv-curves").scroll_into_view_if_needed()
        expect(visit.page.locator(".adv-curves .bqplot").first).to_be_visible()
        visit.picture(f"{width}-portfolio")
        assert visit.sideways() <= 0


def test_the_number_follows_the_hand_and_the_curves_its_release(chromium: Browser, address: str) -> None:
    with Visit(chromium, f"{address}/?panel=portfolio") as visit:
        page, ratio, said = visit.page, visit.page.locator(".adv-ratio"), visit.page.locator(".adv-tried")
        page.locator(".adv-curves").scroll_into_view_if_needed()
        names = page.locator(".adv-curves svg text")
        for name in ("now", "best"):
            expect(names.get_by_text(FR.text(f"page.portfolio_{name}"), exact=True)).to_have_count(2)
        before = said.inner_text()
        handle = ratio.get_by_role("slider")
        held = ratio.locator(".adv-held")
        expect(held).to_contain_text(str(handle.get_attribute("aria-valuetext")))
        box = handle.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 100, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + 200, box["y"] + box["height"] / 2, steps=5)
        moving = ratio.locator(".pad-slider-now")
        expect(moving).not_to_be_empty()
        number = moving.inner_text()
        assert said.inner_text() == before
        page.mouse.up()
        expect(held).to_contain_text(number)
        expect(said).to_contain_text(
            FR.text("page.portfolio_cheapest", ratio=number, threshold="#", share="", saved="").split("#")[0]
        )
        visit.picture("1440-ratio")


def test_what_waits_is_opened_and_a_policy_signed(chromium: Browser, address: str, clients: dict[str, int]) -> None:
    client = clients["no history"]
    with Visit(chromium, f"{address}/?client={client}&panel=decide") as visit:
        visit.page.locator("[data-act=decide]").click()
        visit.page.locator("[data-act=review]").click()
        own = FR.text("page.decide_review_own", number="#").split("#")[1]
        expect(visit.page.locator(".adv-panel:visible")).to_contain_text(own)
        expect(visit.page.locator("[data-act=outcome]")).to_have_count(0)
        visit.turn(FR.text("page.panel_portfolio"))
        handle = visit.page.get_by_role("slider", name=FR.text("page.portfolio_ratio"))
        handle.focus()
        handle.press("ArrowRight")
        visit.page.get_by_label(FR.text("page.policy_text"), exact=True).fill("Les pertes montent.")
        visit.page.locator("[data-act=sign_policy]").click()
        expect(visit.page.locator(".adv-panel:visible")).to_contain_text(FR.text("page.policy_pending"))
        visit.picture("1440-oversight")
        number = formats("fr").client(client)
        visit.page.get_by_role("button", name=FR.text("page.oversight_attend", client=number)).first.click()
        expect(visit.page.locator(".adv-panel:visible")).to_contain_text(own)


@SIZES
def test_what_is_about_everybody_needs_no_client(
    chromium: Browser, address: str, clients: dict[str, int], width: int, height: int
) -> None:
    with Visit(chromium, address, width, height) as visit:
        page, head = visit.page, visit.page.locator(".adv-everybody")
        expect(page.locator(".adv-welcome")).to_be_visible()
        assert visit.sideways() <= 0
        for panel, drawn in (("model", ".adv-families"), ("portfolio", ".adv-curves")):
            head.get_by_role("button", name=FR.text(f"page.panel_{panel}")).click()
            expect(page).to_have_url(re.compile(rf"/\?panel={panel}$"))
            page.locator(drawn).scroll_into_view_if_needed()  # bqplot draws what is in sight
            expect(page.locator(f"{drawn} :is(tbody tr, .bqplot)").first).to_be_visible()
            for hidden in (".adv-score", ".adv-why", ".adv-tabs", ".adv-welcome", ".adv-lists"):
                expect(page.locator(hidden)).to_be_hidden()
            visit.picture(f"{width}-everybody-{panel}")
            assert visit.sideways() <= 0
            assert grave(page) == []
        visit.choose(clients["granted"])
        expect(page.locator(".adv-score")).to_be_visible()
        expect(page).to_have_url(re.compile(rf"client={clients['granted']}&panel=portfolio$"))
        expect(head).to_be_hidden()
