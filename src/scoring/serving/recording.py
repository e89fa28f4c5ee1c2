"""Questions whose answers are written down: what a person is shown of a client is recorded before they see it.

The faces know the ledger through this module, and its acts through `serving.questions`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring import store
from scoring.aside import locked
from scoring.ledger import Actor
from scoring.serving.questions import Amendment, Application, Questions
from scoring.serving.reconciling import hashes, reconciled
from scoring.serving.recorded import Recorded, Shown
from scoring.settings import Settings

if TYPE_CHECKING:
    from scoring.ledger import Ledger  # SQLAlchemy comes with it

__all__ = ["Actor", "Recorded", "Recorder", "ask"]

LOG = logging.getLogger(__name__)


class Recorder:
    """The questions of one store, and the ledger where answers are recorded. Safe to share between threads."""

    def __init__(self, questions: Questions, fingerprint: str, ledger: Ledger, amended: Path | None = None) -> None:
        """Take what answers, what stands for its data (`Local.fingerprint`), the ledger, and the folder of amendments.

        Of that folder, what was amended and never recorded is recorded as found.
        """
        self.questions, self.ledger, self._amended = questions, ledger, amended
        self.about, self.fingerprint = questions.about(), fingerprint
        if amended is not None and (found := reconciled(amended, ledger)):
            numbers = ", ".join(str(entry.sequence) for entry in found)
            LOG.warning("amendments that were not recorded are recorded as found: records %s", numbers)

    @classmethod
    def configured(cls, settings: Settings) -> Recorder:
        """Open the current store and the ledger as the settings say; raises as both and `reconciled` do."""
        from scoring.ledger import Ledger
        from scoring.serving.local import Local  # who replays or reads the ledger needs no model

        local = Local.configured(settings)  # first: where nothing is published no ledger is begun
        try:
            return cls(local, local.fingerprint, Ledger.open(settings), settings.data / store.AMENDED)
        except BaseException:
            local.close()
            raise

    def amending(self) -> AbstractContextManager[None]:
        """Let one process amend and record it at a time, and nobody look for what is not recorded meanwhile."""
        return nullcontext() if self._amended is None else locked(self._amended)

    def hashes(self, made: Amendment) -> store.Hashes | None:
        """Give what the ledger keeps of an amendment that was just made; None where nobody says where they lie."""
        return None if self._amended is None else hashes(self._amended, made)

    def by(self, actor: Actor) -> Recorded:
        """Give the questions as one actor asks them, in one request."""
        return Recorded(self, actor)


def ask(questions: Questions, question: Mapping[str, Any]) -> Shown:
    """Ask a question again, as it was recorded."""
    given = {name: value for name, value in question.items() if name != "ask"}
    if "application" in given:
        given["application"] = Application(**given["application"])
    return getattr(questions, question["ask"])(**given)  # type: ignore[no-any-return]
