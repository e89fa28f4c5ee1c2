from __future__ import annotations

import pytest
from traitlets import TraitError

from advisor.widgets import Finder, ForcePlot, Gauge, Slider
from tests.app.widgets.samples import FINDER, FORCE, GAUGE, SLIDER


@pytest.mark.parametrize(("widget", "texts"), [(Gauge, GAUGE), (ForcePlot, FORCE), (Finder, FINDER), (Slider, SLIDER)])
def test_every_text_is_named_and_none_is_made_up(widget: type, texts: dict[str, str]) -> None:
    assert set(widget.TEXTS) == set(texts)  # type: ignore[attr-defined]


def test_a_missing_text_is_refused_by_name() -> None:
    with pytest.raises(TraitError, match=r"Gauge\.texts lacks threshold, empty"):
        Gauge(texts={name: text for name, text in GAUGE.items() if name not in ("threshold", "empty")})


@pytest.mark.parametrize("widget", [Gauge, ForcePlot, Finder, Slider])
def test_the_scripts_and_styles_ship_with_the_package(widget: type) -> None:
    assert "export default" in str(widget._esm)  # type: ignore[attr-defined]
    assert ".pad-" in str(widget._css)  # type: ignore[attr-defined]
    for source in (str(widget._esm), str(widget._css)):  # type: ignore[attr-defined]
        assert "http" not in source.replace("http://www.w3.org/2000/svg", "")
