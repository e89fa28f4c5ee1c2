"""What preparation found: tables delivered, sentinels blanked, what is not known, default rates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
from matplotlib.figure import Figure

from scoring.figures.style import GREY, RISK_UP, axes
from scoring.model import auc
from scoring.staging import Report

SHOWN = 20


def staged_table(report: Report) -> pd.DataFrame:
    """Rows of each table: received, staged, dropped (no applicant), kept without parent."""
    columns = ["table", "delivered", "received", "staged", "dropped", "without parent"]
    rows = [(t.table, bool(t.files), t.received, t.staged, t.dropped, t.orphans) for t in report.tables]
    return pd.DataFrame(rows, columns=columns).set_index("table")


def blanked_table(report: Report) -> pd.DataFrame:
    """Sentinels that meant "not known" and were blanked, by table and column."""
    rows = [(t.table, column, count) for t in report.tables for column, count in t.blanked.items() if count]
    return pd.DataFrame(rows, columns=["table", "column", "blanked"]).set_index(["table", "column"])


def not_known(rows: pa.Table) -> Figure:
    """Histogram of the share of clients for whom each feature is not known."""
    shares = [rows.column(name).null_count / max(rows.num_rows, 1) for name in rows.column_names[1:]]
    half = sum(share > 0.5 for share in shares)
    title = f"{half} of {len(shares)} features are not known for more than half of the clients"
    figure, drawn = axes(title, "share of clients for whom it is not known", "features")
    drawn.hist(shares, bins=np.linspace(0, 1, 21).tolist(), color=GREY)
    return figure


def default_rate(values: np.ndarray, target: np.ndarray, name: str, parts: int = 10) -> Figure:
    """Default rate of labelled clients by quantile of one feature; `values` and `target` have length n."""
    known = ~np.isnan(values)
    groups = pd.qcut(values[known], parts, duplicates="drop")
    rates = pd.Series(target[known]).groupby(groups, observed=True).mean()
    alone = auc(target[known], values[known])
    title = f"{name}: default rate by quantile (alone, AUC {max(alone, 1 - alone):.3f})"
    figure, drawn = axes(title, "quantile, lowest to highest", "default rate")
    drawn.bar(range(1, len(rates) + 1), rates.to_numpy(), color=RISK_UP)
    drawn.yaxis.set_major_formatter("{x:.0%}")
    return figure
