"""What people made of the scores, and what waits for one of them: part of the portfolio."""

from __future__ import annotations

from ipywidgets import HTML, Box

from advisor.state import State
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Oversight, Waiting

COLUMNS = ("since", "client", "matter", "actor")


class OversightPart:
    """Says how often scores were overridden; opens what waits in the panel where it is decided."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.told = HTML().add_class("adv-told")
        self.table = HTML().add_class("adv-table").add_class("adv-wide")
        self.widget = Box([self.told, self.table]).add_class("adv-part")
        state.acts["attend"] = self._attend

    def draw(self, found: Oversight | None) -> None:
        """Tell of what was recorded; of None, which this person may not see, nothing."""
        self.widget.layout.display = "none" if found is None else ""
        self.told.value = "" if found is None else self._told(found)
        self.table.value = self._waiting(found.waiting) if found is not None and found.kept else ""

    def _told(self, found: Oversight) -> Markup:
        text = self.state.words.text
        heading = tag("h3", text("page.oversight_heading"))
        if not found.kept:
            return together(heading, tag("p", text("page.oversight_not_kept"), class_="adv-none"))
        if not found.decided:
            return together(heading, tag("p", text("page.oversight_none"), class_="adv-none"))
        share = self.state.formats.share(found.overridden / found.decided)
        said = self.state.formats.counted("page.oversight_rate", found.decided, share=share)
        return together(heading, tag("p", said), self._codes(found))

    def _codes(self, found: Oversight) -> Markup:
        text, whole = self.state.words.text, self.state.formats.whole
        said = [(text(f"record.code_{one.code}"), whole(one.count)) for one in found.codes]
        lines = [tag("li", text("page.oversight_code", reason=reason, count=count)) for reason, count in said]
        return tag("details", tag("summary", text("page.oversight_codes")), tag("ul", *lines)) if lines else Markup("")

    def _waiting(self, waiting: tuple[Waiting, ...]) -> Markup:
        text = self.state.words.text
        heading = tag("h3", text("page.oversight_waiting"))
        if not waiting:
            return together(heading, tag("p", text("page.oversight_nothing"), class_="adv-none"))
        heads = (tag("th", text(f"page.oversight_{name}"), scope="col") for name in COLUMNS)
        rows = (self._row(one) for one in waiting)
        return together(heading, tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows)))

    def _row(self, one: Waiting) -> Markup:
        text, client = self.state.words.text, self.state.formats.client(one.client)
        said = text("page.oversight_attend", client=client)
        button = tag(
            "button", client, data_act="attend", data_value=str(one.client), aria_label=said, class_="adv-link"
        )
        return tag(
            "tr",
            tag("th", self.state.formats.date(one.at), scope="row"),
            tag("td", button),
            tag("td", text(f"page.oversight_{one.matter}")),
            tag("td", one.actor),
        )

    def _attend(self, client: str) -> None:
        self.state.client = int(client)
        self.state.panel = "decide"
