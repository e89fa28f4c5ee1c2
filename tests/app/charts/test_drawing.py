"""The library that draws, loaded without what no chart of ours needs."""

from __future__ import annotations

from tests.programs import said

DRAWN = """
import sys
from advisor.charts.acceptance import AcceptanceChart
from advisor.charts.bands import BandsChart
from advisor.charts.curve import CurveChart
from advisor.charts.density import DensityChart
from advisor.charts.past_figures import CreditsChart, MonthsChart
from advisor.charts.waterfall_figure import WaterfallChart

for chart in (AcceptanceChart, BandsChart, CurveChart, DensityChart, CreditsChart, MonthsChart, WaterfallChart):
    chart()
print("pandas" in sys.modules)
"""
OWN = """
import sys
from advisor.charts.bands import BandsChart
import pandas
day = sys.modules["bqplot.traits"].convert_to_date(["2026-01-31"])[0]
print(pandas.DataFrame({"a": [1]}).shape, day == pandas.Timestamp(2026, 1, 31))
"""


def test_every_chart_is_built_without_pandas() -> None:
    assert said(DRAWN) == "False"


def test_pandas_is_there_for_whoever_asks_for_it_and_for_dates() -> None:
    assert said(OWN) == "(1, 1) True"
