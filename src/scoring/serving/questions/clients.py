"""Who answers, who is asked about, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.serving.questions.values import Decision, Value


@dataclass(frozen=True)
class About:
    """Which model and store answer, and the policy they carry."""

    store: str
    model: str
    created: str
    clients: int
    features: int
    threshold: float
    cost_ratio: float
    auc: float
    synthetic: bool


@dataclass(frozen=True)
class Matches:
    """Clients whose id contains the text asked for: ids that begin with it first, then in order."""

    total: int
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Field:
    """One value of a client, named as in its table; None when not known.

    `table` is the source the value was read or computed from, `section` where it is read, and
    `essential` marks what an advisor looks at first.
    """

    name: str
    value: Value
    unit: str
    table: str = "application"
    section: str = "request"
    essential: bool = False


@dataclass(frozen=True)
class Client:
    """The staged application of one client, in the order of the table's declaration.

    `amended` says that it was added or corrected after the publication, at the time `amended_at`.
    """

    id: int
    fields: tuple[Field, ...]
    amended: bool = False
    amended_at: str | None = None


@dataclass(frozen=True)
class Filters:
    """Which clients to list: one of the declared lists, narrowed. Ends of ranges are included; None is open."""

    name: str = "all"
    decision: Decision | None = None
    least_probability: float | None = None
    most_probability: float | None = None
    least_income: float | None = None
    most_income: float | None = None
    least_amount: float | None = None
    most_amount: float | None = None


EVERYONE = Filters()


@dataclass(frozen=True)
class Lists:
    """What clients can be listed by: names of lists, and columns that sort them."""

    names: tuple[str, ...]
    sorts: tuple[str, ...]


@dataclass(frozen=True)
class ClientLine:
    """One client of a list: the published score, and the few fields by which people know a file."""

    id: int
    probability: float
    decision: Decision
    review: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class ClientPage:
    """Some lines of a list, from `offset` on; `total` counts them all."""

    total: int
    offset: int
    lines: tuple[ClientLine, ...]
