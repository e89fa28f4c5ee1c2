"""What `scoring doctor` looks at."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from scoring import model, store
from scoring.engine import starting
from scoring.faults import Damaged, Refused
from scoring.pipeline import Layout, bundles
from scoring.settings import Settings
from scoring.staging import load_report

EXTRAS = {
    "the API": (("fastapi", "uvicorn"), "pip install '.[api]'"),
    "signed tokens": (("jwt", "cryptography"), "pip install '.[jwt]'"),
    "the page": (("voila", "ipywidgets", "bqplot", "anywidget", "ipykernel", "httpx", "babel"), "pip install '.[app]'"),
    "the notebooks": (("jupyterlab", "papermill", "matplotlib", "shap"), "pip install '.[notebooks]'"),
    "the ledger": (("sqlalchemy", "alembic", "psycopg"), "pip install '.[ledger]'"),
    "tracking": (("mlflow", "sqlalchemy"), "pip install '.[tracking]'"),
    "challengers": (("lightgbm", "optbinning"), "pip install '.[challengers]'"),
    "a second opinion": (("lime",), "pip install '.[lime]'"),
    "tuning": (("optuna",), "pip install '.[tuning]'"),
    "the tests": (("pytest", "nbval", "playwright", "mypy", "ruff"), "make setup"),
}
OTHER_VARIABLES = ("SCORING_API",)
"""Set by the page's launcher: where its API answers."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, what was found and the command that mends it."""

    what: str
    well: bool
    found: str
    mend: str = ""


def findings(settings: Settings) -> list[Finding]:
    """Look at the machine, the packages and the data folder."""
    return [*_installed(), *_misspelt(settings), *_built(Layout.of(settings)), *_recorded(settings)]


def _installed() -> Iterator[Finding]:
    version = sys.version_info
    well = (3, 11) <= version[:2] <= (3, 13)
    yield Finding(
        "Python", well, f"{version.major}.{version.minor}.{version.micro}", "" if well else "use 3.11 to 3.13"
    )
    for what, (packages, mend) in EXTRAS.items():
        missing = [name for name in packages if importlib.util.find_spec(name) is None]
        yield Finding(
            what, not missing, f"missing: {', '.join(missing)}" if missing else "installed", mend if missing else ""
        )
    without = "; ".join(sentence.removeprefix("engine spark: ") for sentence in starting.missing())
    yield Finding("the engine spark", not without, without or "installed", "see docs/cluster.md" if without else "")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    yield Finding(
        "a browser for the tests", browser is not None, browser or "none", "" if browser else "apt-get install chromium"
    )


def _misspelt(settings: Settings) -> Iterator[Finding]:
    for variable in settings.unknown(os.environ):
        if variable not in OTHER_VARIABLES:
            yield Finding("settings", False, f"{variable} is no setting", "see the settings below")


def _recorded(settings: Settings) -> Iterator[Finding]:
    """Say whether who can remove the ledger can remove its head, which would tell of it, in the same folder."""
    if any(importlib.util.find_spec(name) is None for name in EXTRAS["the ledger"][0]):
        return  # as was found above
    from scoring.ledger import Places
    from scoring.ledger.database import Database

    places = Places.of(settings)
    try:
        file = Database(places.address).file
    except Refused as refused:
        yield Finding("the ledger", False, str(refused), "see SCORING_LEDGER below")
        return
    if not places.head_file.exists() or file is None:
        return
    folders = {file.resolve().parent, settings.data.resolve()}
    beside = not folders.isdisjoint([places.head.resolve(), *places.head.resolve().parents])
    found = f"in {places.head}" + (
        ", below the same folder as the ledger: both can be put back unseen" if beside else ""
    )
    mend = "set SCORING_LEDGER_HEAD to a folder on another disk, and move head.json there" if beside else ""
    yield Finding("the ledger's head", not beside, found, mend)


def _built(layout: Layout) -> Iterator[Finding]:
    report = load_report(layout.staged)
    clients = f"{report.labelled + report.unlabelled:,} clients" if report else "nothing"
    yield Finding("staged tables", report is not None, clients, "" if report else "scoring stage")
    for sentence in report.sentences() if report else ():
        yield Finding("staged tables", True, sentence)
    computed = layout.features.exists()
    yield Finding("features", computed, "computed" if computed else "nothing", "" if computed else "scoring features")
    trained = bundles(layout)
    yield Finding("models", bool(trained), f"{len(trained)} trained", "" if trained else "scoring train")
    yield _published(layout)


def _published(layout: Layout) -> Finding:
    """Verify the current store and its bundle as serving would."""
    try:
        folder = store.current(layout.stores)
        manifest = store.verify(folder)
        model.load(folder / store.BUNDLE)
    except Refused as refused:
        return Finding("published store", False, "nothing", str(refused).rsplit("run: ", 1)[-1])
    except Damaged as damaged:
        return Finding("published store", False, str(damaged), "scoring publish")
    return Finding("published store", True, f"{manifest.id}: {manifest.clients:,} clients, every file verified")
