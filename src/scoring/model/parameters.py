"""What a training depends on beside its data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameters:
    """What a training depends on beside its data; each is a setting, explained there."""

    seed: int
    folds: int
    holdout: float
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
    shifting: int
    confidence: float
    monotone: int
    device: str = "cpu"
    threads: int = 0

    def catboost(self) -> dict[str, object]:
        """Translate to CatBoost. No class weights: they would break the probabilities.

        A GPU refuses rsm, and would bin numbers more coarsely than the processor does.
        """
        drawn = {"rsm": self.rsm} if self.device == "cpu" else {"task_type": "GPU", "border_count": 254}
        return drawn | {
            "loss_function": "Logloss",
            "boosting_type": "Plain",
            "bootstrap_type": "Bernoulli",
            "subsample": 0.8,
            "max_ctr_complexity": 1,
            "one_hot_max_size": 10,
            "learning_rate": self.learning_rate,
            "depth": self.depth,
            "l2_leaf_reg": self.l2,
            "random_seed": self.seed,
            "thread_count": self.threads or -1,
            "allow_writing_files": False,
            "verbose": False,
        }
