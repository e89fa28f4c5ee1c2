"""Every text a person reads, looked up by name; one file per language beside this module."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
SPACED = re.compile(r"(?<=\S) (?=[:;?!%»])|(?<=«) ")
"""The spaces of French typography: before two-part signs and inside quotation marks."""


@dataclass(frozen=True)
class Words:
    """The texts of one language. A missing text raises KeyError with its name."""

    language: Language
    entries: dict[str, Any]

    def text(self, key: str, **values: object) -> str:
        """Give a text of the faces by its dotted key ("page.find.label"), its fields filled in."""
        section, _, name = key.partition(".")
        return str(self.entries[section][name]).format(**values)

    def roles(self, names: str) -> str:
        """Give the roles in which a person acts, joined by commas as they are recorded, in words."""
        return ", ".join(self.text(f"role.{name}") for name in names.split(", "))

    def label(self, name: str, table: str = "application") -> str:
        """Give the short label of a feature, or of a column of the table."""
        return str(self._named(name, table)["label"])

    def help(self, name: str, table: str = "application") -> str:
        """Give the sentence that explains a feature, or a column of the table."""
        return str(self._named(name, table)["help"])

    def said(self, name: str, value: str | bool) -> str:
        """Say a feature to the client in one clause, without a full stop.

        `value` is written as the faces write it, its unit included; for a flag, and only for a
        flag, it is whether the flag holds. The other form raises TypeError.
        """
        told = self._named(name, "application")
        if ("say_not" in told) != isinstance(value, bool):
            raise TypeError(f"{name} is said by {'true or false' if 'say_not' in told else 'a text'}, not by {value!r}")
        return told["say_not" if value is False else "say"].format(value=value)

    def unit(self, unit: str) -> str:
        """Give the words of a unit as they stand behind a number ("" where none is said)."""
        return str(self.entries["unit"][unit])

    def value(self, name: str, value: str) -> str:
        """Give the words of a category; one that is not known to us is said as it was received."""
        known = self.entries["value"].get(name, {})
        if isinstance(known, str):
            known = self.entries["value"][known]
        return str(known.get(value, value))

    def names(self) -> frozenset[str]:
        """Give the names of all features, tables and columns that have words."""
        tables = self.entries["column"]
        return frozenset(self.entries["feature"]).union(tables, *tables.values())

    def _named(self, name: str, table: str) -> dict[str, str]:
        known: dict[str, str] | None = self.entries["feature"].get(name)
        return known if known is not None else self.entries["column"][table][name]


@cache
def words(language: Language) -> Words:
    """Load the texts of a language; the file is read once."""
    source = files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, tomllib.loads(_typeset(source) if language == "fr" else source))


def _typeset(french: str) -> str:
    """Keep each sign on the line of its word: nobody has to type, or to see, a space that does not break."""
    return SPACED.sub("\N{NO-BREAK SPACE}", french)
