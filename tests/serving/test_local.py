"""Every question, asked of the published tiny clients; one of them (NEW) has no history."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from scoring import store
from scoring.faults import Damaged, Refused, UnknownName
from scoring.features import FEATURES
from scoring.features.application import RAW
from scoring.model import read_manifest
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Application, Variable

FIRST, NEW, NOBODY = 100001, 100058, 999999
MINIMUM = 10


@pytest.fixture(scope="module")
def questions(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data, minimum=MINIMUM)
    yield made
    made.close()


@pytest.fixture(scope="module")
def columns(tiny_run: Run) -> pd.DataFrame:
    """The published columns, by client."""
    folder = store.current(tiny_run.layout.stores)
    return pq.read_table(folder / store.COLUMNS).to_pandas().set_index("SK_ID_CURR")


def known(value: object) -> object:
    """A value as answers have it: None where pandas has a NaN."""
    return None if pd.isna(value) else value


def test_about(questions: Local, tiny_run: Run) -> None:
    folder = store.current(tiny_run.layout.stores)
    published, trained = store.read_store_manifest(folder), read_manifest(folder / store.BUNDLE)
    about = questions.about()
    assert (about.store, about.model, about.created) == (folder.name, trained.id, published.created)
    assert (about.clients, about.features, about.synthetic) == (150, len(FEATURES), False)
    assert (about.threshold, about.cost_ratio, about.auc) == (trained.threshold, 10.0, trained.metrics["auc"])


@pytest.mark.parametrize(
    ("text", "total", "first"),
    [
        ("", 150, [100001, 100002]),
        ("100058", 1, [100058]),
        ("10005", 10, [100050, 100051]),
        ("58", 1, [100058]),
        ("11", 11, [100011, 100110]),
        (" 100 \u202f058\t", 1, [100058]),
        ("7", 24, [100007, 100017]),
        ("999", 0, []),
        ("1" * 13, 0, []),
        ("1" * 5000, 0, []),
    ],
)
def test_find(questions: Local, text: str, total: int, first: list[int]) -> None:
    found = questions.find(text, limit=2)
    assert (found.total, list(found.ids)) == (total, first)


def test_find_gives_twenty_unless_told(questions: Local) -> None:
    assert len(questions.find("1").ids) == 20


@pytest.mark.parametrize(
    ("text", "begins", "total", "third"),
    [("", "", 150, 100003), ("", "1001", 51, 100102), ("7", "10000", 1, None), ("", " 1001 ", 51, 100102),
     ("", "9", 0, None), ("", "1" * 13, 0, None)],
)  # fmt: skip
def test_find_by_the_beginning_page_by_page(
    questions: Local, text: str, begins: str, total: int, third: int | None
) -> None:
    found = questions.find(text, 1, 2, begins)
    assert (found.total, found.ids) == (total, () if third is None else (third,))
    pages = [questions.find("7", 10, offset).ids for offset in range(0, 30, 10)]
    assert tuple(client for page in pages for client in page) == questions.find("7", 100).ids


@pytest.mark.parametrize("text", ["abc", "1000a", "-1", "1.5", "%", "_", "' OR 1=1", "１００", "²", "100\x0058"])
def test_what_is_no_digit_is_refused_without_echo(questions: Local, text: str) -> None:
    with pytest.raises(Refused, match="made of digits") as raised:
        questions.find(text)
    assert text not in str(raised.value)
    with pytest.raises(Refused, match="made of digits"):
        questions.find("", begins=text)


@pytest.mark.parametrize("client", [FIRST, NEW])
def test_client_shows_the_application_and_nothing_kept_for_audit(questions: Local, tiny_run: Run, client: int) -> None:
    staged = pq.read_table(tiny_run.layout.staged / "application.parquet").to_pandas().set_index("SK_ID_CURR")
    answer = questions.client(client)
    assert answer.id == client
    assert [(field.name, field.unit) for field in answer.fields] == [(feature.name, feature.unit) for feature in RAW]
    assert [field.value for field in answer.fields] == [known(staged.at[client, feature.name]) for feature in RAW]
    assert not {"CODE_GENDER", "TARGET", "SK_ID_CURR"} & {field.name for field in answer.fields}


@pytest.mark.parametrize("client", [FIRST, NEW])
def test_fields_say_where_they_are_read(questions: Local, client: int) -> None:
    fields = {field.name: field for field in questions.client(client).fields}
    assert (fields["AMT_CREDIT"].section, fields["AMT_CREDIT"].essential) == ("request", True)
    assert (fields["FLAG_DOCUMENT_3"].section, fields["FLAG_DOCUMENT_3"].essential) == ("documents", False)
    assert {field.table for field in fields.values()} == {"application"}


@pytest.mark.parametrize("client", [FIRST, NEW])
def test_features_are_the_computed_ones(questions: Local, columns: pd.DataFrame, client: int) -> None:
    made = questions.features(client)
    assert [field.name for field in made] == [feature.name for feature in FEATURES if feature not in RAW]
    assert all(field.value == known(columns.at[client, field.name]) for field in made)
    assert {field.name: field.table for field in made}["BUREAU_COUNT"] == "bureau"
    cards = questions.features(client, "cards")
    assert cards == tuple(field for field in made if field.section == "cards") != ()
    assert questions.features(client, "documents")[0].name == "DOCUMENTS_GIVEN"


def test_scores_are_the_published_ones_and_follow_the_threshold(questions: Local, columns: pd.DataFrame) -> None:
    for client in columns.index:
        score = questions.score(client)
        assert score.probability == columns.at[client, "PROBABILITY"]
        assert score.decision == ("refused" if score.probability >= score.threshold else "granted")
        assert 0 < score.low <= score.probability <= score.high < 1
        assert score.review == (score.low < score.threshold <= score.high)
    assert {questions.score(client).review for client in columns.index} == {True, False}
    assert {questions.score(client).decision for client in columns.index} == {"granted", "refused"}


@pytest.mark.parametrize("client", [FIRST, NEW])
def test_explanation_is_whole_and_largest_first(questions: Local, columns: pd.DataFrame, client: int) -> None:
    why = questions.explanation(client)
    assert why.base + sum(one.contribution for one in why.contributions) == pytest.approx(why.raw, abs=1e-9)
    assert {one.feature: one.value for one in why.contributions} == {
        feature.name: known(columns.at[client, feature.name]) for feature in FEATURES
    }
    assert all(abs(one.contribution) >= abs(less.contribution) for one, less in pairwise(why.contributions))


def test_variables_are_the_features_in_order(questions: Local) -> None:
    assert questions.variables() == tuple(Variable(f.name, f.kind, f.unit) for f in FEATURES)


NOT_THERE: dict[str, tuple[Callable[[Local], object], str]] = {
    "client": (lambda asked: asked.client(NOBODY), "no client with this id"),
    "case": (lambda asked: asked.case(NOBODY), "no client with this id"),
    "score": (lambda asked: asked.score(NOBODY), "no client with this id"),
    "explanation": (lambda asked: asked.explanation(NOBODY), "no client with this id"),
    "reasons": (lambda asked: asked.reasons(NOBODY), "no client with this id"),
    "second opinion": (lambda asked: asked.second_opinion(NOBODY), "no client with this id"),
    "base": (lambda asked: asked.explanation(FIRST, "rich"), "no such base; allowed: all, accepted"),  # type: ignore[arg-type]
    "compare": (lambda asked: asked.compare(NOBODY, "AMT_CREDIT", "all"), "no client with this id"),
    "predict from a base that is none": (
        lambda asked: asked.predict(Application(100001), "refused"),
        "no such base; allowed: all, accepted",
    ),
    "what if from a base that is none": (
        lambda asked: asked.what_if(Application(100001), {}, "refused"),
        "no such base; allowed: all, accepted",
    ),
    "predict": (lambda asked: asked.predict(Application(NOBODY)), "no client with this id"),
    "a giant id": (lambda asked: asked.score(10**30), "no client with this id"),
    "predict a giant id": (lambda asked: asked.predict(Application(10**30)), "no client with this id"),
    "timeline": (lambda asked: asked.timeline(NOBODY), "no client with this id"),
    "features": (lambda asked: asked.features(NOBODY), "no client with this id"),
    "section": (lambda asked: asked.features(FIRST, "shoes"), "no such section; allowed: request, family"),
}


@pytest.mark.parametrize("what", NOT_THERE)
def test_what_is_not_there_is_named(questions: Local, what: str) -> None:
    ask, said = NOT_THERE[what]
    with pytest.raises(UnknownName, match=said) as raised:
        ask(questions)
    assert str(NOBODY) not in str(raised.value)


def test_threads_get_the_answers_that_one_gets(questions: Local, columns: pd.DataFrame) -> None:
    def everything(client: int) -> tuple[object, ...]:
        return (
            questions.find(str(client)),
            questions.client(client),
            questions.score(client),
            questions.explanation(client),
            questions.reasons(client),
            questions.compare(client, "AMT_CREDIT", "all"),
            questions.compare(client, "AMT_CREDIT", "similar"),
            questions.compare(client, "NAME_INCOME_TYPE", "nearest"),
            questions.pair(client, "AMT_CREDIT", "EXT_SOURCE_MEAN", "granted"),
            questions.neighbours(client),
            questions.predict(Application(client, {"AMT_CREDIT": 1000.0 * (client % 100)})),
        )

    clients = [int(client) for client in columns.index[50:66]]
    serial = list(map(everything, clients))
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(everything, clients)) == serial


def test_a_damaged_store_is_not_opened(tiny_run: Run, tmp_path: Path) -> None:
    folder = shutil.copytree(store.current(tiny_run.layout.stores), tmp_path / "store" / "s")
    store.point(tmp_path / "store", "s")
    content = bytearray((folder / store.COLUMNS).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / store.COLUMNS).write_bytes(content)
    with pytest.raises(Damaged, match=r"columns\.parquet; run: scoring publish"):
        Local.open(tmp_path)


def test_nothing_published_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="run: scoring build"):
        Local.open(tmp_path)
