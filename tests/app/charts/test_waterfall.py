"""Steps lead from the base to the client; the chart is built once and shows one after the other."""

from __future__ import annotations

import pytest

from advisor.charts.waterfall import DRAWN, steps
from advisor.charts.waterfall_figure import WaterfallChart
from scoring.words.formats import formats
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions

ASKED, EN = FakeQuestions(), formats("en")


@pytest.mark.parametrize("client", [REFUSED, GRANTED, NO_HISTORY])
def test_steps_lead_from_the_base_to_the_client(client: int) -> None:
    explanation = ASKED.explanation(client)
    made = steps(explanation, EN)
    assert made[0].start == explanation.base_probability
    assert made[-1].end == pytest.approx(explanation.probability)
    assert [one.end for one in made[:-1]] == [one.start for one in made[1:]]
    assert len(made) <= DRAWN + 1


def test_the_rest_is_one_step() -> None:
    assert steps(ASKED.explanation(REFUSED), EN)[-1].label == "5 other elements"
    assert "not provided" in {one.value for one in steps(ASKED.explanation(NO_HISTORY), EN)}


def test_the_chart_shows_one_client_after_the_other() -> None:
    chart = WaterfallChart()
    for client in (REFUSED, GRANTED):
        made = steps(ASKED.explanation(client), EN)
        chart.draw(made, EN, still=True)
        drawn = sum(len(mark.x) for mark in chart.bars.values() if mark.visible)
        assert drawn == len(made)
        highest = max(float(mark.y.max()) for mark in chart.bars.values() if mark.visible)
        first = chart.bars[made[0].raises]
        assert float(first.y.max()) == highest  # on top
        assert [float(chart._y.min), float(chart._y.max)] == [-0.5, len(made) - 0.5]  # rows as high as their names'
        assert list(chart.base.x) == [made[0].start] * 2
        assert all(chart._x.min <= end <= chart._x.max for one in made for end in (one.start, one.end))
