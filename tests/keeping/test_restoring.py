"""What is not a whole copy of this ledger is refused; nothing that is there is written over."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.faults import Damaged, Refused
from scoring.keeping import restoring
from scoring.keeping.backup import back_up
from scoring.keeping.contents import sha256
from scoring.keeping.restoring import check, restore
from scoring.ledger import Ledger, Places, View
from scoring.settings import Settings
from tests.keeping.conftest import ANA, NEW
from tests.keeping.test_backup import quiet, verdicts


@pytest.fixture
def copy(on_sqlite: Settings, tmp_path: Path) -> Path:
    back_up(on_sqlite, tmp_path / "copy", tmp_path / "key", progress=quiet)
    return tmp_path / "copy"


@pytest.fixture
def target(on_sqlite: Settings, tmp_path: Path) -> Settings:
    """An empty place, that knows the key."""
    return replace(on_sqlite, data=tmp_path / "other", ledger_key=str(tmp_path / "key"))


def everything(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file()) if folder.exists() else ()
    return {str(path.relative_to(folder)): path.read_bytes() for path in files if path.name != ".lock"}


def resealed(copy: Path) -> None:
    """Change a file and its hash in the manifest, as somebody would who has no key."""
    (copy / "access" / "keys.json").write_text('{"keys": ["mine"]}')
    told = json.loads((copy / "manifest.json").read_text())
    told["files"]["access/keys.json"] = sha256(copy / "access" / "keys.json")
    (copy / "manifest.json").write_text(json.dumps(told))


def ledger_left_out(copy: Path) -> None:
    """The same, of a copy that is to seem one without a ledger."""
    told = json.loads((copy / "manifest.json").read_text()) | {"records": None, "seal": ""}
    (copy / "manifest.json").write_text(json.dumps(told))


DAMAGED: dict[str, tuple[Callable[[Path], object], type[Exception], str]] = {
    "a changed file": (lambda c: (c / "access" / "keys.json").write_text("x"), Damaged, "changed: access/keys.json"),
    "a missing file": (lambda c: (c / "ledger" / "ledger.db").unlink(), Damaged, "missing: ledger/ledger.db"),
    "a file more": (lambda c: (c / "store" / "x").write_text("x"), Damaged, "not of the copy: store/x"),
    "a link more": (lambda c: (c / "store" / "x").symlink_to("/etc"), Damaged, "not of the copy: store/x"),
    "a manifest made anew": (resealed, Damaged, "not sealed with this key"),
    "a ledger left out": (ledger_left_out, Damaged, "does not say"),
    "no manifest": (lambda c: (c / "manifest.json").unlink(), Refused, "not a copy that scoring backup made"),
    "no files": (
        lambda c: (c / "manifest.json").write_text('{"format": "x", "made_at": "", "records": 1, "files": [1]}'),
        Refused,
        "not a copy that scoring backup made",
    ),
    "no JSON": (lambda c: (c / "manifest.json").write_text("{"), Refused, "not a copy that scoring backup made"),
    "another format": (
        lambda c: (c / "manifest.json").write_text((c / "manifest.json").read_text().replace("copy-1", "copy-9")),
        Refused,
        "of format scoring-copy-9, this is scoring-copy-1",
    ),
    "no folder": (shutil.rmtree, Refused, "not a copy that scoring backup made"),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_what_is_no_whole_copy_is_refused_and_nothing_is_written(copy: Path, target: Settings, what: str) -> None:
    change, kind, said = DAMAGED[what]
    change(copy)
    for ask in (check, restore):
        with pytest.raises(kind, match=said):
            ask(target, copy)
    assert everything(target.data) == {}


def test_another_key_or_none_puts_nothing_back(copy: Path, target: Settings, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="the ledger's key is not here"):
        restore(replace(target, ledger_key=""), copy)
    (tmp_path / "another").write_text("ab" * 32)
    with pytest.raises(Damaged, match="a copy of another ledger"):
        restore(target, copy, tmp_path / "another")
    assert everything(target.data) == {}


def test_a_key_is_put_where_it_belongs(copy: Path, target: Settings, tmp_path: Path) -> None:
    target = replace(target, ledger_key="")
    restore(target, copy, tmp_path / "key")
    assert Places.of(target).key.read_bytes() == (tmp_path / "key").read_bytes()
    assert verdicts(target) == ["identical"] * 4


def test_what_stands_there_is_named_at_once_and_stays(copy: Path, target: Settings) -> None:
    with closing(Ledger.open(replace(target, ledger_key=""))) as ledger:
        ledger.append(ANA, View(NEW, "client"))
    (target.data / "access").mkdir()
    (target.data / "access" / "keys.json").write_text("mine")
    amended = next((copy / "amended").iterdir()).name
    (target.data / "amended").mkdir()
    (target.data / "amended" / amended).write_text("mine")
    (target.data / "store").mkdir()
    (target.data / "store" / "current").write_text("mine")
    target = replace(target, ledger_head=str(target.data / "elsewhere"))
    before = everything(target.data)
    with pytest.raises(Refused) as refused:
        restore(target, copy)
    said = [fault.rpartition(": ")[0].rsplit("/", 1)[-1] for fault in refused.value.faults]
    assert said == ["keys.json", amended, "current", "ledger.db"]
    assert everything(target.data) == before


def test_a_head_of_more_records_stays(copy: Path, on_sqlite: Settings, target: Settings) -> None:
    with closing(Ledger.open(on_sqlite)) as ledger:
        ledger.append(ANA, View(NEW, "client"))
    with pytest.raises(Refused, match="of 9 records, and it is not the same"):
        restore(on_sqlite, copy)
    with pytest.raises(Refused, match="the head of another ledger, or of one with other records"):
        restore(replace(target, ledger_head=str(on_sqlite.data / "ledger-head")), copy)


def test_a_log_without_its_ledger_stays(copy: Path, target: Settings) -> None:
    (target.data / "ledger").mkdir(parents=True)
    (target.data / "ledger" / "ledger.db-wal").write_text("x")
    with pytest.raises(Refused, match="the log of a ledger that is gone"):
        restore(target, copy)


STEPS = ("_put", "_put_ledger")


@pytest.mark.parametrize("step", STEPS)
def test_what_was_stopped_is_finished_by_calling_it_again(
    copy: Path, target: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    done, went_on = [], getattr(restoring, step)

    def stopped(*given: object) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(given)
        went_on(*given)
        if step == "_put_ledger":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(restoring, step, stopped)
        with pytest.raises(KeyboardInterrupt):
            restore(target, copy)
    restore(target, copy)
    assert verdicts(target) == ["identical"] * 4


def test_checking_writes_nothing(copy: Path, target: Settings) -> None:
    before = everything(copy)
    found = check(target, copy)
    assert (found.contents.records, found.ledger is not None) == (8, True)
    assert (everything(copy), target.data.exists()) == (before, False)
