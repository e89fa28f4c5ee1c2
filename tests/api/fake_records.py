"""Invented answers about what people did: recorded, corrected, overseen, signed."""

from __future__ import annotations

from dataclasses import replace

from scoring.faults import Refused
from scoring.serving.questions import (
    Act,
    AmendedClient,
    Amendment,
    Application,
    CodeCount,
    CostPolicy,
    History,
    Line,
    Oversight,
    Score,
    Version,
    Waiting,
)
from tests.api.fake_clients import (
    ABSENT,
    ACTS,
    AT,
    ERASED,
    KNOWN,
    NEW,
    OTHER,
    STANDS,
    VALUES,
)


class FakeRecords:
    """Answers about the clients that `Fake` knows; keeps the acts, and the applications it was asked to amend by."""

    acts: list[Act]
    applications: list[Application]

    def amend(self, client: int, application: Application) -> Amendment:
        if not application.fields and not application.histories:
            raise Refused(["Nothing to amend: give fields.", "Or histories."])
        self.applications.append(application)
        score = Score(1 / 3, 0.3, 0.4, 0.09, "refused", False, "model-1", 355, True, AT)
        before = Version(VALUES[client], {"bureau": []}, self.score(client)) if client in VALUES else None
        return Amendment(client, AT, "store-1", True, before, Version(application.fields, application.histories, score))

    def amendments(self, client: int) -> tuple[Amendment, ...]:
        return (self.amend(client, Application(None, {"AMT_CREDIT": 0.1 + 0.2}, {})),) if client == KNOWN else ()

    def amended(self) -> tuple[AmendedClient, ...]:
        return (AmendedClient(KNOWN, AT, "store-1", True), AmendedClient(ABSENT, AT, "store-0", False))

    def record(self, client: int, act: Act) -> Line:
        self._values(client)
        if client == OTHER:
            raise Refused("nothing is recorded here; set SCORING_RECORD to 1")
        self.acts.append(act)
        return Line(7, "2026-11-24T09:30:00.000001+00:00", "ana", "advisor", **vars(act), erased=False)

    def history(self, client: int) -> History:
        self._values(client)
        if client == OTHER:
            return History(False, (), 0, (), None, None, False, False, False)
        acts = ACTS if client == KNOWN else ()
        lines = [Line(n, "2026-11-24T09:30:00+00:00", "b", "manager", **vars(act), erased=False) for n, act in acts]
        stands = STANDS if client == KNOWN else replace(STANDS, state="final")
        return History(True, (*lines, ERASED), 12, ("income_proven", "policy"), stands, "unsure", True, True, False)

    def oversight(self) -> Oversight:
        waiting = (Waiting(3, AT, "signature", KNOWN, "b"), Waiting(9, AT, "review", NEW, "ana"))
        return Oversight(True, 7, 2, 1, (CodeCount("policy", 2),), waiting, None)

    def sign_policy(self, cost_ratio: float, text: str) -> CostPolicy:
        return CostPolicy(12, AT, "ben", "manager", cost_ratio, 0.1 + 0.2, text)
