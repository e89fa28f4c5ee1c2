"""The verbs of copies: what they say, and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import REFUSAL, Scoring
from tests.cli.test_ledger import assert_refused, recorded, settings

__all__ = ["recorded", "settings"]


@pytest.mark.usefixtures("recorded")
def test_a_copy_is_made_checked_and_put_back(scoring: Scoring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = scoring("backup", "--out", tmp_path / "copy")
    assert (made.code, made.err) == (0, "")
    told, key = made.out.splitlines()[-2:]
    what = "stores: 1, bundles: 1, files of amendments: 0"
    assert told.startswith(f"copied into {tmp_path}/copy: 3 records, verified; {what}; ")
    assert key == (
        f"the ledger's key is not in the copy: {tmp_path}/key; keep it apart: nothing can be put back without it"
    )
    checked = scoring("restore", tmp_path / "copy", "--check")
    assert (checked.code, checked.err) == (0, "")
    assert checked.out.startswith("intact: ")
    for name, value in {
        "DATA": str(tmp_path / "other"),
        "LEDGER": "",
        "LEDGER_HEAD": str(tmp_path / "other" / "head"),
    }.items():
        monkeypatch.setenv(f"SCORING_{name}", value)
    put = scoring("restore", tmp_path / "copy")
    assert (put.code, put.out.startswith("put back: ")) == (0, True)
    assert put.out.endswith("; 3 records, verified\n")
    assert "3 records" in scoring("ledger", "verify").out
    assert "identical" in scoring("ledger", "replay", "2").out


@pytest.mark.usefixtures("recorded")
def test_the_key_is_copied_elsewhere_when_asked(scoring: Scoring, tmp_path: Path) -> None:
    said = scoring("backup", "--out", tmp_path / "copy", "--key", tmp_path / "apart")
    assert f"the ledger's key was copied to {tmp_path}/apart; keep it apart" in said.out
    assert (tmp_path / "apart").read_bytes() == (tmp_path / "key").read_bytes()


@pytest.mark.usefixtures("tiny")
def test_where_nothing_is_recorded_it_is_said(
    scoring: Scoring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCORING_LEDGER", f"sqlite:///{tmp_path}/none.db")
    monkeypatch.setenv("SCORING_LEDGER_HEAD", str(tmp_path / "head"))
    monkeypatch.setenv("SCORING_LEDGER_KEY", str(tmp_path / "key"))
    said = scoring("backup", "--out", tmp_path / "copy")
    assert (said.code, "no ledger: nothing is recorded" in said.out, "key" in said.out) == (0, True, False)
    assert scoring("restore", tmp_path / "copy", "--check").out.endswith("; no ledger, and so no seal\n")


@pytest.mark.usefixtures("recorded")
def test_what_cannot_be_done_is_said_in_one_message(
    scoring: Scoring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "there").mkdir()
    assert_refused(scoring("restore", tmp_path / "there"), "not a copy that scoring backup made")
    assert scoring("backup").code == scoring("restore").code == REFUSAL
    (tmp_path / "key").unlink()
    said = scoring("backup", "--out", tmp_path / "copy")
    assert (said.code, "the ledger's key is not here" in said.err) == (REFUSAL, True)
    monkeypatch.setenv("SCORING_LEDGER", "postgresql://ana:pw1234@127.0.0.1:1/x")
    said = scoring("backup", "--out", tmp_path / "copy")
    assert (said.code, "does not answer" in said.err, "pw1234" in said.err) == (REFUSAL, True, False)


@pytest.mark.usefixtures("recorded")
def test_a_copy_is_not_written_over(scoring: Scoring, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    assert_refused(scoring("backup", "--out", tmp_path / "copy"), "is there already, and no copy is written over")
