"""The letter and the client's file, made here and taken as files."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime

from ipywidgets import HTML, Box, RadioButtons

from advisor.choice import Choice
from advisor.state import State
from scoring import letters
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import StandingDecision
from scoring.words import LANGUAGES, Language

MEDIA = {"pdf": "application/pdf", "html": "text/html;charset=utf-8"}
KINDS = {"letter": "", "file": "_file"}


class Letters:
    """Makes a document when it is asked for, and offers it as links that hold it."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.language: Language | None = None  # the page's, unless another was chosen
        self.heading, self.buttons = HTML(), HTML()
        self.links = HTML().add_class("adv-status")
        self.choice = Choice(RadioButtons(options=LANGUAGES).add_class("adv-base"), self._choose)
        self.widget = Box([self.heading, self.choice.control, self.buttons, self.links]).add_class("adv-part")
        state.acts.update(letter=self._make)

    def draw(self, stands: StandingDecision | None) -> None:
        """Offer what can be made: a letter only of a decision that the client may be told of; say why there is none."""
        text, state = self.state.words.text, "undecided" if stands is None else stands.state
        self.heading.value = tag("h3", text("page.letter_heading"))
        self.choice.control.description = text("page.letter_language")
        self.choice.show([(one.upper(), one) for one in LANGUAGES], self.language or self.state.language)
        made = [
            tag("button", text(f"page.letter_make{key}"), data_act="letter", data_value=kind, class_="adv-turn")
            for kind, key in KINDS.items()
            if state == "final" or kind == "file"
        ]
        needs = "" if state == "final" else tag("p", text(f"page.letter_{state}"), class_="adv-muted")
        self.buttons.value = together(tag("div", *made, class_="adv-picks"), needs)

    def forget(self) -> None:
        """Take away what was made for another client."""
        self.links.value = ""

    def _make(self, kind: str) -> None:
        case = self.state.case
        self.links.value = ""
        if case is None or kind not in KINDS:
            return
        language, now = self.language or self.state.language, datetime.now(self.state.zone)
        write = letters.letter if kind == "letter" else letters.file
        document = write(self.state.questions, case.client.id, language, now)
        forms = {"pdf": letters.pdf(document), "html": letters.html(document).encode()}
        ready = self.state.words.text(f"page.letter_ready{KINDS[kind]}")
        links = (_link(f"{kind}-{case.client.id}.{form}", form, made) for form, made in forms.items())
        self.links.value = tag("p", ready, *(part for link in links for part in (" ", link)))

    def _choose(self, language: str) -> None:
        self.language = next(one for one in LANGUAGES if one == language)


def _link(name: str, form: str, content: bytes) -> Markup:
    held = f"data:{MEDIA[form]};base64,{b64encode(content).decode()}"
    return tag("a", form.upper(), href=held, download=name)
