"""A publication made by another cost ratio than the one that was signed last says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scoring.cli.policy import unmet_policy
from scoring.ledger import Actor, CostPolicySigned, Ledger
from scoring.settings import Settings

BEN = Actor("ben", "manager")


@pytest.mark.parametrize(("signed", "said"), [
    ([], None),
    ([10.0], None),
    ([12.5], "the ratio 12.5 was signed (record 1), this publication has 10; to put it into force: SCORING_COST"),
    ([12.5, 10.0], None),
    ([10.0, 9.0], "the ratio 9 was signed (record 2)"),
])  # fmt: skip
def test_the_policy_signed_last(tmp_path: Path, signed: list[float], said: str | None) -> None:
    settings = replace(Settings(), data=tmp_path)
    ledger = Ledger.open(settings)
    for ratio in signed:
        ledger.append(BEN, CostPolicySigned(None, ratio, 0.08, "why"))
    ledger.close()
    found = unmet_policy(settings)
    assert found == said or (said and found and said in found)


def test_without_a_ledger_nothing_was_signed(tmp_path: Path) -> None:
    assert unmet_policy(replace(Settings(), data=tmp_path)) is None
    assert list(tmp_path.iterdir()) == []
