"""A setting is a row: its default, its variable, the range it accepts and its reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from scoring.faults import Refused
from scoring.settings.table import Row, Table, setting


@dataclass(frozen=True)
class Kitchen(Table):
    """Settings of every kind."""

    shelf: Path = setting(Path("shelf"), "where the jars stand")
    label: str = setting("", "written on the jars")
    jars: int = setting(3, "as many as there are fruits", least=1, most=9)
    sugar: float = setting(0.5, "half keeps a year", least=0.1)
    lid: str = setting("wax", "keeps the air out", among=("wax", "glass"))


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Kitchen(Path("shelf"), "", 3, 0.5)),
        ({"SCORING_SHELF": "/cellar"}, Kitchen(shelf=Path("/cellar"))),
        ({"SCORING_LABEL": "plum"}, Kitchen(label="plum")),
        ({"SCORING_JARS": "9", "SCORING_SUGAR": "0.1"}, Kitchen(jars=9, sugar=0.1)),
        ({"SCORING_SUGAR": "2"}, Kitchen(sugar=2.0)),
        ({"SCORING_LID": "glass"}, Kitchen(lid="glass")),
        ({"SCORING_SHELF": "", "SCORING_JARS": ""}, Kitchen()),
        ({"JARS": "5", "SCORING_jars": "5", "SCORING_SPOONS": "5"}, Kitchen()),
    ],
    ids=[
        "defaults",
        "path",
        "text",
        "bounds",
        "whole as number",
        "one of several",
        "empty counts as not given",
        "other variables",
    ],
)
def test_read_from_the_environment(environment: dict[str, str], expected: Kitchen) -> None:
    assert Kitchen.read(environment) == expected


@pytest.mark.parametrize(
    ("variable", "text", "fault"),
    [
        ("JARS", "four", "'four' is not a whole number"),
        ("JARS", "4.5", "'4.5' is not a whole number"),
        ("SUGAR", "a lot", "'a lot' is not a number"),
        ("JARS", "0", "0 is not allowed; give a finite number and at least 1 and at most 9"),
        ("JARS", "10", "10 is not allowed; give a finite number and at least 1 and at most 9"),
        ("SUGAR", "0.09", "0.09 is not allowed; give a finite number and at least 0.1"),
        ("SUGAR", "nan", "nan is not allowed; give a finite number and at least 0.1"),
        ("LID", "cloth", "cloth is not allowed; give wax or glass"),
        ("SUGAR", "inf", "inf is not allowed; give a finite number and at least 0.1"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(variable: str, text: str, fault: str) -> None:
    with pytest.raises(Refused) as refused:
        Kitchen.read({f"SCORING_{variable}": text})
    assert refused.value.faults == (f"setting SCORING_{variable}: {fault}",)


def test_every_fault_is_said_at_once() -> None:
    with pytest.raises(Refused) as refused:
        Kitchen.read({"SCORING_JARS": "four", "SCORING_SUGAR": "0"})
    assert [fault.split(":")[0] for fault in refused.value.faults] == ["setting SCORING_JARS", "setting SCORING_SUGAR"]


def test_a_value_given_in_code_is_held_to_its_range_too() -> None:
    with pytest.raises(Refused, match="SCORING_JARS: 0 is not allowed"):
        Kitchen(jars=0)


def test_rows_show_the_value_beside_the_default_and_the_reason() -> None:
    assert Kitchen(jars=5).rows()[2] == Row("jars", "SCORING_JARS", 5, 3, "as many as there are fruits")


def test_variables_that_no_setting_has_are_named() -> None:
    given = {"SCORING_JARS": "5", "SCORING_JAR": "5", "SCORING_LIDS": "wax", "JARS": "1"}
    assert Kitchen.unknown(given) == ("SCORING_JAR", "SCORING_LIDS")
