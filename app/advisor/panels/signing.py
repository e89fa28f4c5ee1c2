"""Signing another cost ratio: part of the portfolio, for a manager; nothing else follows from it here."""

from __future__ import annotations

from ipywidgets import HTML, Box, Textarea

from advisor.recording import NotRecorded, recorded
from advisor.state import State
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import CostPolicy


class SigningPart:
    """Offers to sign the ratio that is tried, and says which was signed last."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.in_force = self.tried = 0.0
        self.last: CostPolicy | None = None
        self.told, self.button = HTML().add_class("adv-told"), HTML()
        self.text = Textarea(continuous_update=False, rows=2).add_class("adv-text")
        self.status = HTML().add_class("adv-status")
        self.widget = Box([self.told, self.text, self.button, self.status]).add_class("adv-part")
        state.acts["sign_policy"] = self._sign

    def draw(self, in_force: float, tried: float, last: CostPolicy | None) -> None:
        """Say what was signed last; where another ratio than that in force is tried, offer to sign it."""
        self.in_force, self.tried, self.last = in_force, tried, last
        text, offered = self.state.words.text, tried != in_force
        self.text.description = text("page.policy_text")
        self.text.layout.display = "" if offered else "none"
        label = text("page.policy_sign", ratio=self.state.formats.number(tried))
        button = tag("button", label, data_act="sign_policy", data_value=repr(tried), class_="adv-turn")
        self.button.value = tag("div", button, class_="adv-picks") if offered else ""
        hint = "" if offered else tag("p", text("page.policy_same"), class_="adv-muted")
        self.told.value = together(tag("h3", text("page.policy_heading")), self._said(last), hint)

    def _said(self, last: CostPolicy | None) -> Markup:
        if last is None:
            return Markup("")
        text, formats = self.state.words.text, self.state.formats
        said = text(
            "page.policy_last",
            ratio=formats.number(last.cost_ratio),
            threshold=formats.share(last.threshold),
            number=last.number,
            who=last.actor,
            date=formats.date(last.at),
        )
        stands = "policy_in_force" if last.cost_ratio == self.in_force else "policy_pending"
        return tag("p", said, " ", text(f"page.{stands}"))

    def _sign(self, ratio: str) -> None:
        """Sign the ratio that the button names, if it is still the one that is tried."""
        why, self.status.value = self.text.value.strip(), ""
        if ratio != repr(self.tried):
            self._say("policy_moved")
        elif not why:
            self._say("policy_say_why")
        elif self._overtaken():
            self._say("policy_overtaken")
        else:
            self._tell(recorded(self.state, lambda: self.state.questions.sign_policy(self.tried, why)))

    def _overtaken(self) -> bool:
        """Say whether another policy was signed since one was last read, and show that one. It is only read."""
        last = self.state.questions.oversight().policy
        if last == self.last:
            return False
        self.draw(self.in_force, self.tried, last)
        return True

    def _tell(self, signed: CostPolicy | NotRecorded) -> None:
        if isinstance(signed, NotRecorded):
            self._say(f"policy_{signed.value}")
        else:
            self.text.value = ""
            self.draw(self.in_force, self.tried, signed)
            self._say("policy_signed", number=signed.number, who=signed.actor, role=self.state.words.roles(signed.role))

    def _say(self, key: str, **values: object) -> None:
        self.status.value = tag("p", self.state.words.text(f"page.{key}", **values))
