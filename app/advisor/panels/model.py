"""What the model looks at: its subjects in plain words, its facts and card; and the client step by step, twice."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from ipywidgets import HTML, Box

from advisor.charts.waterfall import Step, steps
from advisor.state import State
from scoring.faults import Refused
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Case, FamilyWeight, FeatureWeight, ModelFacts, SecondOpinion
from scoring.words.formats import AGE

if TYPE_CHECKING:
    from advisor.charts.waterfall_figure import WaterfallChart

FAMILIES = 8
"""Subjects that are shown at once."""
OF_A_UNIT = {"days": "date", "flag": "flag"}
"""What more of a feature means, where it is not a higher number."""
CLOSE, FAR = 0.7, 0.4
"""Rank correlations from which two methods are said to agree, or not to."""


class ModelPanel:
    """Draws while its tab is shown; the second opinion is asked for by a button, as it takes a second."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.chart: WaterfallChart | None = None
        self.units: dict[str, str] = {}
        self.families = HTML().add_class("adv-table").add_class("adv-families")
        self.title = HTML().add_class("adv-chart-title")
        self.steps = HTML().add_class("adv-steps")
        self.slot = Box().add_class("adv-chart").add_class("adv-waterfall")
        self.table = HTML().add_class("adv-table").add_class("adv-opinions")
        self.opinion = HTML().add_class("adv-table").add_class("adv-opinions")
        self.facts = HTML().add_class("adv-facts").add_class("adv-model-facts")
        parts = [self.families, self.title, self.slot, self.table, self.opinion, self.facts]
        self.widget = Box(parts).add_class("adv-panel").add_class("adv-model")
        state.acts.update(opinion=lambda _: self.compare())
        state.follow(self.draw, "language", "case", "panel")

    def draw(self) -> None:
        """Ask what the model is and draw it. What stood there is wiped first: it is another client's."""
        case, asked, parts = self.state.case, self.state.questions, (self.families, self.facts, self.title)
        for part in (*parts, self.table, self.opinion):
            part.value = ""
        self.slot.children = ()
        if not self.state.shows("model"):
            return
        if not self.units:
            self.units = {variable.name: variable.unit for variable in asked.variables()}
        self.families.value = self._families(asked.overview().families)
        if case is not None:
            self._step(case)
            self.opinion.value = self._offer()
        self.facts.value = self._facts(asked.model(), asked.card("html"))

    def compare(self) -> None:
        """Ask the other method of this client, and say how far it agrees."""
        case = self.state.case
        if case is None:
            return
        try:
            second = self.state.questions.second_opinion(case.client.id)
        except Refused:  # the package is optional, and not every role may ask
            self.opinion.value = tag("p", self.state.words.text("page.model_opinion_refused"), class_="adv-none")
            return
        self.opinion.value = self._opinion(second)

    def _families(self, families: tuple[FamilyWeight, ...]) -> Markup:
        text = self.state.words.text
        most = max((family.share for family in families), default=1.0)
        rows = [self._family(family, most) for family in families]
        heads = (tag("th", text(f"page.model_column_{name}"), scope="col") for name in ("family", "share", "features"))
        head = tag("thead", tag("tr", *heads))
        shown = together(
            tag("h3", text("page.model_title")),
            tag("p", text("page.model_help"), class_="adv-muted"),
            tag("table", head, tag("tbody", *rows[:FAMILIES])),
        )
        if len(rows) <= FAMILIES:
            return shown
        more = tag("summary", self.state.formats.counted("page.model_rest", len(rows) - FAMILIES))
        return together(shown, tag("details", more, tag("table", head, tag("tbody", *rows[FAMILIES:]))))

    def _family(self, family: FamilyWeight, most: float) -> Markup:
        language, share = self.state.language, self.state.formats.share(family.share)
        bar = tag("div", style=f"width:{100 * family.share / most:.1f}%", class_="adv-bar-drawn")
        told = (tag("li", self._feature(feature)) for feature in family.features)
        return tag(
            "tr",
            tag("th", family.label[language], bar, scope="row"),
            tag("td", share, class_="adv-share"),
            tag("td", tag("ul", *told)),
        )

    def _feature(self, feature: FeatureWeight) -> Markup:
        label = feature.label[self.state.language]
        if feature.more is None:
            return together(label)
        kind = "age" if feature.feature == AGE else OF_A_UNIT.get(self.units.get(feature.feature, ""), "number")
        way = self.state.words.text(f"page.model_{kind}_{feature.more}")
        return together(label, tag("span", f" – {way}", class_=f"adv-way adv-{feature.more}"))

    def _step(self, case: Case) -> None:
        """Draw the steps from all clients' mean to this client, with their table behind."""
        words, formats = self.state.words, self.state.formats
        made = steps(case.explanation, formats)
        if not made:
            return
        ends = {"base": made[0].start, "client": case.explanation.probability}
        title = words.text("page.model_steps", **{name: formats.share(end) for name, end in ends.items()})
        self.title.value = tag("h3", title)
        if self.chart is None:
            from advisor.charts.waterfall_figure import WaterfallChart

            self.chart = WaterfallChart()
        self.chart.draw(made, formats, self.state.still)
        self.steps.value = tag("ol", *map(self._name, made))
        self.slot.children = (self.chart.figure, self.steps)
        rows = (
            tag("tr", tag("th", one.label, scope="row"), tag("td", one.value), tag("td", self._points(one.points)),
                tag("td", formats.share(one.end)))
            for one in made
        )  # fmt: skip
        self.table.value = self._behind(("label", "value", "points", "after"), *rows)

    @staticmethod
    def _name(step: Step) -> Markup:
        """Name a step with the client's value, where it is one feature; the style sheet puts it above its bar."""
        arrow = "▲" if step.raises else "▼"
        return tag("li", tag("p", tag("span", f"{arrow} {step.label}"), tag("strong", step.value)))

    def _points(self, points: float) -> str:
        return ("+" if points > 0 else "−") + self.state.formats.share(abs(points))

    def _behind(self, columns: tuple[str, ...], *rows: Markup) -> Markup:
        return tag("details", tag("summary", self.state.words.text("page.force_table")), self._table(columns, *rows))

    def _table(self, columns: tuple[str, ...], *rows: Markup) -> Markup:
        heads = (tag("th", self.state.words.text(f"page.model_column_{name}"), scope="col") for name in columns)
        table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows))
        return tag("div", table, class_="adv-wide")

    def _offer(self) -> Markup:
        text = self.state.words.text
        button = tag("button", text("page.model_opinion_ask"), data_act="opinion", class_="adv-pick")
        title = tag("h3", text("page.model_opinion_title"))
        return together(title, tag("p", text("page.model_opinion_help"), class_="adv-muted"), button)

    def _opinion(self, second: SecondOpinion) -> Markup:
        words, formats = self.state.words, self.state.formats
        said = [words.text(f"page.model_opinion_{self._agreement(second.rank)}")]
        if second.sign is not None:
            said.append(words.text("page.model_opinion_sign", share=formats.share(second.sign)))
        said.append(words.text("page.model_opinion_fit", share=formats.share(max(0.0, second.fit))))
        if second.imputed:
            said.append(formats.counted("page.model_opinion_imputed", len(second.imputed)))
        rows = (
            tag("tr", tag("th", words.label(one.feature), scope="row"),
                tag("td", formats.value(one.feature, one.value, one.unit)),
                tag("td", self._weight(one.shap)), tag("td", self._weight(one.lime)))
            for one in second.opinions
        )  # fmt: skip
        told = tag("p", " ".join(said), role="status")
        table = self._table(("label", "value", "shap", "lime"), *rows)
        return together(tag("h3", words.text("page.model_opinion_title")), told, table)

    @staticmethod
    def _agreement(rank: float | None) -> str:
        if rank is None:
            return "none"
        return "agree" if rank >= CLOSE else "partly" if rank >= FAR else "differ"

    def _weight(self, weight: float) -> str:
        arrow = "▲" if weight > 0 else "▼" if weight < 0 else "–"
        return f"{arrow} {self.state.formats.number(abs(weight))}"

    def _facts(self, facts: ModelFacts, card: str) -> Markup:
        words, formats = self.state.words, self.state.formats
        told = {
            "trained": formats.date(facts.trained),
            "published": formats.date(facts.published),
            "clients": formats.whole(facts.clients),
            "used": formats.whole(facts.used),
            "auc": formats.share(facts.measures["auc"]),
            "threshold": formats.share(facts.threshold),
            "ratio": formats.number(facts.cost_ratio),
            "id": facts.model,
        }
        rows = (tag("div", tag("dt", words.text(f"page.model_{k}")), tag("dd", v)) for k, v in told.items())
        written = base64.b64encode(card.encode()).decode()
        named = f"card-{facts.model}.html"
        link = tag("a", words.text("page.model_card"), href=f"data:text/html;base64,{written}", download=named)
        return together(tag("h3", words.text("page.model_facts")), tag("dl", *rows), tag("p", link))
