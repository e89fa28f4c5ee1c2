"""The cost policy that was signed last, where a publication is made by another."""

from __future__ import annotations

from collections import deque

from scoring.settings import Settings


def unmet_policy(chosen: Settings) -> str | None:
    """Say that another cost ratio was signed than the settings have; None where it is the same, or none was."""
    from scoring.ledger import CostPolicySigned, Ledger

    if (ledger := Ledger.find(chosen)) is None:
        return None
    try:
        last = deque(ledger.of_kinds(CostPolicySigned.kind), maxlen=1)
    finally:
        ledger.close()
    if not last or (ratio := last[0].facts["cost_ratio"]) == chosen.cost_ratio:
        return None
    return (
        f"cost policy: the ratio {ratio:g} was signed (record {last[0].sequence}), this publication has "
        f"{chosen.cost_ratio:g}; to put it into force: SCORING_COST_RATIO={ratio:g} scoring build"
    )
