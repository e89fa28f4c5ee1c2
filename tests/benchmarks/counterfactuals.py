"""Counterfactuals by DiCE, for its own environment: `python counterfactuals.py FOLDER`.

Reads rows.parquet (every client's features and GRANTED), model.cbm and asked.json (the clients
asked, the columns that may vary with their ranges, categories, the log-odds of the threshold);
writes found.json: for each client, as they are and with gaps filled by medians, seconds, and the columns
of the counterfactual or why there is none.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import dice_ml
import numpy as np
import pandas as pd
from catboost import CatBoostClassifier

FOLDER = Path(sys.argv[1])
OUTCOME = "REFUSED"


class Refusal:
    """The model as scikit-learn's have it: a probability of a half is the threshold."""

    classes_ = np.array([0, 1])

    def __init__(self, threshold: float, categories: list[str]) -> None:
        self.model = CatBoostClassifier().load_model(str(FOLDER / "model.cbm"))
        self.threshold, self.categories = threshold, categories

    def predict_proba(self, rows: pd.DataFrame) -> np.ndarray:
        """Give the chances of being granted and refused, shape (n, 2)."""
        numbers = {name: pd.to_numeric(rows[name]) for name in rows.columns if name not in self.categories}
        texts = {name: rows[name].fillna("").astype(str) for name in self.categories}
        columns = pd.DataFrame(numbers | texts)[self.model.feature_names_]
        raw = np.asarray(self.model.predict(columns, prediction_type="RawFormulaVal"))
        refused = 1.0 / (1.0 + np.exp(self.threshold - raw))
        return np.stack([1.0 - refused, refused], axis=1)

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        """Give 1 for who is refused."""
        return (self.predict_proba(rows)[:, 1] >= 0.5).astype(int)


def main() -> None:
    """Ask one counterfactual of every client."""
    asked: dict[str, Any] = json.loads((FOLDER / "asked.json").read_text())
    rows = pd.read_parquet(FOLDER / "rows.parquet").set_index("SK_ID_CURR")
    for name in asked["categories"]:
        rows[name] = rows[name].fillna("").astype(object)
    model = Refusal(asked["threshold"], asked["categories"])
    features = rows[model.model.feature_names_]
    continuous = [name for name in features.columns if name not in asked["categories"]]
    filled = features.assign(**{name: features[name].fillna(features[name].median()) for name in continuous})
    ways = {"as it is": features, "gaps filled": filled.fillna(0.0)}
    found = {way: answers(given, continuous, model, asked) for way, given in ways.items()}
    (FOLDER / "found.json").write_text(json.dumps(found))


def answers(
    features: pd.DataFrame, continuous: list[str], model: Refusal, asked: dict[str, Any]
) -> dict[int, dict[str, Any]]:
    """Answer for each client asked, with the seconds of the processor that it took."""
    data = dice_ml.Data(
        dataframe=features.assign(**{OUTCOME: model.predict(features)}),
        continuous_features=continuous,
        outcome_name=OUTCOME,
    )
    maker = dice_ml.Dice(data, dice_ml.Model(model=model, backend="sklearn"), method="random")
    found = {}
    for client in asked["clients"]:
        start = time.process_time()
        answer = counterfactual(maker, features.loc[[client]], asked["ranges"])
        found[client] = answer | {"seconds": time.process_time() - start}
    return found


def counterfactual(maker: Any, row: pd.DataFrame, ranges: dict[str, list[float]]) -> dict[str, Any]:
    """Give the varied columns of one counterfactual, or what DiCE raised."""
    try:
        made = maker.generate_counterfactuals(
            row, total_CFs=1, desired_class=0, features_to_vary=list(ranges), permitted_range=ranges, random_seed=0,
            verbose=False,
        )  # fmt: skip
    except Exception as error:  # its failures are what is compared
        return {"failed": f"{type(error).__name__}: {str(error)[:200]}"}
    chosen = made.cf_examples_list[0].final_cfs_df
    if chosen is None or not len(chosen):
        return {"failed": "none found"}
    return {"fields": {name: float(chosen.iloc[0][name]) for name in ranges}}


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    main()
