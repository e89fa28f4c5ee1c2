"""What the prepared data show, as tables and plots."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from scoring.features import FEATURES
from scoring.figures import correlated, default_rates, information, not_known, readable, shifted
from scoring.pipeline import Run
from scoring.pipeline.exploration import Exploration
from tests.figures.looks import bars, drawn, is_png


@pytest.fixture(scope="module")
def look(tiny_run: Run) -> Exploration:
    return tiny_run.explore()


def rates(name: str = "AGE", **parts: tuple[int, float, float, float]) -> pd.DataFrame:
    """Clients, default rate and interval by part."""
    columns = ["clients", "default rate", "low", "high"]
    return pd.DataFrame(parts.values(), index=pd.Index(parts, name=name), columns=columns)


FAR_APART = rates(young=(1000, 0.2, 0.15, 0.25), middle=(3000, 0.1, 0.05, 0.2), old=(30, 0.05, 0.01, 0.12))


def test_readable_tables_show_shares_counts_and_numbers_as_a_person_writes_them() -> None:
    table = pd.DataFrame(
        {
            "clients": [1234567, 0],
            "default rate": [0.0807, None],
            "information value": [0.123456, 12345.6],
            "part": ["over 1", "0"],
            "delivered": [True, False],
            "count": pd.array([None, 3], "Int64"),
        },
        index=["a", "b"],
    )
    assert readable(table).to_dict("index") == {
        "a": {
            **{"clients": "1,234,567", "default rate": "8.1%", "information value": "0.123", "part": "over 1"},
            **{"delivered": "yes", "count": "–"},
        },
        "b": {
            **{"clients": "0", "default rate": "–", "information value": "12,346", "part": "0"},
            **{"delivered": "no", "count": "3"},
        },
    }


def test_a_notebook_shows_a_readable_table_whole() -> None:
    long = " ".join(["word"] * 60)
    table = readable(pd.DataFrame({"text": [long] * 80}))
    assert table._repr_html_().count(long) == repr(table).count(long) == 80


def test_not_known_counts_the_features(look: Exploration) -> None:
    unknown = look.unknown()
    figure = not_known(unknown)
    half = (unknown["not known"] > 0.5).sum()
    assert drawn(figure)[0] == f"{half} of {len(FEATURES)} features are not known for more than half of the clients"
    assert sum(bar.get_height() for bar in bars(figure)) == len(FEATURES)


def test_default_rates_are_drawn_with_their_clients_and_intervals() -> None:
    figure = default_rates(FAR_APART)
    assert drawn(figure)[0] == "AGE\n20.0%: young\n5.0%: old"
    (axes,) = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["young (1,000)", "middle (3,000)", "old (30)"]
    (errors,) = axes.containers
    assert errors[0].get_xdata().tolist() == [0.2, 0.1, 0.05]
    ends = [segment[:, 0].round(12).tolist() for segment in errors[2][0].get_segments()]
    assert ends == [[0.15, 0.25], [0.05, 0.2], [0.01, 0.12]]
    everyone = (1000 * 0.2 + 3000 * 0.1 + 30 * 0.05) / 4030
    assert axes.lines[-1].get_xdata() == pytest.approx([everyone] * 2)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (rates(a=(30, 0.2, 0.1, 0.3), b=(30, 0.1, 0.05, 0.15)), "no part differs clearly from another"),
        (rates(a=(30, 0.2, 0.1, 0.3)), "too few clients to compare parts"),
        (rates(), "too few clients to compare parts"),
    ],
)
def test_default_rates_that_cannot_be_told_apart_are_not_told_apart(table: pd.DataFrame, said: str) -> None:
    figure = default_rates(table)
    figure.draw_without_rendering()
    assert figure.axes[0].get_title(loc="left") == f"AGE\n{said}"


def test_default_rates_of_several_features_are_drawn_side_by_side() -> None:
    figure = default_rates(FAR_APART, FAR_APART, FAR_APART)
    figure.draw_without_rendering()
    assert [axes.get_visible() for axes in figure.axes] == [True, True, True, False]


def test_information_shows_the_most_telling_on_top(look: Exploration) -> None:
    table = look.information_values(5)
    figure = information(table)
    assert drawn(figure)[0].startswith(f"{table.index[0]} alone tells outcomes apart best")
    assert [bar.get_width() for bar in bars(figure)] == table["information value"].tolist()
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == table.index.tolist()
    assert figure.axes[0].yaxis.get_inverted()
    assert np.array(figure.axes[0].lines[0].get_xdata()).tolist() == table["by chance"].tolist()


def test_shifted_says_what_changed_most() -> None:
    table = pd.DataFrame(
        {"stability index": [0.4, 0.1], "part": ["yes", "no"], "share of labelled": 0.1, "share of unlabelled": 0.3},
        index=["FLAG_EMAIL", "OTHER"],
    )
    figure = shifted(table)
    assert drawn(figure)[0] == "FLAG_EMAIL\n“yes” holds 10.0% of the labelled, 30.0% of the unlabelled"
    assert [bar.get_width() for bar in bars(figure)] == [0.4, 0.1]


def test_correlated_counts_the_pairs_that_say_nearly_the_same() -> None:
    values = [[1.0, 0.95, np.nan], [0.95, 1.0, -0.9], [np.nan, -0.9, 1.0]]
    figure = correlated(pd.DataFrame(values, index=["A", "B", "C"], columns=["A", "B", "C"]))
    assert drawn_title(figure).startswith("2 of 3 pairs")
    assert [text.get_text() for text in figure.axes[0].texts] == [
        "1.00",
        "0.95",
        "0.95",
        "1.00",
        "-0.90",
        "-0.90",
        "1.00",
    ]


def drawn_title(figure: Figure) -> str:
    figure.draw_without_rendering()
    return str(figure.axes[0].get_title(loc="left"))


@pytest.mark.parametrize("figure", [information, shifted, correlated, not_known])
def test_of_nothing_they_are_empty(figure: object, look: Exploration) -> None:
    assert callable(figure)
    table = {information: look.information_values(), shifted: look.shift(), not_known: look.unknown()}.get(
        figure, look.correlations()
    )
    assert drawn_title(figure(table.iloc[:0, :0] if figure is correlated else table.iloc[:0]))


def test_a_notebook_shows_them_as_pictures(look: Exploration) -> None:
    made: list[Figure] = [
        not_known(look.unknown()),
        default_rates(look.rates("EXT_SOURCE_MEAN"), look.rates("NAME_EDUCATION_TYPE")),
        information(look.information_values()),
        shifted(look.shift()),
        correlated(look.correlations()),
    ]
    assert all(is_png(figure) for figure in made)
