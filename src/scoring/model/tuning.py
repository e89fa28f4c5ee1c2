"""What may be tuned, between which ends, and how well parameters do on clients held out, fold by fold."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from scoring.model.growing import Grower
from scoring.model.parameters import Parameters


@dataclass(frozen=True)
class Dimension:
    """One thing that is searched between two ends, both tried: the settings that take its value.

    `even` says that a factor counts, not a difference. A whole number where both ends are.
    """

    name: str
    low: float
    high: float
    settings: tuple[str, ...] = ()
    even: bool = False
    devices: tuple[str, ...] = ("cpu", "gpu")

    @property
    def whole(self) -> bool:
        """Whether values are whole numbers."""
        return isinstance(self.low, int) and isinstance(self.high, int)

    def rounded(self, value: float) -> float:
        """Give a value as it is trained with and told: three digits are enough."""
        return int(value) if self.whole else float(f"{value:.3g}")


SPACE = (
    Dimension("depth", 3, 8),
    Dimension("learning_rate", 0.01, 0.1, even=True),
    Dimension("l2", 1.0, 1000.0, even=True),
    Dimension("rsm", 0.02, 1.0, even=True, devices=("cpu",)),  # refused on a GPU
    Dimension("features", 40, 500, settings=("least_features", "most_features"), even=True),
)


def space(device: str) -> tuple[Dimension, ...]:
    """Give what can be searched on a device."""
    return tuple(dimension for dimension in SPACE if device in dimension.devices)


def changes(values: Mapping[str, float]) -> dict[str, float]:
    """Give the settings, by name, of a point in the space."""
    return {
        setting: dimension.rounded(values[dimension.name])
        for dimension in SPACE
        if dimension.name in values
        for setting in dimension.settings or (dimension.name,)
    }


def snapshot_folder(within: Path, parameters: Parameters, data: str) -> Path:
    """Give the folder of a training's snapshots: another for other parameters or data.

    CatBoost goes on from a snapshot of other parameters without a word, and gives the old model.
    """
    facts = {"data": data, **{name: value for name, value in asdict(parameters).items() if name != "threads"}}
    facts |= {"catboost": {name: value for name, value in parameters.catboost().items() if name != "thread_count"}}
    return within / hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


def held_out_losses(grower: Grower, fold: np.ndarray, snapshots: Path) -> Iterator[list[float]]:
    """Train against each fold of the grower's n clients in turn; give its clients' mean log-loss after each tree.

    What was trained when a kill came is gone on with, from the snapshots: the result is the same.
    """
    for number in range(fold.max() + 1):
        learn, score = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        yield grower.against(learn, score, snapshots / f"fold_{number}").losses


def pooled(losses: Sequence[Sequence[float]], clients: Sequence[int]) -> float:
    """Log-loss of the clients of some folds, each model cut to the one length that is best for all of them.

    `losses` are those of each fold after each tree, `clients` their numbers.
    """
    shortest = min(map(len, losses))
    return float(np.average([fold[:shortest] for fold in losses], axis=0, weights=clients[: len(losses)]).min())


def forget(snapshots: Path) -> None:
    """Remove the snapshots of what is trained."""
    shutil.rmtree(snapshots, ignore_errors=True)
