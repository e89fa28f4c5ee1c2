"""All scores in every form: each is read back as it was."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from scoring.api.exporting import FORMS, LINES
from scoring.serving.questions import Exported
from tests.api.fake import Fake

SCORES = [
    Exported(1, 1 / 3, 1e-17, 0.4, "granted", True),
    Exported(2, 0.1 + 0.2, 0.1, 0.5, "refused", False),
]


def from_csv(content: bytes) -> list[Exported]:
    rows = csv.DictReader(io.StringIO(content.decode()))
    return [
        Exported(
            int(row["id"]),
            float(row["probability"]),
            float(row["low"]),
            float(row["high"]),
            row["decision"],  # type: ignore[arg-type]
            row["review"] == "True",
        )
        for row in rows
    ]


def from_ndjson(content: bytes) -> list[Exported]:
    return [Exported(**json.loads(line)) for line in content.splitlines()]


def from_parquet(content: bytes) -> list[Exported]:
    return [Exported(**row) for row in pq.read_table(io.BytesIO(content)).to_pylist()]


READ: dict[str, Callable[[bytes], list[Exported]]] = {
    "csv": from_csv,
    "ndjson": from_ndjson,
    "parquet": from_parquet,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "times", [0, 1, LINES // 2, LINES // 2 + 1], ids=["none", "one part", "a whole part", "two parts"]
)
def test_lines_are_read_back_unchanged(form: str, times: int) -> None:
    lines = SCORES * times
    assert READ[form](b"".join(FORMS[form][1](iter(lines)))) == lines


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_held_back(form: str) -> None:
    pieces = FORMS[form][1](iter(SCORES * LINES))
    sizes = [len(piece) for piece in pieces]
    assert max(sizes) < 0.8 * sum(sizes)


@pytest.mark.parametrize("form", FORMS)
def test_the_route_sends_every_client(api: TestClient, fake: Fake, form: str) -> None:
    response = api.get(f"/v1/export?form={form}")
    assert response.headers["content-type"] == FORMS[form][0]
    assert response.headers["content-disposition"] == f'attachment; filename="scores.{form}"'
    assert READ[form](response.content) == list(fake.export())
