"""Decide: follow the score or decide otherwise, a second signature, what the client says; all of it recorded."""

from __future__ import annotations

from ipywidgets import HTML, Box, Dropdown, RadioButtons, Textarea

from advisor.choice import Choice
from advisor.panels.correcting import Correcting
from advisor.panels.letters import Letters
from advisor.recording import NotRecorded, recorded
from advisor.state import State
from scoring.letters import noted
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Act, Decision, History, Line, StandingDecision, unanswered

OTHER: dict[Decision, Decision] = {"granted": "refused", "refused": "granted"}
WAYS = ("follow", "otherwise")


class DecidePanel:
    """Draws what can be decided and what was recorded; it says of nothing that it was recorded unless it was."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.history: History | None = None
        self.way, self.why_code = WAYS[0], ""
        self.told = HTML().add_class("adv-told")
        self.choice = Choice(
            RadioButtons(options=WAYS).add_class("adv-levels").add_class("adv-decide-way"), self._choose_way
        )
        self.code = Choice(Dropdown().add_class("adv-code"), self._choose_code)
        self.text = Textarea(continuous_update=False, rows=3).add_class("adv-text")
        self.buttons = HTML()
        self.status = HTML().add_class("adv-status")
        self.says = Textarea(continuous_update=False, rows=3).add_class("adv-text")
        self.asked, self.client = HTML(), HTML()
        self.table = HTML().add_class("adv-table").add_class("adv-wide")
        self.letters, self.correcting = Letters(state), Correcting(state, self.draw)
        ways = Box([self.choice.control, self.code.control]).add_class("adv-bar")
        decision = Box([ways, self.text, self.buttons]).add_class("adv-part")
        client = Box([self.asked, self.says, self.client]).add_class("adv-part")
        parts = [decision, client, self.correcting.widget, self.letters.widget, self.table]
        self.form = Box(parts).add_class("adv-deciding")
        self.widget = Box([self.told, self.status, self.form]).add_class("adv-panel")
        state.acts.update(
            decide=self._decide, sign=self._sign, state=self._state, review=self._review, outcome=self._outcome
        )
        state.follow(self._begin, "case")
        state.follow(self.draw, "language", "case", "panel")

    def draw(self) -> None:
        """Ask what was recorded and draw it, while the panel is shown and a case is open."""
        self.history = None
        for one in (self.told, self.buttons, self.asked, self.client, self.table):
            one.value = ""
        self.form.layout.display = "none"
        if self.state.panel != "decide" or self.state.case is None:
            return
        self.history = history = self.state.questions.history(self.state.case.client.id)
        if not history.kept:
            self.told.value = tag("p", self.state.words.text("page.decide_not_kept"), class_="adv-none")
            return
        self.form.layout.display = ""
        self._offer(history)
        self.told.value = self._tell(self.state.case.score.decision)
        self.asked.value = self._open(history)
        self.client.value = self._requests(history)
        self.table.value = self._recorded(history)
        self.letters.draw(history.stands)
        self.correcting.draw(history)

    def _begin(self) -> None:
        """Forget what was typed for another client."""
        self.way, self.text.value, self.says.value, self.status.value = WAYS[0], "", "", ""
        self.letters.forget()
        self.correcting.forget()

    def _offer(self, history: History) -> None:
        text = self.state.words.text
        self.choice.control.layout.display = "none" if self._replaced() else ""
        self.choice.show([(text(f"page.decide_{way}"), way) for way in WAYS], self._way())
        self.code.control.layout.display = "" if self._way() == "otherwise" else "none"
        self.code.control.description = text("page.decide_code")
        self.why_code = self.why_code if self.why_code in history.codes else history.codes[0]
        self.code.show([(text(f"record.code_{code}"), code) for code in history.codes], self.why_code)
        self.text.description = text("page.decide_text")
        self.says.description = text("page.decide_statement")
        self.buttons.value = self._decisions()

    def _tell(self, proposed: Decision) -> Markup:
        """Say what the score proposes, what stands, and what it still lacks."""
        text, stands = self.state.words.text, self._standing()
        said = [tag("p", text(f"page.decide_proposed_{proposed}"))]
        if stands is not None:
            key = f"page.decide_stands_{stands.outcome}"
            said.append(tag("p", tag("strong", text(key, number=stands.number, who=stands.actor))))
        if stands is not None and stands.state != "final":
            said.append(tag("p", text(f"page.decide_{stands.state}", who=stands.actor)))
        return together(tag("h3", text("page.decide_heading")), *said)

    def _decisions(self) -> Markup:
        buttons = [self._button("decide", f"decide_record_{self._next()}", self._mark(), "adv-do")]
        stands = self._standing()
        if stands is not None and self.history is not None and self.history.may_sign:
            buttons += [self._button("sign", f"decide_{name}", f"{name}:{stands.number}") for name in SIGNING]
        return tag("div", *buttons, class_="adv-picks")

    def _open(self, history: History) -> Markup:
        """Head what the client says, and say whether a review is still asked for."""
        text, asked = self.state.words.text, _open_review(history)
        heading = tag("h3", text("page.decide_client"))
        if asked is None:
            return heading
        key = "decide_review_open" if history.may_review else "decide_review_own"
        return together(heading, tag("p", text(f"page.{key}", number=asked.number)))

    def _requests(self, history: History) -> Markup:
        stands, asked = self._standing(), _open_review(history)
        buttons = [self._button("state", "decide_record_statement", self._mark())]
        if stands is not None and asked is None:
            buttons.append(self._button("review", "decide_ask_review", str(stands.number)))
        if asked is not None and history.may_review:
            buttons += [self._button("outcome", f"decide_outcome_{one}", f"{one}:{asked.number}") for one in OTHER]
        return tag("div", *buttons, class_="adv-picks")

    def _recorded(self, history: History) -> Markup:
        text, form = self.state.words.text, self.state.formats
        if not history.lines:
            return tag("p", text("page.decide_none"), class_="adv-none")
        columns = (text("page.decide_number"), *(text(f"letter.file_{name}") for name in ("when", "who", "what")))
        rows = []
        for line in reversed(history.lines):
            said = noted(line, form)
            cells = (tag("td", cell) for cell in (said.when, said.who, said.what))
            rows.append(tag("tr", tag("th", str(line.number), scope="row"), *cells))
        head = tag("thead", tag("tr", *(tag("th", column, scope="col") for column in columns)))
        table = tag("table", tag("caption", text("page.decide_history")), head, tag("tbody", *rows))
        return together(tag("h3", text("page.decide_history")), table)

    def _button(self, act: str, key: str, value: str, style: str = "adv-turn") -> Markup:
        label = self.state.words.text(f"page.{key}")
        return tag("button", label, data_act=act, data_value=value, class_=style)

    def _standing(self) -> StandingDecision | None:
        return self.history.stands if self.history else None

    def _replaced(self) -> StandingDecision | None:
        """Give the decision that the next one would replace; an outdated one is not: the score is decided anew."""
        stands = self._standing()
        return None if stands is None or stands.state == "outdated" else stands

    def _way(self) -> str:
        """Say whether the score is followed; what stands is not decided again, but otherwise."""
        return self.way if self._replaced() is None else WAYS[1]

    def _next(self) -> Decision | None:
        """Give what would be recorded as it is chosen now."""
        case, stands = self.state.case, self._replaced()
        if case is None:
            return None
        if self._way() == "follow":
            return case.score.decision
        return OTHER[case.score.decision if stands is None else stands.outcome]

    def _mark(self) -> str:
        """Say for which client and after which record a button was drawn: pressed twice, it acts once."""
        lines = self.history.lines if self.history else ()
        client = self.state.case.client.id if self.state.case else ""
        return f"{client}:{lines[-1].number if lines else 0}"

    def _decide(self, mark: str) -> None:
        case, stands, text = self.state.case, self._replaced(), self.text.value.strip()
        if case is None or mark != self._mark():
            self._say("decide_stale")
        elif self._way() == "follow":
            self._record(Act("decision", outcome=self._next(), text=text or None))
        elif not text:
            self._say("decide_say_why")
        else:
            refers = stands.number if stands else None
            self._record(Act("override", refers, self._next(), code=self.why_code, text=text))

    def _sign(self, value: str) -> None:
        name, _, number = value.partition(":")
        self._record(Act("signature", int(number), agrees=name == "sign", text=self.text.value.strip() or None))

    def _state(self, mark: str) -> None:
        text = self.says.value.strip()
        if mark != self._mark():
            self._say("decide_stale")
        elif not text:
            self._say("decide_say_why")
        else:
            self._record(Act("statement", text=text))

    def _review(self, number: str) -> None:
        self._record(Act("review_request", int(number), text=self.says.value.strip() or None))

    def _outcome(self, value: str) -> None:
        outcome, _, number = value.partition(":")
        text = self.text.value.strip()
        if not text:
            self._say("decide_say_why")
        else:
            found = next(one for one in OTHER if one == outcome)
            self._record(Act("review_outcome", int(number), found, text=text))

    def _record(self, act: Act) -> None:
        """Have the act recorded, and say under which number; or that it was not, or that nobody knows."""
        case = self.state.case
        if case is None:
            return
        line = recorded(self.state, lambda: self.state.questions.record(case.client.id, act))
        if isinstance(line, NotRecorded):
            self._say(f"decide_{line.value}")
            return
        self.text.value = self.says.value = ""
        self.way = WAYS[0]
        self._say("decide_recorded", number=line.number, who=line.actor, role=self.state.words.roles(line.role))
        self.draw()

    def _say(self, key: str, **values: object) -> None:
        self.status.value = tag("p", self.state.words.text(f"page.{key}", **values))

    def _choose_way(self, way: str) -> None:
        self.way = way
        if self.history is not None:
            self._offer(self.history)

    def _choose_code(self, code: str) -> None:
        self.why_code = code


SIGNING = ("sign", "refuse_sign")


def _open_review(history: History) -> Line | None:
    """Give the newest request for a review that has no outcome yet."""
    return next(reversed(unanswered("review", history.lines)), None)
