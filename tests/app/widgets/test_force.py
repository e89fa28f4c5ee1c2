from __future__ import annotations

import pytest
from traitlets import TraitError

from advisor.widgets import ForcePlot
from tests.app.widgets.samples import explanation


def test_an_explanation_that_adds_up_is_taken() -> None:
    plot = ForcePlot(explanation=explanation())
    assert len(plot.explanation["items"]) == 8
    plot.explanation = {}
    assert plot.explanation == {}


def test_an_explanation_cut_without_its_rest_is_refused() -> None:
    whole = explanation()
    with pytest.raises(TraitError, match="do not add up"):
        ForcePlot(explanation=whole | {"items": whole["items"][:3]})


def test_a_client_whom_nothing_distinguishes_is_the_base() -> None:
    assert ForcePlot(explanation={"base": -2.4, "raw": -2.4, "items": []}).explanation["raw"] == -2.4
