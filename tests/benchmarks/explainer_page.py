"""Serves the same model and clients by explainerdashboard: run by its own environment, not by ours.

`python explainer_page.py BUNDLE FEATURES CLIENTS PORT` explains so many clients, then answers on the port.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from catboost import CatBoostClassifier
from explainerdashboard import ClassifierExplainer, ExplainerDashboard

UNUSED = ("importances", "model_summary", "whatif", "shap_dependence", "shap_interaction", "decision_trees")
"""Tabs that say nothing of one client: the page of one client is what is compared."""


def clients(model: CatBoostClassifier, features: Path, most: int) -> pd.DataFrame:
    """Read the first clients as the model wants them: categories as text, the rest as numbers."""
    table = pd.read_parquet(features).set_index("SK_ID_CURR")[model.feature_names_].head(most)
    categories = {model.feature_names_[place] for place in model.get_cat_feature_indices()}
    return pd.DataFrame(
        {
            name: column.astype(object).fillna("").astype(str) if name in categories else column.astype(float)
            for name, column in table.items()
        }
    )


def main(bundle: str, features: str, most: str, port: str) -> None:
    """Build the dashboard as its documentation does, and serve it."""
    model = CatBoostClassifier()
    model.load_model(Path(bundle, "model.cbm"))
    rows = clients(model, Path(features), int(most))
    risk = pd.Series(model.predict_proba(rows)[:, 1], index=rows.index)
    explainer = ClassifierExplainer(model, rows, (risk > risk.median()).astype(int), labels=["repaid", "default"])
    ExplainerDashboard(explainer, **dict.fromkeys(UNUSED, False)).run(port=int(port), host="127.0.0.1")


if __name__ == "__main__":
    main(*sys.argv[1:5])
