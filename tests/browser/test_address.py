"""The address and the Back key: steps from client to client, the language in links, fields that stay chosen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from scoring.words import words
from scoring.words.formats import formats
from tests.browser.session import OPENING, Visit

pytestmark = pytest.mark.browser

FR, EN = words("fr"), words("en")


def test_back_and_forward_lead_from_client_to_client(chromium: Browser, address: str, clients: dict[str, int]) -> None:
    first, second = clients["granted"], clients["refused"]
    with Visit(chromium, address) as visit:
        page, kernel, heading = visit.page, visit.kernel, visit.page.locator(".adv-score h2")
        visit.choose(first)
        visit.turn(FR.text("page.panel_history"))
        expect(page).to_have_url(re.compile(rf"client={first}&panel=history$"))
        visit.choose(second)
        visit.turn(FR.text("page.panel_compare"))
        expect(page).to_have_url(re.compile(rf"client={second}&panel=compare$"))
        page.go_back()
        expect(heading).to_contain_text(formats("fr").client(first))
        expect(page.locator(".adv-tabs input:checked + *, .adv-tabs label:has(:checked)")).to_contain_text(
            FR.text("page.panel_history")
        )
        expect(page).to_have_url(re.compile(rf"client={first}&panel=history$"))
        page.go_forward()
        expect(heading).to_contain_text(formats("fr").client(second))
        expect(page).to_have_url(re.compile(rf"client={second}&panel=compare$"))
        page.evaluate("history.back(); history.back();")  # faster than the page follows
        expect(page.locator(".adv-welcome")).to_be_visible()
        expect(visit.finder).to_have_value("")
        assert page.url.rstrip("/") == address
        page.go_forward()
        expect(heading).to_contain_text(formats("fr").client(first))
        assert visit.kernel == kernel


def test_the_language_and_the_chosen_fields_outlive_a_reload(
    chromium: Browser, address: str, clients: dict[str, int]
) -> None:
    client = clients["no history"]
    with Visit(chromium, f"{address}/?lang=en&client={client}") as visit:
        page = visit.page
        expect(page.locator(".adv-why h2")).to_have_text(EN.text("page.why_heading"))
        expect(page).to_have_url(re.compile(rf"\?lang=en&client={client}&panel=client$"))
        star = page.locator(".adv-pin[data-value=AMT_CREDIT]")
        star.click()
        expect(star).to_have_attribute("aria-pressed", "true")
        kept = page.evaluate("JSON.stringify({...localStorage})")
        assert "AMT_CREDIT" in kept
        assert str(client) not in kept
        page.reload()
        expect(star).to_have_attribute("aria-pressed", "true", timeout=OPENING)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.locator(".adv-languages").get_by_text("FR", exact=True).click()
        expect(page).to_have_url(re.compile(rf"/\?client={client}&panel=client$"))
