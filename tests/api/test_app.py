"""The page that documents the API loads whole from the API itself."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from fastapi.testclient import TestClient


def test_the_page_asks_nothing_of_other_hosts(api: TestClient) -> None:
    page = api.get("/docs")
    assert page.status_code == 200
    assert "//" not in re.sub(r"^\s*//.*$|<!--.*?-->", "", page.text, flags=re.MULTILINE)


def test_everything_the_page_names_is_served(api: TestClient) -> None:
    named = re.findall(r"""(?:href|src|url)\s*[=:]\s*["']([^"']+)["']""", api.get("/docs").text)
    assert len(named) == 4
    for path in named:
        assert path.startswith("/")
        assert api.get(path).status_code == 200


def test_the_page_may_run_its_own_script_and_nothing_else(api: TestClient) -> None:
    page = api.get("/docs")
    (script,) = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = page.headers["content-security-policy"]
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("path", ["/health", "/docs", "/openapi.json", "/v1/groups", "/nowhere"])
def test_no_other_site_is_allowed_anything(api: TestClient, path: str) -> None:
    asked = {"origin": "https://other.example", "access-control-request-method": "GET"}
    for answer in (api.get(path, headers=asked), api.options(path, headers=asked)):
        assert [name for name in answer.headers if name.startswith("access-control")] == []
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_page_sends_nothing_to_a_validator(api: TestClient) -> None:
    assert '"validatorUrl": null' in api.get("/docs").text
