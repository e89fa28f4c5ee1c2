"""What a model looks at: how much, in which direction, and what with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scoring import reasons
from scoring.figures.style import GREY, RISK_DOWN, Plot, Table, axes, dressed, panels

if TYPE_CHECKING:
    from scoring.pipeline.explained import Explained

SHOWN = 20
PANELS = 6
PUSHES = {1: "more raises the risk", -1: "more lowers the risk", 0: "both ways"}
ROW = 0.3
"""Inches that a feature takes."""
PANEL = 3.6
"""Inches that a row of panels takes."""


def influence(explained: Explained, shown: int = SHOWN) -> Figure:
    """Mean absolute contribution of the features that have most of it."""
    sizes = list(explained.influence.items())
    part = sum(size for _, size in sizes[:shown]) / sum(size for _, size in sizes)
    title = f"{min(shown, len(sizes))} of {len(sizes)} features make {part:.0%} of what moves scores"
    figure, drawn = axes(title, "mean absolute contribution (log-odds)", "", 9.0, ROW * min(shown, len(sizes)) + 1.1)
    names, heights = zip(*reversed(sizes[:shown]), strict=True)
    drawn.barh(names, heights, color=GREY)
    drawn.margins(y=0.01)
    drawn.grid(visible=False)
    return figure


def beeswarm(explained: Explained, shown: int = SHOWN) -> Figure:
    """Every client a dot in each of the strongest features: where it pushes, and whether its value is high."""
    import shap  # brings numba: seconds, which nothing else waits for

    names = list(explained.influence)[:shown]
    figure = Plot(figsize=(10.0, 0.36 * len(names) + 1.4), layout="constrained")
    drawn = figure.add_subplot()
    shap.plots.beeswarm(_shap(explained, names), max_display=shown, ax=drawn, show=False, plot_size=None)
    dressed(drawn, f"{names[0]} pushes scores furthest; right raises the risk", "contribution (log-odds)", "")
    drawn.tick_params(labelsize=9)
    drawn.xaxis.label.set_fontsize(10)  # as in the other plots
    return figure


def dependence(explained: Explained, *features: str) -> Figure:
    """Contribution against value: of the features named, else of the strongest numbers.

    Colour is the value of the number that the feature interacts with most. Raises UnknownName.
    """
    names = list(features) or [name for name in explained.influence if explained.is_number(name)][:PANELS]
    figure, made = panels([PANEL] * -(-len(names) // 2), min(2, len(names)), width=12.0)
    for name, drawn in zip(names, made, strict=False):
        dressed(drawn, f"{name}: {_direction(explained, name)}", name, "contribution (log-odds)")
        _dots(figure, drawn, explained, name)
    for empty in made[len(names) :]:
        empty.set_visible(False)
    return figure


def _dots(figure: Figure, drawn: Axes, explained: Explained, name: str) -> None:
    """Draw a feature's contributions over its values, the middle 98 per cent of them."""
    values, moved = _drawable(explained, name), explained.contribution(name)
    partner = explained.partner(name) if explained.is_number(name) else None
    if partner is None:
        drawn.scatter(values, moved, s=6, color=RISK_DOWN, linewidths=0)
    else:
        others = pd.Series(explained.values(partner)).rank(pct=True)
        dots = drawn.scatter(
            values, moved, s=6, c=others, cmap="cividis", vmin=0, vmax=1, linewidths=0, plotnonfinite=True
        )
        figure.colorbar(dots, ax=drawn, label=f"rank of {partner}", ticks=[0, 0.5, 1])
    drawn.axhline(0, color=GREY, linewidth=0.6)
    if np.isfinite(values).any():
        low, high = np.nanpercentile(values, [1, 99])
        drawn.set_xlim(low - 0.02 * (high - low) - 1e-9, high + 0.02 * (high - low) + 1e-9)


def interactions(explained: Explained, shown: int = 15) -> Figure:
    """Pairs of features that the trees read together most."""
    pairs = explained.pairs[:shown]
    title = f"{pairs[0].first} and {pairs[0].second} are read together most" if pairs else "No pair interacts"
    figure, drawn = axes(title, "share of all interaction in the trees", "", 9.0, ROW * len(pairs) + 1.1)
    drawn.barh([f"{pair.first} × {pair.second}" for pair in pairs[::-1]], [p.share for p in pairs[::-1]], color=GREY)
    drawn.tick_params(axis="y", labelsize=8)
    drawn.xaxis.set_major_formatter("{x:.1%}")
    drawn.grid(visible=False)
    return figure


def interaction(explained: Explained) -> Figure:
    """What the strongest pair of numbers adds beyond each alone, over both values."""
    numbers = [p for p in explained.pairs if explained.is_number(p.first) and explained.is_number(p.second)]
    if not numbers:
        return axes("No two numbers interact", "", "")[0]
    pair = numbers[0]
    added = explained.interaction(pair)
    reach = float(np.percentile(np.abs(added), 99)) or 1.0
    title = f"Together they move one client in twenty by {np.percentile(np.abs(added), 95):.2f} or more"
    figure, drawn = axes(title, pair.first, pair.second, width=8.0, height=4.6)
    first, second = explained.values(pair.first), explained.values(pair.second)
    dots = drawn.scatter(first, second, c=added, cmap="RdBu_r", vmin=-reach, vmax=reach, s=7, linewidths=0)
    figure.colorbar(dots, ax=drawn, label="added to the log-odds")
    return figure


def influence_table(explained: Explained, shown: int = SHOWN) -> pd.DataFrame:
    """Say of the strongest features how much they move, and how their value goes with the risk."""
    names = list(explained.influence)[:shown]
    return pd.DataFrame(
        {
            "mean |contribution|": [round(explained.influence[name], 3) for name in names],
            "direction": [_direction(explained, name) for name in names],
        },
        index=pd.Index(names, name="feature"),
    )


def families_table(explained: Explained, strongest: int = 3) -> pd.DataFrame:
    """Say of each subject how much it moves, its share of all, and its strongest features."""
    total = sum(explained.families.values())
    return Table(
        {
            "mean |contribution|": [round(size, 3) for size in explained.families.values()],
            "share": [f"{size / total:.1%}" for size in explained.families.values()],
            "strongest": [", ".join(list(explained.family(name))[:strongest]) for name in explained.families],
        },
        index=pd.Index(list(explained.families), name="family"),
    )


def checks_table(checks: list[tuple[bool, int, int]]) -> pd.DataFrame:
    """Say how often decisions change without the reasons stated; empty where nothing is published."""
    return pd.DataFrame(
        {
            "clients": [clients for _, clients, _ in checks],
            "decision changes": [f"{flips / clients:.1%}" for _, clients, flips in checks],
        },
        index=pd.Index(["granted" if granted else "refused" for granted, *_ in checks], name="decision"),
    )


def stability_table(explained: Explained) -> pd.DataFrame:
    """Say how far reasons would be the same had the model learnt from other clients."""
    found = explained.stability
    told = {
        "models of the folds": str(found.models),
        "clients": f"{found.clients:,}",
        "rank correlation of family contributions": f"{found.rank:.3f}",
        "stated reasons that push the same way": f"{found.sign:.1%}",
    }
    return pd.DataFrame({"value": list(told.values())}, index=pd.Index(list(told), name="fact"))


def _direction(explained: Explained, name: str) -> str:
    if not explained.is_number(name):
        return "by category"
    values, moved = explained.values(name)[:, None], explained.contribution(name)[:, None]
    return PUSHES[int(reasons.pushes(values, moved, fewest=2)[0])]


def _shap(explained: Explained, names: list[str]) -> Any:
    """Give some features' contributions as the library's plots take them."""
    import shap

    values = np.column_stack([explained.contribution(name) for name in names])
    shown = np.column_stack([_drawable(explained, name) for name in names])
    base = np.full(len(values), explained.contributions.base)
    return shap.Explanation(values=values, base_values=base, data=shown, feature_names=names)


def _drawable(explained: Explained, name: str) -> np.ndarray:
    """Give values as numbers: categories by the mean contribution of their clients, so that colour orders them."""
    values = explained.values(name)
    if explained.is_number(name):
        return values.astype(np.float64)
    moved = pd.Series(explained.contribution(name))
    known = pd.Series(values, dtype=object).fillna("")
    return np.asarray(moved.groupby(known).transform("mean").rank(method="dense"), dtype=np.float64)
