"""Habits of the sources: names, sizes, one scoring path, no pickle."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "app").rglob("*.py")])
AVOIDED = {"utils", "helpers", "common", "misc", "manager"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 50


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def too_much(path: Path) -> list[str]:
    """What in a file goes beyond one idea: its name, its length, its long functions."""
    text = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    return [
        *([path.stem] if path.stem in AVOIDED else []),
        *([f"{lines} lines"] if (lines := len(text.splitlines())) > LONGEST_FILE else []),
        *(node.name for node in functions if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION),
    ]


def test_a_file_holds_one_idea() -> None:
    assert {name(path): found for path in SOURCES if (found := too_much(path))} == {}


def test_nothing_is_pickled() -> None:
    unsafe = {"pickle", "joblib", "dill", "cloudpickle", "marshal", "shelve"}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", None) or ""}
                assert not {imported.split(".")[0] for imported in names} & unsafe, name(path)


def test_only_the_model_room_asks_catboost() -> None:
    allowed = {"src/scoring/model", "src/scoring/reasons", "src/scoring/figures"}
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        if any(call in text for call in (".predict_proba(", "prediction_type=", "get_feature_importance(")):
            assert str(path.parent.relative_to(ROOT)) in allowed, name(path)


def test_no_address_of_a_registry_and_no_personal_path() -> None:
    wrong = ("pypi.org", "pythonhosted", "registry.npmjs", "deb.debian.org", "/root/", "/home/")
    for path in [*SOURCES, ROOT / "Makefile", ROOT / "README.md", ROOT / "pyproject.toml", ROOT / "requirements.lock"]:
        text = path.read_text(encoding="utf-8")
        assert not [address for address in wrong if address in text], name(path)
