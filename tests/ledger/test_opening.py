"""A ledger is made where there is none, and what cannot be opened is said in one sentence."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

import scoring.ledger
from scoring.faults import Damaged, Refused, Unavailable
from scoring.ledger import Altered, Keys, Ledger, View
from scoring.ledger.database import VERSION, Database
from scoring.ledger.schema import PAYLOAD, RECORD
from scoring.settings import Settings
from tests.ledger import raw
from tests.ledger.conftest import ANA, NEW
from tests.ledger.postgres import USER, Server


def test_the_newest_migration_is_the_version_of_the_code() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(scoring.ledger.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_heads() == [VERSION]


def test_the_migrations_make_the_tables_of_the_statements(ledger: Ledger, settings: Settings) -> None:
    engine = create_engine(Database(settings.ledger or f"sqlite:///{settings.data}/ledger/ledger.db")._url)
    for table in (RECORD, PAYLOAD):
        found = inspect(engine).get_columns(table.name)
        assert [(c["name"], c["nullable"]) for c in found] == [(c.name, c.nullable) for c in table.columns]
    engine.dispose()


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_key_and_the_file_are_their_owner_s_alone(ledger: Ledger, settings: Settings) -> None:
    ledger.append(ANA, View(NEW, "client"))
    folder = settings.data / "ledger"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert sorted(modes) == ["ledger.db", "ledger.db-shm", "ledger.db-wal", "ledger.key"]
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_file_is_written_ahead_and_flushed(ledger: Ledger) -> None:
    with ledger._database.reading() as connection:
        modes = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert modes == ["wal", 2]


def test_the_key_and_the_head_can_lie_elsewhere(
    settings: Settings, tmp_path: Path, opened: Callable[[Settings], Ledger]
) -> None:
    away = replace(settings, ledger_key=str(tmp_path / "a" / "key"), ledger_head=str(tmp_path / "b"))
    opened(away).append(ANA, View(NEW, "client"))
    assert (tmp_path / "a" / "key").is_file()
    assert (tmp_path / "b" / "head.json").is_file()
    assert opened(away).verify().head.count == 1


def test_looking_for_a_ledger_makes_none(settings: Settings) -> None:
    assert Ledger.find(settings) is None
    with pytest.raises(Refused, match="nothing is recorded: there is no ledger"):
        Ledger.existing(settings)
    assert not settings.data.exists()


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_database_that_is_gone_is_missed(settings: Settings, opened: Callable[[Settings], Ledger]) -> None:
    ledger = opened(settings)
    ledger.append(ANA, View(NEW, "client"))
    ledger.close()
    for file in (settings.data / "ledger").glob("ledger.db*"):
        file.unlink()
    with pytest.raises(Altered, match=r"ledger\.db is gone, and its head is still in"):
        Ledger.existing(settings)
    with pytest.raises(Altered, match="tells of 1 records that are not those in the ledger"):
        Ledger.open(settings)


@pytest.fixture
def key_alone(settings: Settings) -> Path:
    """The key of a ledger, and neither its records nor its head."""
    key = settings.data / "ledger" / "ledger.key"
    Keys.create(key)
    return key


def test_a_ledger_of_which_the_key_alone_is_left_is_missed(settings: Settings, key_alone: Path) -> None:
    for opening in (Ledger.open, Ledger.find, Ledger.existing):
        with pytest.raises(Altered, match=r"the key of a ledger is here; .* are not: put them back .* ledger begin"):
            opening(settings)
    assert not (settings.data / "ledger-head" / "head.json").exists()


def test_it_is_begun_anew_on_purpose_with_the_key_that_is_there(settings: Settings, key_alone: Path) -> None:
    before = key_alone.read_text()
    ledger = Ledger.begin(settings)
    assert ledger.append(ANA, View(NEW, "client")).sequence == 1
    assert (ledger.verify().head.count, key_alone.read_text()) == (1, before)
    ledger.close()
    with pytest.raises(Refused, match="is there; a ledger is begun where neither its records nor its head are"):
        Ledger.begin(settings)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda key: key.unlink(), "the ledger's key is not here; put it back"),
        (lambda key: key.write_text("secret"), "not a key of the ledger; it is 64 hexadecimal digits"),
        (lambda key: key.write_text("ab" * 31), "not a key of the ledger"),
        (lambda key: key.write_bytes(b"\xff" * 64), "not a key of the ledger"),
        (lambda key: (key.unlink(), key.mkdir()), "the ledger's key cannot be read"),
    ],
    ids=["gone", "no digits", "short", "bytes", "folder"],
)
def test_a_key_that_cannot_be_used_is_refused(
    ledger: Ledger, settings: Settings, change: Callable[[Path], object], said: str
) -> None:
    key = settings.data / "ledger" / "ledger.key"
    change(key)
    with pytest.raises(Refused, match=said) as raised:
        Ledger.open(settings)
    assert str(key) in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_database_of_a_newer_version_is_refused(ledger: Ledger, settings: Settings) -> None:
    with raw.connected(settings) as connection:
        connection.execute("UPDATE ledger_version SET version_num = '9999'")
    with pytest.raises(Refused, match="of version 9999, this is 0001"):
        Ledger.open(settings)


def test_another_program_s_tables_in_the_database_are_left_alone(
    settings: Settings, opened: Callable[[Settings], Ledger]
) -> None:
    if not settings.ledger:
        (settings.data / "ledger").mkdir(parents=True)
    with raw.connected(settings) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('of another')")
    assert opened(settings).append(ANA, View(NEW, "client")).sequence == 1
    with raw.connected(settings) as connection:
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == [("of another",)]


NO_ADDRESS = [
    "nonsense",
    "mysql://u:pw@localhost/x",
    "sqlite://",
    "sqlite:///:memory:",
    "http://localhost",
    "://",
    "a b",
]


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_what_is_no_address_of_a_ledger_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(Refused, match="is no address of a ledger; give sqlite:///FILE or postgresql://") as raised:
        Ledger.open(replace(Settings(), data=tmp_path / "data", ledger=address))
    assert "pw" not in str(raised.value)


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database " * 500)
    with pytest.raises(Damaged, match=r"notes\.txt cannot be used: file is not a database"):
        Ledger.open(replace(Settings(), data=tmp_path / "data", ledger=f"sqlite:///{tmp_path}/notes.txt"))


def test_nobody_at_the_address_is_said_without_the_password(tmp_path: Path) -> None:
    settings = replace(Settings(), data=tmp_path / "data", ledger="postgresql://ana:pw1234@127.0.0.1:1/x")
    with pytest.raises(Unavailable, match=r"the ledger postgresql.*@127\.0\.0\.1:1/x does not answer") as raised:
        Ledger.open(settings)
    assert "pw1234" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_wrong_password_is_said_and_not_told(server: Server, tmp_path: Path) -> None:
    address = f"postgresql://{USER}:pw1234@127.0.0.1:{server.port}/postgres"
    with pytest.raises(Unavailable, match="password authentication failed") as raised:
        Ledger.open(replace(Settings(), data=tmp_path / "data", ledger=address))
    assert "pw1234" not in str(raised.value)
