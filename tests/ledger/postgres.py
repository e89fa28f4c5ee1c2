"""A real PostgreSQL of Debian's package, for the ledger's tests: `python -m tests.ledger.postgres`.

Prints what it found, or fetched when root; without one the tests on it are skipped, and say so.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

USER = "postgres"
"""The database's superuser, and whom the server runs as when the tests run as root: it refuses root."""
PATIENCE = 60.0
FETCHING = 600
MISSING = "NOT TESTED: there is no PostgreSQL here, so the ledger was not tried on one"


def find() -> Path | None:
    """Give the folder of the newest server's programs, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    own = shutil.which("initdb")
    return found[-1].parent if found else Path(own).parent if own else None


@dataclass
class Server:
    """A server on a free loopback port, with a password, in a folder of its own."""

    programs: Path
    folder: Path
    port: int
    password: str
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = ["-D", str(self.folder / "data"), "-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen([self.programs / "postgres", *options], stdout=log, stderr=log, **as_user())
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.1)

    def crash(self) -> None:
        """End it at once: what it did not write to disk is lost, as in a crash."""
        assert self.process is not None
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(PATIENCE)

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/postgres"

    def new_schema(self) -> str:
        """Make an empty schema, and give the address by which it is all there is: a database takes longer."""
        name = f"ledger_{secrets.token_hex(4)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"{self.url}?options=-csearch_path%3D{name}"


def as_user() -> dict[str, Any]:
    """Give what runs a program as the server's user, when this is root."""
    return {"user": USER, "group": USER, "extra_groups": []} if os.geteuid() == 0 else {}


@contextmanager
def serving(programs: Path) -> Iterator[Server]:
    """Make a new server, and remove it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Not below pytest's folder, which is closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="scoring-postgres-"))
    server = Server(programs, folder, port, secrets.token_hex(8))
    try:
        (folder / "password").write_text(server.password)
        if as_user():
            for path in (folder, folder / "password"):
                shutil.chown(path, USER, USER)
        initdb = [programs / "initdb", "-D", str(folder / "data"), "-U", USER, "-A", "scram-sha-256"]
        subprocess.run(
            [*initdb, "--pwfile", str(folder / "password")],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **as_user(),
        )
        server.start()
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.crash()
        shutil.rmtree(folder)


def main() -> None:
    """Say which PostgreSQL the tests will use, fetching one if there is none."""
    if find() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        install = "apt-get -qq update && apt-get -qq install --yes --no-install-recommends postgresql"
        command = f"DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; {install}"
        try:
            subprocess.run(["sh", "-c", command], timeout=FETCHING, check=False, stdout=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            print("ledger test: apt-get did not bring a PostgreSQL in time", flush=True)
    print(f"ledger test: {find() or MISSING}", flush=True)


if __name__ == "__main__":
    main()
