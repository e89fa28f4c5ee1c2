"""Every plot of a training, by the name under which it is kept."""

from __future__ import annotations

from dataclasses import replace

from scoring import figures
from scoring.pipeline import Run
from tests.figures.looks import is_png


def test_every_plot_is_drawn_and_those_of_the_holdout_where_there_is_one(tiny_run: Run) -> None:
    training = tiny_run.train()
    drawn = figures.plots(training)
    assert all(is_png(figure) for figure in drawn.values())
    assert training.holdout is not None
    without = figures.plots(replace(training, holdout=None))
    assert set(drawn) - set(without) == {"holdout_ranking", "holdout_reliability"}
    assert {"ranking", "gains", "reliability", "cost", "learning_curve", "importance"} <= set(without)
