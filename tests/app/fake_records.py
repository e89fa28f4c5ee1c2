"""Invented answers about what people did: recorded, corrected, overseen, signed; all kept in memory."""

from __future__ import annotations

from dataclasses import replace

from scoring.serving.corrections import corrections
from scoring.serving.questions import (
    Act,
    Amendment,
    Application,
    CostPolicy,
    History,
    Line,
    Oversight,
    Version,
    unanswered,
)
from scoring.serving.standing import Rule, may_review, may_sign, standing
from tests.app.fake_clients import THRESHOLD


class FakeRecords:
    """Keeps what is recorded and corrected of the clients that `FakeQuestions` knows; `kept` False records nothing."""

    kept = True
    may_amend = False
    asking = "ben"  # who asks for a history; what is recorded is by ana
    shown: Rule | None = None
    overseen = Oversight(True, 0, 0, 0, (), (), None)
    lines: list[tuple[int, Line]]
    made: list[Amendment]

    def record(self, client: int, act: Act) -> Line:
        self._fail()
        number, when = len(self.lines) + 1, "2026-11-24T09:30:00+00:00"
        said = corrections(act.before or {}, act.after or {})
        line = Line(number, when, "ana", "advisor", **vars(act), erased=False, corrected=said)
        self.lines.append((client, line))
        return line

    def history(self, client: int) -> History:
        self._fail()
        lines = tuple(line for of, line in self.lines if of == client)
        codes = ("income_proven", "policy") if self.kept else ()
        opinion = next((line.opinion for line in lines if line.kind == "first_opinion"), None)
        if not self.kept:
            return History(False, (), 3, codes, None, opinion, self.may_amend, False, False)
        stands = standing(lines, self.score(client), self.shown)
        may = (self.may_amend, may_sign(stands, self.asking), may_review(lines, self.asking))
        return History(True, lines, 3, codes, stands, opinion, *may)

    def amend(self, client: int, application: Application) -> Amendment:
        """Lay the fields over the client's; the risk halves."""
        self._fail()
        old, score = {field.name: field.value for field in self.client(client).fields}, self.score(client)
        better = replace(score, probability=score.probability / 2, decision="granted")
        before, after = Version(old, {}, score), Version(old | dict(application.fields), {}, better)
        self.made.append(Amendment(client, "2026-11-24T09:45:00+00:00", "store-1", True, before, after))
        asked = unanswered("correction", (line for _, line in self.lines))
        refers = asked[0].number if asked else None
        given = dict(application.fields)
        self.record(client, Act("correction", refers, before={name: old[name] for name in given}, after=given))
        return self.made[-1]

    def amendments(self, client: int) -> tuple[Amendment, ...]:
        return tuple(one for one in self.made if one.client == client)

    def oversight(self) -> Oversight:
        self._fail()
        return self.overseen

    def sign_policy(self, cost_ratio: float, text: str) -> CostPolicy:
        self._fail()
        signed = CostPolicy(12, "2026-11-24T09:30:00+00:00", "ben", "manager", cost_ratio, THRESHOLD, text)
        self.overseen = replace(self.overseen, policy=signed)
        return signed
