"""What a training depends on beside its data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameters:
    """What a training depends on beside its data."""

    seed: int
    folds: int
    cost_ratio: float
    iterations: int
    patience: int
    learning_rate: float
    depth: int
    l2: float
    rsm: float
    defaults_per_feature: int
    least_features: int
    most_features: int
    threads: int = 0

    def catboost(self) -> dict[str, object]:
        """Translate to CatBoost. No class weights: they would break the probabilities."""
        return {
            "loss_function": "Logloss",
            "boosting_type": "Plain",
            "bootstrap_type": "Bernoulli",
            "subsample": 0.8,
            "max_ctr_complexity": 1,
            "one_hot_max_size": 10,
            "learning_rate": self.learning_rate,
            "depth": self.depth,
            "l2_leaf_reg": self.l2,
            "rsm": self.rsm,
            "random_seed": self.seed,
            "thread_count": self.threads or -1,
            "allow_writing_files": False,
            "verbose": False,
        }
