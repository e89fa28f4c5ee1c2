"""One set of packages, told the same way everywhere: pyproject.toml, the lock, environment.yml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0].lower().replace("_", "-")


DIRECT = sorted(
    {
        name_of(requirement)
        for requirements in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
        for requirement in requirements
    }
    - {PROJECT["name"]}
)


@pytest.mark.parametrize("package", DIRECT)
def test_every_direct_dependency_is_locked(package: str) -> None:
    assert re.search(rf"^{re.escape(package)}==", LOCK, re.MULTILINE)


def test_the_lock_has_a_hash_for_each_package_and_no_address() -> None:
    packages = re.split(r"\n(?=[a-z0-9])", LOCK.split("\n", 2)[2].strip())
    assert len(packages) > 100
    assert all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"https?://|--index|--find-links|file:", LOCK)


def test_conda_users_get_the_same() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *conda, pip = environment["dependencies"]
    assert conda == [f"python {PROJECT['requires-python']}", "pip"]
    assert pip == {"pip": ["-e .[all]"]}
    assert "all" in PROJECT["optional-dependencies"]


def test_all_is_everything() -> None:
    extras = PROJECT["optional-dependencies"]
    (everything,) = extras["all"]
    named = set(re.search(r"\[(.*)\]", everything).group(1).split(","))  # type: ignore[union-attr]
    through_app = {"api", "ledger"}
    assert named | through_app | {"all"} == set(extras)
