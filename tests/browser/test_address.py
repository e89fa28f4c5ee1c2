"""The address: the language in links, and fields that stay chosen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from scoring.words import words
from tests.browser.session import OPENING, Visit

pytestmark = pytest.mark.browser

EN = words("en")


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
