"""Who is compared: published clients, and the same values as an application. NEW has no history."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from scoring import store
from scoring.faults import Refused, UnknownName
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Application, Value
from scoring.serving.subjects import Subjects

FIRST, NEW, NOBODY = 100001, 100058, 999999


@pytest.fixture(scope="module")
def questions(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data, minimum=10, neighbours=40)
    yield made
    made.close()


@pytest.fixture(scope="module")
def subjects(questions: Local) -> Subjects:
    return Subjects(questions._opened)


def test_every_client_stands_where_the_same_application_would(questions: Local, subjects: Subjects) -> None:
    for client in questions.find("", limit=150).ids:
        published, asked = subjects.placed(client), subjects.placed(Application(client))
        assert published.values == asked.values
        assert published.standing.levels == asked.standing.levels
        assert published.standing.left_out == asked.standing.left_out
        ranks = asked.standing.ranks().astype(np.float32)
        assert np.array_equal(published.standing.ranks(), ranks, equal_nan=True)


@pytest.mark.parametrize("client", [FIRST, NEW])
def test_an_application_that_changes_nothing_is_compared_as_its_client(questions: Local, client: int) -> None:
    asked = Application(client)
    for group in questions.groups():
        for variable in ("AMT_CREDIT", "NAME_INCOME_TYPE", "BUREAU_COUNT"):
            assert questions.compare(asked, variable, group) == questions.compare(client, variable, group)
        pair = ("EXT_SOURCE_MEAN", "AMT_CREDIT", group)
        assert questions.pair(asked, *pair) == questions.pair(client, *pair)
    assert questions.neighbours(asked, 149) == questions.neighbours(client, 149)


#    changed, criterion, who is like that
CHANGES: list[tuple[str, Value, str, Callable[[pd.Series], pd.Series]]] = [
    ("AMT_INCOME_TOTAL", 1e6, "income", lambda income: income >= 225_000),
    ("DAYS_BIRTH", -70 * 365.0, "age", lambda born: born <= -60 * 365.25),
    ("NAME_CONTRACT_TYPE", "Revolving loans", "contract", lambda kind: kind == "Revolving loans"),
    ("REGION_RATING_CLIENT", 3.0, "region", lambda rating: rating == 3),
]


@pytest.mark.parametrize(("variable", "value", "criterion", "like"), CHANGES)
def test_a_changed_value_is_compared_with_those_who_have_it(
    questions: Local,
    tiny_run: Run,
    variable: str,
    value: Value,
    criterion: str,
    like: Callable[[pd.Series], pd.Series],
) -> None:
    published = pq.read_table(store.current(tiny_run.layout.stores) / store.COLUMNS, columns=[variable]).to_pandas()
    found = questions.compare(Application(FIRST, {variable: value}), variable, "all", (criterion,))
    assert (found.value, found.criteria, found.size) == (value, (criterion,), like(published[variable]).sum())


def test_neighbours_of_a_changed_client_are_others(questions: Local) -> None:
    far = Application(NEW, {"EXT_SOURCE_2": 0.9, "EXT_SOURCE_3": 0.9})
    found = questions.neighbours(far, 149)
    assert NEW not in [one.id for one in found]
    assert len(found) == 149
    assert [one.id for one in found] != [one.id for one in questions.neighbours(NEW, 149)]
    assert all(0 <= one.distance <= 1 for one in found)


def test_a_new_application_has_a_place_and_neighbours(questions: Local) -> None:
    asked = Application(None, {"AMT_CREDIT": 1e9, "NAME_CONTRACT_TYPE": "Barter loans"})
    found = questions.compare(asked, "AMT_CREDIT", "all")
    assert (found.value, found.below, found.size) == (1e9, 1.0, 150)
    assert len(questions.neighbours(asked, 150)) == 150
    assert questions.compare(asked, "BUREAU_COUNT", "all").value is not None


def test_a_second_opinion_of_an_application(questions: Local) -> None:
    pytest.importorskip("lime")
    assert questions.second_opinion(Application(NEW)) == questions.second_opinion(NEW)
    changed = Application(NEW, {"EXT_SOURCE_2": 0.9})
    told = {one.feature: one for one in questions.predict(changed).explanation.contributions}
    for one in questions.second_opinion(changed).opinions:
        assert (one.value, one.shap) == (told[one.feature].value, told[one.feature].contribution)


FAULTS: list[tuple[Application, type[Exception], str]] = [
    (Application(NOBODY), UnknownName, "no client with this id"),
    (Application(), Refused, "nothing to score"),
    (Application(None, {"AMT_CREDIT": -1.0}), Refused, "AMT_CREDIT"),
    (Application(FIRST, {"SHOES": 1.0}), Refused, "SHOES|unknown|no column"),
]


@pytest.mark.parametrize(("asked", "raised", "said"), FAULTS)
def test_faults_of_an_application_are_said(
    questions: Local, asked: Application, raised: type[Exception], said: str
) -> None:
    for ask in (
        lambda: questions.compare(asked, "AMT_CREDIT", "all"),
        lambda: questions.compare_each(asked, ("AMT_CREDIT",), "all"),
        lambda: questions.pair(asked, "AMT_CREDIT", "AMT_ANNUITY", "all"),
        lambda: questions.neighbours(asked),
        lambda: questions.second_opinion(asked),
    ):
        with pytest.raises(raised, match=said):
            ask()
