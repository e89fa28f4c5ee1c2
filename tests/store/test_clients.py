"""The clients file: what is written is read, by id and by part of an id."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from scoring.faults import NoRoom
from scoring.store import SCORED, Clients, ClientWriter, written

FEATURES = ("AMT_CREDIT", "NAME_CONTRACT_TYPE", "BUREAU_COUNT", "FLAG_OWN_CAR")
CATEGORIES = {"NAME_CONTRACT_TYPE": ("Cash loans", "Prêt ’☂’"), "FLAG_OWN_CAR": ()}

Score = tuple[float, float, float, float, bool, bool]
Written = tuple[int, Score, tuple[float | str | None, ...], list[float]]
CLIENTS: list[Written] = [
    # id, (raw, probability, low, high, granted, review), values, contributions
    (100001, (-2.5, 0.0758, 0.05, 0.1, True, True), (1e6, "Cash loans", 0.0, None), [0.1, -0.2, 0.3, 0.0]),
    (100002, (0.3, 0.57, 0.5, 0.6, False, False), (1e-17, "Prêt ’☂’", 3.0, None), [1e-300, -1e300, 0.1 + 0.2, -0.0]),
    (100010, (0.0, 0.5, 0.5, 0.5, False, False), (None,) * 4, [0.0, 0.0, 0.0, 0.0]),  # of whom nothing is known
]
IDS = [7, 70, 77, 100, 1001, 1010, 7001, 10100, 100001, 100002, 100010, 100100, 456255, 700100, 999999999999]


def write(path: Path, clients: Sequence[Written], batch: int = 2) -> Clients:
    writer = ClientWriter(path, FEATURES, CATEGORIES)
    for start in range(0, len(clients), batch):
        ids, scored, values, contributions = zip(*clients[start : start + batch], strict=True)
        scores = dict(zip(SCORED, map(np.array, zip(*scored, strict=True)), strict=True))
        columns = dict(zip(FEATURES, zip(*values, strict=True), strict=True))
        writer.write(ids, scores, columns, np.array(contributions))
    for client, scored, *_ in clients:
        writer.check([client], np.array([scored[1] / 2]))
    writer.close()
    return Clients(path, FEATURES)


@pytest.fixture
def clients(tmp_path: Path) -> Clients:
    return write(tmp_path / "clients.sqlite", CLIENTS)


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clients]:
    """Clients of whom only the ids matter."""
    shuffled = [(client, *CLIENTS[2][1:]) for client in [*IDS[::2], *IDS[1::2]]]
    made = write(tmp_path_factory.mktemp("numbered") / "clients.sqlite", shuffled, batch=4)
    yield made
    made.close()


@pytest.mark.parametrize("written", CLIENTS, ids=lambda written: written[0])
def test_a_client_is_read_as_written(clients: Clients, written: Written) -> None:
    row = clients.get(written[0])
    assert row is not None
    scored = (row.raw, row.probability, row.low, row.high, row.granted, row.review)
    assert (row.id, scored, row.values) == written[:3]
    assert row.neutral == scored[1] / 2
    assert row.contributions.tobytes() == np.array(written[3]).tobytes()


@pytest.mark.parametrize("ids", [[100001], [100002, 100010], [100001, 100002, 100010]])
def test_what_was_written_of_neighbours_is_given_again(tmp_path: Path, ids: list[int]) -> None:
    writer = ClientWriter(tmp_path / "clients.sqlite", FEATURES, CATEGORIES)
    for client, scored, values, contributions in CLIENTS:
        scores = {name: np.array([number]) for name, number in zip(SCORED, scored, strict=True)}
        columns = {name: [value] for name, value in zip(FEATURES, values, strict=True)}
        writer.write([client], scores, columns, np.array([contributions]))
    found = writer.contributions(ids)
    writer.close()
    assert found.tolist() == [written[3] for written in CLIENTS if written[0] in ids]


@pytest.mark.parametrize("client", [0, -1, 100003, 2**63 - 1, 2**63, 10**30, -(10**30)])
def test_who_is_not_there_is_nobody(clients: Clients, client: int) -> None:
    assert clients.get(client) is None


FOUND: list[tuple[str, list[int]]] = [
    # begin with the digits, in order; then the others that contain them, in order
    ("100001", [100001]),
    ("10000", [100001, 100002]),
    ("1001", [1001, 100100]),
    ("100", [100, 1001, 100001, 100002, 100010, 100100, 10100, 700100]),
    ("7", [7, 70, 77, 7001, 700100]),
    ("010", [1010, 10100, 100010, 100100, 700100]),
    ("0001", [100001, 100010]),
    ("00", [100, 1001, 7001, 10100, 100001, 100002, 100010, 100100, 700100]),
    ("255", [456255]),
    ("8", []),
    ("000000", []),
    ("999999999999", [999999999999]),
    ("9999999999990", []),
    ("1" * 400, []),
    ("", IDS),
]


@pytest.mark.parametrize(("digits", "ids"), FOUND, ids=[digits[:15] or "all" for digits, _ in FOUND])
def test_ids_that_begin_with_the_digits_come_first(numbered: Clients, digits: str, ids: list[int]) -> None:
    assert numbered.find(digits, 100) == (len(ids), ids)


@pytest.mark.parametrize("limit", [0, 1, 3, 5, 9, 10])
def test_the_total_counts_those_beyond_the_limit(numbered: Clients, limit: int) -> None:
    ids = dict(FOUND)["100"]
    assert numbered.find("100", limit) == (len(ids), ids[:limit])


PAGES = [
    # contains, begins, offset, ids
    ("100", "", 2, [100001, 100002]),
    ("100", "", 400, []),
    ("", "100", 0, [100, 1001]),
    ("", "100", 2, [100001, 100002]),
    ("2", "1", 0, [100002]),
    ("", "00", 0, []),
    ("", "1" * 400, 0, []),
    ("", "", 0, IDS[:2]),
    ("", "", 3, IDS[3:5]),
]


@pytest.mark.parametrize(("digits", "begins", "offset", "ids"), PAGES)
def test_ids_by_their_beginning_and_page_by_page(
    numbered: Clients, digits: str, begins: str, offset: int, ids: list[int]
) -> None:
    inside = [one for one in IDS if digits in str(one) and str(one).startswith(begins)]
    assert numbered.find(digits, 2, offset, begins) == (len(inside), ids)


def test_totals_are_those_of_a_scan(numbered: Clients) -> None:
    for digits in [*map(str, range(120)), "00", "01", "000", "455", "999"]:
        inside = [client for client in IDS if digits in str(client)]
        total, ids = numbered.find(digits, 100)
        assert (total, sorted(ids)) == (len(inside), inside)
        starts = [str(client).startswith(digits) for client in ids]
        assert starts == sorted(starts, reverse=True)


@pytest.mark.parametrize("folder", ["a b", "50% #1?x=1&y", "l'été", "[1]*"])
def test_any_folder_will_do(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    assert write(tmp_path / folder / "clients.sqlite", CLIENTS).get(100001) is not None


def test_threads_read_what_they_asked_for(numbered: Clients) -> None:
    def read(client: int) -> bool:
        row = numbered.get(client)
        return row is not None and row.id == client and numbered.find(str(client), 1)[1] == [client]

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(read, IDS * 40))


def test_nothing_can_be_written(clients: Clients) -> None:
    with clients._connection() as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM clients")


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    file = tmp_path / "clients.sqlite"
    said = f"^{re.escape(str(file))}: cannot be written: database or disk is full; make space, then try again$"
    with pytest.raises(NoRoom, match=said), written(file, FEATURES, CATEGORIES) as writer:
        writer._connection.execute("PRAGMA max_page_count = 1")
        _, scored, values, contributions = CLIENTS[0]
        for client in range(1000):
            scores = {name: np.array([number]) for name, number in zip(SCORED, scored, strict=True)}
            columns = {name: [value] for name, value in zip(FEATURES, values, strict=True)}
            writer.write([client], scores, columns, np.array([contributions]))


def test_another_error_of_the_database_is_left_as_it_is(tmp_path: Path) -> None:
    file, other = tmp_path / "clients.sqlite", pytest.raises(sqlite3.OperationalError, match="no such table")
    with other, written(file, FEATURES, CATEGORIES) as writer:
        writer._connection.execute("INSERT INTO nowhere VALUES (1)")


def test_a_client_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        write(tmp_path / "clients.sqlite", [CLIENTS[0], CLIENTS[0]])
