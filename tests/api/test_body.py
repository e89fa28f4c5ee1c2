"""Bodies as bytes, as an attacker or a broken program would send them."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator

import httpx
import pytest
from fastapi.testclient import TestClient

from scoring.api import body as limits
from scoring.api import make
from scoring.api.strict import NO_NUMBER
from scoring.settings import Settings
from tests.api.fake import Fake
from tests.api.live import live

CANARY = "Dupont-4242.42"
JSON = "application/json"


def fields(value: str) -> bytes:
    """A body whose one field has this value, after one that carries the canary."""
    return b'{"fields": {"NAME": "%s", "AMT_CREDIT": %s}}' % (CANARY.encode(), value.encode())


HOSTILE: dict[str, tuple[int, bytes]] = {
    "empty": (400, b""),
    "spaces": (400, b"  \n "),
    "not json": (400, CANARY.encode()),
    "cut in a text": (400, fields("1")[:20]),
    "cut before the end": (400, fields("1")[:-1]),
    "something after the end": (400, fields("1") + b"}"),
    "two documents": (400, fields("1") * 2),
    "single quotes": (400, fields("1").replace(b'"', b"'")),
    "trailing comma": (400, b'{"fields": {"NAME": "%s",}}' % CANARY.encode()),
    "comment": (400, fields("1 /* one */")),
    "form": (400, b"client=900017&name=" + CANARY.encode()),
    "control character in a text": (400, fields('"a\nb"')),
    "byte order mark": (400, b"\xef\xbb\xbf" + fields("1")),
    "utf-16": (400, fields("1").decode().encode("utf-16")),
    "latin-1": (400, fields('"é"').decode().encode("latin-1")),
    "encoded surrogate": (400, b'{"fields": {"NAME": "\xed\xa0\x80"}}'),
    "gzip": (400, gzip.compress(fields("1"))),
    "nested 100,000 lists": (400, b"[" * 100_000),
    "nested 100,000 objects": (400, b'{"fields":' * 100_000),
    "null": (422, b"null"),
    "a list": (422, b'["%s"]' % CANARY.encode()),
    "a text": (422, b'"%s"' % CANARY.encode()),
    "a number": (422, b"4242"),
    "NaN": (422, fields("NaN")),
    "Infinity": (422, fields("Infinity")),
    "-Infinity": (422, fields("-Infinity")),
    "1e999": (422, fields("1e999")),
    "-1e999": (422, fields("-1e999")),
    "2**53 + 1": (422, fields(str(2**53 + 1))),
    "-2**53 - 1": (422, fields(str(-(2**53) - 1))),
    "1e300": (422, fields("1e300")),
    "an exponent of a hundred digits": (422, fields("1e" + "9" * 100)),
    "NaN in a history": (422, b'{"client": 900017, "histories": {"bureau": [{"AMT_CREDIT_SUM": NaN}]}}'),
    "nan in lower case": (400, fields("nan")),
    "+1": (400, fields("+1")),
    "leading zeros": (400, fields("0042")),
    "hexadecimal": (400, fields("0x4242")),
    "a point without digits": (400, fields("1.")),
    "NUL": (400, fields("1") + b"\x00"),
    "NUL in a text": (400, fields('"a\x00b"')),
    "utf-32": (400, fields("1").decode().encode("utf-32")),
    "utf-16 without a mark": (400, fields("1").decode().encode("utf-16-le")),
    "overlong utf-8": (400, b'{"fields": {"NAME": "\xc0\xaf"}}'),
    "cut in a character": (400, fields('"\u00e9"')[:-3]),
    "cut in an escape": (400, b'{"fields": {"NAME": "\\u00'),
    "a line of JSON after another": (400, fields("1") + b"\n" + fields("2")),
    "nested four hundred deep": (422, fields("[" * 400 + "]" * 400)),
    "a client of 2**53 + 1": (422, b'{"client": 9007199254740993}'),
    "client as object": (422, b'{"client": {"$ne": null}}'),
    "same member twice within a history": (422, b'{"histories": {"bureau": [{"A": 1, "A": 2}]}}'),
    "ten thousand digits": (422, fields("4242" * 2500)),
    "ten thousand decimals": (422, fields("9" * 10_000 + ".5")),
    "lone surrogate": (422, fields('"\\ud800"')),
    "reversed surrogates": (422, fields('"\\udc00\\ud800"')),
    "lone surrogate in a name": (422, b'{"fields": {"\\udfff": "%s"}}' % CANARY.encode()),
    "same member twice": (422, b'{"client": 900017, "client": 900018}'),
    "same field twice": (422, fields('1, "AMT_CREDIT": 2')),
    "same name in two spellings": (422, fields('1, "AMT\\u005fCREDIT": 2')),
    "boolean": (422, fields("true")),
    "list": (422, fields(f'["{CANARY}"]')),
    "object": (422, fields(f'{{"{CANARY}": 1}}')),
    "unknown member": (422, b'{"client": 900017, "%s": "%s"}' % (CANARY.encode(), CANARY.encode())),
    "prototype": (422, b'{"__proto__": {"client": 900017}}'),
    "client as text": (422, b'{"client": "%s"}' % CANARY.encode()),
    "client as digits in a text": (422, b'{"client": "900017"}'),
    "client as float": (422, b'{"client": 900017.5}'),
    "client true": (422, b'{"client": true}'),
    "client negative": (422, b'{"client": -4242}'),
    "fields null": (422, b'{"client": 900017, "fields": null}'),
    "fields a list": (422, b'{"client": 900017, "fields": [["NAME", "%s"]]}' % CANARY.encode()),
    "histories a list": (422, b'{"client": 900017, "histories": ["%s"]}' % CANARY.encode()),
    "history an object": (422, b'{"client": 900017, "histories": {"bureau": {"NAME": "%s"}}}' % CANARY.encode()),
    "history of texts": (422, b'{"client": 900017, "histories": {"bureau": ["%s"]}}' % CANARY.encode()),
    "history of null": (422, b'{"client": 900017, "histories": {"bureau": [null]}}'),
    "history value a list": (422, b'{"client": 900017, "histories": {"bureau": [{"NAME": ["%s"]}]}}' % CANARY.encode()),
    "unknown client": (404, b'{"client": 424242, "fields": {"NAME": "%s"}}' % CANARY.encode()),
    "a byte too large": (413, b" " * (limits.LARGEST + 1)),
    "a hundred thousand wrong fields": (413, b'{"fields": {%s}}' % b",".join(b'"C%d": []' % n for n in range(100_000))),
    "ten thousand wrong fields": (422, b'{"fields": {%s}}' % b",".join(b'"C%d": []' % n for n in range(10_000))),
}  # fmt: skip


@pytest.mark.parametrize(("status", "content"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_body_is_refused_and_not_repeated(api: TestClient, fake: Fake, status: int, content: bytes) -> None:
    response = api.post("/v1/predict", content=content, headers={"content-type": JSON})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["faults"]
    assert CANARY not in response.text
    assert "4242" not in response.text
    assert not fake.applications or status == 404


def test_what_json_leaves_open_is_said_with_its_place(api: TestClient) -> None:
    content = b'{"fields": {"AMT_CREDIT": NaN, "%s": 1e999}, "histories": {"bureau": [{"A": 1, "A": 2}, {}]}}'
    response = api.post("/v1/predict", content=content % CANARY.encode(), headers={"content-type": JSON})
    assert [fault.partition(",")[0] for fault in response.json()["faults"]] == [
        "body.fields.AMT_CREDIT is NaN",
        "body.fields.(an unknown field",
        "body.histories.bureau[0] holds the same name twice: keep one.",
    ]


@pytest.mark.parametrize(
    ("faults", "listed", "last"),
    [
        (99, 99, f"body.fields.AMT_CREDIT[98] {NO_NUMBER.format(name='NaN')}"),
        (100, 100, "1 more fault is not listed."),
        (1000, 100, "901 more faults are not listed."),
    ],
)
def test_of_many_faults_the_rest_is_counted(api: TestClient, faults: int, listed: int, last: str) -> None:
    many = b'{"fields": {"AMT_CREDIT": [%s 1]}}' % (b"NaN," * faults)
    said = api.post("/v1/predict", content=many, headers={"content-type": JSON}).json()["faults"]
    assert (len(said), said[-1]) == (listed, last)


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"]
)
def test_another_content_type_is_refused(api: TestClient, fake: Fake, kind: str) -> None:
    response = api.post("/v1/predict", content=b'{"client": 900017}', headers={"content-type": kind})
    assert response.status_code == 415
    assert response.json()["faults"] == ["The body must be JSON: set Content-Type to application/json."]
    assert not fake.applications


def test_a_body_of_the_largest_size_is_read(api: TestClient) -> None:
    content = b'{"client": 900018}'.ljust(limits.LARGEST)
    assert api.post("/v1/predict", content=content, headers={"content-type": JSON}).status_code == 200


def test_a_body_without_length_is_counted(api: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(limits.LARGEST // 1024 + 1):
            yield b" " * 1024

    response = api.post("/v1/predict", content=chunks(), headers={"content-type": JSON})
    assert response.status_code == 413


def test_a_sender_reads_why_its_body_was_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DRAINED", 2 * limits.LARGEST)
    content, headers = b" " * limits.DRAINED, {"content-type": JSON}
    with live(make(Fake())) as url:
        response = httpx.post(f"{url}/v1/predict", content=content, headers=headers)
    assert response.status_code == 413


def test_a_body_that_never_ends_is_given_up() -> None:
    head = f"POST /v1/predict HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {JSON}\r\nContent-Length: 99\r\n\r\n"
    with live(make(Fake(), Settings(body_seconds=0.05))) as url:
        with socket.create_connection(("127.0.0.1", httpx.URL(url).port or 0)) as slow:
            slow.sendall(head.encode() + b'{"client": 9000')
            answer = b"".join(iter(lambda: slow.recv(4096), b""))
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"connection: close" in answer
        assert httpx.get(f"{url}/health").status_code == 200
