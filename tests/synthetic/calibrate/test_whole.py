"""The committed measures are those of the real sample."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoring.synthetic.calibrate.whole import measured
from scoring.synthetic.measures import measures, parsed


@pytest.mark.real
def test_the_committed_measures_are_those_of_the_sample() -> None:
    where = os.environ.get("HOME_CREDIT_DATA")
    if not where:
        pytest.skip("HOME_CREDIT_DATA is not set: no real sample")
    path = Path(where)
    again = parsed(measured(path / "home-credit-sample.zip" if path.is_dir() else path))
    known = measures()
    assert again.scales == known.scales
    assert again.shares.keys() == known.shares.keys()
    assert again.numbers == pytest.approx(known.numbers, rel=1e-2)
    # Sums over many clients differ in their last digits from machine to machine.
    assert again.risk == pytest.approx(known.risk, abs=2e-2)
