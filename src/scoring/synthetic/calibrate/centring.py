"""Second look at the normals: over invented clients they are as over real ones, where they are used.

Habits act on rows, and clients with many rows have other habits than those with few; scores are
shown of clients whom the bureau knows. What the first regressions leave of this is put right here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from scoring.synthetic.calibrate.normals import matched
from scoring.synthetic.draws import Floats, Frame, numbers, texts, wholes
from scoring.synthetic.generation import BATCH, Files, clients
from scoring.synthetic.measures import parsed
from scoring.synthetic.persons import known
from scoring.tables.application import BUILDING

TRIALS = 4
"""Batches of invented clients to look at."""


def centre_habits(content: dict[str, Any]) -> None:
    """Give the habits of the content mean 0 and deviation 1 over the rows that they act on."""
    entry = content["normals"]["habits"]
    for _ in range(2):  # habits move the counts of rows, which weigh the habits
        drawn = _habits(content)
        weights, noise = np.array(entry["weights"]), np.array(entry["noise"])
        for place, name in enumerate(entry["names"]):
            values, mass = drawn[name]
            mean = np.average(values, weights=mass)
            spread = np.sqrt(np.average((values - mean) ** 2, weights=mass))
            weights[0, place] -= mean
            weights[:, place] /= spread
            noise[place] /= spread
        entry["weights"] = [[round(float(value), 3) for value in line] for line in weights]
        entry["noise"] = [[round(float(value), 3) for value in line] for line in noise]


def match_form(content: dict[str, Any], scores: pd.DataFrame, inputs: dict[str, Floats], weight: Floats) -> None:
    """Replace the normals of the form by ones that go with the invented inputs as with the real ones."""
    measures = parsed(content)
    invented, used = [], []
    for number in range(TRIALS):
        people, form, sums, _ = clients(np.random.default_rng([1, number]), measures, np.arange(BATCH))
        found = known(people.frame) | sums
        invented.append(np.column_stack([found[name] for name in inputs]))
        used.append(np.column_stack([_shown(name, form) for name in scores]))
    table = pd.DataFrame(inputs)
    content["normals"]["form"] = matched(scores, table, weight, np.vstack(invented), np.vstack(used))


def _habits(content: dict[str, Any]) -> dict[str, tuple[Floats, Floats]]:
    """Give each habit of some invented clients, and how many rows of each client it acts on."""
    measures = parsed(content)
    drawn: dict[str, list[tuple[Floats, Floats]]] = {}
    for number in range(TRIALS):
        people, _, _, histories = clients(np.random.default_rng([1, number]), measures, np.arange(BATCH))
        for name, habit in people.habits.items():
            drawn.setdefault(name, []).append((habit, _rows(name, len(people), histories)))
    return {
        name: (np.concatenate([pair[0] for pair in pairs]), np.concatenate([pair[1] for pair in pairs]))
        for name, pairs in drawn.items()
    }


def _rows(name: str, size: int, histories: Files) -> Floats:
    if name.endswith("count") or name == "card_use":
        return np.ones(size)
    table = "bureau" if name.startswith("bureau") else "previous_application"
    return np.bincount(wholes(histories[table], "owner"), minlength=size).astype(float)


def _shown(name: str, form: Frame) -> Floats:
    """Tell of which clients the form shows a normal."""
    if name in ("goods", "markup", "length"):
        return texts(form, "NAME_CONTRACT_TYPE").equals("Cash loans").astype(float)
    if name == "DAYS_EMPLOYED":
        return (numbers(form, name) < 0).astype(float)
    column = f"{name}_AVG" if name in BUILDING else "OBS_30_CNT_SOCIAL_CIRCLE" if name == "circle" else name
    return (~np.isnan(numbers(form, column))).astype(float)
