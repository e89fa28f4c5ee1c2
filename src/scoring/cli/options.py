"""The command line's face and the options that several verbs take."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from scoring.settings import Settings

app = typer.Typer(
    help="Credit scoring: from the raw files to the advisor's page.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Raw = Annotated[
    list[Path] | None,
    typer.Option(help="Kaggle archive (.zip), or folder of .csv, .csv.gz or .parquet; may be repeated."),
]
Engine = Annotated[
    str | None, typer.Option(help="What computes features: duckdb, or spark; SCORING_ENGINE if not given.")
]
Master = Annotated[
    str | None,
    typer.Option("--spark-master", help="local[2], spark://host:7077, yarn ...; SCORING_SPARK_MASTER if not given."),
]


def settings(**changed: object) -> Settings:
    """Read the settings from the environment, with those changed that are not None."""
    return Settings.read(os.environ, **changed)
