"""All measures of an archive together, in the order in which they lean on one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from scoring.synthetic.calibrate import archive, credits, form, habits, loans, people, records, risk
from scoring.synthetic.calibrate.centring import centre_habits, match_form
from scoring.synthetic.draws import Floats
from scoring.synthetic.generation import BATCH, trial
from scoring.synthetic.measures import Measures, parsed
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
    content["risk"] = _risk(parsed(content))
    return content


def _risk(measures: Measures) -> dict[str, float]:
    """Fit the risk, of which only published figures tell, over invented clients."""
    invented: dict[str, list[Floats]] = {}
    for number in range(INVENTED // BATCH):
        rng = np.random.default_rng([0, number])
        for name, values in trial(rng, measures, np.arange(BATCH)).items():
            invented.setdefault(name, []).append(values)
    return risk.fitted({name: np.concatenate(values) for name, values in invented.items()})
