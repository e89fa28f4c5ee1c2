"""What if: fields of the application changed, and the score before and after, side by side."""

from __future__ import annotations

from ipywidgets import HTML, Box, Combobox

from advisor import forces, trial
from advisor.choice import Choice
from advisor.panels.change import ChangeRow
from advisor.state import State
from advisor.widgets import ForcePlot
from scoring.letters.markup import tag, together
from scoring.serving.questions import Application, Changeable, Client, Value, WhatIf

FIRST = (
    "AMT_CREDIT",
    "AMT_ANNUITY",
    "AMT_GOODS_PRICE",
    "AMT_INCOME_TOTAL",
    "NAME_INCOME_TYPE",
    "OCCUPATION_TYPE",
    "DAYS_EMPLOYED",
    "NAME_EDUCATION_TYPE",
)
"""Fields that are offered at once: the loan, the income and the work; any other is one choice away."""


class WhatIfPanel:
    """Holds the changes of one client while the case is open, and shows what they would come to."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.fields: dict[str, Changeable] = {}
        self.rows: dict[str, ChangeRow] = {}
        self._made: dict[str, ChangeRow] = {}  # every row so far: a slider, once made, is never let go of
        self.answer: WhatIf | None = None
        self.client: Client | None = None
        self.told = HTML().add_class("adv-told")
        self.form = Box().add_class("adv-changes")
        self.more = Choice(Combobox(continuous_update=False).add_class("adv-choose"), self._add)
        bar = Box([self.more.control]).add_class("adv-bar")
        self.ask = HTML().add_class("adv-ask")
        self.result = HTML().add_class("adv-table").add_class("adv-trial")
        self.plot = ForcePlot()
        self.force = Box([self.plot]).add_class("adv-forced")
        self.widget = Box([self.told, self.form, bar, self.ask, self.result, self.force]).add_class("adv-panel")
        state.acts.update(whatif_ask=self._ask, whatif_reset=self._reset, whatif_all=self._reset_all)
        state.follow(self.draw, "language", "case", "panel")
        state.observe(lambda _: state.attempt(self._rebase), "base")

    def draw(self) -> None:
        """Show the form of the open case, and its answer; another client's changes are dropped."""
        case = self.state.case
        client = None if case is None else case.client
        if client != self.client:
            self.client, self.answer = client, None
            self.form.children, self.rows = (), {}
            self.result.value = self.ask.value = ""
            self._show_force()
        if self.state.panel != "whatif" or case is None:
            return
        self._offer()
        self.told.value = tag("p", self.state.words.text("page.whatif_told"), class_="adv-muted")
        for row in self.rows.values():
            row.draw()
        self._show()

    def changes(self) -> dict[str, Value]:
        """Give the values that differ from the client's own."""
        return {name: row.draft for name, row in self.rows.items() if row.moved}

    def _offer(self) -> None:
        """Ask, the first time, what may be changed; then make the rows of this client."""
        if not self.fields:
            self.fields = {field.name: field for field in self.state.questions.changeable()}
        for name in FIRST:
            if name in self.fields and name not in self.rows:
                self._put(name)
        self._place()

    def _put(self, name: str) -> None:
        if name not in self._made:
            self._made[name] = ChangeRow(self.fields[name], self.state, self._settle, "whatif_reset", self._slide)
        row = self.rows[name] = self._made[name]
        row.reset(self._present(name))

    def _place(self) -> None:
        """Lay out the rows, and offer the fields that have none."""
        words = self.state.words
        self.form.children = tuple(row.widget for row in self.rows.values())
        self.more.control.description = words.text("page.whatif_more")
        self.more.control.placeholder = words.text("page.whatif_more_example")
        self.more.show([words.label(name) for name in self.fields if name not in self.rows], "")

    def _present(self, name: str) -> Value:
        case = self.state.case
        known = () if case is None else case.client.fields
        return next((field.value for field in known if field.name == name), None)

    def _add(self, label: str) -> None:
        names = {self.state.words.label(name): name for name in self.fields if name not in self.rows}
        if label in names:
            self._put(names[label])
            self._place()

    def _settle(self) -> None:
        """After a change: what was answered is of other values."""
        self.answer = None
        self._show()

    def _show(self) -> None:
        """Show the buttons that have something to do, and the answer."""
        text, moved = self.state.words.text, any(row.moved for row in self.rows.values())
        faulty = any(row.fault for row in self.rows.values())
        ask = tag(
            "button", text("page.whatif_ask"), data_act="whatif_ask", disabled=faulty or not moved, class_="adv-do"
        )
        back = tag("button", text("page.whatif_all"), data_act="whatif_all", disabled=not moved, class_="adv-turn")
        self.ask.value = together(ask, back)
        self.result.value = "" if self.answer is None else trial.drawn(self.answer, self.state.formats)
        self._show_force()

    def _show_force(self) -> None:
        """Draw what the score after the changes is made of, from the base chosen above, or nothing."""
        after = None if self.answer is None else self.answer.after.explanation
        if after is not None:
            title = "accepted" if self.state.base == "accepted" else "all"
            forces.told(self.plot, self.state, title=f"whatif_force_{title}", output="whatif_force_output")
        self.plot.explanation = {} if after is None else forces.drawn(after, self.state.formats)
        self.force.layout.display = "none" if after is None else ""

    def _rebase(self) -> None:
        """Ask again from another base: score and reasons stay, the plot does not."""
        if self.answer is not None:
            self._try()

    def _ask(self, _: str) -> None:
        if self._askable():
            self.answer = None
            self.result.value = tag("p", self.state.words.text("page.whatif_waiting"), role="status")
            self._try()

    def _slide(self) -> None:
        """After a slider was let go: the new score at once. The last one pales, rather than jump, until then."""
        if not self._askable():
            self._settle()
            return
        self.result.add_class("adv-stale")
        try:
            self.state.attempt(self._try)
        finally:
            self.result.remove_class("adv-stale")

    def _askable(self) -> bool:
        return self.client is not None and not any(row.fault for row in self.rows.values())

    def _try(self) -> None:
        """Ask what the changes come to; after a fault no answer stays."""
        answer, self.answer = None, None
        try:
            if self.client is not None:
                answer = self.state.questions.what_if(Application(self.client.id), self.changes(), self.state.base)
        finally:
            self.answer = answer
            self._show()

    def _reset(self, name: str) -> None:
        if name in self.rows:
            self.rows[name].reset(self._present(name))
            self._settle()

    def _reset_all(self, _: str) -> None:
        for name, row in self.rows.items():
            row.reset(self._present(name))
        self._settle()
