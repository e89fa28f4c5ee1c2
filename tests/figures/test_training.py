"""What training gave, as tables and plots."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.figure import Figure

from scoring import figures
from scoring.features import FEATURES
from scoring.model import Training
from scoring.pipeline import Run
from tests.figures.looks import bars, drawn, is_png


@pytest.fixture(scope="module")
def training(tiny_run: Run) -> Training:
    return tiny_run.train()


FIGURES: dict[str, tuple[Callable[[Training], Figure], str, str, str]] = {
    "roc": (figures.roc, "Out of fold, the model ranks with AUC 0.", "good clients refused", "defaults refused"),
    "cost": (lambda t: figures.cost(t, 10.0), "or more costs least", "threshold on", "cost per applicant"),
    "histogram": (figures.score_histogram, "Who defaulted", "probability of default", "share of the outcome's"),
    "importance": (figures.importance, f"of {len(FEATURES)} features are used", "importance (per cent)", ""),
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
    known = {name: value for name, value in training.metrics().items() if name != "folds"}
    assert table.columns.tolist() == ["out of fold"]
    assert table["out of fold"].to_dict() == known | {"threshold": training.curve.best}
    assert isinstance(table.loc["clients", "out of fold"], int)


def test_roc_marks_the_threshold_where_it_refuses(training: Training) -> None:
    (axes,) = figures.roc(training).axes
    ((good, bad),) = np.array(axes.lines[-1].get_xydata()).tolist()
    refusal = training.probability >= training.curve.best
    assert good == refusal[training.target == 0].mean()
    assert bad == refusal[training.target == 1].mean()


def test_cost_marks_the_chosen_threshold_and_the_one_of_theory(training: Training) -> None:
    (axes,) = figures.cost(training, 4.0).axes
    _, chosen, theory = axes.lines
    assert np.array(chosen.get_xdata()).tolist() == [training.curve.best] * 2
    assert np.array(theory.get_xdata()).tolist() == [0.2] * 2


@pytest.mark.parametrize("shown", [1, 5, 1000])
def test_importance_shows_the_largest_last(training: Training, shown: int) -> None:
    figure = figures.importance(training, shown)
    widths = [bar.get_width() for bar in bars(figure)]
    assert len(widths) == min(shown, len(FEATURES))
    assert widths == sorted(widths)
    largest = FEATURES[int(np.argmax(training.model.get_feature_importance()))]
    assert figure.axes[0].get_yticklabels()[-1].get_text() == largest.name
