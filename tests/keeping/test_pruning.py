"""Stores and bundles that nothing needs go; those that recorded scores need stay."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scoring import store
from scoring.faults import Refused, Unavailable
from scoring.keeping.pruning import plan_pruning, prune
from scoring.ledger import Actor, Ledger, ScoreShown
from scoring.offers import Caps
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Application
from scoring.settings import Settings
from scoring.store.amendments import digest

ANA = Actor("ana", "advisor")
NEW = 100058
CURRENT, BEFORE, OLDER, OLDEST = "s4", "s3", "s2", "s1"


@pytest.fixture
def settings(tiny_run: Run, tmp_path: Path) -> Settings:
    """Four stores, each of a model of its own, the last of them published; and a newest model without a store."""
    source, data = store.current(tiny_run.layout.stores), tmp_path / "data"
    for name in (OLDEST, OLDER, BEFORE, CURRENT):
        folder = shutil.copytree(source, data / "store" / name)
        manifest = json.loads((folder / "manifest.json").read_text()) | {"id": name, "model": f"of_{name}"}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        shutil.copytree(source / store.BUNDLE, data / "models" / f"of_{name}")
    shutil.copytree(source / store.BUNDLE, data / "models" / "x_new")
    store.point(data / "store", CURRENT)
    return replace(tiny_run.settings, data=data)


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    made = Ledger.open(settings)
    yield made
    made.close()


def shown(by: str) -> ScoreShown:
    question = {"ask": "score", "client": NEW}
    return ScoreShown(NEW, by, f"of_{by}", "f" * 64, 0.1, question, "{}", "0" * 64)


def left(settings: Settings) -> list[str]:
    return sorted(path.name for room in ("store", "models") for path in (settings.data / room).iterdir())


def test_without_records_the_published_the_one_before_and_the_newest_stay(settings: Settings) -> None:
    planned = plan_pruning(settings)
    assert {folder.name: reason for folder, reason in planned.kept} == {
        BEFORE: "before it",
        CURRENT: "published",
        "of_s3": "of store s3",
        "of_s4": "of store s4",
        "x_new": "the newest",
    }
    assert not (settings.data / "ledger").exists()
    prune(planned)
    assert left(settings) == ["current", "of_s3", "of_s4", "s3", "s4", "x_new"]
    Local.open(settings.data).close()


def test_what_recorded_scores_need_stays(settings: Settings, ledger: Ledger) -> None:
    ledger.append(ANA, shown(OLDEST))
    planned = plan_pruning(settings)
    assert [folder.name for folder in planned.removed] == [OLDER, "of_s2"]
    assert dict(planned.kept)[settings.data / "store" / OLDEST] == "recorded"


def test_what_was_erased_needs_nothing(settings: Settings, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    class LastYear(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) - timedelta(days=365)

    monkeypatch.setattr("scoring.ledger.writing.datetime", LastYear)
    ledger.append(ANA, shown(OLDEST))
    assert OLDEST not in [folder.name for folder in plan_pruning(settings).removed]
    ledger.erase(ANA)
    assert OLDEST in [folder.name for folder in plan_pruning(settings).removed]


def test_planning_removes_nothing_and_counts_the_bytes(settings: Settings) -> None:
    before = left(settings)
    planned = plan_pruning(settings)
    files = [path for folder in planned.removed for path in folder.rglob("*") if path.is_file()]
    assert planned.size == sum(path.stat().st_size for path in files)
    assert left(settings) == before


def test_files_that_others_share_are_not_counted(settings: Settings) -> None:
    before = plan_pruning(settings).size
    gone = settings.data / "store" / OLDEST / store.COLUMNS
    size = gone.stat().st_size
    gone.unlink()
    gone.hardlink_to(settings.data / "store" / CURRENT / store.COLUMNS)
    assert plan_pruning(settings).size == before - size


def test_after_a_rollback_the_newer_stores_go(settings: Settings) -> None:
    store.point(settings.data / "store", BEFORE)
    assert {folder.name for folder in plan_pruning(settings).removed} == {OLDEST, CURRENT, "of_s1", "of_s4"}


def amend(settings: Settings, name: str, at: str) -> Path:
    """An amendment beside a store, made at a time."""
    file = store.amended(settings.data / "store" / name)
    with closing(Local(settings.data / "store" / name, 30, 20, 5, Caps.of(settings))) as local:
        local.amend(NEW, Application(None, {"AMT_CREDIT": 7_654_321.0}))
    with sqlite3.connect(file) as connection:
        (client, content) = connection.execute("SELECT client, content FROM amendments").fetchone()
        connection.execute("UPDATE amendments SET at = ?, sha256 = ?", [at, digest(client, at, content)])
    return file


LONG_AGO = "2020-01-01T00:00:00.000000+00:00"
NOW = "9000-01-01T00:00:00.000000+00:00"


def test_amendments_go_with_their_store_once_they_are_over(settings: Settings, ledger: Ledger) -> None:
    ledger.append(ANA, shown(OLDER))
    files = {name: amend(settings, name, LONG_AGO) for name in (OLDEST, OLDER, CURRENT)}
    planned = plan_pruning(settings)
    assert [path.name for path in planned.removed] == [OLDEST, "of_s1", "s1.sqlite"]
    assert [dict(planned.kept)[files[name]] for name in (OLDER, CURRENT)] == ["of store s2", "of store s4"]
    assert planned.size > files[OLDEST].stat().st_size
    prune(planned)
    assert [file.exists() for file in files.values()] == [False, True, True]


def test_amendments_within_the_rule_outlast_their_store(settings: Settings) -> None:
    file = amend(settings, OLDEST, NOW)
    planned = plan_pruning(settings)
    assert dict(planned.kept)[file] == "amended within 6 months"
    prune(planned)
    assert OLDEST not in left(settings)
    with closing(Local.open(settings.data)) as local:
        assert [(one.store, one.carried_over) for one in local.amended()] == [(OLDEST, False)]
    again = plan_pruning(settings)
    assert (again.removed, dict(again.kept)[file]) == ((), "amended within 6 months")


def test_amendments_of_a_store_that_was_removed_by_hand_go_once_they_are_over(settings: Settings) -> None:
    file = amend(settings, OLDEST, LONG_AGO)
    shutil.rmtree(settings.data / "store" / OLDEST)
    assert file in plan_pruning(settings).removed


BROKEN: dict[str, tuple[Callable[[Settings], Settings], type[Exception], str]] = {
    "nothing published": (lambda s: replace(s, data=s.data / "other"), Refused, "nothing is published in"),
    "no ledger there": (lambda s: replace(s, ledger="postgresql://a@127.0.0.1:1/x"), Unavailable, "does not answer"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_where_it_cannot_be_known_nothing_goes(settings: Settings, what: str) -> None:
    change, fault, said = BROKEN[what]
    with pytest.raises(fault, match=said):
        plan_pruning(change(settings))
