"""Every plot of a training, by the name under which it is kept."""

from __future__ import annotations

from dataclasses import replace

from scoring import figures
from scoring.model import Scored
from scoring.pipeline import Run
from tests.figures.looks import is_png


def test_every_plot_is_drawn_and_those_of_the_holdout_where_there_is_one(tiny_run: Run) -> None:
    training = replace(tiny_run.train(), holdout=None)
    without = figures.plots(training)
    assert {"ranking", "gains", "scores", "reliability", "cost", "learning_curve", "importance"} == set(without)
    drawn = figures.plots(replace(training, holdout=Scored(training.target, training.probability)))
    assert set(drawn) - set(without) == {"holdout_ranking", "holdout_reliability"}
    assert all(is_png(figure) for figure in drawn.values())
