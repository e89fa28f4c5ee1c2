"""A store's folder: sealed once, verified before it is opened, pointed at by `current`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.faults import Damaged, Refused
from scoring.store import CLIENTS, StoreManifest, begin_verifying, current, point, read_store_manifest, seal, verify

FACTS = {"id": "s", "created": "2026-01-01", "model": "m", "clients": 3, "features": 2, "base": -2.5, "key": "k"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sealed store of two files."""
    made = tmp_path / "store" / "s"
    (made / "staged").mkdir(parents=True)
    (made / CLIENTS).write_bytes(bytes(range(256)) * 40)
    (made / "staged" / "bureau.parquet").write_bytes(b"PAR1")
    seal(made, **FACTS)
    return made


def test_a_sealed_store_is_verified(folder: Path) -> None:
    manifest = verify(folder)
    assert manifest == read_store_manifest(folder) == StoreManifest(**FACTS, files=manifest.files)  # type: ignore[arg-type]
    assert sorted(manifest.files) == [CLIENTS, "staged/bureau.parquet"]


def flip(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:2] + bytes([content[2] ^ 1]) + content[3:])


def to_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a bit": flip,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "empty": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
    "a folder": to_folder,
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("names", [[CLIENTS], ["staged/bureau.parquet"], [CLIENTS, "staged/bureau.parquet"]])
def test_what_is_changed_or_missing_is_named(folder: Path, names: list[str], damage: str) -> None:
    for name in names:
        DAMAGES[damage](folder / name)
    with pytest.raises(Damaged) as raised:
        verify(folder)
    assert f"missing or changed: {', '.join(names)}; run: scoring publish" in str(raised.value)


def test_what_is_begun_ahead_is_said_once_and_then_looked_at_again(folder: Path) -> None:
    begin_verifying(folder)
    begin_verifying(folder)
    assert verify(folder) == read_store_manifest(folder)
    flip(folder / CLIENTS)
    begin_verifying(folder)
    for _ in range(2):
        with pytest.raises(Damaged, match="missing or changed"):
            verify(folder)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '"manifest"', "{}", json.dumps({"more": 1} | FACTS | {"files": {}}), "\udcff"]
)
def test_a_manifest_that_is_none_is_damaged(folder: Path, content: str) -> None:
    (folder / "manifest.json").write_text(content, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(Damaged, match=r"no readable manifest\.json; run: scoring publish"):
        verify(folder)


def test_nothing_published_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"nothing is published in .+store; run: scoring build"):
        current(tmp_path / "store")


@pytest.mark.parametrize("pointer", ["gone\n", "", "\n", "../store/gone", "a\0b", "\udcff\udcfe"])
def test_a_pointer_to_nothing_is_said_with_what_to_do(folder: Path, pointer: str) -> None:
    (folder.parent / "current").write_text(pointer, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(Refused, match="is gone; run: scoring publish"):
        current(folder.parent)


def test_the_pointer_moves(folder: Path) -> None:
    (folder.parent / "t").mkdir()
    for name in ("s", "t", "s"):
        point(folder.parent, name)
        assert current(folder.parent) == folder.parent / name
    assert sorted(path.name for path in folder.parent.iterdir()) == ["current", "s", "t"]
