"""A copy holds what cannot be made again, as it was at one moment, and never the key."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from scoring import store
from scoring.faults import Damaged, Refused
from scoring.keeping.backup import back_up
from scoring.keeping.contents import Contents
from scoring.keeping.restoring import check, restore
from scoring.ledger import Ledger, Places
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.replay import replay
from scoring.settings import Settings
from tests.keeping.conftest import ADDED, FIRST, KEYS, NEW
from tests.keeping.conftest import Places as Named
from tests.ledger import test_processes as appending

ROOT = Path(__file__).parents[2]


def quiet(line: str) -> None:
    """Say nothing."""


def elsewhere(place: Named, kind: str, name: str = "other") -> Settings:
    """A place for a ledger of a kind, with the key of the first."""
    made = place(name, kind)
    key = Places.of(made).key
    key.parent.mkdir(parents=True)
    shutil.copy(Places.of(place("data", "sqlite")).key, key)
    return made


def verdicts(settings: Settings) -> list[str]:
    """What comes of showing every recorded score again."""
    with closing(Ledger.existing(settings)) as ledger:
        ledger.verify()
        shown = [entry for client in (FIRST, NEW, ADDED) for entry in ledger.of_client(client)]
        return [replay(entry, settings.data / "store").verdict for entry in shown if entry.kind == "score_shown"]


def test_what_is_in_a_copy(settings: Settings, tmp_path: Path) -> None:
    made = back_up(settings, tmp_path / "copy", progress=quiet)
    current = store.current(settings.data / "store")
    assert (made.records, made.amended, made.gone) == (8, 1, ())
    assert (made.stores, made.bundles) == ((current.name,), (store.read_store_manifest(current).model,))
    assert sorted(path.name for path in (tmp_path / "copy").iterdir()) == [
        *("access", "amended", "ledger", "ledger-head", "manifest.json", "models", "store"),
    ]
    assert check(settings, tmp_path / "copy").contents == Contents.read(tmp_path / "copy")
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o700
    with pytest.raises(Refused, match="is there already, and no copy is written over"):
        back_up(settings, tmp_path / "copy", progress=quiet)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_put_back_verifies_and_is_shown_again(
    settings: Settings, place: Named, kind: str, tmp_path: Path
) -> None:
    back_up(settings, tmp_path / "copy", progress=quiet)
    target = elsewhere(place, kind)
    restore(target, tmp_path / "copy")
    assert verdicts(target) == ["identical"] * 4
    assert target.keys_file.read_text() == KEYS
    with closing(Local.open(target.data)) as local, closing(Local.open(settings.data)) as before:
        assert [local.score(one) for one in (FIRST, NEW, ADDED)] == [before.score(one) for one in (FIRST, NEW, ADDED)]
    restore(target, tmp_path / "copy")  # the same again is no fault
    with closing(Ledger.open(target)) as ledger:
        assert ledger.verify().head.count == 8


@pytest.mark.parametrize("place", ["", "store/copy"])
def test_a_copy_lies_outside_the_data_folder(tiny_run: Run, place: str) -> None:
    with pytest.raises(Refused, match="lies in the data folder"):
        back_up(tiny_run.settings, tiny_run.settings.data / place, progress=quiet)


def test_the_key_is_in_no_copy(on_sqlite: Settings, tmp_path: Path) -> None:
    key = Places.of(on_sqlite).key.read_bytes().strip()
    made = back_up(on_sqlite, tmp_path / "copy", tmp_path / "apart" / "key", progress=quiet)
    found = [path for path in (tmp_path / "copy").rglob("*") if path.is_file() and key in path.read_bytes()]
    assert (found, made.key) == ([], Places.of(on_sqlite).key)
    assert (tmp_path / "apart" / "key").read_bytes().strip() == key
    with pytest.raises(Refused, match="is there already, and no key is written over"):
        back_up(on_sqlite, tmp_path / "second", tmp_path / "apart" / "key", progress=quiet)
    with pytest.raises(Refused, match="lies in the copy"):
        back_up(on_sqlite, tmp_path / "second", tmp_path / "second" / "key", progress=quiet)
    assert not (tmp_path / "second").exists()


def test_while_others_append_a_copy_is_whole_and_has_all_that_was_acknowledged(
    settings: Settings, tmp_path: Path
) -> None:
    process = appending.start(settings, "ben")
    assert process.stdout is not None
    told: dict[int, str] = {}
    try:
        for turn in range(5):
            told |= appending.acknowledged(process.stdout.readline())
            made = back_up(settings, tmp_path / f"copy{turn}", progress=quiet)
            assert made.records is not None
            assert made.records >= max(told)
            found = check(settings, tmp_path / f"copy{turn}")
            assert found.ledger is not None
            assert found.ledger.head.count == made.records
    finally:
        process.kill()
        process.communicate()


AMENDING = """
import sys
from pathlib import Path
from scoring.serving.local import Local
from scoring.serving.questions import Application
questions = Local.open(Path(sys.argv[1]))
for amount in range(1, 100_000):
    questions.amend(100058, Application(None, {"AMT_CREDIT": float(amount)}))
    print(amount, flush=True)
"""


def test_while_others_amend_no_half_of_an_amendment_is_copied(on_sqlite: Settings, tmp_path: Path) -> None:
    given = [sys.executable, "-c", AMENDING, str(on_sqlite.data)]
    process = subprocess.Popen(given, cwd=ROOT, stdout=subprocess.PIPE, bufsize=0)
    assert process.stdout is not None
    try:
        for turn in range(3):
            acknowledged = int(process.stdout.readline())
            back_up(on_sqlite, tmp_path / f"copy{turn}", progress=quiet)
            with closing(Local.open(tmp_path / f"copy{turn}")) as local:
                assert local.amendments(NEW)[-1].after.fields["AMT_CREDIT"] >= acknowledged  # type: ignore[operator]
    finally:
        process.kill()
        process.communicate()


def test_a_store_that_records_need_is_copied_with_the_published_one(on_sqlite: Settings, tmp_path: Path) -> None:
    needed = store.current(on_sqlite.data / "store").name
    for name in ("z_current", "a_unneeded"):
        shutil.copytree(on_sqlite.data / "store" / needed, on_sqlite.data / "store" / name, copy_function=os.link)
    store.point(on_sqlite.data / "store", "z_current")
    made = back_up(on_sqlite, tmp_path / "copy", progress=quiet)
    assert made.stores == (needed, "z_current")
    copied = [tmp_path / "copy" / "store" / name / store.COLUMNS for name in made.stores]
    assert copied[0].samefile(copied[1])  # one file stays one
    assert made.size < sum(path.stat().st_size for path in (tmp_path / "copy").rglob("*"))
    restore(replace(on_sqlite, data=tmp_path / "other", ledger_key=str(made.key)), tmp_path / "copy")
    restored = [tmp_path / "other" / "store" / name / store.COLUMNS for name in made.stores]
    assert restored[0].samefile(restored[1])
    shutil.rmtree(on_sqlite.data / "store" / needed)
    assert back_up(on_sqlite, tmp_path / "later", progress=quiet).gone == (needed,)


def test_without_a_ledger_the_rest_is_copied(tiny_run: Run, tmp_path: Path) -> None:
    elsewhere = {"ledger": f"sqlite:///{tmp_path}/none.db", "ledger_head": str(tmp_path / "head")}
    elsewhere["ledger_key"] = str(tmp_path / "key")
    settings = replace(tiny_run.settings, **elsewhere)
    made = back_up(settings, tmp_path / "copy", progress=quiet)
    assert (made.records, len(made.stores), made.amended) == (None, 1, 0)
    target = replace(settings, data=tmp_path / "other")
    assert restore(target, tmp_path / "copy").ledger is None
    Local.open(target.data).close()
    assert not (target.data / "ledger").exists()


def cut(settings: Settings) -> None:
    os.truncate(next((settings.data / "store").glob("*/clients.sqlite")), 4096)


def alter(settings: Settings) -> None:
    from tests.ledger.raw import unguarded

    with unguarded(settings) as connection:
        connection.execute("UPDATE ledger_record SET actor = 'eve' WHERE sequence = 3")


BROKEN: dict[str, tuple[Callable[[Settings], object], type[Exception], str]] = {
    "a store that was cut": (cut, Damaged, "clients.sqlite; no copy was made"),
    "an altered record": (alter, Damaged, "record 3: it was altered"),
    "no key": (lambda s: Places.of(s).key.unlink(), Refused, "the ledger's key is not here"),
    "no head": (lambda s: Places.of(s).head_file.unlink(), Damaged, "the head of the ledger is not here"),
    "no ledger any more": (lambda s: shutil.rmtree(s.data / "ledger"), Refused, "the ledger's key is not here"),
    "no amendments": (
        lambda s: next((s.data / "amended").iterdir()).write_text("x" * 9000),
        Damaged,
        "cannot be copied",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_of_what_is_damaged_no_copy_is_made(on_sqlite: Settings, tmp_path: Path, what: str) -> None:
    change, kind, said = BROKEN[what]
    copied = tmp_path / "own"  # files that other tests share are not to be changed
    shutil.copytree(on_sqlite.data, copied)
    settings = replace(on_sqlite, data=copied)
    change(settings)
    with pytest.raises(kind, match=said):
        back_up(settings, tmp_path / "copy", progress=quiet)
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == []
