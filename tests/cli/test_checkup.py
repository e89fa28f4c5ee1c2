"""The doctor: what is installed, built and missing, and the command that mends it."""

from __future__ import annotations

import importlib.util
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.cli.checkup import EXTRAS, Finding, findings
from scoring.engine import starting
from scoring.ledger import Ledger
from scoring.pipeline import Run
from scoring.settings import Settings
from tests.cli.conftest import Scoring

BUILT = ("staged tables", "features", "models", "published store")


def found(data: Path) -> dict[str, Finding]:
    return {finding.what: finding for finding in findings(replace(Settings(), data=data))}


def test_an_empty_folder_is_mended_step_by_step(tmp_path: Path) -> None:
    seen = found(tmp_path)
    assert {what: (seen[what].well, seen[what].mend) for what in BUILT} == {
        "staged tables": (False, "scoring stage"),
        "features": (False, "scoring features"),
        "models": (False, "scoring train"),
        "published store": (False, "scoring build (or: make app)"),
    }
    assert list(tmp_path.iterdir()) == []


def test_a_published_folder_is_well(tiny_run: Run) -> None:
    seen = found(tiny_run.settings.data)
    assert all(seen[what].well and not seen[what].mend for what in BUILT)
    assert seen["published store"].found.endswith("150 clients, every file verified")


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("store/*/columns.parquet", "missing or changed: columns.parquet"),
        ("store/*/manifest.json", "no readable manifest.json"),
        ("store/*/bundle/model.cbm", "missing or changed: bundle/model.cbm"),
    ],
)
def test_a_damaged_store_is_found(tiny_run: Run, tmp_path: Path, pattern: str, said: str) -> None:
    data = shutil.copytree(tiny_run.settings.data, tmp_path / "data")
    (path,) = data.glob(pattern)
    path.write_bytes(b"other")
    seen = found(data)["published store"]
    assert (seen.well, seen.mend) == (False, "scoring publish")
    assert said in seen.found


@pytest.mark.parametrize(
    ("away", "well"), [("", False), ("data/ledger", False), ("data/ledger/head", False), ("elsewhere", True)]
)
def test_a_head_that_lies_beside_its_ledger_is_warned_of(tmp_path: Path, away: str, well: bool) -> None:
    settings = replace(Settings(), data=tmp_path / "data", ledger_head=str(tmp_path / away) if away else "")
    assert "the ledger's head" not in [finding.what for finding in findings(settings)]  # nothing is recorded
    Ledger.open(settings).close()
    (found,) = [finding for finding in findings(settings) if finding.what == "the ledger's head"]
    assert (found.well, "set SCORING_LEDGER_HEAD to a folder on another disk" in found.mend) == (well, not well)


@pytest.mark.parametrize("address", ["nonsense", "sqlite://", "mysql://a:pw1234@db/x", "postgresql://a:pw1234@db:x/y"])
def test_a_misspelt_address_of_the_ledger_is_a_finding_among_others(
    scoring: Scoring, empty: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    (well,) = [one for one in findings(replace(Settings(), data=empty)) if one.what == "the ledger"]
    monkeypatch.setenv("SCORING_LEDGER", address)
    said = scoring("doctor")
    assert (said.code, said.err, well.found) == (0, "", "installed")
    assert "SCORING_LEDGER is no address of a ledger" in said.out
    assert "published store" in said.out
    assert "pw1234" not in said.out


@pytest.mark.parametrize("what", EXTRAS)
def test_a_missing_package_is_named_with_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    packages, mend = EXTRAS[what]
    assert found(tmp_path)[what] == Finding(what, True, "installed")
    spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == packages[-1] else spec(name))
    assert found(tmp_path)[what] == Finding(what, False, f"missing: {packages[-1]}", mend)


def test_a_misspelt_setting_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCORING_SEED", "1")
    monkeypatch.setenv("SCORING_API", "http://127.0.0.1:1")
    assert "settings" not in found(tmp_path)
    monkeypatch.setenv("SCORING_SEEED", "1")
    assert found(tmp_path)["settings"] == Finding(
        "settings", False, "SCORING_SEEED is no setting", "see the settings below"
    )


def test_a_missing_java_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "missing", lambda: iter(()))
    assert found(tmp_path)["the engine spark"] == Finding("the engine spark", True, "installed")
    monkeypatch.setattr(starting, "missing", lambda: iter(["engine spark: needs Java 17"]))
    assert found(tmp_path)["the engine spark"] == Finding(
        "the engine spark", False, "needs Java 17", "see docs/cluster.md"
    )


@pytest.mark.usefixtures("tiny")
def test_the_doctor_says_it_with_every_setting(scoring: Scoring, tiny: Path) -> None:
    said = scoring("doctor")
    assert (said.code, said.err) == (0, "")
    assert "150 clients, every file verified" in said.out
    for row in Settings().rows():
        assert row.variable in said.out
        assert row.reason in said.out
    assert tiny.name in said.out
