"""Raw files scored in batch: which clients, from which files, and what is refused."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from scoring.engine import Address, Place
from scoring.faults import Refused
from scoring.model import load
from scoring.pipeline import Run, batch, score_raw, score_staged
from scoring.pipeline.answers import answers
from scoring.serving.local import Local
from scoring.serving.questions import Application
from scoring.tables import HISTORIES
from tests.stores import TINY

LABELLED, UNLABELLED, NEW = 129, 21, 100058


@pytest.fixture(scope="module")
def questions(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data)
    yield made
    made.close()


def score(run: Run, raws: tuple[Path, ...], out: Path) -> dict[int, tuple[float, str]]:
    count = score_raw(run.settings, raws, out, progress=lambda text: None)
    table = pq.read_table(out)
    assert table.column_names == ["SK_ID_CURR", "probability", "decision", "low", "high", "review"]
    assert table.num_rows == count
    return {row["SK_ID_CURR"]: (row["probability"], row["decision"]) for row in table.to_pylist()}


def ids(file: str) -> set[int]:
    with (TINY / f"{file}.csv").open(newline="") as lines:
        return {int(row["SK_ID_CURR"]) for row in csv.DictReader(lines)}


def only(names: str) -> Callable[[str, list[str]], list[str]]:
    """What to leave out of a copy to keep the files whose name has one of the words."""
    return lambda folder, files: [file for file in files if not any(word in file for word in names.split())]


HISTORY = "bureau previous POS credit_card install"
CASES: list[tuple[str, tuple[str, ...], str]] = [
    # files given (folder by folder), whose clients are scored
    ("everything", (f"application {HISTORY}",), "application_test"),
    ("no unlabelled clients", (f"application_train {HISTORY}",), "application_train"),
    ("some histories apart", ("application_test bureau POS", "previous credit_card install"), "application_test"),
    ("all histories apart", ("application_train", HISTORY), "application_train"),
]


@pytest.mark.parametrize(("given", "file"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_unlabelled_clients_are_scored_or_else_the_labelled(
    tiny_run: Run, questions: Local, tmp_path: Path, given: tuple[str, ...], file: str
) -> None:
    folders = [shutil.copytree(TINY, tmp_path / str(n), ignore=only(names)) for n, names in enumerate(given)]
    found = score(tiny_run, tuple(folders), tmp_path / "scores.parquet")
    assert found.keys() == ids(file)
    for client, (probability, decision) in found.items():
        published = questions.score(client)
        assert decision == published.decision
        assert probability == pytest.approx(published.probability, abs=1e-9)


def test_the_outcome_is_not_looked_at(tiny_run: Run, tmp_path: Path) -> None:
    folder = shutil.copytree(TINY, tmp_path / "raw", ignore=only("application_train"))
    before = score(tiny_run, (folder,), tmp_path / "before.parquet")
    with (folder / "application_train.csv").open(newline="") as lines:
        header, *rows = csv.reader(lines)
    target = header.index("TARGET")
    turned = [[*row[:target], str(1 - int(row[target])), *row[target + 1 :]] for row in rows]
    with (folder / "application_train.csv").open("w", newline="") as lines:
        csv.writer(lines).writerows([header, *turned])
    assert score(tiny_run, (folder,), tmp_path / "after.parquet") == before


@pytest.mark.parametrize("kept", ["", "bureau", "previous_application POS"])
def test_a_table_that_is_missing_counts_as_empty(tiny_run: Run, questions: Local, tmp_path: Path, kept: str) -> None:
    folder = shutil.copytree(TINY, tmp_path / "raw", ignore=only(f"application_train {kept}"))
    found = score(tiny_run, (folder,), tmp_path / "scores.parquet")
    given = {path.name.removesuffix(".csv") for path in folder.iterdir()}
    missing = {table.name: () for table in HISTORIES if table.name not in given}
    assert missing
    for client in (100001, NEW, 100100):
        asked = questions.predict(Application(client, histories=missing)).score
        probability, decision = found[client]
        assert decision == asked.decision
        assert probability == pytest.approx(asked.probability, abs=1e-9)


def noted(run: Run, folder: Path) -> list[str]:
    """Score a folder; give what is noted of its histories of credits elsewhere."""
    said: list[str] = []
    score_raw(run.settings, (folder,), folder.parent / "scores.parquet", lambda text: None, note=said.append)
    return [sentence for sentence in said if "bureau:" in sentence]


def moved(folder: Path, table: str, by: int) -> None:
    """Key a table by ids that are greater by so much than the clients'."""
    with (folder / f"{table}.csv").open(newline="") as lines:
        header, *rows = csv.reader(lines)
    place = header.index("SK_ID_CURR")
    for row in rows:
        row[place] = str(int(row[place]) + by)
    with (folder / f"{table}.csv").open("w", newline="") as lines:
        csv.writer(lines).writerows([header, *rows])


def test_what_is_missing_is_said(tiny_run: Run, tmp_path: Path) -> None:
    folder = shutil.copytree(TINY, tmp_path / "raw", ignore=only("application_test"))
    assert noted(tiny_run, folder) == ["bureau: not delivered; it counts as empty"]


def test_which_clients_are_meant_is_said_where_both_kinds_are_given(tiny_run: Run, tmp_path: Path) -> None:
    said: list[str] = []
    score_raw(tiny_run.settings, (TINY,), tmp_path / "scores.parquet", lambda text: None, note=said.append)
    test, train = (TINY / f"application_{kind}.csv" for kind in ("test", "train"))
    assert said[0] == f"the clients of {test} are meant, not those of {train}"


def test_rows_of_clients_who_are_not_scored_are_counted(tiny_run: Run, tmp_path: Path) -> None:
    folder = shutil.copytree(TINY, tmp_path / "raw", ignore=only("application_test bureau"))
    (said,) = noted(tiny_run, folder)
    assert re.fullmatch(r"bureau: \d+ of \d+ rows left out, their applicant is not among those staged", said)


def test_a_history_of_nobody_is_warned_of_and_the_clients_are_scored(tiny_run: Run, tmp_path: Path) -> None:
    folder = shutil.copytree(TINY, tmp_path / "raw", ignore=only("application_test bureau"))
    moved(folder, "bureau", 1_000_000)
    (said,) = noted(tiny_run, folder)
    assert said.startswith("warning: bureau: none of its ")
    assert pq.read_metadata(tmp_path / "scores.parquet").num_rows == UNLABELLED


def test_reasons_stand_beside_the_scores(tiny_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (published,) = (tiny_run.settings.data / "store").glob("*/bundle")
    expected = answers(load(published), pq.read_table(tiny_run.layout.features), 3)
    monkeypatch.setattr(batch, "BATCH", 64)
    out = tmp_path / "scores.parquet"
    assert score_staged(tiny_run.settings, tiny_run.layout.staged, out, reasons=3) == 150
    assert pq.read_table(out).equals(expected)


@pytest.mark.parametrize(
    ("staged", "out", "reasons", "said"),
    [
        (Path("nowhere"), Path("scores.parquet"), 0, "nothing is staged in nowhere; run: scoring stage --raw PATH"),
        (Address("s3a://b/staged"), Path("s.parquet"), 0, "s3a://b/staged: only the engine spark reads and writes"),
        (Path("nowhere"), Address("s3a://b/scores"), 0, "s3a://b/scores: only the engine spark reads and writes"),
        (Path("nowhere"), Path("scores.parquet"), 10_000, "10000 reasons were asked for"),
        (Path("nowhere"), Path("scores.csv"), 0, "give a name that ends with .parquet"),
    ],
)
def test_what_is_staged_nowhere_is_refused(
    tiny_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, staged: Place, out: Place, reasons: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused, match=said):
        score_staged(tiny_run.settings, staged, out, reasons)
    assert list(tmp_path.iterdir()) == []


REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("bureau",), "no application_train or application_test file"),
    (("application_test", "application_test"), "on more than one row"),
    (("notes",), "holds none of the raw files"),
]


@pytest.mark.parametrize(("given", "said"), REFUSED)
def test_what_cannot_be_scored_is_refused_and_the_file_of_before_stays(
    tiny_run: Run, tmp_path: Path, given: tuple[str, ...], said: str
) -> None:
    out = tmp_path / "out" / "scores.parquet"
    out.parent.mkdir()
    out.write_bytes(b"of before")
    folders = [shutil.copytree(TINY, tmp_path / str(n), ignore=only(names)) for n, names in enumerate(given)]
    with pytest.raises(Refused, match=said):
        score(tiny_run, tuple(folders), out)
    assert out.read_bytes() == b"of before"
    assert [path.name for path in out.parent.iterdir()] == ["scores.parquet"]


def test_a_failure_leaves_no_file(tiny_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: object) -> None:
        raise MemoryError

    monkeypatch.setattr(batch, "write_features", fails)
    with pytest.raises(MemoryError):
        score(tiny_run, (TINY,), tmp_path / "out" / "scores.parquet")
    assert not (tmp_path / "out").exists()


def test_nowhere_to_write_is_said_before_the_work(tiny_run: Run, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is a folder; name the Parquet file"):
        score(tiny_run, (tmp_path / "never looked at",), tmp_path)


def test_without_a_published_model_nothing_is_scored(tmp_path: Path, tiny_run: Run) -> None:
    nothing = Run(type(tiny_run.settings)(data=tmp_path), (TINY,))
    with pytest.raises(Refused, match=r"nothing is published in .+; run: scoring build"):
        score(nothing, (TINY,), tmp_path / "scores.parquet")


def test_the_numbers_of_clients_are_those_of_the_files() -> None:
    assert (len(ids("application_train")), len(ids("application_test"))) == (LABELLED, UNLABELLED)
