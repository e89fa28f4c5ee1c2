"""Numbers, dates and categories as a person says them, in one language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cache
from itertools import pairwise
from math import floor

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal, format_percent
from babel.units import format_unit

from scoring.words import Language, Words, words

Value = float | str | None

LOCALES: dict[Language, str] = {"fr": "fr-FR", "en": "en-GB"}
"""What the browser is told, so that charts write numbers as the page does."""

DAYS_IN_YEAR = 365.25
DAYS_IN_MONTH = DAYS_IN_YEAR / 12
AGE = "DAYS_BIRTH"
FINEST = 4
"""Most decimals that are added to tell values apart."""


class Formats:
    """Says values of every unit of `scoring.tables` in one language, with `finer` more decimals than usual.

    Moments of the calendar are said as the clocks of `zone` show them.
    """

    def __init__(self, language: Language, finer: int = 0, zone: tzinfo = UTC) -> None:
        self.finer, self.zone = finer, zone
        self.words: Words = words(language)
        self.tag = LOCALES[language]
        self.locale = Locale.parse(self.tag, sep="-")

    def value(self, name: str, value: Value, unit: str) -> str:
        """Say the value of a field, feature or variable; None is "not provided"."""
        if value is None:
            return self.words.text("page.not_provided")
        if isinstance(value, str):
            return self.words.value(name, value)
        if name == AGE:
            return self.words.text("page.age", years=self._unit(floor(-value / DAYS_IN_YEAR), "year"))
        return _BY_UNIT.get(unit, Formats.number)(self, value)

    def share(self, share: float) -> str:
        """Say a share in [0, 1] as a percentage with one decimal, "17,4 %", but "0 %" and "100 %"."""
        return self._percent(share, "#,##0" if share in (0, 1) else self._fine("#,##0.0"))

    def whole(self, number: float) -> str:
        """Say a number without decimals, its thousands apart."""
        return format_decimal(number, "#,##0", self.locale)

    def money(self, amount: float) -> str:
        """Say an amount without decimals, its thousands apart."""
        return format_decimal(amount, self._fine("#,##0"), self.locale)

    def number(self, number: float) -> str:
        """Say a number with the few decimals that matter at its size; none when it is whole."""
        decimals = (
            0 if number == int(number) else self.finer + (2 if abs(number) < 10 else 1 if abs(number) < 100 else 0)
        )
        return format_decimal(number, "#,##0." + "0" * decimals if decimals else "#,##0", self.locale)

    def flag(self, number: float) -> str:
        """Say a 0/1 flag."""
        return self.words.text("page.yes" if number else "page.no")

    def days(self, days: float) -> str:
        """Say a moment given in days relative to the application: "il y a 3 ans"."""
        return self._moment(days, self.span(abs(days)))

    def span(self, days: float) -> str:
        """Say how long some days are, in days, months or years: "3 ans"."""
        if days < 2 * DAYS_IN_MONTH:
            return self._unit(self._round(days), "day")
        if days < 2 * DAYS_IN_YEAR:
            return self._unit(self._round(days / DAYS_IN_MONTH), "month")
        return self._unit(self._round(days / DAYS_IN_YEAR), "year")

    def months(self, months: float) -> str:
        """Say a moment given in months relative to the application."""
        return self._moment(months, self._unit(abs(months), "month"))

    def lateness(self, days: float) -> str:
        """Say days of delay; fewer than none are days ahead of time."""
        said = self._unit(abs(days), "day")
        return self.words.text("page.early", duration=said) if days < 0 else said

    def length(self, number: float, unit: str) -> str:
        """Say how long a number of days, months or days of delay is, whichever way it lies: "3 ans"."""
        return self.span(number) if unit == "days" else self._unit(number, "month" if unit == "months" else "day")

    def date(self, moment: str) -> str:
        """Say the day of an ISO date or time: "20 novembre 2026"."""
        return format_date(self._here(moment), "long", self.locale)

    def time(self, moment: str) -> str:
        """Say the day and time of an ISO time: "20 novembre 2026, 10:30"."""
        return f"{self.date(moment)}, {self._here(moment):%H:%M}"

    def tick(self, name: str, value: float, unit: str) -> str:
        """Say a value as briefly as an axis needs; `axis` then says its unit."""
        if name == AGE:
            return format_decimal(-value / DAYS_IN_YEAR, self._fine("#,##0"), self.locale)
        if unit == "days":
            return format_decimal(value / DAYS_IN_YEAR, self._fine("#,##0.#"), self.locale)
        if unit in ("flag", "hour"):
            return self.value(name, value, unit)
        if unit == "share":
            return self._percent(value, self._fine("#,##0.#"))
        if abs(value) >= 10_000:
            decimals = self.finer + (0 if abs(value) < 1e6 else 1)
            return format_compact_decimal(value, locale=self.locale, fraction_digits=decimals)
        return self.number(value)

    def ticks(self, name: str, values: Sequence[float], unit: str) -> list[str]:
        """Say each of n values in their order as briefly as an axis needs, so that no two neighbours read alike."""

        def said(form: Formats) -> list[str]:
            return [form.tick(name, value, unit) for value in values]

        return said(self.apart(lambda form: sum(a == b for a, b in pairwise(said(form)))))

    def apart(self, alike: Callable[[Formats], int]) -> Formats:
        """Give the formats with the fewest more decimals, if any, that leave the fewest texts alike."""
        language = self.words.language
        tried = [(alike(self), 0)]
        while tried[-1][0] and len(tried) <= FINEST:
            tried.append((alike(formats(language, len(tried), self.zone)), len(tried)))
        return formats(language, min(tried)[1], self.zone)

    def axis(self, name: str, unit: str) -> str:
        """Say the unit of an axis, or "" where the label alone says it."""
        if name == AGE:
            return self.words.text("page.axis_age")
        return self.words.text(f"page.axis_{unit}") if unit in AXIS_UNITS else ""

    def client(self, client: int) -> str:
        """Say a client's number in groups of three, which is how people read it aloud."""
        return f"{client:,}".replace(",", "\u202f")

    def counted(self, key: str, number: int, **values: object) -> str:
        """Give the text `key_one` or `key_other`, as the language counts, with {count} filled in."""
        form = "one" if self.locale.plural_form(number) == "one" else "other"
        return self.words.text(f"{key}_{form}", count=self.whole(number), **values)

    def _fine(self, pattern: str) -> str:
        """Let a pattern of decimals show more of them, where there are any."""
        return f"{pattern}{'' if '.' in pattern else '.'}{'#' * self.finer}" if self.finer else pattern

    def _round(self, number: float) -> float:
        return round(number, self.finer) if self.finer else round(number)

    def _here(self, moment: str) -> datetime:
        """Give an ISO time by the clocks of the zone; one that tells of no zone, as a date does, as it is."""
        read = datetime.fromisoformat(moment)
        return read if read.tzinfo is None else read.astimezone(self.zone)

    def _percent(self, share: float, digits: str) -> str:
        pattern = self.locale.percent_formats[None].pattern.replace("#,##0", digits)
        return format_percent(share, pattern, self.locale)

    def _moment(self, value: float, duration: str) -> str:
        key = "today" if value == 0 else "ago" if value < 0 else "ahead"
        return self.words.text(f"page.{key}", duration=duration)

    def _unit(self, number: float, unit: str) -> str:
        return format_unit(number, f"duration-{unit}", format=self._fine("#,##0.#"), locale=self.locale)


AXIS_UNITS = ("days", "duration", "duration_months", "months", "years")

_BY_UNIT: dict[str, Callable[[Formats, float], str]] = {
    "money": Formats.money,
    "days": Formats.days,
    "months": Formats.months,
    "duration": Formats.lateness,
    "duration_months": lambda self, months: self._unit(months, "month"),
    "years": lambda self, years: self._unit(years, "year"),
    "flag": Formats.flag,
    "share": Formats.share,
    "hour": lambda self, hour: self.words.text("page.hour", hour=self.whole(hour)),
}


@cache
def formats(language: Language, finer: int = 0, zone: tzinfo = UTC) -> Formats:
    """Give the formats of a language, with `finer` more decimals than usual, in a time zone; they are made once."""
    return Formats(language, finer, zone)
