"""Measures of the application form, given persons and records."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from scoring.synthetic.application import PERIODS, RETIRED
from scoring.synthetic.building import DESCRIBED, WHOLE
from scoring.synthetic.calibrate.archive import weights
from scoring.synthetic.calibrate.entries import Entry, Part, counted, shares, smooth, snapped
from scoring.synthetic.calibrate.normals import linear, normal_scores
from scoring.synthetic.draws import Flags, Floats
from scoring.tables.application import BUILDING

PLAIN = ("DAYS_REGISTRATION", "DAYS_ID_PUBLISH", "HOUR_APPR_PROCESS_START", "DAYS_LAST_PHONE_CHANGE")


def measured(application: pd.DataFrame, inputs: Mapping[str, Floats], seen: Flags) -> Part:
    """Give the measures of the form; `inputs` by name, one per client; `seen` by the bureau or not."""
    weight = weights(application)
    values = _values(application)
    normals = {"form": linear(scores(application), pd.DataFrame(dict(inputs)))}
    margins = _margins(application, values, weight)
    return Part(_texts(application), margins, normals, _numbers(application) | _unseen(application, seen))


def scores(application: pd.DataFrame) -> pd.DataFrame:
    """Give the real columns of the form as unit normals, empty where they do not apply."""
    weight = weights(application)
    values = _values(application)
    found = {name: normal_scores(column.to_numpy(float), weight) for name, column in values.items()}
    for period in PERIODS[3:]:
        found[f"AMT_REQ_CREDIT_BUREAU_{period}"] = _by_part(application, period)
    return pd.DataFrame(found)


def _values(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Give the columns that become normals, empty where they do not apply."""
    cash = rows.NAME_CONTRACT_TYPE == "Cash loans"
    values = {name: rows[name] for name in PLAIN}
    goods = rows.AMT_GOODS_PRICE.where(cash, rows.AMT_CREDIT)
    values |= {
        "AMT_INCOME_TOTAL": rows.AMT_INCOME_TOTAL,
        "DAYS_EMPLOYED": rows.DAYS_EMPLOYED.where(~rows.NAME_INCOME_TYPE.isin(RETIRED)),
        "OWN_CAR_AGE": rows.OWN_CAR_AGE,
        "goods": goods.where(cash),
        "markup": (rows.AMT_CREDIT / rows.AMT_GOODS_PRICE).where(cash),
        "length": (rows.AMT_CREDIT / rows.AMT_ANNUITY).where(cash),
        "circle": rows.OBS_30_CNT_SOCIAL_CIRCLE,
    }
    values |= {f"EXT_SOURCE_{source}": rows[f"EXT_SOURCE_{source}"] for source in (1, 2, 3)}
    values |= {measure: rows[f"{measure}_AVG"] for measure in BUILDING}
    return values | {WHOLE: rows[WHOLE]}


def _by_part(rows: pd.DataFrame, period: str) -> Floats:
    scores = np.full(len(rows), np.nan)
    for part in ("train", "test"):
        mine = (part == rows.PART).to_numpy()
        scores[mine] = normal_scores(rows.loc[mine, f"AMT_REQ_CREDIT_BUREAU_{period}"].to_numpy(float))
    return scores


def _margins(rows: pd.DataFrame, values: Mapping[str, pd.Series], weight: Floats) -> dict[str, Entry]:
    revolving = rows.NAME_CONTRACT_TYPE == "Revolving loans"
    margins = {name: smooth(values[name], weights=weight) for name in ("DAYS_REGISTRATION", "DAYS_ID_PUBLISH")}
    margins |= {name: smooth(values[name], weights=weight) for name in ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")}
    margins |= {
        "DAYS_EMPLOYED": smooth(values["DAYS_EMPLOYED"], weights=weight),
        "DAYS_LAST_PHONE_CHANGE": snapped(values["DAYS_LAST_PHONE_CHANGE"], steps=250, weights=weight),
        "HOUR_APPR_PROCESS_START": snapped(values["HOUR_APPR_PROCESS_START"], steps=300, weights=weight),
        "OWN_CAR_AGE": snapped(values["OWN_CAR_AGE"].dropna(), steps=200),
        "AMT_INCOME_TOTAL": snapped(values["AMT_INCOME_TOTAL"], steps=400, weights=weight),
        "goods/cash": snapped(values["goods"], steps=400, weights=weight),
        "goods/revolving": snapped(rows.AMT_CREDIT[revolving], steps=100),
        "markup": snapped(values["markup"], steps=250, weights=weight),
        "length": smooth(values["length"], weights=weight, digits=5),
        "circle": counted(values["circle"].dropna()),
        WHOLE: smooth(values[WHOLE]),
    }
    for measure in BUILDING:
        margins[measure] = snapped(values[measure].dropna(), steps=200)
    for period in PERIODS:
        for part in ("train", "test"):
            counts = rows[f"AMT_REQ_CREDIT_BUREAU_{period}"][part == rows.PART].dropna()
            margins[f"AMT_REQ_CREDIT_BUREAU_{period}/{part}"] = counted(counts)
    return margins


def _texts(rows: pd.DataFrame) -> dict[str, Entry]:
    floors = rows.FLOORSMAX_AVG
    height = rows.assign(HEIGHT=(floors > floors.quantile(0.66)).astype(int).astype(str))
    return {
        name: shares(height[height[name].notna() & floors.notna()], name, ("HEIGHT",), {"HEIGHT": ("0", "1")})
        for name in DESCRIBED
    }


def _unseen(rows: pd.DataFrame, seen: Flags) -> dict[str, float]:
    """Measure how often a score or the enquiries are missing, with and without credits at the bureau."""
    numbers: dict[str, float] = {}
    for name, column in (("ext_3_missing", "EXT_SOURCE_3"), ("enquiries_missing", "AMT_REQ_CREDIT_BUREAU_YEAR")):
        numbers[f"{name}/without"] = float(rows[column].isna()[~seen].mean())
        numbers[f"{name}/having"] = float(rows[column].isna()[seen].mean())
    return numbers


def _numbers(rows: pd.DataFrame) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for measure in BUILDING:
        average = rows[f"{measure}_AVG"].replace(0, np.nan)
        for statistic in ("MODE", "MEDI"):
            numbers[f"{statistic.lower()}/{measure}"] = float((rows[f"{measure}_{statistic}"] / average).median())
        ratio = rows[f"{measure}_MODE"] / average
        numbers[f"other/{measure}"] = float(((ratio - ratio.median()).abs() > 0.04)[average.notna()].mean())
    return numbers
