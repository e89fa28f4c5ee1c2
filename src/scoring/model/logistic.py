"""Logistic regression as a challenger: what a lender would do without trees.

Everything that is learnt (medians, quantiles, which categories are rare) is learnt from the clients
that it is fitted on.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer, StandardScaler

QUANTILES = 200
RARE = 0.005
"""Categories of a smaller share of the clients are one."""
STRENGTH = 0.15
"""C of a model of one column. Columns share it: hundreds of them say nearly the same."""
STEPS = 1000


def fit_predict(learn: pd.DataFrame, target: np.ndarray, held_out: pd.DataFrame, seed: int) -> np.ndarray:
    """Learn from clients with outcomes (0/1); give the probabilities of those held out.

    The quantiles draw clients by `seed` where these are many.
    """
    model = _pipeline(learn, seed).fit(learn, target)
    return np.asarray(model.predict_proba(held_out)[:, 1])


def _pipeline(learn: pd.DataFrame, seed: int) -> Pipeline:
    numbers = [name for name in learn if pd.api.types.is_numeric_dtype(learn[name])]
    categories = [name for name in learn if name not in numbers]
    values = make_pipeline(
        SimpleImputer(strategy="median", keep_empty_features=True),
        QuantileTransformer(n_quantiles=min(QUANTILES, len(learn)), output_distribution="normal", random_state=seed),
    )
    known = FeatureUnion([("values", values), ("missing", MissingIndicator(error_on_new=False))])
    coded = OneHotEncoder(min_frequency=RARE, handle_unknown="infrequent_if_exist", sparse_output=False)
    columns = ColumnTransformer([("numbers", known, numbers), ("categories", coded, categories)])
    return make_pipeline(columns, StandardScaler(), LogisticRegression(C=STRENGTH / learn.shape[1], max_iter=STEPS))
