from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from advisor.widgets import Finder, ForcePlot, Gauge
from scoring.serving.questions import Matches
from tests.app.widgets.samples import FINDER, FORCE, GAUGE, ITEMS, explanation
from tests.app.widgets.stage import Stage

pytestmark = pytest.mark.browser

WIDTHS = (320, 390, 900, 1440, 3840)
REFUSED = {"probability": 0.174, "low": 0.12, "high": 0.23, "threshold": 0.091, "granted": False, "review": False}
GRANTED = {"probability": 0.034, "low": 0.02, "high": 0.051, "threshold": 0.091, "granted": True, "review": False}
CLOSE = {"probability": 0.0912, "low": 0.07, "high": 0.12, "threshold": 0.0908, "granted": False, "review": True}


def search(text: str, limit: int) -> Matches:
    if text == "666":
        raise RuntimeError("no answer")
    found = [client for client in range(100002, 100402) if text in str(client)]
    return Matches(total=len(found), ids=tuple(found[:limit]))


def plain(text: str | None) -> str:
    return (text or "").replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("locale", "reading", "now", "said"),
    [
        ("fr-FR", REFUSED, "17.4", "17,4 %, crédit refusé"),
        ("en-GB", REFUSED, "17.4", "17.4%, crédit refusé"),
        ("fr-FR", GRANTED, "3.4", "3,4 %, crédit accordé"),
        ("fr-FR", CLOSE, "9.12", "9,12 %, crédit refusé, à revoir"),
        ("fr-FR", GRANTED | {"high": 0.0908}, "3.4", "3,40 %, crédit accordé"),
    ],
)
def test_the_gauge_says_its_reading(stage: Stage, locale: str, reading: dict[str, Any], now: str, said: str) -> None:
    stage.mount(Gauge(texts=GAUGE, locale=locale, reading=reading))
    meter = stage.page.get_by_role("meter", name="Risque de défaut")
    assert plain(meter.get_attribute("aria-valuetext")) == said
    assert [meter.get_attribute(f"aria-value{end}") for end in ("min", "now", "max")] == ["0", now, "100"]
    assert plain(stage.page.locator(".pad-gauge-number").text_content()) == said.split(", crédit")[0]
    assert stage.page.locator(".pad-gauge-icon").text_content() == ("✓" if reading["granted"] else "✕")


@pytest.mark.parametrize(
    ("reading", "described", "review"),
    [
        (GRANTED, "limite 9,1 %. probablement entre 2,0 % et 5,1 %", False),
        (CLOSE, "limite 9,08 %. probablement entre 7,00 % et 12,00 %", True),
    ],
)
def test_the_gauge_says_how_far_it_may_be_off(
    stage: Stage, reading: dict[str, Any], described: str, review: bool
) -> None:
    stage.mount(Gauge(texts=GAUGE, reading=reading))
    assert plain(stage.page.get_by_role("meter").get_attribute("aria-description")) == described
    assert plain(stage.page.locator(".pad-gauge-range").text_content()) == described.partition(". ")[2]
    expect(stage.page.locator(".pad-gauge-review")).to_be_visible(visible=review)
    hatched = stage.page.locator(".pad-gauge-interval").bounding_box()
    assert hatched is not None
    assert hatched["width"] > 10


def test_the_gauge_follows_in_place_and_empties(stage: Stage) -> None:
    root = stage.mount(Gauge(texts=GAUGE, reading=REFUSED)).element_handle()
    stage.update(reading=GRANTED)
    expect(stage.page.locator(".pad-gauge-decision .pad-gauge-word")).to_have_text("crédit accordé")
    expect(stage.page.get_by_role("status")).to_contain_text("crédit accordé")
    stage.update(reading=CLOSE)
    expect(stage.page.locator(".pad-gauge-review")).to_have_text("?à revoir")
    stage.update(reading={})
    expect(stage.page.locator(".pad-gauge-review")).to_be_hidden()
    expect(stage.page.get_by_role("meter")).to_have_count(0)
    expect(stage.page.get_by_role("img", name="Risque de défaut")).to_be_visible()
    expect(stage.page.get_by_role("status")).to_contain_text("aucun client choisi")
    assert root.evaluate("node => node.isConnected")


@pytest.mark.parametrize("threshold", [0.02, 0.091, 0.25, 0.6])
@pytest.mark.parametrize("width", [240 + 32, 320, 480])
def test_no_text_of_the_gauge_meets_another(stage: Stage, threshold: float, width: int) -> None:
    stage.mount(Gauge(texts=GAUGE, reading=CLOSE | {"threshold": threshold}))
    stage.resize(width)
    assert stage.overlaps(".pad-gauge text, .pad-gauge-decision, .pad-gauge-review, .pad-gauge-range") == []


@pytest.mark.parametrize(("wish", "glide"), [("no-preference", "0.15s"), ("reduce", "0s")])
def test_the_needle_glides_unless_asked_not_to(stage: Stage, wish: Any, glide: str) -> None:
    stage.page.emulate_media(reduced_motion=wish)
    stage.mount(Gauge(texts=GAUGE, reading=REFUSED))
    expect(stage.page.locator(".pad-gauge-needle")).to_have_css("transition-duration", glide)


def test_the_strip_speaks_in_sentences_and_never_in_log_odds(stage: Stage) -> None:
    root = stage.mount(ForcePlot(texts=FORCE, explanation=explanation()))
    segments = stage.page.locator(".pad-force-segment")
    said = {segment.get_attribute("aria-label") for segment in segments.all()}
    assert len(said) == len(ITEMS)
    assert "Score externe 2 : 0,12 — augmente le risque" in said
    assert "112 autres éléments — diminue le risque" in said
    expect(stage.page.get_by_role("status")).to_contain_text("Score externe 2 : 0,12 — augmente le risque")
    read = root.evaluate("node => node.textContent") + " ".join(filter(None, said))
    for number in (-2.41, explanation()["raw"], *(part for _, _, part in ITEMS)):
        assert f"{abs(number):.2f}" not in read.replace(",", ".")


def test_the_strip_is_walked_by_keyboard(stage: Stage) -> None:
    stage.mount(ForcePlot(texts=FORCE, explanation=explanation()))
    detail = stage.page.locator(".pad-force-detail")
    expect(detail).to_have_text("parcourez les barres")
    walk = [
        ("Tab", "▲ Score externe 2 : 0,12 — augmente le risque · 34 % de l’explication"),
        ("ArrowLeft", "▲ Score externe 3 : 0,31"),
        ("End", "▼ 112 autres éléments — diminue le risque"),
        ("ArrowRight", "▼ 112 autres éléments — diminue le risque"),
        ("Home", "▲ Âge : 26 ans"),
    ]
    for key, start in walk:
        stage.page.keyboard.press(key)
        assert plain(detail.text_content()).startswith(start)
    stage.page.keyboard.press("Tab")
    expect(stage.page.locator("summary")).to_be_focused()


def test_the_strip_shows_what_is_pointed_at(stage: Stage) -> None:
    stage.mount(ForcePlot(texts=FORCE, explanation=explanation()))
    stage.page.get_by_role("img", name="Ancienneté dans l’emploi").hover()
    expect(stage.page.locator(".pad-force-detail")).to_contain_text("9 ans — diminue le risque")


def test_the_table_holds_every_item(stage: Stage) -> None:
    stage.mount(ForcePlot(texts=FORCE, explanation=explanation()))
    stage.page.get_by_text("voir le tableau").click()
    rows = [plain(row.inner_text()) for row in stage.page.locator("tbody tr").all()]
    assert [row.split("\t")[0] for row in rows] == [label for label, _, _ in ITEMS]
    assert rows[2].split("\t") == ["Ancienneté dans l’emploi", "9 ans", "▼ diminue le risque", "14 %"]


def test_the_strip_follows_in_place_and_keeps_the_focus(stage: Stage) -> None:
    root = stage.mount(ForcePlot(texts=FORCE, explanation=explanation())).element_handle()
    stage.page.get_by_text("voir le tableau").click()
    stage.page.locator(".pad-force-segment").nth(2).focus()
    stage.update(explanation=explanation(ITEMS[:4], scale=-1))
    assert stage.page.locator(".pad-force-segment").count() == 4
    assert stage.page.evaluate("document.activeElement.getAttribute('class')").startswith("pad-force-segment")
    expect(stage.page.locator("table")).to_be_visible()
    stage.update(explanation={})
    expect(stage.page.locator(".pad-force-segment")).to_have_count(0)
    expect(stage.page.get_by_text("aucun client choisi")).to_be_visible()
    expect(stage.page.locator(".pad-force-strip")).to_be_hidden()
    assert root.evaluate("node => node.isConnected")


def test_a_client_whom_nothing_distinguishes_has_a_strip_without_segments(stage: Stage) -> None:
    stage.mount(ForcePlot(texts=FORCE, explanation=explanation(items=(), base=-2.4)))
    assert plain(stage.page.locator(".pad-force-output").text_content()) == "8,3 %"
    expect(stage.page.locator(".pad-force-segment")).to_have_count(0)


@pytest.mark.parametrize("scale", [0.2, 1, -1, 3])
def test_no_label_of_the_strip_meets_another(stage: Stage, scale: float) -> None:
    stage.mount(ForcePlot(texts=FORCE, explanation=explanation(scale=scale)))
    for width in WIDTHS:
        stage.resize(width)
        assert stage.overlaps(".pad-force-strip text, .pad-force-label") == [], width
        assert len(stage.page.locator(".pad-force-axis text").all()) >= 2, width
        assert stage.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width


def test_a_client_is_found_and_chosen_by_keyboard(stage: Stage) -> None:
    stage.mount(finder := Finder(search, texts=FINDER))
    box = stage.page.get_by_role("combobox", name="Numéro de client")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("00 1")
    expect(stage.page.get_by_role("option")).to_have_count(20)
    expect(stage.page.get_by_role("status")).to_have_text("110 clients correspondent, les 20 premiers sont listés")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = stage.page.get_by_role("option")
    for key, place in [("ArrowDown", 0), ("ArrowDown", 1), ("End", 19), ("ArrowDown", 0), ("ArrowUp", 19), ("Home", 0)]:
        box.press(key)
        marked = options.nth(place)
        expect(marked).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", marked.get_attribute("id") or "")
    box.press("Enter")
    expect(box).to_have_value("100\u202f010")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert finder.value == 100010


def test_a_full_id_and_enter_are_enough(stage: Stage) -> None:
    stage.mount(finder := Finder(search, texts=FINDER))
    box = stage.page.get_by_role("combobox")
    box.press_sequentially("100 123")
    box.press("Enter")
    expect(box).to_have_value("100\u202f123")
    assert finder.value == 100123


def test_a_client_is_chosen_by_pointer(stage: Stage) -> None:
    stage.mount(finder := Finder(search, texts=FINDER))
    stage.page.get_by_role("combobox").press_sequentially("1003")
    stage.page.get_by_role("option", name="100\u202f302").click()
    expect(stage.page.get_by_role("combobox")).to_have_value("100\u202f302")
    assert finder.value == 100302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("100002", "1 client correspond"),
        ("999", "aucun client"),
        ("dupont", "des chiffres seulement"),
        ("666", "la recherche n’a pas abouti"),
    ],
)
def test_every_answer_has_its_sentence(stage: Stage, typed: str, sentence: str) -> None:
    stage.mount(finder := Finder(search, texts=FINDER))
    stage.page.get_by_role("combobox").press_sequentially(typed)
    expect(stage.page.get_by_role("status")).to_have_text(sentence)
    expect(stage.page.locator(".pad-finder-note")).to_be_visible()
    assert finder.value is None


def test_the_box_goes_back_to_the_chosen_client(stage: Stage) -> None:
    stage.mount(Finder(search, texts=FINDER, value=100002))
    box = stage.page.get_by_role("combobox")
    expect(box).to_have_value("100\u202f002")
    box.click()
    stage.page.keyboard.type("1003")
    expect(stage.page.get_by_role("option")).to_have_count(20)
    box.press("Escape")
    expect(stage.page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("1003")
    box.press("Escape")
    expect(box).to_have_value("100\u202f002")
    stage.update(value=100099)
    expect(box).to_have_value("100\u202f099")
    stage.update(value=None)
    expect(box).to_have_value("")


@pytest.mark.parametrize(
    "widget",
    [
        lambda: Gauge(texts=GAUGE, reading=REFUSED),
        lambda: ForcePlot(texts=FORCE, explanation=explanation()),
        lambda: Finder(search, texts=FINDER),
    ],
)
def test_a_widget_leaves_nothing_behind(stage: Stage, widget: Any) -> None:
    stage.mount(widget())
    assert stage.page.evaluate("listeners()") > 0
    stage.page.evaluate("unmount()")
    assert stage.page.evaluate("listeners()") == 0
    expect(stage.page.locator("main > *")).to_have_count(0)


def test_the_strip_shows_calibrated_probabilities(stage: Stage) -> None:
    """What it is told, not what log-odds would give: ticks lie between the two ends it is told of."""
    bent = explanation() | {"base_probability": 0.02, "probability": 0.3}
    stage.mount(ForcePlot(texts=FORCE, explanation=bent))
    assert plain(stage.page.locator(".pad-force-base").text_content()) == "client moyen 2,0 %"
    assert plain(stage.page.locator(".pad-force-output").text_content()) == "30,0 %"
    own, base = (stage.page.locator(f".pad-force-{end}").bounding_box() for end in ("output", "base"))
    ticks = {
        plain(tick.text_content()): tick.bounding_box() for tick in stage.page.locator(".pad-force-axis text").all()
    }
    assert own is not None and base is not None
    between = [box for said, box in ticks.items() if said in ("5 %", "10 %") and box is not None]
    assert between
    assert all(base["x"] < box["x"] < own["x"] for box in between)
