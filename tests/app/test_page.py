"""The page as a whole: its parts, its door, and what its kernel may hold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from advisor import page
from advisor.page import Page
from advisor.state import GENERAL
from scoring.pipeline import Run
from scoring.serving.http import Api
from tests.app.fake_clients import GRANTED, REFUSED
from tests.app.fake_questions import FakeQuestions

ROOT = Path(__file__).parents[2]
HEAVY = ("shap", "catboost", "duckdb", "sklearn", "pyarrow", "pandas", "numpy", "matplotlib", "bqplot", "rich", "click")

THIN = f"""
import sys
from advisor.page import Page
from tests.app.fake_clients import REFUSED
from tests.app.fake_questions import FakeQuestions
opened = Page(FakeQuestions())
opened.state.client = REFUSED
assert opened.state.case is not None and opened.state.notice is None
print([name for name in {HEAVY!r} if name in sys.modules])
"""


@pytest.fixture
def opened() -> Page:
    return Page(FakeQuestions())


def test_the_kernel_is_thin_until_a_chart_is_drawn() -> None:
    done = subprocess.run([sys.executable, "-c", THIN], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_with_an_address_the_scoring_process_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCORING_API", "http://127.0.0.1:9")
    assert isinstance(page.open().state.questions, Api)


def test_without_an_address_the_store_answers_here(monkeypatch: pytest.MonkeyPatch, tiny_run: Run) -> None:
    monkeypatch.delenv("SCORING_API", raising=False)
    monkeypatch.setenv("SCORING_DATA", str(tiny_run.settings.data))
    state = page.open().state
    state.client = state.questions.find("").ids[0]
    state.panel = "compare"
    assert state.notice is None
    assert state.case is not None


def test_opening_asks_nothing() -> None:
    # A waiting kernel is executed before the scoring process is ready.
    questions = FakeQuestions()
    questions.broken = RuntimeError("asked too early")
    assert Page(questions).state.notice is None


def test_the_document_follows_the_state(opened: Page) -> None:
    assert (opened.frame.language, opened.frame.title) == ("fr", "Prêt à dépenser · scoring")
    opened.state.client = REFUSED
    opened.state.language = "en"
    assert opened.frame.language == "en"
    assert opened.frame.title == "Client 100\u202f002 · Prêt à dépenser · scoring"
    assert opened.frame.marks[".adv-why"] == {"role": "region", "aria-label": "Reasons for the score"}
    assert opened.frame.marks[".adv-main"] == {"role": "main"}
    assert opened.frame.marks[".adv-wide"]["tabindex"] == "0"
    assert opened.frame.lost == (
        "Connection lost: this page no longer answers. Reload it; the client shown will be opened again.",
        "Reload",
    )


@pytest.mark.parametrize(
    ("address", "client", "panel"),
    [
        (f"?client={GRANTED}", GRANTED, "client"),
        (f"?client={GRANTED}&panel=history", GRANTED, "history"),
        ("?panel=compare", None, "compare"),
        (f"?client={GRANTED}&client={REFUSED}", REFUSED, "client"),
        ("", None, "client"),
        ("?client=&panel=", None, "client"),
        ("?client=x&panel=money", None, "client"),
        ("?client=²&other=1", None, "client"),
        ("?client=" + "1" * 5000, None, "client"),
    ],
)
def test_an_address_opens_a_client_and_a_panel(opened: Page, address: str, client: int | None, panel: str) -> None:
    opened.frame.address = address
    assert (opened.state.client, opened.state.panel, opened.state.notice) == (client, panel, None)


@pytest.mark.parametrize(
    ("address", "language", "place"),
    [
        ("?lang=en", "en", "?lang=en"),
        (f"?lang=en&client={GRANTED}", "en", f"?lang=en&client={GRANTED}&panel=client"),
        (f"?lang=fr&client={GRANTED}", "fr", f"?client={GRANTED}&panel=client"),
        ("?lang=de", "fr", ""),
        ("?lang=", "fr", ""),
    ],
)
def test_an_address_has_its_language(opened: Page, address: str, language: str, place: str) -> None:
    opened.frame.address = address
    assert (opened.state.language, opened.frame.place, opened.state.notice) == (language, place, None)


def test_the_language_stays_in_the_address(opened: Page) -> None:
    opened.state.client = REFUSED
    opened.state.language = "en"
    assert opened.frame.place == f"?lang=en&client={REFUSED}&panel=client"
    opened.state.client = 999999
    opened.state.language = "fr"
    assert opened.frame.place == f"?client={REFUSED}&panel=client"


def test_another_client_is_a_step_and_another_panel_is_none(opened: Page) -> None:
    steps: list[tuple[str, bool]] = []
    opened.frame.observe(lambda change: steps.append((change.new, opened.frame.anew)), "place")
    opened.state.client = REFUSED
    opened.state.panel = "history"
    opened.state.client = GRANTED
    opened.state.language = "en"
    opened.state.client = None
    opened.state.act("everybody", "portfolio")
    opened.state.act("arrive", f"?client={REFUSED}&panel=history")
    assert steps == [
        (f"?client={REFUSED}&panel=client", True),
        (f"?client={REFUSED}&panel=history", False),
        (f"?client={GRANTED}&panel=history", True),
        (f"?lang=en&client={GRANTED}&panel=history", False),
        ("?lang=en", True),
        ("?lang=en&panel=portfolio", True),
        (f"?lang=en&client={REFUSED}&panel=portfolio", False),
        (f"?lang=en&client={REFUSED}&panel=history", False),
    ]


@pytest.mark.parametrize(
    ("step", "client", "panel"),
    [
        (f"?client={GRANTED}&panel=history", GRANTED, "history"),
        ("?panel=portfolio", None, "portfolio"),
        ("?lang=en", None, "client"),
        ("", None, "client"),
    ],
)
def test_a_step_taken_back_is_followed(opened: Page, step: str, client: int | None, panel: str) -> None:
    opened.state.client = REFUSED
    opened.state.panel = "portfolio"
    opened.frame._hear(opened.frame, {"act": "arrive", "value": step}, [])
    assert (opened.state.client, opened.state.panel) == (client, panel)
    assert (opened.state.language, opened.state.notice) == ("fr", None)  # going back is not changing the language
    assert not opened.frame.anew


def test_the_browser_remembers_the_fields_chosen(opened: Page) -> None:
    opened.state.act("pin", "AMT_CREDIT")
    assert opened.frame.kept == ("AMT_CREDIT",)
    opened.frame.kept = ("DAYS_BIRTH", "no field of ours", "AMT_CREDIT")
    assert opened.state.chosen == opened.frame.kept == ("DAYS_BIRTH", "AMT_CREDIT")


def test_an_address_of_nobody_is_told(opened: Page) -> None:
    opened.frame.address = "?client=999999"
    assert opened.state.notice is not None
    assert opened.state.notice.kind == "unknown"


def test_the_address_leads_back(opened: Page) -> None:
    assert opened.frame.place == ""
    opened.state.client = REFUSED
    opened.state.panel = "compare"
    assert opened.frame.place == f"?client={REFUSED}&panel=compare"
    opened.state.client = 999999
    assert opened.frame.place == f"?client={REFUSED}&panel=compare"


def test_a_button_of_a_panel_acts(opened: Page) -> None:
    opened.frame._hear(opened.frame, {"act": "open", "value": str(GRANTED)}, [])
    assert opened.state.client == GRANTED
    opened.frame._hear(opened.frame, {"act": "nothing of that name"}, [])
    opened.frame._hear(opened.frame, {"act": "open", "value": "x"}, [])
    assert opened.state.notice is not None


def test_the_desk_shows_with_a_case_only(opened: Page) -> None:
    assert "adv-open" not in opened.widget._dom_classes
    opened.state.client = GRANTED
    assert "adv-open" in opened.widget._dom_classes
    opened.state.client = 999999
    assert "adv-open" not in opened.widget._dom_classes
    assert "adv-busy" not in opened.widget._dom_classes


def test_one_panel_shows_at_a_time(opened: Page) -> None:
    opened.state.client = REFUSED
    opened.tabs.control.value = "compare"
    shown = {name: panel.widget.layout.display != "none" for name, panel in opened.panels.items()}
    assert shown == {name: name == "compare" for name in opened.panels}
    opened.state.language = "en"
    assert opened.state.panel == "compare"
    assert opened.tabs.control.label == "Compare"


def test_the_foot_says_what_answers(opened: Page) -> None:
    assert opened.foot.value == ""
    opened.state.client = REFUSED
    assert "Modèle du 20 novembre 2026" in opened.foot.value
    assert "ces clients sont inventés" in opened.foot.value


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_text_of_the_page_can_be_said(language: str) -> None:
    opened = Page(FakeQuestions())
    opened.state.language = language
    for client in (REFUSED, GRANTED, 104507, 999999):
        opened.state.client = client
        for panel in opened.panels:
            opened.state.panel = panel
            assert opened.state.notice is None or opened.state.notice.kind == "unknown"


def test_the_notebook_is_a_door() -> None:
    notebook = json.loads((ROOT / "app" / "advisor.ipynb").read_text(encoding="utf-8"))
    (cell,) = notebook["cells"]
    assert len(cell["source"]) <= 10
    assert cell["outputs"] == []
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert notebook["metadata"]["title"] == "Prêt à dépenser · scoring"


@pytest.mark.parametrize("panel", GENERAL)
def test_a_panel_about_everybody_stands_alone(opened: Page, panel: str) -> None:
    opened.frame.address = f"?panel={panel}"
    assert "adv-general" in opened.widget._dom_classes
    assert opened.frame.place == f"?panel={panel}"
    assert opened.state.words.text(f"page.panel_{panel}") in opened.heading.value
    assert opened.frame.title.startswith(opened.state.words.text(f"page.panel_{panel}"))
    assert opened.frame.marks[".adv-details"]["aria-label"] == "Tous les clients"
    opened.state.client = GRANTED
    assert "adv-general" not in opened.widget._dom_classes
    assert opened.frame.place == f"?client={GRANTED}&panel={panel}"
    assert opened.heading.value == ""
    opened.state.client = None
    assert "adv-general" in opened.widget._dom_classes
    assert opened.frame.marks[".adv-details"]["aria-label"] == "Tous les clients"


def test_without_a_client_lists_and_invitation_come_back(opened: Page) -> None:
    opened.state.client = GRANTED
    opened.state.client = None
    assert opened.frame.place == ""
    assert opened.lists.widget.layout.display == ""
    assert not {"adv-open", "adv-general"} & set(opened.widget._dom_classes)
