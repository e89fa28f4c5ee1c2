"""The progress bar: it says each step, and is full after the last."""

from __future__ import annotations

import pytest

from scoring.figures import Bar


def test_each_step_is_said_and_the_last_fills_it(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar(2)
    bar("fold 1 of 1: 40 trees in 3 s")
    bar("final model: 40 trees")
    shown = capsys.readouterr().out
    assert "  0%" in shown
    assert "fold 1 of 1: 40 trees in 3 s" in shown
    last = shown.rpartition("\r")[2]
    assert last.startswith("100%")
    assert "final model: 40 trees" in last
