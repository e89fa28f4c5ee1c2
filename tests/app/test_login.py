"""Beyond this machine the page opens only for whom a trusted proxy names, and asks the API in their name."""

from __future__ import annotations

import hashlib
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from tornado.httputil import HTTPHeaders
from tornado.web import HTTPError

from advisor import launch, page
from advisor.login import Login, User, visitor
from advisor.proxied import NO_ROLE, SECRET, ProxiedIdentity
from advisor.roles import Roles
from advisor.voila_settings import voila_settings
from scoring.api import make
from scoring.faults import Refused
from scoring.settings import Settings
from scoring.words import LANGUAGES, words
from tests.api.fake import Fake
from tests.api.live import live

ROOT = Path(__file__).parents[2]
WORD = "a-secret-of-the-proxy-0123456789abcdef"
USER, GROUPS = "X-Forwarded-User", "X-Forwarded-Groups"
ALL = Roles("", {"advisor": "advisor", "manager": "manager"}, "advisor")
"""All have one role."""


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_text(f"{WORD}\n", encoding="utf-8")
    return file


def test_a_proxy_is_known_by_its_address_or_its_secret(secret: Path) -> None:
    by_both = Login.of(Settings(proxy_user=USER, proxy_addresses="10.0.0.7, ::1", proxy_secret=str(secret)))
    assert by_both == Login(USER, ("10.0.0.7", "::1"), hashlib.sha256(WORD.encode()).hexdigest(), ALL)
    assert Login.of(Settings(proxy_user=USER, proxy_addresses="10.0.0.7")).secret == ""


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "set SCORING_PROXY_USER"),
        ({"proxy_user": USER}, "SCORING_PROXY_ADDRESSES or SCORING_PROXY_SECRET"),
        ({"proxy_addresses": "10.0.0.7"}, "set SCORING_PROXY_USER"),
        ({"proxy_user": "a b", "proxy_addresses": "10.0.0.7"}, "is not the name of a header"),
        ({"proxy_user": USER, "proxy_addresses": "10.0.0.0/8"}, "10.0.0.0/8 is not an address"),
        ({"proxy_user": USER, "proxy_secret": "nothing"}, "nothing cannot be read"),
        ({"proxy_user": USER, "proxy_addresses": "::1", "proxy_roles": "a b"}, "PROXY_ROLES: is not the name of a"),
        ({"proxy_user": USER, "proxy_addresses": "::1", "proxy_roles": USER.lower()}, "the header that names the user"),
        ({"proxy_user": USER, "proxy_addresses": "::1", "page_roles": "heads=manager"}, "set SCORING_PROXY_ROLES"),
        ({"proxy_user": USER, "proxy_addresses": "::1", "page_role": "nobody"}, "nobody could open the page"),
    ],
)
def test_half_a_login_is_refused(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        Login.of(Settings(**given))


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "short").write_text("short", encoding="utf-8")
    with pytest.raises(Refused, match="fewer than 32 characters"):
        Login.of(Settings(proxy_user=USER, proxy_secret=str(tmp_path / "short")))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_without_a_login_only_this_machine_is_served(tmp_path: Path, host: str) -> None:
    with pytest.raises(Refused, match="opens only for users whom a login names"):
        launch.serve(tmp_path, host=host)


PROXY = "10.0.0.7"
REQUESTS = [
    # from, headers, user
    (PROXY, {USER: "ana", SECRET: WORD}, "ana"),
    (PROXY, {USER: "ana@example.org", SECRET: WORD}, "ana@example.org"),
    (PROXY, {USER: "ana"}, None),
    (PROXY, {USER: "ana", SECRET: WORD + "x"}, None),
    ("10.0.0.8", {USER: "ana", SECRET: WORD}, None),
    (PROXY, {SECRET: WORD}, None),
    (PROXY, {USER: "", SECRET: WORD}, None),
    (PROXY, {USER: "ana\tben", SECRET: WORD}, None),
    (PROXY, {USER: "a" * 65, SECRET: WORD}, None),
]


@pytest.mark.parametrize(("address", "headers", "user"), REQUESTS)
def test_the_proxy_names_the_user(address: str, headers: dict[str, str], user: str | None) -> None:
    assert named(address, HTTPHeaders(headers)) == user
    assert named(address, HTTPHeaders(headers | {GROUPS: "heads"}), GROUPED) == user  # what names roles lets nobody in


GROUPED = Roles(GROUPS, {"heads": "manager", "desk": "advisor", "équipe": "manager"}, "nobody")


@pytest.mark.parametrize(
    ("groups", "user"),
    [
        # the header's lines | who is let in
        (["heads"],             "ana"),
        (["staff,desk"],        "ana"),
        (["staff"],             None),
        (["manager"],           None),  # it is groups that count
        ([""],                  None),
        ([],                    None),
        (["desk", "heads"],     None),  # one may be what ana sent herself
    ],
)  # fmt: skip
def test_who_has_no_role_is_not_let_in(groups: list[str], user: str | None, caplog: pytest.LogCaptureFixture) -> None:
    headers = HTTPHeaders({USER: "ana", SECRET: WORD})
    for line in groups:
        headers.add(GROUPS, line)
    with caplog.at_level(logging.ERROR):
        assert named(PROXY, headers, GROUPED) == user
    assert [record.message for record in caplog.records] == ([] if user else [NO_ROLE])


def test_without_their_setting_groups_are_not_read() -> None:
    assert named(PROXY, HTTPHeaders({USER: "ana", SECRET: WORD, GROUPS: "staff"})) == "ana"


def test_two_names_are_none() -> None:
    headers = HTTPHeaders({USER: "ana", SECRET: WORD})
    headers.add(USER, "ben")
    assert named(PROXY, headers) is None


def named(address: str, headers: HTTPHeaders, roles: Roles = ALL) -> str | None:
    """Whom the page takes a request's sender for; None when it answers 403."""
    digest = hashlib.sha256(WORD.encode()).hexdigest()
    identity = ProxiedIdentity(header=USER, addresses=[PROXY], secret=digest, roles=asdict(roles))
    request = SimpleNamespace(headers=headers, remote_ip=address)
    try:
        return identity.get_user(SimpleNamespace(request=request)).username  # type: ignore[arg-type]
    except HTTPError as refusal:
        assert refusal.status_code == 403
        return None


def test_voila_is_told_of_the_login(tmp_path: Path) -> None:
    login = Login(USER, (PROXY,), "", GROUPED)
    told, plain = voila_settings(1, tmp_path, "0.0.0.0", login), voila_settings(1, tmp_path)
    assert told["Voila"]["identity_provider_class"] == "advisor.proxied.ProxiedIdentity"
    assert told["VoilaConfiguration"]["http_header_envs"] == [USER, GROUPS]
    assert Login(USER, (PROXY,), "", ALL).headers == [USER]
    assert Roles(**told["ProxiedIdentity"]["roles"]) == GROUPED
    assert not told["VoilaConfiguration"]["preheat_kernel"]  # a kernel that waits belongs to nobody
    assert told["VoilaConfiguration"]["multi_kernel_manager_class"] == "advisor.kernels.Owned"
    assert plain["VoilaConfiguration"]["multi_kernel_manager_class"] == "advisor.kernels.Waiting"
    assert plain["Voila"]["identity_provider_class"] == "advisor.proxied.OwnIdentity"
    assert plain["Voila"]["ip"] == "127.0.0.1"


SERVE = f"""
import sys
from pathlib import Path
from advisor import launch
from advisor.login import Login
from advisor.roles import Roles
launch.scoring_command = lambda port: [sys.executable, {str(Path(__file__).with_name("fake_scoring.py"))!r}, str(port)]
login = Login({USER!r}, ("127.0.0.1",), {hashlib.sha256(WORD.encode()).hexdigest()!r}, {GROUPED!r})
sys.exit(launch.serve(Path(sys.argv[1]), int(sys.argv[2]), host="127.0.0.1", login=login))
"""


@pytest.fixture
def launched(tmp_path: Path) -> Iterator[tuple[int, psutil.Process]]:
    """A page behind a login: its port, and the process that started it."""
    command = [sys.executable, "-c", SERVE, str(tmp_path), str(launch.free_port(0))]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    said = next(line for line in process.stdout if "http://" in line)
    yield int(said.split("http://127.0.0.1:")[1].split()[0]), psutil.Process(process.pid)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0


@pytest.mark.skipif(os.name != "posix", reason="processes are stopped the POSIX way")
def test_a_visitor_is_let_in_by_the_proxy_alone(launched: tuple[int, psutil.Process]) -> None:
    port, launcher = launched
    for path in ("/", "/api/kernels", "/voila/render/advisor.ipynb", "/api/contents", "/login"):
        assert (status(port, path), status(port, path, {USER: "ana"})) == (403, 403)
        assert status(port, path, {USER: "ana", SECRET: WORD, GROUPS: "staff"}) == 403
    refused = answered(port, "/", {USER: "ana", SECRET: WORD, GROUPS: "staff"})[1]
    assert all(words(language).text("page.no_role") in refused for language in LANGUAGES)
    assert "https://" not in refused
    sent = "staff,équipe".encode().decode("latin-1")  # in UTF-8
    assert status(port, "/", {USER: "ana", SECRET: WORD, GROUPS: sent, "Host": "scoring.example"}) == 200
    kernel = next(one for one in launcher.children(recursive=True) if "ipykernel" in " ".join(one.cmdline()))
    told = kernel.environ()
    given = Settings(proxy_user=USER, proxy_roles=GROUPS, page_roles="équipe=manager", proxy_secret="not read again")
    assert visitor(given, told) == User("ana", ("manager",))
    assert len(told["SCORING_API_KEY"]) >= 43


def test_the_page_asks_in_its_users_name(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    guarded = Settings(local_role="nobody", page_key=hashlib.sha256(WORD.encode()).hexdigest())
    told = {"SCORING_API_KEY": WORD, "SCORING_PROXY_USER": USER, "HTTP_X_FORWARDED_USER": "ana"}
    with live(make(Fake(), guarded)) as url, caplog.at_level(logging.INFO, logger="scoring"):
        for name, value in (told | {"SCORING_API": url, "SCORING_PROXY_ADDRESSES": "::1"}).items():
            monkeypatch.setenv(name, value)
        assert page.open().state.questions.groups() == Fake().groups()
        monkeypatch.setenv("SCORING_API_KEY", "another")
        with pytest.raises(Refused, match="The key does not open"):
            page.open().state.questions.groups()
    actors = [record.request["actor"] for record in caplog.records if hasattr(record, "request")]
    assert set(actors) == {"ana", None}


def status(port: int, path: str, headers: dict[str, str] | None = None) -> int:
    return answered(port, path, headers)[0]


def answered(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text
