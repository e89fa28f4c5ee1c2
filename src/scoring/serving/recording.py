"""Questions whose answers are written down: what a person is shown of a client is recorded before they see it.

The faces know the ledger through this module, and its acts through `serving.questions`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scoring.aside import locked
from scoring.ledger import Actor
from scoring.serving.questions import Application, Questions
from scoring.serving.reconciling import reconciled
from scoring.serving.recorded import Amend, Recorded, Shown
from scoring.settings import Settings

if TYPE_CHECKING:
    from scoring.ledger import Ledger  # SQLAlchemy comes with it
    from scoring.serving.amending import Amending  # and with this the model

__all__ = ["Actor", "Recorded", "Recorder", "ask"]

LOG = logging.getLogger(__name__)


class Recorder:
    """The questions of one store, and the ledger where answers are recorded. Safe to share between threads."""

    def __init__(
        self, questions: Questions, fingerprint: str, ledger: Ledger, amending: Amending | None = None
    ) -> None:
        """Take what answers, what stands for its data (`Local.fingerprint`), the ledger, and what amends in its place.

        Of the folder of that, what was amended and never recorded is recorded as found. Where it is None,
        what answers amends too, and its records do not say by hashes what they tell of.
        """
        self.questions, self.ledger, self._amending = questions, ledger, amending
        self.about, self.fingerprint = questions.about(), fingerprint
        if amending is not None and (found := reconciled(amending.folder, ledger)):
            numbers = ", ".join(str(entry.sequence) for entry in found)
            LOG.warning("amendments that were not recorded are recorded as found: records %s", numbers)

    @classmethod
    def configured(cls, settings: Settings) -> Recorder:
        """Open the current store and the ledger as the settings say; raises as both and `reconciled` do."""
        from scoring.ledger import Ledger
        from scoring.serving.local import Local  # who replays or reads the ledger needs no model

        local = Local.configured(settings)  # first: where nothing is published no ledger is begun
        try:
            return cls(local, local.fingerprint, Ledger.open(settings), local.amending)
        except BaseException:
            local.close()
            raise

    def by(self, actor: Actor) -> Recorded:
        """Give the questions as one actor asks them, in one request."""
        return Recorded(self, actor, self._alone)

    @contextmanager
    def _alone(self) -> Iterator[Amend]:
        """Let one process amend and record it at a time, and nobody look for what is not recorded meanwhile.

        Only who records is given it: there is no other way from here to amend.
        """
        if self._amending is None:
            yield lambda client, application: (self.questions.amend(client, application), None)
        else:
            with locked(self._amending.folder):
                yield self._amending.amend_hashed


def ask(questions: Questions, question: Mapping[str, Any]) -> Shown:
    """Ask a question again, as it was recorded."""
    given = {name: value for name, value in question.items() if name != "ask"}
    if "application" in given:
        given["application"] = Application(**given["application"])
    return getattr(questions, question["ask"])(**given)  # type: ignore[no-any-return]
