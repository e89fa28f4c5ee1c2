"""Correcting one value of a client's file: seen before it is done, done by who may, asked for by others."""

from __future__ import annotations

from collections.abc import Callable

from ipywidgets import HTML, Box, Combobox, Textarea

from advisor import trial
from advisor.choice import Choice
from advisor.notices import CorrectedUnread
from advisor.panels.change import ChangeRow
from advisor.panels.corrected import made, present
from advisor.recording import NotRecorded, recorded
from advisor.state import State
from scoring.letters.markup import Markup, tag, together
from scoring.serving.corrections import corrected
from scoring.serving.questions import Act, Application, Changeable, History, Line, WhatIf, unanswered

ROOM = 2
"""Rows of the text that says what proves a correction."""


class Correcting:
    """Holds one value to correct while the case is open. What it comes to is shown first, and only then offered."""

    def __init__(self, state: State, recorded: Callable[[], None]) -> None:
        """Take the state, and what draws this again, and what stands around it, once something was recorded."""
        self.state, self._recorded = state, recorded
        self.fields: dict[str, Changeable] = {}
        self.row: ChangeRow | None = None
        self.answer: WhatIf | None = None
        self.history: History | None = None
        self.heading, self.asked, self.buttons, self.made = HTML(), HTML(), HTML().add_class("adv-ask"), HTML()
        self.status = HTML().add_class("adv-status")
        self.choice = Choice(Combobox(continuous_update=False).add_class("adv-choose"), self._choose)
        self.slot = Box().add_class("adv-changes")
        self.why = Textarea(continuous_update=False, rows=ROOM).add_class("adv-text")
        self.result = HTML().add_class("adv-table").add_class("adv-trial")
        bar = Box([self.choice.control]).add_class("adv-bar")
        parts = [self.heading, self.asked, bar, self.slot, self.why, self.buttons, self.result, self.status, self.made]
        self.widget = Box(parts).add_class("adv-part")
        state.acts.update(
            correct_ask=self._ask,
            correct_reset=self._reset,
            correct_do=self._do,
            correct_request=self._request,
            correct_take=self._take,
            correct_decline=self._decline,
        )

    def draw(self, history: History) -> None:
        """Offer a field to correct, what was asked to be corrected, and what was."""
        case, text = self.state.case, self.state.words.text
        if case is None:
            return
        if not self.fields:
            self.fields = {field.name: field for field in self.state.questions.changeable()}
        self.history = history
        self.heading.value = tag("h3", text("page.correct_heading"))
        self.asked.value = self._open(history.may_amend)
        self.choice.control.description = text("page.correct_field")
        self.choice.control.placeholder = text("page.correct_field_example")
        chosen = self.state.words.label(self.row.field.name) if self.row else ""
        self.choice.show([self.state.words.label(name) for name in self.fields], chosen)
        self.why.description = text("page.correct_why_not" if history.may_amend else "page.correct_why")
        if self.row is not None:
            self.row.draw()
        found = self.state.questions.amendments(case.client.id) if case.client.amended else ()
        self.made.value = made(found, self.state.formats)
        self._show()

    def forget(self) -> None:
        """Take away what was entered for another client, or was done."""
        self.row, self.answer, self.history = None, None, None
        self.slot.children, self.why.value = (), ""
        self.status.value = self.result.value = self.made.value = self.asked.value = ""

    def _open(self, may_amend: bool) -> Markup:
        """Say what was asked to be corrected and waits; who may correct takes it up or leaves it."""
        text = self.state.words.text
        lines = []
        for line in self._waiting():
            said = text("page.correct_open", number=line.number, who=line.actor, change=self._change(line))
            quoted = text("record.quoted", text=line.text) if line.text else ""
            buttons = [self._button(act, str(line.number)) for act in ("take", "decline") if may_amend]
            lines.append(tag("li", tag("p", said, " ", quoted), tag("div", *buttons, class_="adv-picks")))
        return tag("ul", *lines, class_="adv-open-requests") if lines else Markup("")

    def _waiting(self) -> list[Line]:
        """Give the requests for a correction that nobody answered, the oldest first."""
        return unanswered("correction", self.history.lines if self.history else ())

    def _change(self, line: Line) -> str:
        return " ".join(one.said[self.state.language] for one in line.corrected or ())

    def _button(self, act: str, value: str = "", style: str = "adv-turn", disabled: bool = False) -> Markup:
        label = self.state.words.text(f"page.correct_{act}")
        return tag("button", label, data_act=f"correct_{act}", data_value=value, disabled=disabled, class_=style)

    def _choose(self, label: str) -> None:
        name = next((one for one in self.fields if self.state.words.label(one) == label), None)
        if name is not None:
            self._begin(name)

    def _begin(self, name: str) -> None:
        self.answer, self.status.value = None, ""
        self.row = ChangeRow(self.fields[name], self.state, self._settle, "correct_reset")
        self.row.reset(present(self.state.case, name))
        self.slot.children = (self.row.widget,)
        self._show()

    def _settle(self) -> None:
        """After a change: what was answered is of another value."""
        self.answer = None
        self._show()

    def _show(self) -> None:
        """Show what can be done now: see the effect of a value, then correct by it or ask for that."""
        may, asked = self.history is not None and self.history.may_amend, self._waiting()
        self.why.layout.display = "" if (asked if may else self.row) else "none"  # who corrects says why not, alone
        self.slot.layout.display = "none" if self.row is None else ""
        if self.row is None:
            self.buttons.value = self.result.value = ""
            return
        ready = self.row.moved and not self.row.fault
        then = self._button("do" if may else "request", style="adv-do", disabled=self.answer is None)
        told = "" if may else tag("p", self.state.words.text("page.correct_is_request"), class_="adv-muted")
        self.buttons.value = together(self._button("ask", disabled=not ready), then, told)
        self.result.value = "" if self.answer is None else trial.drawn(self.answer, self.state.formats)

    def _ask(self, _: str) -> None:
        case, row = self.state.case, self.row
        if case is None or row is None or row.fault or not row.moved:
            return
        self.answer = self.state.questions.what_if(Application(case.client.id), {row.field.name: row.draft})
        self._show()

    def _reset(self, _: str) -> None:
        if self.row is not None:
            self.row.reset(present(self.state.case, self.row.field.name))
            self._settle()

    def _do(self, _: str) -> None:
        """Correct the file by what was seen; then the whole page is of the corrected client."""
        case, row = self.state.case, self.row
        if case is None or row is None or self.answer is None:
            return
        name, before = row.field.name, present(case, row.field.name)
        seen = Application(fields={name: row.draft})
        made = recorded(self.state, lambda: self.state.questions.amend(case.client.id, seen))
        if isinstance(made, NotRecorded):
            self._say(f"correct_{made.value}")
            return
        share = self.state.formats.share
        change = corrected(name, before, row.draft, self.state.formats)
        old = case.score.probability if made.before is None else made.before.score.probability
        said = {"change": change, "before": share(old), "after": share(made.after.score.probability)}
        self.forget()
        self.state.attempt(lambda: self._reload(said), "correct_reload")  # an act of its own: it alone is tried again

    def _reload(self, said: dict[str, str]) -> None:
        """Show the corrected client and say what was done; where they cannot be shown, the fault says that it was."""
        try:
            self.state.load()
        except Exception as fault:
            raise CorrectedUnread("the corrected file was not read").with_traceback(fault.__traceback__) from fault
        self._say("correct_done", **said)

    def _request(self, _: str) -> None:
        row, case = self.row, self.state.case
        if case is None or row is None or self.answer is None:
            return
        name = row.field.name
        before, after = {name: present(case, name)}, {name: row.draft}
        self._record(
            Act("correction_request", before=before, after=after, text=self.why.value.strip() or None), "requested"
        )

    def _take(self, number: str) -> None:
        """Put a correction that was asked for into the form; what it comes to is seen before it is done."""
        line = next((one for one in self._waiting() if str(one.number) == number), None)
        for name, value in (line.after or {}).items() if line is not None else ():
            if name in self.fields:
                self.choice.show(self.choice.control.options, self.state.words.label(name))
                self._begin(name)
                if self.row is not None and (value is None or isinstance(value, str | float)):
                    self.row.enter(value)
                self._ask("")

    def _decline(self, number: str) -> None:
        text = self.why.value.strip()
        if not text:
            self._say("correct_say_why")
        elif any(str(one.number) == number for one in self._waiting()):
            self._record(Act("correction_declined", int(number), text=text), "declined")

    def _record(self, act: Act, said: str) -> None:
        case = self.state.case
        if case is None:
            return
        line = recorded(self.state, lambda: self.state.questions.record(case.client.id, act))
        if isinstance(line, NotRecorded):
            self._say(f"decide_{line.value}")
            return
        self.forget()
        self._recorded()
        self._say(f"correct_{said}", number=line.number, who=line.actor, role=self.state.words.roles(line.role))

    def _say(self, key: str, **values: object) -> None:
        self.status.value = tag("p", self.state.words.text(f"page.{key}", **values))
