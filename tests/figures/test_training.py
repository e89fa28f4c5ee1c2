"""What training gave, as tables and plots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

from scoring import figures
from scoring.features import FEATURES
from scoring.model import CostCurve, Training, auc, auc_error
from scoring.model.intervals import around
from scoring.pipeline import Run
from tests.figures.looks import bars, drawn, is_png


@pytest.fixture(scope="module")
def training(tiny_run: Run) -> Training:
    return tiny_run.train()


LOSSES = [[0.7, 0.31, 0.30, 0.32], [0.7, 0.29, 0.26, 0.27, 0.28]]
FIGURES: dict[str, tuple[Callable[[Training], Figure], str, str, str]] = {
    "cost": (lambda t: figures.cost(t, 10.0), "or more costs least", "threshold on", "cost per applicant"),
    "importance": (figures.importance, f"of {len(FEATURES)} features move them at all", "importance (per cent)", ""),
    "learning": (lambda _: figures.learning_curve(LOSSES, 3), "is least after 3 trees: 0.2800", "trees", "log-loss"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_its_title_its_axes_and_a_picture(training: Training, name: str) -> None:
    make, title, x, y = FIGURES[name]
    figure = make(training)
    for said, expected in zip(drawn(figure), (title, x, y), strict=True):
        assert expected in said
    assert is_png(figure)


def test_folds_table_has_a_line_per_fold(training: Training) -> None:
    table = figures.folds_table(training)
    assert table.index.tolist() == [1, 2, 3]
    assert table.columns.tolist() == ["clients", "trees", "AUC", "seconds"]
    assert table["clients"].sum() == 129
    assert table["AUC"].tolist() == [round(fold.auc, 4) for fold in training.folds]


def test_metrics_table_has_the_numbers_of_the_bundle_and_the_threshold(training: Training) -> None:
    table = figures.metrics_table(training)
    assert table.columns[0] == "out of fold"
    assert table.loc["clients", "out of fold"] == "129"
    assert table.loc["threshold", "out of fold"] == f"{training.curve.best:.4f}"
    assert table.loc["cost per applicant", "out of fold"].startswith(f"{training.curve.least:.4f}")
    area, error = auc(training.target, training.probability), auc_error(training.target, training.probability)
    low, high = around(area, error)
    said = f"{area:.4f} ({low:.4f} to {high:.4f})"
    assert table.loc["AUC", "out of fold"] == said


def test_metrics_table_puts_a_holdout_beside(training: Training, monkeypatch: pytest.MonkeyPatch) -> None:
    metrics = training.metrics() | {"holdout": {"clients": 7, "auc": 0.75}}
    monkeypatch.setattr(Training, "metrics", lambda _: metrics)
    table = figures.metrics_table(training)
    assert table.columns.tolist() == ["out of fold", "holdout"]
    assert table.loc["clients"].tolist() == ["129", "7"]
    assert table.loc["AUC", "holdout"] == "0.7500"
    assert table.loc["trees", "holdout"] == "–"


def test_cost_marks_the_chosen_threshold_and_the_one_of_theory(training: Training) -> None:
    (axes,) = figures.cost(training, 4.0).axes
    _, chosen, theory = axes.lines
    assert np.array(chosen.get_xdata()).tolist() == [training.curve.best] * 2
    assert np.array(theory.get_xdata()).tolist() == [0.2] * 2


def test_cost_says_where_it_is_as_good_as_least(training: Training) -> None:
    curve = CostCurve(np.array([0.0, 0.1, 0.2, 0.3, 1.0]), np.array([0.9, 0.5, 0.504, 0.52, 0.8]))
    (axes,) = figures.cost(replace(training, curve=curve), 4.0).axes
    assert axes.get_title(loc="left").endswith("from 10.0% to 20.0% it is at most 1% more")


def test_learning_curve_has_a_line_per_fold_their_mean_and_the_length_chosen() -> None:
    (axes,) = figures.learning_curve(LOSSES, 2).axes
    *folds, mean, chosen = axes.lines
    assert [np.array(line.get_ydata()).tolist() for line in folds] == LOSSES
    assert np.array(mean.get_ydata()).tolist() == pytest.approx([0.7, 0.30, 0.28, 0.295])
    assert np.array(chosen.get_xdata()).tolist() == [2, 2]


@pytest.mark.parametrize("losses", [[[0.3]], [[0.3, 0.3], [0.3, 0.3]]])
def test_learning_curve_of_few_or_equal_losses(losses: list[list[float]]) -> None:
    assert "0.3000" in drawn(figures.learning_curve(losses, 1))[0]


@pytest.mark.parametrize("shown", [1, 5, 1000])
def test_importance_shows_the_largest_last(training: Training, shown: int) -> None:
    figure = figures.importance(training, shown)
    widths = [bar.get_width() for bar in bars(figure)]
    assert len(widths) == min(shown, len(FEATURES))
    assert widths == sorted(widths)
    largest = FEATURES[int(np.argmax(training.model.get_feature_importance()))]
    assert figure.axes[0].get_yticklabels()[-1].get_text() == largest.name
