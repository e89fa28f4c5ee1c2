"""Questions that tell of no client: passed on as they are, and not recorded."""

from __future__ import annotations

from scoring.serving.questions import (
    About,
    CardForm,
    Changeable,
    Criterion,
    FeatureMeaning,
    Lists,
    Matches,
    ModelFacts,
    Overview,
    Portfolio,
    Questions,
    Statistics,
    Variable,
)


class Unrecorded(Questions):
    """Passes on what is about the model, the declarations and all clients together, and searches by id."""

    _questions: Questions

    def about(self) -> About:
        """Say which store and model answer."""
        return self._questions.about()

    def find(self, text: str, limit: int = 20, offset: int = 0, begins: str = "") -> Matches:
        """Find clients by part of their id."""
        return self._questions.find(text, limit, offset, begins)

    def lists(self) -> Lists:
        """Name the lists of clients."""
        return self._questions.lists()

    def overview(self) -> Overview:
        """Say what the model looks at."""
        return self._questions.overview()

    def variables(self) -> tuple[Variable, ...]:
        """List what clients can be compared on."""
        return self._questions.variables()

    def groups(self) -> tuple[str, ...]:
        """List the groups a client can be compared with."""
        return self._questions.groups()

    def criteria(self) -> tuple[Criterion, ...]:
        """List what clients can be alike in."""
        return self._questions.criteria()

    def statistics(self, variable: str) -> Statistics:
        """Describe one variable over all clients."""
        return self._questions.statistics(variable)

    def portfolio(self, cost_ratio: float | None = None) -> Portfolio:
        """Say what every threshold would mean."""
        return self._questions.portfolio(cost_ratio)

    def model(self) -> ModelFacts:
        """Say what the model is."""
        return self._questions.model()

    def card(self, form: CardForm = "markdown") -> str:
        """Give the model card."""
        return self._questions.card(form)

    def dictionary(self) -> tuple[FeatureMeaning, ...]:
        """Say what the features mean."""
        return self._questions.dictionary()

    def changeable(self) -> tuple[Changeable, ...]:
        """List what a what-if may change."""
        return self._questions.changeable()
