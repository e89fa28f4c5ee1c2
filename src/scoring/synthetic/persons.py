"""Who the clients are, before any form is filled in: age, scores and the habits behind their histories."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.synthetic.draws import Flags, Floats, Ints

_SCORES = np.array(
    [  # age, EXT_SOURCE_1, _2, _3
        [1.00, 0.60, 0.09, 0.20],
        [0.60, 1.00, 0.21, 0.19],
        [0.09, 0.21, 1.00, 0.11],
        [0.20, 0.19, 0.11, 1.00],
    ]
)


@dataclass(frozen=True)
class People:
    """One batch of clients.

    `age` and `scores` (clients × 3) are unit normals, as are the habits: `lateness` in paying,
    `appetite` for credit, `refusals` met, `card_use` and `debt`; higher habits mean higher risk.
    """

    ids: Ints
    test: Flags
    age: Floats
    scores: Floats
    lateness: Floats
    appetite: Floats
    refusals: Floats
    card_use: Floats
    debt: Floats
    male: Flags

    def __len__(self) -> int:
        return len(self.ids)


def draw(rng: np.random.Generator, ids: Ints, test: Flags) -> People:
    """Draw the people behind the ids."""
    size = len(ids)
    core = rng.standard_normal((size, 4)) @ np.linalg.cholesky(_SCORES).T
    good = 0.5 * core[:, 2] + 0.6 * core[:, 3]
    habits = 0.25 * -good[:, None] + rng.standard_normal((size, 5)) * 0.97
    return People(
        ids=ids,
        test=test,
        age=core[:, 0],
        scores=core[:, 1:],
        lateness=habits[:, 0],
        appetite=habits[:, 1],
        refusals=habits[:, 2],
        card_use=habits[:, 3],
        debt=habits[:, 4],
        male=rng.random(size) < 0.3416 + 0.06 * (core[:, 0] < 0) - 0.03,
    )
