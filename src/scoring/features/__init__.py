"""One row per applicant: the declared features, rendered to SQL and computed by the engine."""

from scoring.features.application import AUDIT_ONLY
from scoring.features.build import compute_blocks, feature_rows, write_features
from scoring.features.catalogue import BLOCKS, FEATURE, FEATURES
from scoring.features.declaration import Block, Feature

__all__ = [
    "AUDIT_ONLY",
    "BLOCKS",
    "FEATURE",
    "FEATURES",
    "Block",
    "Feature",
    "compute_blocks",
    "feature_rows",
    "write_features",
]
