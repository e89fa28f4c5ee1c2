"""What a model looks at, drawn for tiny clients, one of them without history."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from matplotlib.figure import Figure

from scoring import figures, store
from scoring.faults import UnknownName
from scoring.pipeline import Run
from scoring.pipeline.explained import Explained
from tests.figures.looks import bars, drawn, is_png, several


@pytest.fixture(scope="module")
def explained(tiny_run: Run) -> Explained:
    return tiny_run.explain(clients=80)


FIGURES: dict[str, tuple[Callable[[Explained], Figure], str, str]] = {
    "influence": (figures.influence, "of what moves scores", "mean absolute contribution"),
    "interactions": (figures.interactions, "are read together most", "share of all interaction"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_its_title_its_axes_and_a_picture(explained: Explained, name: str) -> None:
    make, title, x = FIGURES[name]
    figure = make(explained)
    said = drawn(figure)
    assert title in said[0]
    assert x in said[1]
    assert is_png(figure)


def test_influence_draws_the_strongest_on_top(explained: Explained) -> None:
    figure = figures.influence(explained, shown=7)
    assert [bar.get_width() for bar in reversed(bars(figure))] == list(explained.influence.values())[:7]


def test_beeswarm_draws_the_strongest_features(explained: Explained) -> None:
    figure = figures.beeswarm(explained, shown=5)
    (title, x, _), *_colours = several(figure)
    names = list(explained.influence)[:5]
    assert title == f"{names[0]} pushes scores furthest; right raises the risk"
    assert x == "contribution (log-odds)"
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == names[::-1]
    assert is_png(figure)


def test_dependence_draws_what_is_named_or_the_strongest_numbers(explained: Explained) -> None:
    named = figures.dependence(explained, "NAME_EDUCATION_TYPE", "CARD_PAID_TO_MINIMUM")
    titles = [title for title, *_ in several(named) if title]
    assert titles[0] == "NAME_EDUCATION_TYPE: by category"
    assert titles[1].startswith("CARD_PAID_TO_MINIMUM: ")
    strongest = [name for name in explained.influence if explained.is_number(name)][:6]
    assert [t.partition(":")[0] for t, *_ in several(figures.dependence(explained)) if t] == strongest
    with pytest.raises(UnknownName):
        figures.dependence(explained, "SHOE_SIZE")


def test_interaction_draws_a_dot_for_each_client(explained: Explained) -> None:
    figure = figures.interaction(explained)
    title, x, y = several(figure)[0]
    pair = next(p for p in explained.pairs if explained.is_number(p.first) and explained.is_number(p.second))
    assert (x, y) == (pair.first, pair.second)
    assert "one client in twenty" in title
    assert is_png(figure)


def test_a_direction_is_that_of_value_and_contribution(explained: Explained) -> None:
    table = figures.influence_table(explained, shown=400)
    assert list(table.index) == list(explained.influence)
    assert table.loc["EXT_SOURCE_2", "direction"] == "more lowers the risk"
    said = {"by category", "both ways", "more raises the risk", "more lowers the risk"}
    assert set(table["direction"]) <= said
    by_category = {name for name in table.index if not explained.is_number(name)}
    assert set(table.index[table["direction"] == "by category"]) == by_category


def test_families_are_told_with_their_shares_and_strongest_features(explained: Explained) -> None:
    table = figures.families_table(explained)
    assert list(table.index) == list(explained.families)
    assert sum(float(share.rstrip("%")) for share in table["share"]) == pytest.approx(100, abs=0.05 * len(table))
    first = next(iter(explained.families))
    assert table.loc[first, "strongest"].split(", ") == list(explained.family(first))[:3]


def test_stability_is_told(explained: Explained) -> None:
    table = figures.stability_table(explained)["value"]
    assert table["clients"] == "80"
    assert -1 <= float(table["rank correlation of family contributions"]) <= 1


def test_the_self_check_of_the_published_clients_is_told(tiny_run: Run) -> None:
    checks = tiny_run.checks()
    assert sum(clients for _, clients, _ in checks) == 150
    table = figures.checks_table(checks)
    folder = store.current(tiny_run.layout.stores)
    card = (folder / store.CARD).read_text(encoding="utf-8")
    for (_, clients, flips), share in zip(checks, table["decision changes"], strict=True):
        assert f"{share} ({flips:,} of {clients:,})" in card
    assert figures.checks_table([]).empty
