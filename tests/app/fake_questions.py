"""A small `Questions` in memory: three clients, one without history, one group too small to show."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from scoring.faults import UnknownName
from scoring.serving.questions import (
    EVERYONE,
    Application,
    Axis,
    Band,
    Base,
    Case,
    Cell,
    Check,
    Client,
    ClientLine,
    ClientPage,
    Comparison,
    Contribution,
    Criterion,
    Explanation,
    Field,
    Filters,
    Matches,
    Neighbour,
    Opinion,
    Pair,
    Prediction,
    Range,
    Reason,
    Reasons,
    Score,
    SecondOpinion,
    Subject,
    Timeline,
    Value,
    Variable,
    client_of,
)
from scoring.tables import APPLICATION
from tests.app.fake_clients import (
    BASE,
    BASES,
    CRITERIA,
    DISTRIBUTIONS,
    FIELDS,
    GRANTED,
    GROUPS,
    INCOME_TYPES,
    MINIMUM,
    NO_HISTORY,
    PARTS,
    PASTS,
    RATE,
    REFUSED,
    THRESHOLD,
    UNITS,
    field,
)
from tests.app.fake_lending import FakeLending
from tests.app.fake_model import FakeModel
from tests.app.fake_records import FakeRecords


class FakeQuestions(FakeLending, FakeModel, FakeRecords):
    """Answers about the invented clients; `broken`, when set, is raised by every question."""

    def __init__(self) -> None:
        self.broken: Exception | None = None
        self.asked: list[tuple[Filters, str, bool, int, int]] = []
        """The lists that were asked for, in order."""
        self.tried, self.counted = [], {}
        self.lines, self.made = [], []

    def find(self, text: str, limit: int = 20, offset: int = 0, begins: str = "") -> Matches:
        self._fail()
        ids = sorted(
            (c for c in FIELDS if text in str(c) and str(c).startswith(begins)),
            key=lambda c: (not str(c).startswith(text), c),
        )
        return Matches(len(ids), tuple(ids[offset:][:limit]))

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
        return Score(probability, low, high, THRESHOLD, decision, low < THRESHOLD <= high, "model-1", 480)  # type: ignore[arg-type]

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

    def case(self, client: int) -> Case:
        return Case(self.client(client), self.score(client), self.explanation(client), self.reasons(client))

    def second_opinion(self, client: int) -> SecondOpinion:
        """Agree with the explanation, in part with that of the granted; without history there is nothing."""
        parts = () if client == NO_HISTORY else self.explanation(client).contributions[:3]
        opinions = tuple(Opinion(one.feature, one.value, one.unit, one.contribution, 0.1) for one in parts)
        rank = None if client == NO_HISTORY else 0.9 if client == REFUSED else 0.5
        return SecondOpinion(0.2, ("OWN_CAR_AGE",), opinions, rank, rank, -0.1 if client == GRANTED else 0.4)

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

    def compare(self, subject: Subject, variable: str, group: str, criteria: Sequence[str] = ()) -> Comparison:
        client = client_of(subject)
        assert client is not None
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
        self, subject: Subject, variables: Sequence[str], group: str, criteria: Sequence[str] = ()
    ) -> tuple[Comparison, ...]:
        return tuple(self.compare(subject, variable, group, criteria) for variable in variables)

    def pair(self, subject: Subject, across: str, up: str, group: str, criteria: Sequence[str] = ()) -> Pair:
        """Give cells in which the count falls off from the lower left; those under the minimum are left out."""
        sides = [self.compare(subject, variable, group, criteria) for variable in (across, up)]
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

    def neighbours(self, subject: Subject, count: int = 10) -> tuple[Neighbour, ...]:
        raise NotImplementedError("the page does not ask this yet")

    def predict(self, application: Application, base: Base = "all") -> Prediction:
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
