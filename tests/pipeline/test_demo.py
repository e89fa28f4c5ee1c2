"""Which raw files are meant when none are named."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.pipeline.demo import raw_paths
from scoring.settings import Settings
from tests.stores import TINY


def chosen(data: Path, given: list[Path], said: list[str], **changed: object) -> list[Path]:
    settings = replace(Settings(), data=data, demo_clients=100, **changed)  # type: ignore[arg-type]
    return raw_paths(settings, given, said.append)


def test_named_files_go_before_the_setting_before_data_raw_before_the_demo(tmp_path: Path) -> None:
    said: list[str] = []
    shutil.copytree(TINY, tmp_path / "raw")
    assert chosen(tmp_path, [Path("a"), Path("b")], said, raw="c") == [Path("a"), Path("b")]
    assert chosen(tmp_path, [], said, raw="c") == [Path("c")]
    assert chosen(tmp_path, [], said) == [tmp_path / "raw"]
    assert said == []
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("name", ["home-credit-default-risk.zip", "bureau.csv.zip", "bureau.csv", "raw.7z"])
def test_what_lies_in_data_raw_is_meant_also_if_it_is_packed_or_broken(tmp_path: Path, name: str) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / name).write_bytes(b"no more")
    assert chosen(tmp_path, [], []) == [tmp_path / "raw"]


@pytest.mark.parametrize("raw", [None, [], ["notes.txt"], ["application_train.csv.part"]])
def test_the_demo_is_made_once_when_data_raw_holds_nothing(tmp_path: Path, raw: list[str] | None) -> None:
    said: list[str] = []
    for name in raw or []:
        (tmp_path / "raw").mkdir()
        (tmp_path / "raw" / name).touch()
    assert chosen(tmp_path, [], said) == [tmp_path / "demo"]
    assert chosen(tmp_path, [], said) == [tmp_path / "demo"]
    assert said == ["making the demo: 100 invented clients"]
    assert (tmp_path / "demo" / "application_train.csv").exists()
