"""A small `Questions` in memory: three clients, one without history, one group too small to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp, log

from scoring.faults import UnknownName
from scoring.serving.corrections import corrections
from scoring.serving.questions import (
    EVERYONE,
    About,
    Act,
    Amendment,
    Application,
    Axis,
    Band,
    Base,
    CardForm,
    CardMonth,
    Cell,
    Check,
    Client,
    ClientLine,
    ClientPage,
    Comparison,
    Contribution,
    CostPolicy,
    CreditElsewhere,
    Criterion,
    Explanation,
    FamilyWeight,
    FeatureWeight,
    Field,
    Filters,
    History,
    InstalmentMonth,
    Line,
    LoanMonth,
    Matches,
    ModelFacts,
    Neighbour,
    Opinion,
    Oversight,
    Overview,
    Pair,
    Point,
    Portfolio,
    Prediction,
    PreviousApplication,
    Range,
    Reason,
    Reasons,
    Score,
    SecondOpinion,
    Timeline,
    Value,
    Variable,
    Version,
    unanswered,
)
from scoring.tables import APPLICATION
from scoring.words import sentences
from tests.app.fake_lending import FakeLending

REFUSED, GRANTED, NO_HISTORY = 100002, 100003, 104507
THRESHOLD = 0.091
BASE = log(0.08 / 0.92)
BASES: dict[str, float] = {"all": BASE, "accepted": log(0.06 / 0.94)}
"""Where explanations begin; what differs is put down to the first feature."""

FIELDS: dict[int, dict[str, Value]] = {
    REFUSED: {
        "NAME_CONTRACT_TYPE": "Cash loans",
        "CODE_GENDER": "M",
        "FLAG_OWN_CAR": "N",
        "CNT_CHILDREN": 0,
        "AMT_INCOME_TOTAL": 202500.0,
        "AMT_CREDIT": 406597.5,
        "AMT_ANNUITY": 24700.5,
        "NAME_INCOME_TYPE": "Working",
        "NAME_FAMILY_STATUS": "Single / not married",
        "REGION_POPULATION_RELATIVE": 0.018801,
        "DAYS_BIRTH": -9461.0,
        "DAYS_EMPLOYED": -637.0,
        "EXT_SOURCE_1": 0.083037,
        "FLAG_EMAIL": 0,
        "HOUR_APPR_PROCESS_START": 10,
        "ORGANIZATION_TYPE": "<script>alert(1)</script>",  # a category as someone might deliver it
    },
    GRANTED: {
        "NAME_CONTRACT_TYPE": "Cash loans",
        "CODE_GENDER": "F",
        "FLAG_OWN_CAR": "Y",
        "CNT_CHILDREN": 2,
        "AMT_INCOME_TOTAL": 270000.0,
        "AMT_CREDIT": 1293502.5,
        "AMT_ANNUITY": 35698.5,
        "NAME_INCOME_TYPE": "State servant",
        "NAME_FAMILY_STATUS": "Married",
        "REGION_POPULATION_RELATIVE": 0.003541,
        "DAYS_BIRTH": -16765.0,
        "DAYS_EMPLOYED": -1188.0,
        "EXT_SOURCE_1": 0.311267,
        "FLAG_EMAIL": 1,
        "HOUR_APPR_PROCESS_START": 11,
        "ORGANIZATION_TYPE": "School",
    },
    NO_HISTORY: {
        "NAME_CONTRACT_TYPE": "Cash loans",
        "AMT_INCOME_TOTAL": 90000.0,
        "AMT_CREDIT": 135000.0,
        "DAYS_BIRTH": -7900.0,
    },
}

PARTS: dict[int, dict[str, tuple[Value, float]]] = {
    REFUSED: {
        "EXT_SOURCE_MEAN": (0.1618, 0.62),
        "EXT_SOURCE_MIN": (0.083, 0.31),
        "INSTALMENT_DAYS_LATE_MEAN": (-20.4, -0.12),
        "BUREAU_ACTIVE_DEBT_TOTAL": (245781.0, 0.14),
        "DAYS_EMPLOYED": (-637.0, 0.11),
        "AMT_ANNUITY": (24700.5, 0.05),
        "CREDIT_TO_ANNUITY": (16.46, -0.21),
        "PREVIOUS_REFUSED_SHARE": (0.0, -0.09),
        "POS_LATE_SHARE": (0.0, -0.06),
        "NAME_INCOME_TYPE": ("Working", 0.04),
        "BUREAU_DAYS_LAST": (-103.0, 0.03),
        "FLAG_OWN_CAR": ("N", 0.02),
        "CNT_CHILDREN": (0.0, -0.01),
        "PREVIOUS_MONTHS_MEAN": (24.0, 0.008),
    },
    GRANTED: {
        "EXT_SOURCE_MEAN": (0.4667, 0.05),
        "AMT_ANNUITY": (35698.5, -0.22),
        "DAYS_EMPLOYED": (-1188.0, -0.31),
        "CREDIT_TO_ANNUITY": (36.2, 0.16),
        "PREVIOUS_REFUSED_SHARE": (0.0, -0.14),
        "BUREAU_ACTIVE_DEBT_TOTAL": (0.0, -0.17),
    },
    NO_HISTORY: {
        "EXT_SOURCE_MEAN": (None, 0.08),
        "DAYS_EMPLOYED": (None, -0.04),
        "BUREAU_ACTIVE_DEBT_TOTAL": (None, 0.02),
        "PREVIOUS_REFUSED_SHARE": (None, 0.01),
    },
}

UNITS = {
    "EXT_SOURCE_MEAN": "score", "EXT_SOURCE_MIN": "score", "INSTALMENT_DAYS_LATE_MEAN": "duration",
    "BUREAU_ACTIVE_DEBT_TOTAL": "money", "CREDIT_TO_ANNUITY": "ratio", "PREVIOUS_REFUSED_SHARE": "share",
    "POS_LATE_SHARE": "share", "BUREAU_DAYS_LAST": "days", "PREVIOUS_MONTHS_MEAN": "duration_months",
} | {column.name: column.unit for column in APPLICATION.columns}  # fmt: skip


def _equal(low: float, width: float, *counts: int) -> tuple[tuple[float, float, int], ...]:
    return tuple((low + i * width, low + (i + 1) * width, count) for i, count in enumerate(counts))


DISTRIBUTIONS: dict[str, tuple[tuple[float, float, int], ...]] = {
    "AMT_INCOME_TOTAL": _equal(0.0, 45000.0, 210, 890, 1320, 870, 460, 190, 90, 40),
    "DAYS_BIRTH": _equal(-25000.0, 2000.0, 180, 420, 560, 640, 720, 690, 540, 260, 60),
    "DAYS_EMPLOYED": _equal(-6000.0, 1000.0, 150, 210, 380, 620, 900, 1300),
    "FLAG_EMAIL": ((0.0, 0.0, 3800), (1.0, 1.0, 260)),
    "EXT_SOURCE_MEAN": _equal(0.0, 0.1, 60, 240, 520, 800, 980, 820, 450, 150, 30, 4),
}
INCOME_TYPES = (("Working", 2100), ("Pensioner", 720), ("State servant", 290))
GROUPS = {"all": 4070, "similar": 640, "granted": 2900, "refused": 12}
CRITERIA = (
    Criterion("age", "DAYS_BIRTH", True),
    Criterion("income", "AMT_INCOME_TOTAL", True),
    Criterion("work", "NAME_INCOME_TYPE", False),
)
MINIMUM = 30
"""The refused are fewer: a group that is withheld."""
RATE = 0.082
"""Share of defaults in every group and band that has enough clients."""


BEGINNINGS = {
    "AMT": "request", "CREDIT": "request", "DAYS": "family", "CNT": "family", "FLAG": "documents", "EXT": "external",
    "BUREAU": "elsewhere", "PREVIOUS": "previous", "INSTALMENT": "payments", "POS": "payments",
}  # fmt: skip
"""Sections, near enough, by how names begin."""
ESSENTIAL = ("AMT_CREDIT", "AMT_INCOME_TOTAL", "DAYS_BIRTH", "NAME_INCOME_TYPE", "OWN_CAR_AGE")


def field(name: str, value: Value) -> Field:
    """Describe a value as the scoring process does."""
    section = BEGINNINGS.get(name.partition("_")[0], "building")
    return Field(
        name, value, UNITS[name], "bureau" if section == "elsewhere" else "application", section, name in ESSENTIAL
    )


NO_PAST = Timeline((), (), (), (), ())
PASTS: dict[int, Timeline] = {
    REFUSED: Timeline(
        elsewhere=(
            CreditElsewhere("Consumer credit", "Closed", -1400.0, -700.0, -720.0, 9e4, 0.0, 0.0, 0.0, "currency 1"),
            CreditElsewhere("Mortgage", "Active", -400.0, 11000.0, None, 2e6, 1.9e6, 150.0, 3.0, "currency 1"),
            CreditElsewhere("<b>odd</b>", None, None, None, None, None, None, None, None, None),
        ),
        previous=(
            PreviousApplication("Consumer loans", "Approved", -900.0, 4e4, 4e4, 4e3, 12.0, -870.0, -540.0, -530.0),
            PreviousApplication("Cash loans", "Refused", -610.0, 4.5e5, None, None, None, None, None, None),
        ),
        instalments=(
            InstalmentMonth(-28, 1, 4000.0, 4000.0, 0, 0.0),
            InstalmentMonth(-27, 2, 8000.0, 8000.0, 1, 12.0),
            InstalmentMonth(-26, 1, 4000.0, None, 1, None),
        ),
        cards=(CardMonth(-2, 500.0, 1000.0, 500.0, None, 0.0), CardMonth(-1, None, 1000.0, 0.0, 0.0, None)),
        loans=(LoanMonth(-27, 1, 10.0, 0.0),),
    ),
    GRANTED: Timeline((), (), (InstalmentMonth(-1, 1, 4000.0, 4000.0, 0, 0.0),), (), ()),
    NO_HISTORY: NO_PAST,
}


class FakeQuestions(FakeLending):
    """Answers from the tables above; `broken`, when set, is raised by every question."""

    def __init__(self) -> None:
        self.broken: Exception | None = None
        self.asked: list[tuple[Filters, str, bool, int, int]] = []
        """The lists that were asked for, in order."""
        self.tried, self.counted = [], {}
        self.kept = True
        self.overseen = Oversight(True, 0, 0, 0, (), (), None)
        self.lines: list[tuple[int, Line]] = []
        self.may_amend = False
        self.made: list[Amendment] = []

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
        return History(self.kept, lines if self.kept else (), 3, codes, opinion, self.may_amend)

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

    def about(self) -> About:
        return About("store-1", "model-1", "2026-11-20T10:30:00", 3, 120, THRESHOLD, 10.0, 0.76, True)

    def find(self, text: str, limit: int = 20) -> Matches:
        self._fail()
        ids = sorted((c for c in FIELDS if text in str(c)), key=lambda c: (not str(c).startswith(text), c))
        return Matches(len(ids), tuple(ids[:limit]))

    def client(self, client: int) -> Client:
        given = self._known(client)
        columns = [c for c in APPLICATION.columns if c.name not in ("SK_ID_CURR", "TARGET")]
        fields = tuple(field(c.name, given.get(c.name)) for c in columns if c.name != "CODE_GENDER")
        at = next((one.at for one in reversed(self.made) if one.client == client), None)
        return Client(client, fields, at is not None, at)

    def features(self, client: int, section: str | None = None) -> tuple[Field, ...]:
        self._known(client)
        computed = [name for name in UNITS if name not in APPLICATION.names]
        values = {name: value for name, (value, _) in PARTS[client].items()}
        return tuple(field(name, values.get(name)) for name in computed)

    def timeline(self, client: int) -> Timeline:
        self._known(client)
        return PASTS[client]

    def list_clients(
        self,
        filters: Filters = EVERYONE,
        sort: str = "probability",
        descending: bool = True,
        offset: int = 0,
        limit: int = 20,
    ) -> ClientPage:
        """Give the three clients a dozen times, or nobody for the list of those refused with a high income."""
        self._fail()
        self.asked.append((filters, sort, descending, offset, limit))
        ids = [] if filters.name == "refused_high_income" else sorted(FIELDS) * 12
        return ClientPage(len(ids), offset, tuple(map(self._line, ids[offset : offset + limit])))

    def _line(self, client: int) -> ClientLine:
        score = self.score(client)
        shown = ("AMT_CREDIT", "DAYS_BIRTH", "NAME_INCOME_TYPE")
        fields = tuple(field(name, FIELDS[client].get(name)) for name in shown)
        return ClientLine(client, score.probability, score.decision, score.review, fields)

    def score(self, client: int) -> Score:
        self._known(client)
        probability = 1 / (1 + exp(-self.explanation(client).raw))
        decision = "refused" if probability >= THRESHOLD else "granted"
        low, high = 0.9 * probability, 1.1 * probability
        return Score(probability, low, high, THRESHOLD, decision, low < THRESHOLD <= high, "model-1")  # type: ignore[arg-type]

    def explanation(self, client: int, base: Base = "all") -> Explanation:
        self._known(client)
        start, weights = BASES[base], {name: weight for name, (_, weight) in PARTS[client].items()}
        weights[next(iter(weights))] += BASE - start
        raw = start + sum(weights.values())
        first, last = (1 / (1 + exp(-odds)) for odds in (start, raw))
        slope = (last - first) / (raw - start)
        parts = tuple(
            Contribution(name, value, UNITS[name], weights[name], slope * weights[name])
            for name, (value, _) in PARTS[client].items()
        )
        return Explanation(start, raw, first, last, parts)

    def reasons(self, client: int) -> Reasons:
        parts = sorted(self.explanation(client).contributions, key=lambda part: -abs(part.contribution))
        against = tuple(self._reason(part) for part in parts if part.contribution > 0.03)[:4]
        favour = tuple(self._reason(part) for part in parts if part.contribution < -0.03)[:4]
        flips = client == REFUSED
        said = {"fr": f"Vérifié ({flips:d}).", "en": f"Checked ({flips:d})."}
        return Reasons(against, favour, Check(0.05, "granted", flips, said))

    def second_opinion(self, client: int) -> SecondOpinion:
        """Agree with the explanation, in part with that of the granted; without history there is nothing."""
        parts = () if client == NO_HISTORY else self.explanation(client).contributions[:3]
        opinions = tuple(Opinion(one.feature, one.value, one.unit, one.contribution, 0.1) for one in parts)
        rank = None if client == NO_HISTORY else 0.9 if client == REFUSED else 0.5
        return SecondOpinion(0.2, ("OWN_CAR_AGE",), opinions, rank, rank, -0.1 if client == GRANTED else 0.4)

    def overview(self) -> Overview:
        self._fail()
        weights = tuple(
            FeatureWeight(name, sentences.label(name), 0.1, more)  # type: ignore[arg-type]
            for name, more in (
                ("EXT_SOURCE_MEAN", "lowers"), ("DAYS_BIRTH", "raises"), ("DAYS_EMPLOYED", "raises"),
                ("FLAG_EMAIL", "raises"), ("NAME_INCOME_TYPE", None),
            )
        )  # fmt: skip
        named = ("external_scores", "employment", "age", "car", "income", "education", "region", "contacts", "housing")
        return Overview(
            tuple(
                FamilyWeight(name, sentences.family(name), 0.4 / place, 0.4 / place, weights)
                for place, name in enumerate(named, start=1)
            )
        )

    def model(self) -> ModelFacts:
        self._fail()
        when, about = "2026-11-20T10:30:00", self.about()
        named = (about.model, when, about.store, when, 3, True, 120, 90, 5, 0.8, THRESHOLD, 10.0)
        return ModelFacts(*named, {"auc": 0.76}, {}, {}, "", "", {}, {})

    def card(self, form: CardForm = "markdown") -> str:
        return f"<!doctype html><p>card, {form}</p>"

    def portfolio(self, cost_ratio: float | None = None) -> Portfolio:
        """Grant more the higher the threshold; the dearer a default, the lower the cheapest one."""
        self._fail()
        ratio = 10.0 if cost_ratio is None else cost_ratio
        points = tuple(self._point(hundredth / 100, ratio) for hundredth in range(101))
        cheapest = min(points, key=lambda point: point.expected_cost)
        return Portfolio(1000, 800, 42, ratio, self._point(THRESHOLD, ratio), cheapest, points)

    def oversight(self) -> Oversight:
        self._fail()
        return self.overseen

    def sign_policy(self, cost_ratio: float, text: str) -> CostPolicy:
        self._fail()
        signed = CostPolicy(12, "2026-11-24T09:30:00+00:00", "ben", "manager", cost_ratio, THRESHOLD, text)
        self.overseen = replace(self.overseen, policy=signed)
        return signed

    def _point(self, threshold: float, ratio: float) -> Point:
        granted = round(1000 * threshold**0.25)
        cost = ratio * threshold**2 + (1 - threshold) ** 8
        return Point(threshold, granted, 1000 - granted, cost, None, granted // 20, (1000 - granted) // 2)

    def _reason(self, part: Contribution) -> Reason:
        said = {"fr": f"Dit de {part.feature}", "en": f"Said of {part.feature}"}
        push = (part.contribution, part.points)
        return Reason(part.feature, part.feature, (part.feature,), part.value, None, None, part.unit, *push, said)

    def variables(self) -> tuple[Variable, ...]:
        self._fail()
        numbers = tuple(Variable(name, "number", UNITS[name]) for name in DISTRIBUTIONS)
        return (*numbers, Variable("NAME_INCOME_TYPE", "category", "category"))

    def groups(self) -> tuple[str, ...]:
        return tuple(GROUPS)

    def criteria(self) -> tuple[Criterion, ...]:
        return CRITERIA

    def compare(self, client: int, variable: str, group: str, criteria: Sequence[str] = ()) -> Comparison:
        known = self._known(client)
        asked = {known.name: known for known in self.variables()}.get(variable)
        if asked is None or group not in GROUPS:
            raise UnknownName("nothing of that name")
        value = known.get(variable, PARTS[client].get(variable, (None, 0.0))[0])
        bands = self._bands(asked, GROUPS[group]) if GROUPS[group] >= MINIMUM else ()
        total = sum(band.count for band in bands)
        below = None if value is None or not bands else sum(b.count for b in bands if _under(b, value)) / total
        median = 180000.0 if asked.kind == "number" and bands else None
        if asked.unit == "days" and bands:
            median = -2300.0 if variable == "DAYS_EMPLOYED" else -15800.0
        if asked.unit in ("score", "flag") and bands:
            median = 0.5 if asked.unit == "score" else 0.0
        return Comparison(
            variable=asked,
            group=group,
            criteria=self._alike(group, criteria),
            size=GROUPS[group],
            known=total,
            minimum=MINIMUM,
            value=value,
            below=below,
            precision=None if below is None else 0.0,
            median=median,
            gap=None if median is None or not isinstance(value, float) else value - median,
            default_rate=RATE if bands else None,
            bands=bands,
        )

    def compare_each(
        self, client: int, variables: Sequence[str], group: str, criteria: Sequence[str] = ()
    ) -> tuple[Comparison, ...]:
        return tuple(self.compare(client, variable, group, criteria) for variable in variables)

    def pair(self, client: int, across: str, up: str, group: str, criteria: Sequence[str] = ()) -> Pair:
        """Give cells in which the count falls off from the lower left; those under the minimum are left out."""
        sides = [self.compare(client, variable, group, criteria) for variable in (across, up)]
        axes = [_axis(side) for side in sides]
        size = GROUPS[group]
        cells = [
            Cell(x, y, size // (10 * (x + y + 1)), RATE + 0.01 * y if size > 1000 else None)
            for x in range(len(axes[0].bands))
            for y in range(len(axes[1].bands))
        ]
        shown = tuple(cell for cell in cells if cell.count >= MINIMUM)
        known = 0 if sides[0].withheld else size
        return Pair(axes[0], axes[1], group, sides[0].criteria, size, known, MINIMUM, shown)

    def _alike(self, group: str, criteria: Sequence[str]) -> tuple[str, ...]:
        usual = tuple(criterion.name for criterion in CRITERIA if criterion.default)
        return tuple(criteria) or (usual if group == "similar" else ())

    def neighbours(self, client: int, count: int = 10) -> tuple[Neighbour, ...]:
        raise NotImplementedError("the page does not ask this yet")

    def predict(self, application: Application) -> Prediction:
        raise NotImplementedError("the page does not ask this yet")

    def _bands(self, variable: Variable, size: int) -> tuple[Band, ...]:
        """Give every group the same shape."""
        share = size / GROUPS["all"]
        if variable.kind == "category":
            return tuple(_band(None, None, name, round(count * share)) for name, count in INCOME_TYPES)
        bands = DISTRIBUTIONS[variable.name]
        return tuple(_band(low, high, None, round(count * share)) for low, high, count in bands)

    def _known(self, client: int) -> dict[str, Value]:
        self._fail()
        if client not in FIELDS:
            raise UnknownName(f"no client {client}")
        made = [one.after.fields for one in self.made if one.client == client]
        return dict(made[-1]) if made else FIELDS[client]

    def _fail(self) -> None:
        if self.broken is not None:
            raise self.broken


def _band(low: float | None, high: float | None, category: str | None, count: int) -> Band:
    return Band(low, high, category, count, RATE if count >= MINIMUM else None)


def _axis(side: Comparison) -> Axis:
    bands = tuple(Range(band.low, band.high, band.category) for band in side.bands)
    place = next((i for i, band in enumerate(side.bands) if _holds(band, side.value)), None)
    return Axis(side.variable, side.value, place, bands)


def _holds(band: Band, value: Value) -> bool:
    if value is None or isinstance(value, str):
        return value is not None and band.category == value
    return band.low is not None and band.high is not None and band.low <= value < band.high


def _under(band: Band, value: Value) -> bool:
    if isinstance(value, str):
        return band.category == value
    return band.high is not None and value is not None and band.high <= value
