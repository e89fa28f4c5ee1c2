"""Deciding, in a real browser: once, seen in the history, and the letter taken as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from scoring.words import words
from tests.browser.session import Visit

pytestmark = pytest.mark.browser

FR = words("fr")


def test_a_decision_is_recorded_seen_and_told_in_a_letter(
    chromium: Browser, address: str, clients: dict[str, int], tmp_path: Path
) -> None:
    with Visit(chromium, f"{address}/?client={clients['refused']}&panel=decide") as visit:
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


@pytest.mark.parametrize("width", [390, 320])
def test_narrow_windows_never_scroll_sideways(
    chromium: Browser, address: str, clients: dict[str, int], width: int
) -> None:
    with Visit(chromium, f"{address}/?client={clients['granted']}&panel=decide", width, 844) as visit:
        expect(visit.page.locator("[data-act=decide]")).to_be_visible()
        assert visit.sideways() <= 0
        visit.picture(f"{width}-decide")
