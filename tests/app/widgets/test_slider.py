from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from traitlets import TraitError

from advisor.widgets import Slider
from tests.app.widgets.samples import SLIDER
from tests.app.widgets.stage import Stage

SPAN = {"least": 100_000.0, "most": 1_000_000.0, "step": 5_000.0}


@pytest.mark.parametrize("change", [{"most": 100_000.0}, {"step": 0.0}, {"most": float("nan")}, {"middle": 1.0}])
def test_a_span_that_does_not_go_up_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(TraitError, match=r"Slider\.span"):
        Slider(span=SPAN | change)


@pytest.mark.browser
def test_a_slider_says_its_value_in_words_and_is_moved_by_keyboard(stage: Stage) -> None:
    slider = Slider(texts=SLIDER, span=SPAN, value=406_597.5)
    stage.mount(slider)
    handle = stage.page.get_by_role("slider", name="Régler le montant")
    assert handle.get_attribute("aria-valuetext") == "406\u202f597,5 euros"
    handle.press("ArrowRight")
    handle.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuetext", "415\u202f000 euros")
    stage.page.wait_for_timeout(1_000)  # the keys rest
    assert slider.value == 415_000.0
    stage.update(value=250_000.0)
    expect(handle).to_have_value("250000")


@pytest.mark.browser
def test_a_slider_tells_where_the_hand_lets_go_and_not_each_pixel(stage: Stage) -> None:
    slider = Slider(texts=SLIDER, span=SPAN, value=100_000.0)
    told: list[float] = []
    slider.observe(lambda change: told.append(change["new"]), "value")
    stage.mount(slider)
    box = stage.page.get_by_role("slider").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    stage.page.mouse.move(box["x"] + 8, middle)
    stage.page.mouse.down()
    stage.page.mouse.move(box["x"] + box["width"] / 2, middle, steps=10)
    expect(stage.page.locator(".pad-slider-now")).to_contain_text("euros")
    assert told == []
    stage.page.mouse.up()
    stage.page.wait_for_timeout(100)
    assert len(told) == 1
    assert 500_000 < told[0] < 600_000
