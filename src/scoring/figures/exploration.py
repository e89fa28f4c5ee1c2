"""What the prepared data show: tables a person can read, and plots whose titles state what is seen."""

from __future__ import annotations

import math
from itertools import zip_longest
from textwrap import shorten

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scoring.figures.style import GREY, INK, RISK_DOWN, RISK_UP, Table, axes, dressed, panels

ABSENT = "–"
SHARES = {
    *("default rate", "default rate with rows", "default rate without", "labelled with rows", "unlabelled with rows"),
    *("share of rows", "share of labelled", "share of unlabelled", "not known", "known"),
}
"""Columns that are parts of 1, shown per cent."""
SHIFTED, ALIKE = 0.1, 0.9
"""From here on clients have shifted, two numbers say nearly the same."""
DARK = 0.6
"""Correlations whose colour needs white figures."""
LONGEST = 34
"""Letters of a part's name that a title has room for."""
LINE_HEIGHT = 0.25
"""Inches that a part takes."""


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """Give a table of texts: shares per cent, whole numbers with thousands, others with three digits."""
    shown = {name: [_said(value, name in SHARES) for value in table[name]] for name in table.columns}
    return Table(shown, index=table.index)


def _said(value: object, share: bool) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if value is None or value is pd.NA or not math.isfinite(number := float(value)):  # type: ignore[arg-type]
        return ABSENT
    if share:
        return f"{number:.1%}"
    return f"{number:,.0f}" if number == int(number) or abs(number) >= 1000 else f"{number:.3g}"


def not_known(unknown: pd.DataFrame) -> Figure:
    """Histogram of the share of clients for whom each feature is not known."""
    shares = unknown["not known"].to_numpy()
    half = int((shares > 0.5).sum())
    title = f"{half} of {len(shares)} features are not known for more than half of the clients"
    figure, drawn = axes(title, "share of clients for whom it is not known", "features")
    drawn.hist(shares, bins=np.linspace(0, 1, 21).tolist(), color=GREY)
    drawn.xaxis.set_major_formatter("{x:.0%}")
    return figure


def default_rates(*tables: pd.DataFrame) -> Figure:
    """Default rate by part of one feature or several, each with its 95 per cent interval and its clients."""
    rows = [tables[start : start + 2] for start in range(0, len(tables), 2)]
    heights = [LINE_HEIGHT * max(map(len, row)) + 1.4 for row in rows]
    figure, made = panels(heights, min(len(tables), 2))
    for panel, table in zip_longest(made, tables):
        if table is None:
            panel.set_visible(False)
        else:
            _rates(panel, table)
    return figure


def _rates(panel: Axes, table: pd.DataFrame) -> None:
    """Draw one feature's parts from top to bottom, against the rate of all of them."""
    dressed(panel, f"{table.index.name}\n{_differ(table)}", "default rate, 95 % interval (clients)", "")
    places, rate, clients = range(len(table)), table["default rate"], table["clients"]
    margins = [rate - table["low"], table["high"] - rate]
    panel.errorbar(rate, places, xerr=margins, fmt="o", color=RISK_UP, ecolor=GREY, markersize=4, elinewidth=1)
    if len(table):
        panel.axvline(float((rate * clients).sum() / clients.sum()), color=RISK_DOWN, linewidth=0.8)
    panel.set_yticks(places, [f"{part} ({count:,})" for part, count in clients.items()], fontsize=9)
    panel.set_ylim(max(len(table), 1) - 0.5, -0.5)
    panel.set_xlim(left=0)
    panel.grid(visible=False, axis="y")
    panel.xaxis.set_major_formatter(lambda rate, _: f"{100 * rate:.3g}%")


def _differ(table: pd.DataFrame) -> str:
    """Name two parts whose intervals lie most apart, or say that all overlap."""
    if len(table) < 2:
        return "too few clients to compare parts"
    high, low = table["low"].idxmax(), table["high"].idxmin()
    if table.loc[high, "low"] <= table.loc[low, "high"]:
        return "no part differs clearly from another"
    return "\n".join(f"{table.loc[part, 'default rate']:.1%}: {shorten(part, LONGEST)}" for part in (high, low))


def information(table: pd.DataFrame) -> Figure:
    """Information values, the highest on top, each with what a feature without any relation would show."""
    values, chance = table["information value"], table["by chance"]
    title = "There is no feature"
    if len(table):
        title = (
            f"{table.index[0]} alone tells outcomes apart best: {values.iloc[0]:.2g} (by chance {chance.iloc[0]:.2g})"
        )
    figure, drawn = _bars(title, "information value over tenths or categories", values)
    drawn.plot(chance, range(len(table)), "|", color=INK, markersize=9, label="by chance alone")
    drawn.legend(frameon=False, loc="lower right")
    return figure


def shifted(table: pd.DataFrame) -> Figure:
    """Stability indices of unlabelled against labelled clients, the largest on top."""
    title = "There are no unlabelled clients to compare with"
    if len(table):
        first = table.iloc[0]
        shares = (_said(first[f"share of {who}"], True) for who in ("labelled", "unlabelled"))
        title = "{}\n“{}” holds {} of the labelled, {} of the unlabelled".format(table.index[0], first["part"], *shares)
    figure, drawn = _bars(title, "population stability index", table["stability index"])
    drawn.axvline(SHIFTED, color=INK, linewidth=0.8, linestyle="--", label=f"{SHIFTED}: a shift worth a look")
    drawn.legend(frameon=False, loc="lower right")
    return figure


def _bars(title: str, x: str, values: pd.Series) -> tuple[Figure, Axes]:
    """Draw a bar per feature, the first on top."""
    figure, drawn = axes(title, x, "", width=9.0, height=0.26 * len(values) + 1.1)
    drawn.barh(range(len(values)), values, color=GREY)
    drawn.set_yticks(range(len(values)), list(values.index), fontsize=9)
    drawn.invert_yaxis()
    drawn.margins(y=0.02)
    drawn.grid(visible=False)
    return figure, drawn


def correlated(table: pd.DataFrame) -> Figure:
    """Correlations of numbers among themselves, as a square of colours."""
    pairs = table.to_numpy()[np.triu_indices(len(table), 1)]
    alike = int((np.abs(pairs) >= ALIKE).sum())
    title = (
        f"{alike} of {len(pairs)} pairs of the most telling numbers say nearly the same (correlation {ALIKE} or more)"
    )
    side = 0.5 * len(table) + 3.5
    figure, drawn = axes(title, "", "", width=side + 1.5, height=side - 0.5)
    if not len(table):
        return figure
    drawn.imshow(table, cmap="RdBu_r", vmin=-1, vmax=1)
    drawn.set_xticks(range(len(table)), list(table.columns), rotation=45, ha="right", fontsize=9)
    drawn.set_yticks(range(len(table)), list(table.index), fontsize=9)
    drawn.grid(visible=False)
    for (row, column), value in np.ndenumerate(table.to_numpy()):
        if np.isfinite(value):
            ink = "white" if abs(value) > DARK else INK
            drawn.text(column, row, f"{value:.2f}", ha="center", va="center", fontsize=8, color=ink)
    return figure
