"""The command line: a verb for each thing a person does."""

from scoring.cli.verbs import main

__all__ = ["main"]
