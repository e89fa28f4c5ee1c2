"""One scoring path: the batch, a known client asked again, their raw rows sent as a new
application and raw files scored from the command line have one score and one explanation, to 1e-9."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TextIO

import pyarrow.parquet as pq
import pytest

from scoring.features import FEATURES, application
from scoring.model import load, read_manifest
from scoring.pipeline import Run, score_raw
from scoring.serving.local import Local
from scoring.serving.questions import Application, Explanation, Prediction, Record
from scoring.tables import APPLICATION, CLIENT, HISTORIES, TARGET, Table
from tests.golden.make import BUNDLE, CLIENTS, EXPECTED, answers

ASKED = 25
"""Clients asked one by one; the batch is compared on all."""


@dataclass(frozen=True)
class Published:
    """A published data folder and the raw files it was made from."""

    run: Run
    questions: Local

    @cached_property
    def clients(self) -> list[int]:
        """Some clients spread over all, labelled or not, and one without any history."""
        rows = pq.read_table(self.run.layout.features).to_pandas()
        counts = [f"{table}_COUNT" for table in ("BUREAU", "PREVIOUS", "POS_MONTH", "INSTALMENT", "CARD_MONTH")]
        alone = rows[CLIENT][rows[counts].sum(axis=1) == 0]
        return sorted({*rows[CLIENT][:: len(rows) // (ASKED - 1)].tolist()[: ASKED - 1], int(alone.iloc[0])})

    @cached_property
    def raw(self) -> dict[str, dict[int, list[Record]]]:
        """The raw rows of the clients asked, by table and client, as their files have them."""
        rows = {table.name: self._rows(table) for table in (APPLICATION, *HISTORIES) if CLIENT in table.names}
        owner = {row["SK_ID_BUREAU"]: client for client, own in rows["bureau"].items() for row in own}
        months: dict[int, list[Record]] = {}
        for row in self._read("bureau_balance", "SK_ID_BUREAU", {int(float(str(bureau))) for bureau in owner}):
            months.setdefault(owner[row["SK_ID_BUREAU"]], []).append(row)
        return rows | {"bureau_balance": months}

    def _rows(self, table: Table) -> dict[int, list[Record]]:
        rows: dict[int, list[Record]] = {}
        for file in table.files:
            for row in self._read(file, CLIENT, set(self.clients)):
                rows.setdefault(int(float(str(row[CLIENT]))), []).append(row)
        return rows

    def _read(self, file: str, key: str, wanted: set[int]) -> Iterator[Record]:
        table = next(table for table in (APPLICATION, *HISTORIES) if file in table.files)
        with self._open(f"{file}.csv") as lines:
            reader = csv.reader(lines)
            header = next(reader)
            place = header.index(key)
            for line in reader:
                if int(float(line[place])) in wanted:
                    given = zip(header, line, strict=True)
                    yield {name: _value(table, name, text) for name, text in given if name != TARGET}

    @contextmanager
    def _open(self, name: str) -> Iterator[TextIO]:
        raw = self.run.raws[0]
        if raw.is_dir():
            with (raw / name).open(encoding="utf-8", newline="") as lines:
                yield lines
        else:
            with zipfile.ZipFile(raw) as archive, archive.open(name) as packed:
                yield io.TextIOWrapper(packed, encoding="utf-8", newline="")

    def application(self, client: int) -> Application:
        """Everything the files say of a client, as a new application."""
        (own,) = self.raw[APPLICATION.name][client]
        fields = {name: value for name, value in own.items() if name != CLIENT}
        return Application(None, fields, {table.name: self.raw[table.name].get(client, []) for table in HISTORIES})


def _value(table: Table, name: str, text: str) -> float | str | None:
    if text == "":
        return None
    return text if table[name].kind == "text" else float(text)


@pytest.fixture(scope="module", params=["tiny_run", pytest.param("sample_run", marks=pytest.mark.real)])
def published(request: pytest.FixtureRequest) -> Iterator[Published]:
    run: Run = request.getfixturevalue(request.param)
    questions = Local.open(run.settings.data)
    yield Published(run, questions)
    questions.close()


def assert_same(given: Prediction, questions: Local, client: int) -> None:
    """The prediction is the published score and explanation of the client."""
    score, why = questions.score(client), questions.explanation(client)
    assert given.score.probability == pytest.approx(score.probability, abs=1e-9)
    assert (given.score.decision, given.score.threshold, given.score.model) == (
        score.decision,
        score.threshold,
        score.model,
    )
    assert (given.explanation.base, given.explanation.raw) == pytest.approx((why.base, why.raw), abs=1e-9)
    assert shares(given.explanation) == pytest.approx(shares(why), abs=1e-9)


def shares(why: Explanation) -> dict[str, float]:
    return {one.feature: one.contribution for one in why.contributions}


def test_a_known_client_asked_again_has_the_published_score(published: Published) -> None:
    for client in published.clients:
        assert_same(published.questions.predict(Application(client)), published.questions, client)


def test_a_client_s_raw_rows_sent_as_a_new_application_have_the_published_score(published: Published) -> None:
    histories = [published.application(client).histories for client in published.clients]
    assert any(not any(tables.values()) for tables in histories), "a client without history is among them"
    assert all(any(tables[table.name] for tables in histories) for table in HISTORIES), "every table is in use"
    for client in published.clients:
        assert_same(published.questions.predict(published.application(client)), published.questions, client)


def test_raw_files_scored_in_batch_have_the_published_scores(published: Published, tmp_path: Path) -> None:
    out = tmp_path / "scores.parquet"
    count = score_raw(published.run.settings, published.run.raws, out, progress=lambda text: None)
    scored = pq.read_table(out).to_pylist()
    assert len(scored) == count > 20
    for row in scored:
        score = published.questions.score(row[CLIENT])
        assert row["probability"] == pytest.approx(score.probability, abs=1e-9)
        assert row["decision"] == score.decision


def test_another_amount_changes_the_score_through_what_depends_on_it(published: Published) -> None:
    named = re.compile(r"\bAMT_CREDIT\b|\bIMPLIED_DURATION\b")  # the duration is read by amount over payment
    depending = {one.name for one in application.FEATURES if named.search(one.expression)}
    moved = []
    for client in published.clients[::3]:
        before = published.questions.predict(Application(client))
        after = published.questions.predict(Application(client, {"AMT_CREDIT": 1_234_567.0}))
        values = [{one.feature: one.value for one in given.explanation.contributions} for given in (before, after)]
        changed = {
            name
            for name, value in values[0].items()
            if value != values[1][name] and values[1][name] != pytest.approx(value, rel=1e-12)
        }
        assert {"AMT_CREDIT"} <= changed <= depending
        moved.append(before.score.probability != after.score.probability)
    assert any(moved)


def test_sex_changes_nothing(published: Published) -> None:
    client = published.clients[0]
    for sex in ("F", "M"):
        assert_same(published.questions.predict(Application(client, {"CODE_GENDER": sex})), published.questions, client)


def test_the_golden_clients_keep_their_scores(tiny_run: Run) -> None:
    expected, found = json.loads(EXPECTED.read_text(encoding="utf-8")), answers(tiny_run.layout.features)
    assert found["base"] == pytest.approx(expected["base"], abs=1e-9)
    assert found["probability"] == pytest.approx(expected["probability"], abs=1e-9)
    assert set(expected["probability"]) == {str(client) for client in CLIENTS}


def test_the_golden_bundle_is_of_this_catalogue(tiny_run: Run) -> None:
    made_for = read_manifest(BUNDLE).features
    assert made_for == tuple((feature.name, feature.kind) for feature in FEATURES), "python -m tests.golden.make"
    assert load(BUNDLE).model.tree_count_ == 20
