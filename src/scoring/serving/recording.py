"""Questions whose answers are written down: what a person is shown of a client is recorded before they see it.

The faces know the ledger through this module, and its acts through `serving.questions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.ledger import Actor, Ledger
from scoring.serving.questions import Application, Questions
from scoring.serving.recorded import Recorded, Shown
from scoring.settings import Settings

__all__ = ["Actor", "Recorded", "Recorder", "ask"]


class Recorder:
    """The questions of one store, and the ledger where answers are recorded. Safe to share between threads."""

    def __init__(self, questions: Questions, fingerprint: str, ledger: Ledger) -> None:
        """Take what answers, what stands for its data (`Local.fingerprint`), and the ledger."""
        self.questions, self.ledger = questions, ledger
        self.about, self.fingerprint = questions.about(), fingerprint

    @classmethod
    def configured(cls, settings: Settings) -> Recorder:
        """Open the current store and the ledger as the settings say; raises as both do."""
        from scoring.serving.local import Local  # who replays or reads the ledger needs no model

        local = Local.configured(settings)  # first: where nothing is published no ledger is begun
        try:
            return cls(local, local.fingerprint, Ledger.open(settings))
        except BaseException:
            local.close()
            raise

    def by(self, actor: Actor) -> Recorded:
        """Give the questions as one actor asks them, in one request."""
        return Recorded(self, actor)


def ask(questions: Questions, question: Mapping[str, Any]) -> Shown:
    """Ask a question again, as it was recorded."""
    given = {name: value for name, value in question.items() if name != "ask"}
    if "application" in given:
        given["application"] = Application(**given["application"])
    return getattr(questions, question["ask"])(**given)  # type: ignore[no-any-return]
