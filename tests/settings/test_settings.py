"""The settings of the system: each has a default that is allowed, and a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.faults import Refused
from scoring.settings import Row, Settings


@pytest.mark.parametrize("row", Settings().rows(), ids=lambda row: row.name)
def test_each_setting_has_a_reason_and_its_default_can_be_said_in_the_environment(row: Row) -> None:
    assert len(row.reason.split()) >= 3
    assert Settings.read({row.variable: str(row.default)}) == Settings()


def test_what_the_issue_fixes_by_default() -> None:
    known = {row.name: row.default for row in Settings().rows()}
    assert {name: known[name] for name in ("data", "engine", "cost_ratio", "port")} == {
        "data": Path("data"),
        "engine": "duckdb",
        "cost_ratio": 10.0,
        "port": 8866,
    }


def test_a_port_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused, match=r"SCORING_PORT: 70000 is not allowed; give .* at most 65535"):
        Settings.read({"SCORING_PORT": "70000"})


@pytest.mark.parametrize("name", ["Europe", "Europe/Parys", "../Paris", "/etc/localtime", "CEST+1"])
def test_a_time_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(Refused, match=r"SCORING_TIMEZONE: .* give the name of a time zone, as Europe/Paris"):
        Settings.read({"SCORING_TIMEZONE": name})


def test_the_time_zone_is_the_lender_s() -> None:
    assert (str(Settings().zone), str(Settings(timezone="America/Montreal").zone)) == (
        "Europe/Paris",
        "America/Montreal",
    )
