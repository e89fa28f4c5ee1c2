"""Lists of clients: the lines are those that a scan of the published columns gives."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pyarrow.parquet as pq
import pytest

from scoring import store
from scoring.faults import Refused, UnknownName
from scoring.pipeline import Run
from scoring.serving.lists import CONDITIONS, HIGH, NEAR, SORTS
from scoring.serving.local import Local
from scoring.serving.questions import ClientPage, Filters
from scoring.words import LANGUAGES, Language, words


@pytest.fixture(scope="module")
def questions(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data)
    yield made
    made.close()


@pytest.fixture(scope="module")
def columns(tiny_run: Run) -> pd.DataFrame:
    """The published columns."""
    return pq.read_table(store.current(tiny_run.layout.stores) / store.COLUMNS).to_pandas()


def ids(page: ClientPage) -> list[int]:
    return [line.id for line in page.lines]


def test_every_list_is_what_it_says(questions: Local, columns: pd.DataFrame) -> None:
    threshold, income = questions.about().threshold, columns["AMT_INCOME_TOTAL"]
    near = (columns["PROBABILITY"] - threshold).abs() <= NEAR * threshold
    inside = {
        "all": near | True,
        "to_review": columns["REVIEW"],
        "near_threshold": near,
        "granted_near_threshold": near & columns["GRANTED"],
        "refused_near_threshold": near & ~columns["GRANTED"],
        "refused_high_income": ~columns["GRANTED"] & (income >= income.quantile(HIGH, "lower")),
    }
    assert set(inside) == set(CONDITIONS) == set(questions.lists().names)
    for name, kept in inside.items():
        page = questions.list_clients(Filters(name), "id", descending=False, limit=100)
        assert page.total == kept.sum() > 0, name
        assert ids(page) == sorted(columns.loc[kept, "SK_ID_CURR"])[:100], name


NARROWED: dict[str, tuple[Filters, str]] = {
    "granted": (Filters(decision="granted"), "GRANTED"),
    "refused": (Filters(decision="refused"), "not GRANTED"),
    "probability": (Filters(least_probability=0.1, most_probability=0.2), "0.1 <= PROBABILITY <= 0.2"),
    "income": (Filters(least_income=1e5, most_income=2e5), "1e5 <= AMT_INCOME_TOTAL <= 2e5"),
    "amount": (Filters(least_amount=3e5, most_amount=8e5), "3e5 <= AMT_CREDIT <= 8e5"),
    "both": (Filters("to_review", "refused", most_amount=8e5), "REVIEW and not GRANTED and AMT_CREDIT <= 8e5"),
    "nobody": (Filters(least_income=1e12), "AMT_INCOME_TOTAL > 1e12"),
}


@pytest.mark.parametrize("narrowed", NARROWED)
def test_filters_narrow_a_list(questions: Local, columns: pd.DataFrame, narrowed: str) -> None:
    filters, condition = NARROWED[narrowed]
    page = questions.list_clients(filters, "id", descending=False, limit=100)
    expected = sorted(columns.query(condition)["SK_ID_CURR"])
    assert (page.total, ids(page)) == (len(expected), expected[:100])


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [True, False])
def test_pages_add_up_to_the_sorted_list(questions: Local, columns: pd.DataFrame, sort: str, descending: bool) -> None:
    pages = [questions.list_clients(Filters(), sort, descending, offset, 40) for offset in range(0, 200, 40)]
    expected = columns.sort_values(
        [SORTS[sort], "SK_ID_CURR"], ascending=[not descending, True], na_position="last", kind="stable"
    )["SK_ID_CURR"].tolist()
    assert [client for page in pages for client in ids(page)] == expected
    assert {page.total for page in pages} == {len(expected)}
    assert [page.offset for page in pages] == [0, 40, 80, 120, 160]


def test_a_line_says_what_the_client_s_own_answers_say(questions: Local) -> None:
    for line in questions.list_clients(limit=30).lines:
        score = questions.score(line.id)
        assert (line.probability, line.decision, line.review) == (score.probability, score.decision, score.review)
        assert set(line.fields) <= set(questions.client(line.id).fields)


@pytest.mark.parametrize(
    ("filters", "sort", "said"),
    [
        (Filters("rich"), "id", "no such list; allowed: all, to_review, near_threshold"),
        (Filters("' OR 1=1"), "id", "no such list"),
        (Filters(), "CODE_GENDER", "no such order; allowed: id, probability, AMT_CREDIT"),
        (Filters(), "id; DROP TABLE columns", "no such order"),
    ],
)
def test_unknown_names_are_refused_with_those_that_are_allowed(
    questions: Local, filters: Filters, sort: str, said: str
) -> None:
    with pytest.raises(UnknownName, match=said):
        questions.list_clients(filters, sort)


@pytest.mark.parametrize(("offset", "limit"), [(-1, 20), (0, 0), (0, 101)])
def test_a_page_has_its_limits(questions: Local, offset: int, limit: int) -> None:
    with pytest.raises(Refused, match="1 to 100 lines"):
        questions.list_clients(Filters(), offset=offset, limit=limit)


def test_a_decision_is_one_of_two(questions: Local) -> None:
    with pytest.raises(Refused, match="granted or refused"):
        questions.list_clients(Filters(decision="maybe"))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_has_words(language: Language) -> None:
    named = {name for list_ in CONDITIONS for name in (list_, f"{list_}_help")}
    assert set(words(language).entries["list"]) == named
