"""The launcher: what it starts answers, and nothing it started is left, however it ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest

from advisor import keep, launch
from advisor.revived import TRIES
from advisor.voila_settings import voila_settings
from scoring.faults import Refused

ROOT = Path(__file__).parents[2]
FAKE = Path(__file__).with_name("fake_scoring.py")
PATIENCE = 60.0

SERVE = f"""
import sys
from pathlib import Path
from advisor import launch, revived
revived.TRIES = int(sys.argv[3])
launch.scoring_command = lambda port: [sys.executable, {str(FAKE)!r}, str(port)]
sys.exit(launch.serve(Path(sys.argv[1]), int(sys.argv[2])))
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are watched the POSIX way")


def until(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < deadline:
        time.sleep(0.1)
    return true()


class Served:
    """A launcher in a process of its own, and everything below it."""

    def __init__(self, data: Path, port: int, tries: int) -> None:
        self.data = data
        command = [sys.executable, "-c", SERVE, str(data), str(port), str(tries)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        self.said: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if "http://localhost:" in line:
                break

    @property
    def port(self) -> int:
        return int(self.said[-1].split("http://localhost:")[1].split()[0])

    def process_named(self, text: str) -> psutil.Process:
        """The process itself, not its keeper."""
        found = psutil.Process(self.process.pid).children(recursive=True)
        return next(p for p in found if text in " ".join(p.cmdline()) and "keep.py" not in " ".join(p.cmdline()))

    def scoring(self) -> psutil.Process | None:
        """The scoring process of now; between two there is none."""
        try:
            return self.process_named("fake_scoring")
        except (StopIteration, psutil.NoSuchProcess):
            return None

    def kernel(self) -> psutil.Process:
        """The kernel that waits for the first visitor."""
        assert until(lambda: any("ipykernel" in " ".join(p.cmdline()) for p in self._all()))
        return self.process_named("ipykernel")

    def end(self) -> tuple[int, str]:
        _, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, err

    def gone(self) -> bool:
        return until(lambda: not any(p.is_running() and p.status() != "zombie" for p in self.watched))

    def watch(self) -> None:
        self.kernel()
        self.watched = self._all()
        assert len(self.watched) >= 5  # two keepers, the scoring process, Voilà, a kernel

    def _all(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    yield from _served(tmp_path)


@pytest.fixture
def worn(tmp_path: Path) -> Iterator[Served]:
    """A launcher that starts nothing again."""
    yield from _served(tmp_path, 0)


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A launcher that no test stops."""
    yield from _served(tmp_path_factory.mktemp("data"))


def _served(data: Path, tries: int = TRIES) -> Iterator[Served]:
    served = Served(data, launch.free_port(18866), tries)
    served.watch()
    workspace = served.process_named("-m voila").cwd()
    yield served
    served.process.kill()
    assert served.gone()
    shutil.rmtree(workspace, ignore_errors=True)  # a killed launcher cannot tidy up


def test_the_page_answers_on_loopback_with_its_policy(steady: Served) -> None:
    connection = HTTPConnection("127.0.0.1", steady.port, timeout=PATIENCE)
    connection.request("GET", "/")
    answer = connection.getresponse()
    html = answer.read().decode()
    assert answer.status == 200
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert '<html lang="fr">' in html
    assert "<title>Prêt à dépenser · scoring</title>" in html
    assert "from advisor" not in html
    assert "https://" not in html
    listening = {c.laddr.ip for p in steady.watched for c in p.net_connections("tcp") if c.status == "LISTEN"}
    assert listening == {"127.0.0.1"}
    assert any("-ipc-" in c.laddr for c in steady.kernel().net_connections("unix"))


def test_another_host_name_is_not_let_in(steady: Served) -> None:
    connection = HTTPConnection("127.0.0.1", steady.port, timeout=PATIENCE)
    connection.request("GET", "/", headers={"Host": "elsewhere.example"})
    assert connection.getresponse().status == 403


@pytest.mark.parametrize("path", ["/", "/api/kernels", "/voila/render/advisor.ipynb"])
def test_without_a_login_a_proxy_is_not_let_in(steady: Served, path: str) -> None:
    connection = HTTPConnection("127.0.0.1", steady.port, timeout=PATIENCE)
    connection.request("GET", path, headers={"X-Forwarded-For": "192.0.2.7"})
    assert connection.getresponse().status == 403


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_stopping_it_stops_everything(served: Served, how: signal.Signals) -> None:
    workspace = served.process_named("-m voila").cwd()
    served.process.send_signal(how)
    assert served.end() == (0, "")
    assert served.gone()
    assert not Path(workspace).exists()


def test_killing_it_leaves_nothing(served: Served) -> None:
    served.process.kill()
    assert served.gone()


@pytest.mark.parametrize(("part", "name"), [("fake_scoring", "scoring process"), ("-m voila", "page server")])
def test_a_part_that_dies_and_is_not_started_again_ends_the_rest(worn: Served, part: str, name: str) -> None:
    worn.process_named(part).kill()
    status, error = worn.end()
    assert status == 1
    assert f"The {name} ended by itself" in error
    assert "stopped everything" in error
    assert worn.gone()


def test_a_killed_keeper_takes_its_part_along_and_another_takes_its_place(served: Served) -> None:
    before = served.process_named("fake_scoring")
    before.parent().kill()
    assert until(lambda: served.scoring() not in (None, before))
    served.watched = [before, *served._all()]
    served.process.terminate()
    status, error = served.end()
    assert status == 0
    assert "starting it again (1 of 3 times within 60 s)" in error
    assert len(error.splitlines()) == 1
    assert served.gone()


def test_a_scoring_process_that_cannot_start_is_told(tmp_path: Path) -> None:
    script = SERVE.replace(str(FAKE), str(tmp_path / "nothing.py"))
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), "18866", "3"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "The scoring process ended by itself (status 2)" in done.stderr
    assert "http://localhost" not in done.stdout


def test_a_busy_port_is_left_for_the_next() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        assert launch.free_port(taken) > taken


def test_no_port_at_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "_served", lambda port: True)
    with pytest.raises(Refused, match="no free port from 20000 to 20049"):
        launch.free_port(20000)


def test_without_voila_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "find_spec", lambda name: None)
    with pytest.raises(Refused, match=r"pip install '\.\[app\]'"):
        launch.find_notebook()


def test_sockets_have_room_for_their_names(tmp_path: Path) -> None:
    # macOS allows 104 characters: the workspace, Voilà's folder, the kernel's id and its channel.
    with launch._workspace() as workspace:
        name = Path(workspace, "voila_12345678", f"kernel-{'0' * 36}-ipc-1")
    assert len(str(name)) < 104
    assert voila_settings(8866, tmp_path)["KernelManager"] == {"transport": "ipc"}


BEYOND = """
import subprocess, sys, time
one = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
print(one.pid, flush=True)
time.sleep(600)
"""


def test_what_a_part_started_in_a_session_of_its_own_ends_with_it() -> None:
    command = [sys.executable, str(Path(keep.__file__)), sys.executable, "-c", BEYOND]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as keeper:
        assert keeper.stdout is not None
        beyond = psutil.Process(int(keeper.stdout.readline()))
        assert keeper.stdin is not None
        keeper.stdin.close()
        keeper.wait(PATIENCE)
    assert until(lambda: not beyond.is_running())
