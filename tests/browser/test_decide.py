"""Deciding, in a real browser: once, seen in the history, and the letter taken as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from scoring.serving.questions import Questions
from scoring.words import words
from scoring.words.formats import formats
from tests.browser.served import Served
from tests.browser.session import ARTEFACTS, Visit

pytestmark = pytest.mark.browser

FR = words("fr")


def test_a_decision_is_recorded_seen_and_told_in_a_letter(
    chromium: Browser, address: str, clients: dict[str, int], tmp_path: Path
) -> None:
    with Visit(chromium, f"{address}/?client={clients['surely refused']}&panel=decide") as visit:
        page = visit.page
        page.locator("[data-act=decide]").click()
        expect(page.locator(".adv-status[role=status]").first).to_contain_text("Consigné sous le n°")
        expect(page.locator(".adv-panel:visible table")).to_contain_text(FR.text("record.refused"))
        page.locator("[data-act=letter][data-value=letter]").click()
        with page.expect_download() as taken:
            page.locator("a[download$='.html']").click()
        taken.value.save_as(tmp_path / "letter.html")
        assert FR.text("letter.title_refused") in (tmp_path / "letter.html").read_text(encoding="utf-8")
        visit.picture("1440-decide")


@pytest.fixture(scope="module")
def asking(published: Path) -> Iterator[str]:
    """Where the page asks what an advisor thinks before it shows a score."""
    settings = {"SCORING_OPINION_FIRST": "1", "SCORING_LOCAL_ROLE": "advisor"}
    with Served(published, f"import os; os.environ.update({settings})") as served:
        yield served.address


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (320, 640)])
def test_an_opinion_said_by_keyboard_comes_before_the_score(
    chromium: Browser, asking: str, answers: Questions, width: int, height: int
) -> None:
    client = answers.find("", 150).ids[-1 if width == 320 else -2]
    with Visit(chromium, f"{asking}/?client={client}", width, height) as visit:
        page = visit.page
        answer = page.get_by_role("button", name=FR.text("page.first_refused"))
        expect(answer).to_be_visible()
        expect(page.locator(".adv-desk")).to_be_hidden()
        assert formats("fr").share(answers.score(client).probability) not in page.locator("body").inner_text()
        assert visit.sideways() <= 0
        ARTEFACTS.mkdir(exist_ok=True)
        page.screenshot(path=ARTEFACTS / f"{width}-first.png")
        answer.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".adv-gauge [role=meter]")).to_be_visible()
        expect(page.locator(".adv-verdict")).to_contain_text(FR.text("page.first_said_refused"))
    with Visit(chromium, f"{asking}/?client={client}", width, height) as again:  # who said so once is not asked again
        expect(again.page.locator(".adv-gauge [role=meter]")).to_be_visible()


def corrected(visit: Visit, income: str) -> None:
    """Type another income and see what it comes to."""
    page = visit.page
    box = page.locator(".adv-deciding .adv-choose input")
    box.click()
    box.fill(FR.label("AMT_INCOME_TOTAL"))
    box.press("Enter")
    value = page.locator(".adv-deciding .adv-change input")
    value.fill(income)
    value.press("Tab")
    page.locator("[data-act=correct_ask]").click()
    expect(page.locator(".adv-deciding .adv-sides")).to_be_visible()


def test_a_correction_is_asked_for_by_an_advisor_and_made_by_who_may(
    chromium: Browser, address: str, asking: str, answers: Questions
) -> None:
    client = answers.find("", 150).ids[-3]
    with Visit(chromium, f"{asking}/?client={client}&panel=decide") as visit:
        visit.page.get_by_role("button", name=FR.text("page.first_unsure")).click()
        corrected(visit, "123 000")
        visit.page.locator("[data-act=correct_request]").click()
        expect(visit.page.locator(".adv-open-requests")).to_contain_text(formats("fr").whole(123_000))
    with Visit(chromium, f"{address}/?client={client}&panel=portfolio") as visit:
        page = visit.page
        page.locator(f"[data-act=attend][data-value='{client}']").click()
        page.locator("[data-act=correct_take]").click()
        page.locator("[data-act=correct_do]:enabled").click()
        expect(page.locator(".adv-corrected")).to_be_visible()
        expect(page.locator(".adv-corrections")).to_contain_text(formats("fr").whole(123_000))
        expect(page.locator(".adv-open-requests")).to_have_count(0)
        visit.picture("1440-corrected")


@pytest.mark.parametrize(("width", "place"), [(390, -4), (320, -5)])
def test_narrow_windows_never_scroll_sideways(
    chromium: Browser, address: str, answers: Questions, width: int, place: int
) -> None:
    client = answers.find("", 150).ids[place]
    with Visit(chromium, f"{address}/?client={client}&panel=decide", width, 844) as visit:
        visit.page.locator("[data-act=decide]").click()
        expect(visit.page.locator(".adv-deciding td").first).to_be_visible()
        assert visit.sideways() <= 0
        visit.picture(f"{width}-decide")
