"""Serves the page: a scoring process and Voilà, started, watched and stopped together."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from advisor.login import NO_LOGIN, Login
from advisor.parts import LOOPBACK, Ended, Part, kept
from advisor.revived import Revived
from advisor.voila_settings import voila_settings
from scoring.faults import Refused, refuse_if
from scoring.settings import is_loopback

HERE = Path(__file__).parent
PORTS_TRIED = 50
STARTING = 90.0
"""Seconds a process may take until it answers; loading the model takes a few."""


def serve(
    data: Path,
    port: int = 8866,
    ready: Callable[[str], None] | None = None,
    host: str = LOOPBACK,
    login: Login | None = None,
) -> int:
    """Serve the page until Ctrl-C or SIGTERM (0) or until one of its processes ends (1).

    `data` is the data folder that the scoring process answers from. Once the page is served, a scoring
    process that ends is started again on its port, unless it ends too often. A busy port is left for the
    next free one. Once the page answers, its address is printed and handed to `ready`.
    Raises Refused when the page cannot be served from this environment, and on another host than
    loopback without a login.
    """
    if login is None and not is_loopback(host):
        raise Refused(NO_LOGIN)
    notebook = find_notebook()
    free = free_port(port, host)
    if free != port:
        print(f"Port {port} is busy: serving on {free}.", flush=True)
    try:
        with ExitStack() as stack:
            stack.enter_context(_terminable())
            scoring, voila = _begun(stack, data, notebook, free, host, login)
            _wait((scoring.part, voila))
            address = f"http://{host if login else 'localhost'}:{free}"
            print(f"The advisor's page is served on {address} (Ctrl-C stops it).", flush=True)
            if ready is not None:
                ready(address)
            _watch(scoring, voila)
    except KeyboardInterrupt:
        return 0
    except Ended as fault:
        print(fault, file=sys.stderr, flush=True)
        return 1
    return 0


def _begun(
    stack: ExitStack, data: Path, notebook: Path, port: int, host: str, login: Login | None
) -> tuple[Revived, Part]:
    """Begin the scoring process and the page's server, which the stack ends; with a login they share a key."""
    workspace = Path(stack.enter_context(_workspace()))
    asked, key = free_port(0), secrets.token_urlsafe(32) if login else ""
    scoring = stack.enter_context(Revived(lambda: _scoring(data, asked, key)))
    return scoring, stack.enter_context(_voila(notebook, port, asked, workspace, host, login, key))


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
def _scoring(data: Path, port: int, key: str) -> Iterator[Part]:
    environment = os.environ | {"SCORING_DATA": str(data.resolve())}
    if key:
        # It answers the page alone, which names its users; other programs of this machine need a key.
        environment |= {"SCORING_PAGE_KEY": sha256(key.encode()).hexdigest(), "SCORING_LOCAL_ROLE": "nobody"}
    else:
        environment.setdefault("SCORING_LOG", "faults")  # one person's terminal, not a service's log
    with kept(scoring_command(port), environment, Path.cwd()) as keeper:
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
    with kept(command, environment, workspace) as keeper:
        asked = LOOPBACK if host in ("0.0.0.0", "::", "localhost") else host  # noqa: S104 - compared, not bound
        yield Part("page server", keeper, port, "/voila/static/voila.js", asked)


def _wait(parts: tuple[Part, ...]) -> None:
    deadline = time.monotonic() + STARTING
    for part in parts:
        while not part.ready():
            for one in parts:
                one.check()
            if time.monotonic() > deadline:
                raise Ended(f"The {part.name} did not answer within {STARTING:.0f} s: stopped everything.")
            time.sleep(0.1)


def _watch(scoring: Revived, voila: Part) -> None:
    while True:
        scoring.check()
        voila.check()
        time.sleep(0.5)


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
