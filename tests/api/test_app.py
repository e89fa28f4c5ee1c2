"""The page that documents the API loads whole from the API itself."""

from __future__ import annotations

import re

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


def test_the_page_sends_nothing_to_a_validator(api: TestClient) -> None:
    assert '"validatorUrl": null' in api.get("/docs").text
