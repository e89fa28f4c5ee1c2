"""The dictionary says of every feature what it is, in every language, as a table or a page."""

from __future__ import annotations

import csv
import html.parser
from pathlib import Path

import pytest

from scoring.faults import Refused
from scoring.features import FEATURE, FEATURES
from scoring.features.dictionary import HEADER, entries, source, write


def test_every_feature_is_there_once_in_order_and_nothing_of_it_is_empty() -> None:
    found = [dict(zip(HEADER, entry, strict=True)) for entry in entries()]
    assert [entry["name"] for entry in found] == [feature.name for feature in FEATURES]
    for entry in found:
        assert all(entry[name] for name in HEADER if name != "without history"), entry["name"]


@pytest.mark.parametrize(
    ("name", "kind", "unit", "made_from", "without_history"),
    [
        ("AMT_CREDIT", "number", "money", "application", ""),
        ("NAME_CONTRACT_TYPE", "category", "category", "application", ""),
        ("EXT_SOURCE_MEAN", "number", "score", "application", ""),
        ("CREDIT_TO_PREVIOUS_CREDIT", "number", "ratio", "application and histories", "not known"),
        ("BUREAU_COUNT", "number", "count", "bureau", "0"),
        ("POS_LATE_SHARE", "number", "share", "POS_CASH_balance", "not known"),
    ],
)
def test_what_it_says(name: str, kind: str, unit: str, made_from: str, without_history: str) -> None:
    [entry] = [entry for entry in entries() if entry[0] == name]
    assert entry[:5] == (name, kind, unit, made_from, without_history)
    assert source(FEATURE[name]) == made_from


def test_as_a_table(tmp_path: Path) -> None:
    out = tmp_path / "dictionary.csv"
    assert write(out) == len(FEATURES)
    with out.open(encoding="utf-8", newline="") as lines:
        found = list(csv.reader(lines))
    assert found == [list(HEADER), *(list(entry) for entry in entries())]


class Cells(html.parser.HTMLParser):
    """Gathers the texts of a page's table cells, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.rows and self.inside:
            self.rows[-1][-1] += data


def test_as_a_page(tmp_path: Path) -> None:
    out = tmp_path / "dictionary.html"
    assert write(out) == len(FEATURES)
    page = Cells()
    page.feed(out.read_text(encoding="utf-8"))
    assert page.rows == [list(HEADER), *(list(entry) for entry in entries())]


@pytest.mark.parametrize("name", ["dictionary.txt", "dictionary", "dictionary.csv.gz"])
def test_another_kind_of_file_is_refused_and_not_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match=r"written as \.csv or \.html"):
        write(tmp_path / name)
    assert list(tmp_path.iterdir()) == []
