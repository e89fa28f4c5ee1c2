"""All measures of an archive together, in the order in which they lean on one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from scoring.synthetic.calibrate import archive, credits, form, habits, loans, people, records, risk
from scoring.synthetic.calibrate.centring import centre_habits, match_form
from scoring.synthetic.draws import Floats
from scoring.synthetic.generation import BATCH, trial
from scoring.synthetic.measures import Measures, parsed
from scoring.synthetic.outcome import terms
from scoring.synthetic.persons import known
from scoring.synthetic.record import standardised

INVENTED = 60_000
"""Clients invented to fit the risk over."""


def measured(path: Path) -> dict[str, Any]:
    """Give the content of the file of measures, taken from the archive at `path`."""
    data = archive.read(path)
    persons = known(people.frame_of(data["application"]))
    sums = records.summed(data)
    scales = records.scales(sums)
    common = {name: scale for name, scale in scales.items() if not name.startswith(records.UNSEEN)}
    part = people.measured(data["application"]) | credits.measured(data) | loans.measured(data)
    part |= habits.measured(data, persons, part.numbers)
    inputs = persons | standardised(sums, common)
    part |= form.measured(data["application"], inputs, sums["bureau"] > 0)
    content: dict[str, Any] = {
        "shares": part.shares,
        "quantiles": part.quantiles,
        "normals": part.normals,
        "numbers": {name: float(f"{value:.4g}") for name, value in part.numbers.items()},
        "scales": scales,
        "risk": {},
    }
    centre_habits(content)
    match_form(content, form.scores(data["application"]), inputs, archive.weights(data["application"]))
    content["risk"] = _risk(data, sums, scales, parsed(content))
    return content


def _risk(
    data: dict[str, pd.DataFrame],
    sums: dict[str, Floats],
    scales: dict[str, tuple[float, float]],
    measures: Measures,
) -> dict[str, float]:
    """Fit the risk over invented clients, with what the labelled sample adds to the published figures."""
    invented: dict[str, list[Floats]] = {}
    for number in range(INVENTED // BATCH):
        rng = np.random.default_rng([0, number])
        for name, values in trial(rng, measures, np.arange(BATCH)).items():
            invented.setdefault(name, []).append(values)
    rows = data["application"]
    labelled = (rows.PART == "train").to_numpy()
    real = terms(records.form_of(rows), standardised(sums, scales))
    sample = {name: values[labelled] for name, values in real.items()}
    seen = {name: int((~np.isnan(sums[name]))[labelled].sum()) for name in sums}
    found = {name: np.concatenate(values) for name, values in invented.items()}
    return risk.fitted(found, sample, rows.TARGET.to_numpy(float)[labelled], seen)
