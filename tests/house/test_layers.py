"""Imports point down only: a room knows the rooms below it, never those on its own line or above."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = (
    ("cli",),
    ("api", "advisor"),
    ("figures", "letters"),
    ("pipeline", "serving", "monitoring", "keeping"),
    ("reasons", "groups", "offers", "ledger"),
    ("model",),
    ("features",),
    ("staging", "synthetic", "store"),
    ("engine",),
    ("tables", "words"),
    ("settings",),
    ("aside", "snapshot", "standin"),
    ("faults",),
)
"""Top floor first; names on one line do not know each other."""

CEILINGS = {
    "advisor": {"serving", "figures", "letters", "words", "settings", "standin", "faults"},  # standin: for pandas
    "api": {"serving", "figures", "letters", "words", "settings", "aside", "faults"},  # aside: its file of keys
}
"""Faces that know less than everything below them."""

FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def room_of(path: Path) -> str:
    inside = path.relative_to(ROOT)
    if inside.parts[0] == "app":
        return "advisor"
    return inside.parts[2].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            alone = node.module == "scoring"
            names = [f"scoring.{alias.name}" for alias in node.names] if alone else [node.module]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "advisor":
                rooms.add("advisor")
            elif parts[0] == "scoring" and len(parts) > 1:
                rooms.add(parts[1])
    return rooms


SOURCES = sorted(
    path
    for folder in ("src/scoring", "app/advisor")
    for path in (ROOT / folder).rglob("*.py")
    if path.parent != ROOT / "src/scoring" or path.stem in FLOOR
)


def rooms_above(path: Path) -> set[str]:
    """The rooms that a file imports and may not know."""
    room = room_of(path)
    return {other for other in imported_rooms(path) - {room} if FLOOR[other] <= FLOOR[room]}


def test_imports_point_down() -> None:
    assert {str(path.relative_to(ROOT)): wrong for path in SOURCES if (wrong := rooms_above(path))} == {}


@pytest.mark.parametrize("face", CEILINGS)
def test_faces_know_only_the_read_side(face: str) -> None:
    known = {room for path in SOURCES if room_of(path) == face for room in imported_rooms(path)} - {face}
    assert known <= CEILINGS[face]


def test_every_room_has_its_floor() -> None:
    rooms = {path.name for path in (ROOT / "src/scoring").iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert rooms <= set(FLOOR)
