"""The advisor's page: the state, the panels and how they stand together."""

from __future__ import annotations

import logging
import os
from datetime import UTC, tzinfo
from urllib.parse import parse_qs, urlencode

from ipywidgets import HTML, Box, RadioButtons
from traitlets import link

from advisor.choice import Choice
from advisor.frame import Frame
from advisor.login import User, visitor
from advisor.panels.client import ClientPanel
from advisor.panels.compare import ComparePanel
from advisor.panels.decide import DecidePanel
from advisor.panels.find import Find
from advisor.panels.first import First
from advisor.panels.history import HistoryPanel
from advisor.panels.lists import ListsPanel
from advisor.panels.model import ModelPanel
from advisor.panels.offers import OffersPanel
from advisor.panels.portfolio import PortfolioPanel
from advisor.panels.score import ScoreCard
from advisor.panels.standing import Standing
from advisor.panels.whatif import WhatIfPanel
from advisor.panels.why import Why
from advisor.state import PANELS, State
from scoring.letters.markup import tag
from scoring.serving.http import Api
from scoring.serving.questions import Questions
from scoring.settings import OWNER, Settings
from scoring.words import LANGUAGES

API = "SCORING_API"
"""The environment variable that holds the address of the scoring process."""

ID_DIGITS = 12
"""No client's number is longer: a longer one in an address asks for nobody."""

NAMED = (
    (".adv-lists", "region", "region_lists"),
    (".adv-levels:not(.adv-decide-way)", "radiogroup", "client_level"),
    (".adv-score", "region", "region_score"),
    (".adv-first", "region", "region_first"),
    (".adv-why", "region", "region_why"),
    (".adv-details", "region", "region_panels"),
    (".adv-tabs", "radiogroup", "region_panels"),
    (".adv-languages", "radiogroup", "languages"),
    (".adv-why .adv-base", "radiogroup", "why_base"),
    (".adv-part .adv-base", "radiogroup", "letter_language"),
    (".adv-decide-way", "radiogroup", "decide_choice"),
)
MARKED = (
    (".adv-header", "banner"),
    (".adv-main", "main"),
    (".adv-foot", "contentinfo"),
    (".adv-alert", "alert"),
    (".adv-count", "status"),
    (".adv-status", "status"),
)
"""Landmarks and roles that ipywidgets cannot give, with a name from the words or without."""


Panel = (
    ClientPanel | HistoryPanel | ComparePanel | WhatIfPanel | OffersPanel | DecidePanel | ModelPanel | PortfolioPanel
)


class Page:
    """Every panel over one state, laid out; `widget` is what a notebook shows."""

    def __init__(
        self, questions: Questions, opinion_first: bool = False, zone: tzinfo = UTC, user: User | None = None
    ) -> None:
        self.state = state = State(questions, opinion_first, zone, user)
        self.frame = Frame(state.act)
        self.find, self.standing = Find(state), Standing(state)
        self.score, self.why = ScoreCard(state), Why(state)
        self.lists, self.first = ListsPanel(state), First(state)
        self.panels: dict[str, Panel] = {
            "client": ClientPanel(state),
            "history": HistoryPanel(state),
            "compare": ComparePanel(state),
            "whatif": WhatIfPanel(state),
            "offers": OffersPanel(state),
            "decide": DecidePanel(state),
            "model": ModelPanel(state),
            "portfolio": PortfolioPanel(state),
        }
        self.tabs = Choice(RadioButtons(options=PANELS).add_class("adv-tabs"), self._choose_panel)
        self.heading = HTML().add_class("adv-heading")  # where there are no tabs
        self.foot = HTML().add_class("adv-foot")
        self.widget = self._laid_out()
        self._arriving = False
        self._shown: dict[str, str] = {}
        self._listen()

    def _laid_out(self) -> Box:
        """Put everything in its place, whether it is shown or not."""
        panels = (self.panels[name].widget for name in PANELS)
        details = Box([self.heading, self.tabs.control, *panels]).add_class("adv-details")
        side = Box([self.why.widget, details]).add_class("adv-side")
        desk = Box([self.score.widget, side]).add_class("adv-desk")
        main = Box([self.standing.widget, self.lists.widget, self.first.widget, desk]).add_class("adv-main")
        return Box([self.frame, self.find.widget, main, self.foot]).add_class("adv-page")

    def _listen(self) -> None:
        """Follow the browser and the state."""
        state = self.state
        link((self.frame, "still"), (state, "still"))
        self.frame.observe(lambda _: state.attempt(self.arrive), "address")
        self.frame.observe(lambda _: state.attempt(self.recall), "kept")
        state.acts["arrive"] = lambda address: self._go(_asked(address))
        state.follow(self.lead, "case", "pending", "client", "panel", "language")
        state.follow(self.keep, "chosen")
        state.follow(self.name, "language", "case", "pending", "client", "panel")
        state.follow(self.stand, "case", "pending", "busy", "client", "panel")
        state.follow(self.turn, "language", "panel")
        state.follow(self.tell, "language", "about")

    def name(self) -> None:
        """Give the document its language, title and last words, and its landmarks their names."""
        text, subject = self.state.words.text, self._titled()
        self.frame.language = self.state.language
        self.frame.title = " · ".join([*filter(None, [subject]), text("page.title")])
        self.frame.lost = (text("page.lost"), text("page.reload"))
        self.heading.value = tag("h2", subject) if self.state.general else ""
        named = {selector: {"role": role, "aria-label": text(f"page.{key}")} for selector, role, key in NAMED}
        wide = {"role": "group", "aria-label": text("page.table_wide"), "tabindex": "0"}  # scrolls by keyboard too
        if self.state.general:
            named[".adv-details"]["aria-label"] = text("page.everybody")
        self.frame.marks = named | {".adv-wide": wide} | {selector: {"role": role} for selector, role in MARKED}

    def _titled(self) -> str:
        """Say whom or what the page is about; at first nothing."""
        if self.state.general:
            return self.state.words.text(f"page.panel_{self.state.panel}")
        client, formats = self.state.open, self.state.formats
        return "" if client is None else self.state.words.text("page.client_heading", client=formats.client(client.id))

    def arrive(self) -> None:
        """Open what the address asks for: a language, a client, a panel; what it asks for wrongly is let be."""
        asked = _asked(self.frame.address)
        self.state.language = next((one for one in LANGUAGES if one == asked.get("lang")), self.state.language)
        self._go(asked)

    def _go(self, asked: dict[str, str]) -> None:
        client, panel = asked.get("client", ""), asked.get("panel")
        known = client.isascii() and client.isdigit() and len(client) <= ID_DIGITS
        self._arriving = True
        try:
            self.state.client = int(client) if known else None
            self.state.panel = panel if panel in PANELS else PANELS[0]
        finally:
            self._arriving = False

    def lead(self) -> None:
        """Tell the address bar how to come back to this client and panel; to who cannot be shown it does not lead.

        Another client is a step, which the Back key takes back; another panel or language is none.
        """
        before, self._shown = self._shown, self._leading()
        spoken = {} if self.state.language == LANGUAGES[0] else {"lang": self.state.language}
        place = urlencode(spoken | self._shown)
        with self.frame.hold_sync():  # they are read together
            self.frame.anew = not self._arriving and _subject(before) != _subject(self._shown)
            self.frame.place = f"?{place}" if place else ""

    def _leading(self) -> dict[str, str]:
        if (client := self.state.open) is not None:
            return {"client": str(client.id), "panel": self.state.panel}
        if self.state.client is not None:
            return self._shown
        return {"panel": self.state.panel} if self.state.general else {}

    def recall(self) -> None:
        """Choose again the fields that the browser remembers, as far as they are still known."""
        entries = self.state.words.entries
        known = entries["feature"] | entries["column"]["application"]
        self.state.chosen = tuple(name for name in self.frame.kept if name in known)

    def keep(self) -> None:
        """Have the browser remember which fields are chosen: their names, and nothing of a client."""
        self.frame.kept = self.state.chosen

    def stand(self) -> None:
        """Show what there is: the case, what is about everybody, or what stands in for them."""
        state = self.state
        shown = {
            "adv-open": state.case is not None,
            "adv-general": state.general,
            "adv-asking": state.pending is not None,
            "adv-busy": state.busy,
        }
        for name, on in shown.items():
            (self.widget.add_class if on else self.widget.remove_class)(name)

    def turn(self) -> None:
        """Show the chosen panel and no other."""
        self.tabs.show([(self.state.words.text(f"page.panel_{name}"), name) for name in PANELS], self.state.panel)
        for name, panel in self.panels.items():
            panel.widget.layout.display = "" if name == self.state.panel else "none"

    def tell(self) -> None:
        """Say which model and clients answer, once they have."""
        about, text, formats = self.state.about, self.state.words.text, self.state.formats
        if about is None:
            self.foot.value = ""
            return
        policy = text(
            "page.foot",
            date=formats.date(about.created),
            clients=formats.whole(about.clients),
            threshold=formats.share(about.threshold),
        )
        invented = tag("strong", text("page.foot_synthetic"), " ") if about.synthetic else ""
        self.foot.value = tag("p", invented, policy)

    def _choose_panel(self, panel: str) -> None:
        self.state.panel = panel


def _asked(address: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(address.lstrip("?")).items()}


def _subject(shown: dict[str, str]) -> str | None:
    """Give whom or what an address leads to: a client, or a panel about everybody."""
    return shown.get("client", shown.get("panel"))


def open(questions: Questions | None = None) -> Page:
    """Open the page on the questions given, or on the scoring process, or on the local store.

    The scoring process is the one at the address in SCORING_API; without it, as in JupyterLab,
    the store of the data folder answers in this process.
    """
    # The browser closes a comm that ipywidgets has already forgotten: a line per visit that helps nobody.
    logging.getLogger("Comm").setLevel(logging.ERROR)
    chosen, user = Settings.read(os.environ), None
    if questions is None and API in os.environ:
        user = visitor(chosen, os.environ)
        name, roles = (user.name, user.roles) if user else ("", ())
        questions = Api(os.environ[API], key=chosen.api_key, user=name, roles=roles)
    return Page(questions if questions is not None else _local(chosen), bool(chosen.opinion_first), chosen.zone, user)


def _local(chosen: Settings) -> Questions:
    # Loaded only here: the served kernel never holds the model.
    from scoring.serving.local import Local
    from scoring.serving.recording import Actor, Recorder

    return Recorder.configured(chosen).by(Actor("local", OWNER)) if chosen.record else Local.configured(chosen)
