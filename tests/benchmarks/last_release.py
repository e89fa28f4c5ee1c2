"""The figures of a model beside those of the last release's, and which of them are worse than is allowed.

The last release's stand in release.json beside this file, by the number of invented clients. How fast or busy the
machine is changes nothing of them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from scoring.model import Difference, Manifest, auc_difference, cost_difference, outcomes, read_manifest
from scoring.model.intervals import NORMAL_95
from scoring.tables import CLIENT, TARGET

RECORD = Path(__file__).with_name("release.json")
SIZE, FALL, RISE = 100_000, 0.002, 0.005
"""At so many clients AUC may fall by FALL and cost rise by RISE: three and two standard errors, or so, of the
difference of two models on the same clients. On fewer clients they are wider, as such errors are."""
LINES = {
    "clients": ("clients in the folds", ",.0f"),
    "auc": ("AUC, out of fold", ".4f"),
    "holdout_auc": ("AUC, holdout", ".4f"),
    "cost": ("cost per applicant, out of fold", ".4f"),
    "holdout_cost": ("cost per applicant, holdout", ".4f"),
    "threshold": ("threshold", ".4f"),
    "trees": ("trees", ",.0f"),
    "features": ("features used", ",.0f"),
}


@dataclass(frozen=True)
class Release:
    """One run: its day, the seconds of processor of each step, and the model's figures by name (see LINES)."""

    day: str
    processor: Mapping[str, float]
    figures: Mapping[str, float]


def figures(manifest: Manifest) -> dict[str, float]:
    """Take from a bundle's manifest what is compared, each error under its figure's name and `_error`."""
    sets = {"": manifest.metrics, "holdout_": manifest.metrics["holdout"] or {}}
    found = {
        "clients": manifest.metrics["clients"],
        "threshold": manifest.threshold,
        "trees": manifest.metrics["trees"],
    }
    for prefix, facts in sets.items():
        if facts:
            found[f"{prefix}auc"], found[f"{prefix}auc_error"] = facts["auc"], facts["auc_error"]
            found[f"{prefix}cost"] = facts["cost_per_applicant"]
            found[f"{prefix}cost_error"] = (facts["cost_high"] - facts["cost_low"]) / 2 / NORMAL_95
    return found | {"features": len(manifest.features) - len(manifest.dropped)}


def recorded(clients: int) -> Release | None:
    """Give what is kept of so many clients, if anything is."""
    kept = json.loads(RECORD.read_text(encoding="utf-8")).get(str(clients))
    return kept and Release(**kept)


def keep(clients: int, release: Release) -> None:
    """Keep a release in place of the last one of as many clients."""
    kept = json.loads(RECORD.read_text(encoding="utf-8")) | {str(clients): asdict(release)}
    RECORD.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def allowed(clients: int) -> tuple[float, float]:
    """Give by how much AUC may fall and cost rise at so many clients: errors grow as the root of their number falls."""
    wider = math.sqrt(SIZE / clients)
    return FALL * wider, RISE * wider


def faults(clients: int, now: Mapping[str, float], before: Mapping[str, float]) -> list[str]:
    """Say which figures are worse than the last release's by more than is allowed at so many clients."""
    fall, rise = allowed(clients)
    signs = {"auc": (-1, "fell", fall), "cost": (1, "rose", rise)}
    return [
        f"{LINES[name][0]} {way} from {before[name]:.4f} to {now[name]:.4f}, by more than {most:.4f}"
        for name, (sign, way, most) in signs.items()
        if sign * (now[name] - before[name]) > most
    ]


def beside(now: Mapping[str, float], before: Release | None, paired: Mapping[str, Difference]) -> str:
    """Write the figures as a Markdown table, and beside them the last release's where there is one."""
    then, day = (before.figures, before.day) if before else ({}, "–")
    rows = [f"| figure | now | last release, {day} | difference | paired difference |", "|---|---|---|---|---|"]
    for name, (label, form) in LINES.items():
        values = [format(of[name], form) + _plus_minus(of, name) if name in of else "–" for of in (now, then)]
        both = name in now and name in then
        apart = f"{now[name] - then[name]:+{form}}{_plus_minus(now, name, then)}" if both else ""
        pair = f"{paired[name].value:+.4f} ± {paired[name].error:.4f}" if name in paired else ""
        rows.append(f"| {label} | {values[0]} | {values[1]} | {apart} | {pair} |")
    return "\n".join(rows)


def _plus_minus(of: Mapping[str, float], name: str, less: Mapping[str, float] | None = None) -> str:
    """Say the standard error of a figure, or of its difference to another's as if the clients were others."""
    errors = [facts[f"{name}_error"] for facts in (of, less or {}) if f"{name}_error" in facts]
    return f" ± {math.hypot(*errors):.4f}" if errors else ""


def pairs(now: Path, before: Path) -> dict[str, Difference]:
    """Compare two bundles on the clients that both scored out of fold, which must be the same clients."""
    ours, theirs = read_manifest(now), read_manifest(before)
    both = outcomes(now).join(outcomes(before), CLIENT, right_suffix="_before", join_type="inner")
    names = (TARGET, f"{TARGET}_before", "probability", "probability_before")
    target, same, first, second = (both.column(name).to_numpy() for name in names)
    assert (target == same).all(), "the clients are invented otherwise: they cannot be paired"
    apart = cost_difference(target, first, second, (ours.threshold, theirs.threshold), ours.cost_ratio, seed=0)
    return {"auc": auc_difference(target, first, second), "cost": apart}
