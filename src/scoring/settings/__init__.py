"""The numbers and paths a person may change, each with its default and its reason.

Each setting is read from the environment variable SCORING_<NAME>; `scoring doctor` shows them.
Nothing is read on import: call `Settings.read(os.environ)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from scoring.settings.service import BETWEEN, DESK, NAME, NOBODY, OWNER, ROLES, Service, is_loopback, is_passed_on
from scoring.settings.table import Row, setting, shown


@dataclass(frozen=True)
class Settings(Service):
    """Every setting of the system."""

    data: Path = setting(Path("data"), "the folder of raw files, runs, models and stores")
    raw: str = setting("", "raw files used when none are named; empty: data/raw, else the demo")
    engine: str = setting("duckdb", "what computes features; staging is always DuckDB's", among=("duckdb", "spark"))
    spark_master: str = setting("local[*]", "where Spark runs: local[2], spark://host:7077, yarn; read by it alone")
    memory: int = setting(3500, "MB the engine may use before it spills to disk", least=200)
    threads: int = setting(0, "threads of engine and training; 0 means all cores", least=0)
    seed: int = setting(0, "makes folds and training reproducible", least=0)
    folds: int = setting(5, "stratified folds; the threshold is chosen on their pooled predictions", least=2)
    holdout: float = setting(
        0.1, "share of the labelled clients that nothing is chosen by, scored once", least=0.0, most=0.5
    )
    cost_ratio: float = setting(10.0, "a missed default costs as much as ten refused good clients", least=0.01)
    iterations: int = setting(4000, "most trees a model may have; early stopping takes fewer", least=1)
    patience: int = setting(100, "trees without a better fold score before training stops", least=1)
    learning_rate: float = setting(0.03, "slow enough for some hundred trees", least=0.0001, most=1.0)
    depth: int = setting(5, "depth of each symmetric tree", least=1, most=12)
    l2: float = setting(100.0, "regularisation of the leaves: histories are noisy", least=0.0)
    rsm: float = setting(0.1, "share of features tried per split: the key regulariser here", least=0.01, most=1.0)
    defaults_per_feature: int = setting(15, "defaults that each feature of a model needs", least=1)
    least_features: int = setting(120, "features a model may have however few defaults there are", least=1)
    most_features: int = setting(300, "features a model may have however many defaults there are", least=1)
    shifting: int = setting(
        0, "1: use columns that later applications fill in otherwise, too (docs/evaluation.md)", least=0, most=1
    )
    prior: int = setting(1, "1: real clients' models lean on one of invented clients; 0: not", least=0, most=1)
    monotone: int = setting(0, "1: no score of another source raises the risk, no lateness lowers it", least=0, most=1)
    confidence: float = setting(
        0.8, "how surely a probability lies in its interval; a limit inside asks for a human", least=0.5, most=0.99
    )
    device: str = setting(
        "cpu",
        "what trains: a GPU is quicker for many clients, not to the bit the same, and refuses rsm and monotone",
        among=("cpu", "gpu"),
    )
    promotion_cost: float = setting(
        0.99, "a new model replaces the published one when it costs this share of it or less", least=0.0
    )
    promotion_group: float = setting(
        0.02, "most that the share of refused among a group's good clients may rise by", least=0.0, most=1.0
    )
    tracking: str = setting("", "where MLflow keeps trainings: a server's URL; empty: data/mlflow.db; off: nowhere")
    registered_model: str = setting("scoring", "the name under which MLflow registers models")
    model_source: str = setting(
        "folder", "where published models come from; the registry is MLflow's", among=("folder", "registry")
    )
    ledger: str = setting(
        "", "database of what people did: postgresql://USER@HOST/DATABASE; empty: data/ledger/ledger.db"
    )
    ledger_key: str = setting("", "key file of the ledger, better kept elsewhere; empty: data/ledger/ledger.key")
    ledger_head: str = setting("", "folder of the ledger's head, better on another disk; empty: data/ledger-head")
    ledger_months: int = setting(6, "months before what is personal in the ledger is erased", least=6)
    minimum_group: int = setting(30, "smallest group whose distribution is shown, or that is audited", least=1)
    bands: int = setting(20, "bars of a distribution, and bands on a side of a pair of variables", least=2, most=40)
    neighbours: int = setting(500, "clients nearest to one that it is compared with", least=1, most=10_000)
    offer_annuity: float = setting(
        0.4, "an offer's annuity over income, at most; 39 in 40 real clients ask for less", least=0.0
    )
    offer_amount: float = setting(
        10.0, "an offer's amount over income, at most; 39 in 40 real clients ask for less", least=0.0
    )
    offer_down_payment: float = setting(
        0.5,
        "share of the amount asked that a client may bring; 99 in 100 real ones bring less",
        least=0.0,
        most=1.0,
    )
    offer_shortest: int = setting(6, "months of the shortest offer: no real cash loan has fewer", least=1)
    offer_longest: int = setting(60, "months of the longest offer: no real cash loan has more", least=1)
    demo_clients: int = setting(5000, "invented clients of the demo", least=100)
    port: int = setting(8866, "where the page is served; the next free one if busy", least=1, most=65535)
    api_port: int = setting(8900, "where the API is served", least=1, most=65535)

    @property
    def keys_file(self) -> Path:
        """The file of the API keys' hashes."""
        return Path(self.keys) if self.keys else self.data / "access" / "keys.json"

    @classmethod
    def read(cls, environment: Mapping[str, str], **changed: Any) -> Self:
        """Take each setting from its variable, or its default; those `changed` that are not None stand instead.

        The data folder lies in the checkout when the work goes on in a folder of it, as a
        notebook's does. Raises Refused, with every fault at once.
        """
        settings = super().read(environment)
        if settings.data == cls.data:
            settings = replace(settings, data=_checkout(Path.cwd()) / settings.data)
        return replace(settings, **{name: value for name, value in changed.items() if value is not None})


def _checkout(folder: Path) -> Path:
    """Give the checkout that a folder lies in; outside of one, or at its top, no folder at all."""
    for upper in folder.parents:
        if (upper / "pyproject.toml").is_file() and (upper / "notebooks").is_dir():
            return upper
    return Path()


__all__ = [
    "BETWEEN",
    "DESK",
    "NAME",
    "NOBODY",
    "OWNER",
    "ROLES",
    "Row",
    "Service",
    "Settings",
    "is_loopback",
    "is_passed_on",
    "shown",
]
