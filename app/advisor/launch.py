"""Serves the page: a scoring process and Voilà, started, watched and stopped together."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from advisor.login import NO_LOGIN, Login
from advisor.voila_settings import voila_settings
from scoring.faults import Refused, refuse_if
from scoring.settings import is_loopback

HERE = Path(__file__).parent
LOOPBACK = "127.0.0.1"
PORTS_TRIED = 50
STARTING = 90.0
"""Seconds a process may take until it answers; loading the model takes a few."""
STOPPING = 12.0
"""Seconds a process may take to end before its group is killed."""


@dataclass(frozen=True)
class Part:
    """One process of the page, held by its keeper, and the path that answers once it is ready."""

    name: str
    keeper: subprocess.Popen[bytes]
    port: int
    path: str
    host: str = LOOPBACK

    def ready(self) -> bool:
        """Say whether it answers."""
        connection = HTTPConnection(self.host, self.port, timeout=2.0)
        try:
            connection.request("GET", self.path)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


class Ended(Exception):
    """A process of the page is no longer there, or never answered."""


def serve(
    data: Path,
    port: int = 8866,
    ready: Callable[[str], None] | None = None,
    host: str = LOOPBACK,
    login: Login | None = None,
) -> int:
    """Serve the page until Ctrl-C or SIGTERM (0) or until one of its processes ends (1).

    `data` is the data folder that the scoring process answers from. A busy port is left for the
    next free one. Once the page answers, its address is printed and handed to `ready`.
    Raises Refused when the page cannot be served from this environment, and on another host than
    loopback without a login.
    """
    if login is None and not is_loopback(host):
        raise Refused(NO_LOGIN)
    notebook = find_notebook()
    free = free_port(port, host)
    key = secrets.token_urlsafe(32) if login else ""
    if free != port:
        print(f"Port {port} is busy: serving on {free}.", flush=True)
    try:
        with ExitStack() as stack:
            stack.enter_context(_terminable())
            workspace = Path(stack.enter_context(_workspace()))
            api = stack.enter_context(_scoring(data, key))
            voila = stack.enter_context(_voila(notebook, free, api.port, workspace, host, login, key))
            _wait((api, voila))
            address = f"http://{host if login else 'localhost'}:{free}"
            print(f"The advisor's page is served on {address} (Ctrl-C stops it).", flush=True)
            if ready is not None:
                ready(address)
            _watch((api, voila))
    except KeyboardInterrupt:
        return 0
    except Ended as fault:
        print(fault, file=sys.stderr, flush=True)
        return 1
    return 0


def scoring_command(port: int) -> list[str]:
    """Give the command of the scoring process."""
    return [sys.executable, "-m", "scoring.cli", "api", "--port", str(port)]


def find_notebook() -> Path:
    """Find the page's notebook: inside the installed package, or beside it in a checkout."""
    refuse_if(
        f"the page needs the package {name}, which is not installed: pip install '.[app]'"
        for name in ("voila", "ipykernel")
        if find_spec(name) is None
    )
    for place in (HERE, HERE.parent):
        if (place / "advisor.ipynb").is_file():
            return place / "advisor.ipynb"
    raise Refused(f"the page's notebook advisor.ipynb is neither in {HERE} nor beside it: install again")


def free_port(first: int, host: str = LOOPBACK) -> int:
    """Give the first port from `first` on that nobody serves on the host or on loopback; 0 means any."""
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        if first == 0 or not _served(port):
            with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((host, port))
                except OSError:
                    continue
                return int(probe.getsockname()[1])
    raise Refused(f"no free port from {first} to {first + PORTS_TRIED - 1}: give another with --port")


def _served(port: int) -> bool:
    """Say whether "localhost" already answers there, by either version of IP."""
    try:
        socket.create_connection(("localhost", port), timeout=0.5).close()
    except OSError:
        return False
    return True


@contextmanager
def _workspace() -> Iterator[str]:
    # Paths of sockets must be short: macOS's own temporary folder is too deep for them.
    place = "/tmp" if os.name == "posix" else None  # noqa: S108
    with tempfile.TemporaryDirectory(prefix="advisor-", dir=place, ignore_cleanup_errors=True) as folder:
        yield folder


@contextmanager
def _scoring(data: Path, key: str) -> Iterator[Part]:
    port = free_port(0)
    environment = os.environ | {"SCORING_DATA": str(data.resolve())}
    if key:
        # It answers the page alone, which names its users; other programs of this machine need a key.
        environment |= {"SCORING_PAGE_KEY": sha256(key.encode()).hexdigest(), "SCORING_LOCAL_ROLE": "nobody"}
    else:
        environment.setdefault("SCORING_LOG", "faults")  # one person's terminal, not a service's log
    with _kept(scoring_command(port), environment, Path.cwd()) as keeper:
        yield Part("scoring process", keeper, port, "/ready")


@contextmanager
def _voila(
    notebook: Path, port: int, api: int, workspace: Path, host: str, login: Login | None, key: str
) -> Iterator[Part]:
    settings = voila_settings(port, workspace, host, login)
    (workspace / "voila.json").write_text(json.dumps(settings), encoding="utf-8")
    environment = os.environ | {
        "SCORING_API": f"http://{LOOPBACK}:{api}",
        "JUPYTER_PATH": str(HERE / "jupyter"),  # the template and the kernel of the page
        "JUPYTER_CONFIG_DIR": str(workspace),  # not the settings of whoever starts it
        "IPYTHONDIR": str(workspace / "ipython"),
    }
    if key:
        environment["SCORING_API_KEY"] = key
    command = [sys.executable, "-m", "voila", str(notebook)]
    with _kept(command, environment, workspace) as keeper:
        asked = LOOPBACK if host in ("0.0.0.0", "::", "localhost") else host  # noqa: S104 - compared, not bound
        yield Part("page server", keeper, port, "/voila/static/voila.js", asked)


@contextmanager
def _kept(command: list[str], environment: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command under a keeper, which ends it when this process leaves or dies."""
    keeper = subprocess.Popen(  # noqa: S603 - our own modules, no shell
        [sys.executable, str(HERE / "keep.py"), *command],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=folder,
        start_new_session=True,  # Ctrl-C is for the launcher, which stops the others in order
    )
    stopping = threading.Event()
    relay = threading.Thread(target=_relay, args=(keeper.stderr, stopping), daemon=True)
    relay.start()
    try:
        yield keeper
    except KeyboardInterrupt:
        stopping.set()
        raise
    finally:
        if keeper.stdin is not None:
            keeper.stdin.close()
        _end(keeper)
        relay.join(2.0)


def _relay(lines: IO[bytes], stopping: threading.Event) -> None:
    """Pass on what a part says, but not how it complains of being stopped."""
    for line in lines:
        if not stopping.is_set():
            sys.stderr.write(line.decode(errors="replace"))
            sys.stderr.flush()


def _end(keeper: subprocess.Popen[bytes]) -> None:
    """Wait for a keeper; one that does not end, or was killed, cannot answer for its group."""
    try:
        ended = keeper.wait(STOPPING) >= 0
    except subprocess.TimeoutExpired:
        ended = False
    if not ended and hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(keeper.pid, signal.SIGKILL)
    keeper.kill()
    keeper.wait()


def _wait(parts: tuple[Part, ...]) -> None:
    deadline = time.monotonic() + STARTING
    for part in parts:
        while not part.ready():
            _check(parts)
            if time.monotonic() > deadline:
                raise Ended(f"The {part.name} did not answer within {STARTING:.0f} s: stopped everything.")
            time.sleep(0.1)


def _watch(parts: tuple[Part, ...]) -> None:
    while True:
        _check(parts)
        time.sleep(0.5)


def _check(parts: tuple[Part, ...]) -> None:
    for part in parts:
        if (status := part.keeper.poll()) is not None:
            raise Ended(f"The {part.name} ended by itself (status {status}): stopped everything.")


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM stop as Ctrl-C does, where signals can be handled: in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
