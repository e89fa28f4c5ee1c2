"""Finding clients and reading their file, in a real browser: lists, links, levels of detail, the past."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from advisor.charts.past import lanes, named
from scoring.serving.questions import Filters, Questions
from scoring.words import words
from scoring.words.formats import formats
from tests.browser.session import ARTEFACTS, Visit

pytestmark = pytest.mark.browser

FR = words("fr")


@pytest.fixture(scope="module")
def with_past(answers: Questions) -> int:
    """A client with credits elsewhere, instalments and a card here, if there is one; else with most of them."""

    def known(client: int) -> int:
        past = answers.timeline(client)
        return sum(map(bool, (past.elsewhere, past.previous, past.instalments, past.cards)))

    return max(answers.find("", 100).ids, key=known)


def opened(visit: Visit, client: int) -> None:
    """Wait for the client to be shown whole: the title is told last."""
    expect(visit.page).to_have_title(re.compile(formats("fr").client(client)))


def test_a_list_is_sorted_paged_and_opens_a_client(visit: Visit, answers: Questions) -> None:
    rows = visit.page.locator(".adv-clients tbody tr")
    visit.page.locator("[data-act=list][data-value=all]").click()
    expect(rows).to_have_count(10)
    visit.page.locator("[data-act=sort][data-value=AMT_CREDIT]").click()
    expect(visit.page.locator("th[aria-sort=descending]")).to_contain_text(FR.label("AMT_CREDIT"))
    expect(visit.page.locator("[data-act=sort][data-value=AMT_CREDIT]")).to_be_focused()
    visit.page.locator(".adv-turning button").last.click()
    second = answers.list_clients(Filters(), "AMT_CREDIT", offset=10, limit=10)
    expect(rows.first.locator("button")).to_have_text(formats("fr").client(second.lines[0].id))
    rows.first.locator("button").click()
    opened(visit, second.lines[0].id)
    expect(visit.page.locator(".adv-lists")).to_be_hidden()
    visit.page.locator(".adv-browse button").click()
    expect(rows).to_have_count(10)
    visit.picture("1440-list")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_list_is_narrowed_and_a_fault_is_read_with_its_box(
    chromium: Browser, address: str, answers: Questions, width: int, height: int
) -> None:
    with Visit(chromium, address, width, height) as visit:
        visit.page.locator("[data-act=narrow]").click()
        least, most = (visit.page.locator(".adv-range input").nth(place) for place in (0, 1))
        least.fill("x")
        least.press("Tab")
        expect(least).to_have_attribute("aria-invalid", "true")
        expect(least).to_have_accessible_description(FR.text("page.whatif_fault_number"))
        visit.picture(f"{width}-narrow-fault")
        least.fill("5 %")
        least.press("Tab")
        most.fill("9,1")
        most.press("Tab")
        found = answers.list_clients(Filters(least_probability=0.05, most_probability=0.091), limit=1).total
        expect(visit.page.locator(".adv-turning")).to_contain_text(f"sur {formats('fr').whole(found)}")
        expect(least).to_have_attribute("aria-invalid", "false")
        visit.picture(f"{width}-narrow")


@pytest.mark.parametrize("panel", ["client", "history", "compare"])
def test_a_link_opens_a_client_and_a_panel(
    chromium: Browser, address: str, clients: dict[str, int], panel: str
) -> None:
    with Visit(chromium, f"{address}/?client={clients['no history']}&panel={panel}") as visit:
        opened(visit, clients["no history"])
        shown = visit.page.locator(".adv-tabs label:has(:checked)")
        expect(shown).to_have_text(FR.text(f"page.panel_{panel}"))


def test_the_address_leads_back(chromium: Browser, visit: Visit, clients: dict[str, int]) -> None:
    visit.choose(clients["granted"])
    visit.turn(FR.text("page.panel_history"))
    expect(visit.page).to_have_url(re.compile(rf"\?client={clients['granted']}&panel=history$"))
    with Visit(chromium, visit.page.url) as again:
        opened(again, clients["granted"])


def test_a_client_seen_before_is_one_choice_away(visit: Visit, clients: dict[str, int]) -> None:
    visit.choose(clients["granted"])
    visit.choose(clients["refused"])
    visit.page.locator(".adv-recent select").select_option(label=formats("fr").client(clients["granted"]))
    opened(visit, clients["granted"])


def test_a_star_keeps_a_field_from_client_to_client(visit: Visit, clients: dict[str, int]) -> None:
    visit.choose(clients["refused"])
    levels = visit.page.locator(".adv-levels")
    levels.get_by_text(FR.text("page.client_level_all"), exact=True).click()
    visit.page.locator(".adv-pin[data-value=DAYS_EMPLOYED]").click()
    expect(visit.page.locator(".adv-pin[data-value=DAYS_EMPLOYED]")).to_have_attribute("aria-pressed", "true")
    visit.choose(clients["granted"])
    levels.get_by_text(FR.text("page.client_level_chosen"), exact=True).click()
    expect(visit.page.locator(".adv-fields th[scope=row]")).to_have_text([FR.label("DAYS_EMPLOYED")])
    visit.picture("1440-chosen")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_past_is_drawn_with_tables_behind(
    chromium: Browser, address: str, with_past: int, width: int, height: int
) -> None:
    with Visit(chromium, f"{address}/?client={with_past}&panel=history", width, height) as visit:
        opened(visit, with_past)
        visit.page.locator(".adv-part .adv-chart").first.scroll_into_view_if_needed()  # bqplot draws what is in sight
        expect(visit.page.locator(".adv-part .bqplot").first).to_be_visible()
        visit.picture(f"{width}-history")
        visit.page.locator(".adv-past summary").first.click()
        expect(visit.page.locator(".adv-past table").first).to_be_visible()
        assert visit.sideways() <= 0


def test_a_lane_pointed_at_says_which_credit_it_is(
    chromium: Browser, address: str, with_past: int, answers: Questions
) -> None:
    with Visit(chromium, f"{address}/?client={with_past}&panel=history") as visit:
        opened(visit, with_past)
        chart = visit.page.locator(".adv-part .bqplot").first
        chart.scroll_into_view_if_needed()
        lane = chart.locator("path.line[d]")
        middles = "paths => paths.map(p => p.getBoundingClientRect()).filter(r => r.width > 2 && r.height < 1)"
        expect(lane.last).to_be_attached()
        visit.page.wait_for_timeout(500)
        x, y = lane.evaluate_all(f"paths => ({middles})(paths).map(r => [r.x + r.width / 2, r.y])[0]")
        visit.page.mouse.move(x, y)
        visit.page.mouse.move(x + 1, y)
        drawn = lanes(answers.timeline(with_past))
        expect(visit.page.locator(".bqplot_tooltip_div:visible")).to_contain_text(
            re.compile("|".join(re.escape(named(one, formats("fr"))).replace("\xa0", r"\s") for one in drawn))
        )
        visit.page.screenshot(path=ARTEFACTS / "1440-lane.png")


def test_no_past_is_said(chromium: Browser, address: str, clients: dict[str, int]) -> None:
    with Visit(chromium, f"{address}/?client={clients['no history']}&panel=history") as visit:
        opened(visit, clients["no history"])
        expect(visit.page.locator(".adv-panel:visible")).to_contain_text(re.compile(r"Aucun crédit|crédits? ailleurs"))
