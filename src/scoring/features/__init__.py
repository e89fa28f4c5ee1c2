"""One row per applicant: the declared features, rendered to SQL and computed by the engine."""

from scoring.features.application import AUDIT_ONLY
from scoring.features.build import (
    application_rows,
    depending,
    feature_rows,
    features_sql,
    gather_histories,
    learn_durations,
    name_durations,
    write_features,
)
from scoring.features.catalogue import BLOCKS, FEATURE, FEATURES
from scoring.features.declaration import Block, Feature
from scoring.features.rendering import HISTORIES, columns_read

__all__ = [
    "AUDIT_ONLY",
    "BLOCKS",
    "FEATURE",
    "FEATURES",
    "HISTORIES",
    "Block",
    "Feature",
    "application_rows",
    "columns_read",
    "depending",
    "feature_rows",
    "features_sql",
    "gather_histories",
    "learn_durations",
    "name_durations",
    "write_features",
]
