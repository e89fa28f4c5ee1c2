"""The advisor's page: the state, the panels and how they stand together."""

from __future__ import annotations

import os

from ipywidgets import HTML, Box, Tab
from traitlets import link

from advisor.frame import Frame
from advisor.panels.client import ClientPanel
from advisor.panels.compare import ComparePanel
from advisor.panels.find import Find
from advisor.panels.score import ScoreCard
from advisor.panels.standing import Standing
from advisor.panels.why import Why
from advisor.state import PANELS, State
from scoring.serving.http import Api
from scoring.serving.questions import Questions

API = "SCORING_API"
"""The environment variable that holds the address of the scoring process."""


class Page:
    """Every panel over one state, laid out; `widget` is what a notebook shows."""

    def __init__(self, questions: Questions) -> None:
        self.state = state = State(questions)
        self.frame = Frame()
        self.find, self.standing = Find(state), Standing(state)
        self.score, self.why = ScoreCard(state), Why(state)
        self.panels = {"client": ClientPanel(state), "compare": ComparePanel(state)}
        self.tabs = Tab([self.panels[name].widget for name in PANELS]).add_class("adv-tabs")
        self.foot = HTML().add_class("adv-foot")
        side = Box([self.why.widget, self.tabs]).add_class("adv-side")
        self.desk = Box([self.score.widget, side]).add_class("adv-desk")
        main = Box([self.standing.widget, self.desk]).add_class("adv-main")
        self.widget = Box([self.frame, self.find.widget, main, self.foot]).add_class("adv-page")
        link((self.frame, "still"), (state, "still"))
        self.tabs.observe(lambda change: setattr(state, "panel", PANELS[change.new or 0]), "selected_index")
        state.follow(self.name, "language", "case")
        state.follow(self.stand, "case", "busy", "panel")

    def name(self) -> None:
        """Give the document its language and title, and its landmarks their names."""
        text, case = self.state.words.text, self.state.case
        self.frame.language = self.state.language
        self.tabs.titles = tuple(text(f"page.panel_{name}") for name in PANELS)
        self.frame.title = text("page.title")
        if case is not None:
            client = self.state.formats.client(case.client.id)
            self.frame.title = f"{text('page.client_heading', client=client)} · {text('page.title')}"
        regions = {".adv-score": "score", ".adv-why": "why", ".adv-tabs": "panels"}
        self.frame.marks = {
            ".adv-header": {"role": "banner"},
            ".adv-main": {"role": "main"},
            ".adv-alert": {"role": "alert"},
            ".adv-count": {"role": "status"},
            ".adv-languages": {"role": "radiogroup", "aria-label": text("page.languages")},
        } | {selector: {"role": "region", "aria-label": text(f"page.region_{name}")} for selector, name in regions.items()}

    def stand(self) -> None:
        """Show what there is: the case, or what stands in for it."""
        for name, on in (("adv-open", self.state.case is not None), ("adv-busy", self.state.busy)):
            (self.widget.add_class if on else self.widget.remove_class)(name)
        self.tabs.selected_index = PANELS.index(self.state.panel)


def open(questions: Questions | None = None) -> Page:  # noqa: A001 - read as advisor.page.open
    """Open the page on the questions given, or on the scoring process, or on the local store.

    The scoring process is the one at the address in SCORING_API; without it, as in JupyterLab,
    the store of the data folder answers in this process.
    """
    if questions is None and API in os.environ:
        questions = Api(os.environ[API])
    return Page(questions if questions is not None else _local())


def _local() -> Questions:
    # Loaded only here: the served kernel never holds the model.
    from scoring.serving.local import Local
    from scoring.settings import Settings

    return Local.open(Settings.read(os.environ).data)
