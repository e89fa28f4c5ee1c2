"""The page opened for real: a browser, Voilà, a kernel, the scoring process, a published store."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from advisor.panels.client import MOST
from advisor.state import PANELS
from scoring.serving.questions import Questions
from scoring.words import words
from scoring.words.formats import formats
from tests.browser.session import Visit

pytestmark = pytest.mark.browser

FR, EN = words("fr"), words("en")
NOT_FOR_ADVISORS = re.compile(
    r"Traceback|from advisor|import |\.py\b|SHAP|log-odds|AMT_|DAYS_|EXT_SOURCE|\bNone\b|\bnan\b"
)


@pytest.fixture
def fresh(chromium: Browser, address: str) -> Iterator[Visit]:
    """A page that nothing was chosen on yet."""
    with Visit(chromium, address) as visit:
        yield visit


def digits(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_at_first_the_page_invites_to_choose(fresh: Visit) -> None:
    assert fresh.page.title() == FR.text("page.title")
    assert fresh.page.get_attribute("html", "lang") == "fr"
    expect(fresh.page.locator(".adv-welcome h2")).to_have_text(FR.text("page.welcome_title"))
    expect(fresh.page.locator(".adv-desk")).to_be_hidden()


@pytest.mark.parametrize("who", ["refused", "granted", "no history"])
def test_a_client_chosen_by_part_of_the_number(
    fresh: Visit, answers: Questions, clients: dict[str, int], who: str
) -> None:
    client = clients[who]
    score = answers.score(client)
    fresh.choose(client)
    gauge = fresh.page.locator(".adv-gauge [role=meter]")
    decision = fresh.page.locator(".adv-gauge [role=status]")
    expect(decision).to_contain_text(FR.text(f"page.gauge_{score.decision}"), ignore_case=True)
    assert digits(formats("fr").share(score.probability)) in digits(gauge.get_attribute("aria-valuetext") or "")
    expect(fresh.page.locator(".adv-force .pad-force-segment")).to_have_count(13)  # twelve, and the rest
    strongest, reasons = answers.explanation(client).contributions[0], answers.reasons(client)
    expect(fresh.page.locator(".adv-reasons li")).to_have_text(
        [reason.said["fr"] for reason in reasons.against + reasons.favour]
    )
    expect(fresh.page.locator(".adv-check")).to_have_text(reasons.check.said["fr"])
    fresh.turn(FR.text("page.panel_compare"))
    expect(fresh.page.locator(".adv-panel:visible .adv-chart-title h3")).to_contain_text(FR.label(strongest.feature))
    fresh.compare(FR.label("AMT_CREDIT"))
    expect(fresh.page.locator(".adv-bands .bar")).to_have_count(20)
    fresh.picture(f"1440-{who.replace(' ', '-')}")


def test_another_client_changes_everything(fresh: Visit, answers: Questions, clients: dict[str, int]) -> None:
    fresh.choose(clients["refused"])
    fresh.turn(FR.text("page.panel_compare"))
    fresh.compare(FR.label("AMT_CREDIT"))
    expect(fresh.page.locator(".adv-bands .bar")).to_have_count(20)
    gauge, force, title = (
        fresh.page.locator(".adv-gauge"),
        fresh.page.locator(".adv-why .adv-force [role=status]"),
        fresh.page.locator(".adv-panel:visible .adv-chart-title"),
    )
    before = [gauge.inner_text(), force.inner_text(), title.inner_text(), _heights(fresh)]
    fresh.choose(clients["granted"])
    expect(gauge).to_contain_text(FR.text("page.gauge_granted"), ignore_case=True)
    expect(title).not_to_have_text(before[2])
    after = [gauge.inner_text(), force.inner_text(), title.inner_text(), _heights(fresh)]
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, False, False, True]
    expect(fresh.page.locator(".adv-panel:visible .adv-chart-title h3")).to_contain_text(FR.label("AMT_CREDIT"))


def _heights(visit: Visit) -> str:
    """The bars are those of the group: they stay, and the client's mark moves."""
    return str(
        visit.page.locator(".adv-bands .bar rect").evaluate_all("bars => bars.map(bar => bar.getAttribute('height'))")
    )


def test_the_force_plot_starts_from_whom_is_chosen(visit: Visit, answers: Questions, clients: dict[str, int]) -> None:
    visit.choose(clients["refused"])
    accepted = answers.explanation(clients["refused"], "accepted")
    base = visit.page.locator(".adv-why .pad-force-base")
    expect(base).to_contain_text(FR.text("page.force_base"))
    visit.page.locator(".adv-base").get_by_text(FR.text("page.why_base_accepted"), exact=True).click()
    expect(base).to_contain_text(FR.text("page.force_base_accepted"))
    expect(base).to_contain_text(formats("fr").share(accepted.base_probability).split("\u00a0")[0])
    expect(visit.page.locator(".adv-force .pad-force-segment")).to_have_count(13)


def test_the_language_switch_changes_the_page_in_place(visit: Visit, clients: dict[str, int]) -> None:
    visit.choose(clients["refused"])
    visit.page.locator(".adv-languages").get_by_text("EN", exact=True).click()
    expect(visit.page.locator(".adv-why h2")).to_have_text(EN.text("page.why_heading"))
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    expect(visit.page.locator(".adv-score h2")).to_contain_text("Client")
    text = visit.page.locator(".adv-page").inner_text()
    assert EN.label("AMT_CREDIT") in text
    assert FR.label("AMT_CREDIT") not in text
    assert f"{clients['refused']:,}".replace(",", "\u202f") in text


def test_the_fields_are_filtered_without_accents(visit: Visit, clients: dict[str, int]) -> None:
    visit.choose(clients["no history"])
    visit.page.locator(".adv-levels").get_by_text(FR.text("page.client_level_all"), exact=True).click()
    rows = visit.page.locator(".adv-fields tbody th[scope=row]")
    expect(rows).to_have_count(MOST)
    everything = rows.count()
    visit.page.locator(".adv-filter input").fill("age de la voiture")
    expect(rows.first).to_contain_text(FR.label("OWN_CAR_AGE"))
    assert 0 < rows.count() < everything
    visit.page.locator(".adv-filter input").fill("")
    expect(rows).to_have_count(everything)


def test_an_advisor_sees_no_code(visit: Visit, clients: dict[str, int]) -> None:
    visit.choose(clients["no history"])
    for panel in PANELS:
        visit.turn(FR.text(f"page.panel_{panel}"))
        expect(visit.page.locator(".adv-panel:visible")).to_have_count(1)
        said = visit.page.locator("body").inner_text()
        assert not NOT_FOR_ADVISORS.search(said)
    assert "from advisor" not in visit.page.content()


def test_the_keyboard_is_enough(fresh: Visit, clients: dict[str, int]) -> None:
    keyboard = fresh.page.keyboard
    for _ in range(10):
        if fresh.finder.evaluate("box => box === document.activeElement"):
            break
        keyboard.press("Tab")
    keyboard.type(str(clients["granted"]))
    expect(fresh.page.locator(".pad-finder-option")).to_have_count(1)
    keyboard.press("Enter")
    expect(fresh.page.locator(".adv-gauge [role=meter]")).to_be_visible()
    fresh.page.locator(".adv-tabs input:checked").focus()
    for panel in PANELS[1:]:
        keyboard.press("ArrowRight")
        expect(fresh.page).to_have_url(re.compile(f"panel={panel}$"))
    expect(fresh.page.locator(".adv-curves")).to_be_visible()


def test_the_first_three_answers_need_no_scrolling(fresh: Visit, clients: dict[str, int]) -> None:
    fresh.choose(clients["refused"])
    for region in (".adv-score", ".adv-why"):
        box = fresh.page.locator(region).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900, region


def test_the_finders_label_stands_beside_its_box(fresh: Visit, clients: dict[str, int]) -> None:
    for client in (None, clients["refused"]):  # other buttons stand beside it then
        if client is not None:
            fresh.choose(client)
        for width in (900, 950, 1000, 1199, 1200, 1440):
            fresh.page.set_viewport_size({"width": width, "height": 900})
            label, box = (fresh.page.locator(f".pad-finder-{part}").bounding_box() for part in ("label", "input"))
            assert label is not None
            assert box is not None
            assert label["x"] + label["width"] <= box["x"], width
            assert abs(label["y"] + label["height"] / 2 - box["y"] - box["height"] / 2) <= 1, width
            assert box["width"] >= 88, width  # a number of six digits


@pytest.mark.parametrize(("width", "height"), [(900, 900), (390, 844), (320, 640)])
def test_narrow_windows_never_scroll_sideways(
    chromium: Browser, address: str, clients: dict[str, int], width: int, height: int
) -> None:
    with Visit(chromium, address, width, height) as visit:
        assert visit.sideways() <= 0
        visit.choose(clients["refused"])
        assert visit.sideways() <= 0
        visit.picture(f"{width}-client")
        visit.turn(FR.text("page.panel_compare"))
        expect(visit.page.locator(".adv-panel:visible .adv-chart-title h3")).to_be_visible()
        visit.compare(FR.label("AMT_CREDIT"))
        assert visit.sideways() <= 0
        visit.picture(f"{width}-compare")
