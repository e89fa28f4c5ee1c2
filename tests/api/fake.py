"""Questions answered from memory: three invented clients, of whom one has no history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.faults import Refused, UnknownName
from scoring.serving.questions import (
    EVERYONE,
    About,
    Application,
    Axis,
    Band,
    Base,
    CardForm,
    Case,
    CategoryShare,
    Cell,
    Check,
    Client,
    ClientExplanation,
    ClientLine,
    ClientPage,
    ClientScore,
    Comparison,
    Contribution,
    Criterion,
    Explanation,
    Explanations,
    Exported,
    FamilyWeight,
    FeatureMeaning,
    FeatureWeight,
    Field,
    Filters,
    Lists,
    Matches,
    ModelFacts,
    Neighbour,
    Opinion,
    Overview,
    Pair,
    Point,
    Portfolio,
    Range,
    Reason,
    Reasons,
    Score,
    Scores,
    SecondOpinion,
    Statistics,
    Subject,
    Timeline,
    Value,
    Variable,
    client_of,
)
from tests.api.fake_applications import FakeApplications
from tests.api.fake_clients import (
    CONTRACT,
    CREDIT,
    DEBT,
    KNOWN,
    NEW,
    NO_PAST,
    OTHER,
    PAST,
    STARTS,
    VALUES,
)
from tests.api.fake_records import FakeRecords

LISTED: list[Filters] = []
"""Filters that the fake was asked for, in order."""


class Fake(FakeApplications, FakeRecords):
    """An implementation of `Questions`, from invented answers."""

    def __init__(self) -> None:
        self.applications, self.rows, self.together, self.acts = [], [], [], []

    def about(self) -> About:
        return About("store-1", "model-1", "2026-11-02T09:00:00+00:00", 3, 3, 0.09, 10.0, 0.75, True)

    def find(self, text: str, limit: int = 20, offset: int = 0, begins: str = "") -> Matches:
        ids = [client for client in sorted(VALUES) if text in str(client) and str(client).startswith(begins)]
        return Matches(len(ids), tuple(ids[offset:][:limit]))

    def client(self, client: int) -> Client:
        values = self._values(client)
        return Client(client, tuple(Field(one.name, values[one.name], one.unit) for one in self.variables()))

    def features(self, client: int, section: str | None = None) -> tuple[Field, ...]:
        values = self._values(client)
        if section not in (None, "elsewhere", "cards"):
            raise UnknownName("there is no such section; allowed: elsewhere, cards")
        shown = (DEBT,) if section != "cards" else ()
        return tuple(Field(one.name, values[one.name], one.unit, "bureau", "elsewhere") for one in shown)

    def timeline(self, client: int) -> Timeline:
        self._values(client)
        return NO_PAST if client == NEW else PAST

    def lists(self) -> Lists:
        return Lists(("all", "to_review"), ("id", "probability"))

    def list_clients(
        self,
        filters: Filters = EVERYONE,
        sort: str = "probability",
        descending: bool = True,
        offset: int = 0,
        limit: int = 20,
    ) -> ClientPage:
        if filters.name not in self.lists().names:
            raise UnknownName("there is no such list; allowed: all, to_review")
        LISTED.append(filters)
        ids = sorted(VALUES, reverse=descending)
        lines = tuple(
            ClientLine(one, 1 / 3, "refused", sort == "id", (Field(DEBT.name, VALUES[one][DEBT.name], "money"),))
            for one in ids[offset : offset + limit]
        )
        return ClientPage(len(ids), offset, lines)

    def scores(self, clients: Sequence[int]) -> Scores:
        known = [one for one in dict.fromkeys(clients) if one in VALUES]
        unknown = tuple(one for one in dict.fromkeys(clients) if one not in VALUES)
        return Scores(tuple(ClientScore(one, self.score(one)) for one in known), unknown)

    def explanations(self, clients: Sequence[int]) -> Explanations:
        known = self.scores(clients)
        told = tuple(ClientExplanation(one.id, self.explanation(one.id)) for one in known.scores)
        return Explanations(told, known.unknown)

    def export(self) -> Iterator[Exported]:
        for client in sorted(VALUES):
            score = self.score(client)
            yield Exported(client, score.probability, score.low, score.high, score.decision, score.review)

    def statistics(self, variable: str) -> Statistics:
        asked = {one.name: one for one in self.variables()}.get(variable)
        if asked is None:
            raise UnknownName("there is no such variable")
        if asked.kind == "category":
            shares = (CategoryShare("Cash loans", 1, 0.5), CategoryShare("Prêt « revolving »", 1, 0.5))
            return Statistics(asked, 3, 2, None, None, None, None, None, None, shares)
        return Statistics(asked, 3, 3, 0.1, -1.0, 0.25, 0.5, 0.75, 1e300, ())

    def portfolio(self, cost_ratio: float | None = None) -> Portfolio:
        ratio = 10.0 if cost_ratio is None else cost_ratio
        points = tuple(Point(one / 4, one, 3 - one, ratio / 3, None, 0, 0) for one in range(4))
        return Portfolio(3, 0, 1, ratio, points[1], points[2], points)

    def score(self, client: int) -> Score:
        self._values(client)
        low = 0.05 if client == NEW else 0.3
        return Score(1 / 3, low, 0.4, 0.09, "refused", low < 0.09, "model-1", 355)

    def explanation(self, client: int, base: Base = "all") -> Explanation:
        values = self._values(client)
        if base not in STARTS:
            raise UnknownName(f"There is no such base; allowed: {', '.join(STARTS)}.")
        parts = tuple(
            Contribution(one.name, values[one.name], one.unit, (-1) ** place / (place + 3), 0.1 / (place + 3))
            for place, one in enumerate(self.variables())
        )
        start = STARTS[base]
        return Explanation(start, start + sum(part.contribution for part in parts), 0.1, 1 / 3, parts)

    def reasons(self, client: int) -> Reasons:
        value = self._values(client)[DEBT.name]
        said = {"fr": "Vous devez 5\u00a0; chez les clients acceptés\u00a0: 0,30", "en": "You owe 5"}
        reason = Reason("debt", DEBT.name, (DEBT.name, "B"), value, 0.1 + 0.2, None, "money", 1 / 3, 1e-17, said)
        check = Check(0.05, "granted", True, {"fr": "Vérifié.", "en": "Checked."})
        return Reasons((reason,) if value is not None else (), (), check)

    def case(self, client: int) -> Case:
        return Case(self.client(client), self.score(client), self.explanation(client), self.reasons(client))

    def second_opinion(self, subject: Subject) -> SecondOpinion:
        value = self._values(subject)[DEBT.name]
        if value is None:
            return SecondOpinion(1 / 3, (DEBT.name,), (), None, None, 0.1 + 0.2)
        if client_of(subject) == OTHER:
            raise Refused("A second opinion needs a package that is not installed.")
        return SecondOpinion(1 / 3, (), (Opinion(DEBT.name, value, "money", 0.25, -1e-17),), 1.0, 0.5, 0.75)

    def overview(self) -> Overview:
        label = {"fr": "Dettes", "en": "Debts"}
        return Overview((FamilyWeight("debt", label, 0.5, 1 / 3, (FeatureWeight(DEBT.name, label, 1e-17, "raises"),)),))

    def model(self) -> ModelFacts:
        about = self.about()
        when, sha = about.created, "0" * 64
        named = (about.model, when, about.store, when, 3, True, 3, 2, 5, 0.8, 0.09, 10.0)
        return ModelFacts(*named, {"auc": 0.1 + 0.2}, {"depth": 5}, {"own": 1.0}, sha, sha, {"é": "1"}, {"model": sha})

    def card(self, form: CardForm = "markdown") -> str:
        if form not in ("markdown", "html"):
            raise UnknownName("there is no such form")
        return {"markdown": "# Fiche « é »\n", "html": "<!doctype html>\n<p>é</p>\n"}[form]

    def dictionary(self) -> tuple[FeatureMeaning, ...]:
        told = {"fr": "Dû « é »", "en": "Owed"}
        used = FeatureMeaning(DEBT.name, "number", "money", "bureau", "debt", None, told, told)
        return used, FeatureMeaning(CONTRACT.name, "category", "category", "application", "x", "ranked 3", told, told)

    def variables(self) -> tuple[Variable, ...]:
        return (CREDIT, CONTRACT, DEBT)

    def groups(self) -> tuple[str, ...]:
        return ("all", "similar")

    def criteria(self) -> tuple[Criterion, ...]:
        return (Criterion("age", "DAYS_BIRTH", True), Criterion("région", "REGION_RATING_CLIENT", False))

    def compare(self, subject: Subject, variable: str, group: str, criteria: Sequence[str] = ()) -> Comparison:
        value, asked = self._asked(subject, variable, group, criteria)
        by = tuple(criteria)
        if group == "similar":
            return Comparison(asked, group, by, 2, 1, 30, value, None, None, None, None, None, ())
        if asked.kind == "category":
            known = (Band(None, None, "Cash loans", 1, None),)
            return Comparison(asked, group, by, 3, 2, 1, value, 0.5, 0.0, None, None, 1 / 7, known)
        bands = (Band(0.0, 1e8, None, 2, 0.5), Band(1e8, 2e8, None, 1, None))
        return Comparison(asked, group, by, 3, 3, 1, value, 2 / 3, 0.1, 0.3, 1e-17, 0.08, bands)

    def compare_each(
        self, subject: Subject, variables: Sequence[str], group: str, criteria: Sequence[str] = ()
    ) -> tuple[Comparison, ...]:
        return tuple(self.compare(subject, variable, group, criteria) for variable in variables)

    def pair(self, subject: Subject, across: str, up: str, group: str, criteria: Sequence[str] = ()) -> Pair:
        (first, one), (second, other) = (self._asked(subject, name, group, criteria) for name in (across, up))
        if group == "similar":
            return Pair(Axis(one, first, None, ()), Axis(other, second, None, ()), group, tuple(criteria), 2, 0, 30, ())
        ends, kinds = (Range(0.0, 1e8, None), Range(1e8, 2e8, None)), (Range(None, None, "Cash loans"),)
        cells = (Cell(0, 0, 2, 0.1), Cell(1, 0, 1, None))
        return Pair(Axis(one, first, 0, ends), Axis(other, second, None, kinds), group, tuple(criteria), 3, 3, 1, cells)

    def neighbours(self, subject: Subject, count: int = 10) -> tuple[Neighbour, ...]:
        self._values(subject)
        found = (Neighbour(OTHER, 1 / 7, 0.3, "refused", "defaulted"), Neighbour(KNOWN, 0.5, 1e-17, "granted", None))
        return found[:count]

    def _asked(self, subject: Subject, variable: str, group: str, criteria: Sequence[str]) -> tuple[Value, Variable]:
        values = self._values(subject)
        known = {one.name for one in self.criteria()}
        faults = [f"There is no {what} of that name: ask for one that is listed." for what, found in (
            ("variable", variable in values), ("group", group in self.groups()), ("criterion", known >= {*criteria}),
        ) if not found]  # fmt: skip
        if faults:
            raise UnknownName(faults)
        return values[variable], next(one for one in self.variables() if one.name == variable)

    def _values(self, subject: Subject) -> dict[str, Value]:
        client = client_of(subject)
        if isinstance(subject, Application) and client is None and not subject.fields:
            raise Refused("There is nothing to score: give a client or fields.")
        if client is not None and client not in VALUES:
            raise UnknownName("There is no client of that id: find one by part of its id.")
        known: dict[str, Value] = VALUES[NEW] if client is None else VALUES[client]
        given = subject.fields if isinstance(subject, Application) else {}
        return known | {name: given[name] for name in known.keys() & given.keys()}
