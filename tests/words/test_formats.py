"""How values are said, in both languages."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from scoring.serving.questions import Value
from scoring.tables import TABLES
from scoring.words.formats import formats

# name                value       unit               French                     English
SAID: list[tuple[str, Value, str, str, str]] = [
    ("AMT_CREDIT",      406597.5,   "money",           "406 598",                 "406,598"),
    ("AMT_CREDIT",      0.0,        "money",           "0",                       "0"),
    ("AMT_CREDIT",      None,       "money",           "non renseigné",           "not provided"),
    ("DAYS_BIRTH",      -9461.0,    "days",            "25 ans",                  "25 years old"),
    ("DAYS_BIRTH",      -9497.0,    "days",            "26 ans",                  "26 years old"),
    ("DAYS_BIRTH",      None,       "days",            "non renseigné",           "not provided"),
    ("DAYS_EMPLOYED",   -1188.0,    "days",            "il y a 3 ans",            "3 years ago"),
    ("DAYS_EMPLOYED",   -637.0,     "days",            "il y a 21 mois",          "21 months ago"),
    ("DAYS_EMPLOYED",   -1.0,       "days",            "il y a 1 jour",           "1 day ago"),
    ("DAYS_EMPLOYED",   0.0,        "days",            "le jour de la demande",   "on the day of the application"),
    ("ENDDATE",         780.0,      "days",            "dans 2 ans",              "in 2 years"),
    ("BALANCE",         -5.0,       "months",          "il y a 5 mois",           "5 months ago"),
    ("DPD",             12.0,       "duration",        "12 jours",                "12 days"),
    ("DPD",             -20.4,      "duration",        "20,4 jours d’avance",     "20.4 days early"),
    ("MONTHS",          24.0,       "duration_months", "24 mois",                 "24 months"),
    ("OWN_CAR_AGE",     1.0,        "years",           "1 an",                    "1 year"),
    ("FLAG_EMAIL",      1.0,        "flag",            "oui",                     "yes"),
    ("FLAG_EMAIL",      0,          "flag",            "non",                     "no"),
    ("FLAG_OWN_CAR",    "Y",        "category",        "Oui",                     "Yes"),
    ("ANY",             "Unheard",  "category",        "Unheard",                 "Unheard"),
    ("SHARE",           0.174,      "share",           "17,4 %",                  "17.4%"),
    ("SHARE",           0.0,        "share",           "0 %",                     "0%"),
    ("EXT_SOURCE_1",    0.083037,   "score",           "0,08",                    "0.08"),
    ("CREDIT_TO",       16.46,      "ratio",           "16,5",                    "16.5"),
    ("CREDIT_TO",       1234.5,     "ratio",           "1 234",                   "1,234"),
    ("HOUR",            10,         "hour",            "10 h",                    "10:00"),
    ("RATING",          2,          "rating",          "2",                       "2"),
    ("CNT_CHILDREN",    2.0,        "count",           "2",                       "2"),
]  # fmt: skip


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(("name", "value", "unit", "french", "english"), SAID)
def test_values_are_said_as_people_say_them(name: str, value: Value, unit: str, french: str, english: str) -> None:
    assert plain(formats("fr").value(name, value, unit)) == french
    assert plain(formats("en").value(name, value, unit)) == english


@pytest.mark.parametrize("unit", sorted({column.unit for table in TABLES for column in table.columns} - {"id"}))
def test_every_unit_of_the_tables_can_be_said(unit: str) -> None:
    value: Value = "XNA" if unit == "category" else -3.0 if unit in ("days", "months") else 1.0
    for language in ("fr", "en"):
        assert formats(language).value("ANY", value, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value", "unit", "tick"),
    [
        ("DAYS_BIRTH", -10957.5, "days", "30"),
        ("DAYS_EMPLOYED", -3652.5, "days", "-10"),
        ("AMT_CREDIT", 250000.0, "money", "250 k"),
        ("AMT_CREDIT", 1500000.0, "money", "1,5 M"),
        ("SHARE", 0.125, "share", "12,5 %"),
        ("SHARE", 0.1, "share", "10 %"),
        ("FLAG_EMAIL", 1.0, "flag", "oui"),
    ],
)
def test_ticks_are_short(name: str, value: float, unit: str, tick: str) -> None:
    assert plain(formats("fr").tick(name, value, unit)) == tick


@pytest.mark.parametrize(
    ("name", "unit", "values", "french", "english"),
    [
        ("AMT_CREDIT", "money", [1.4e6, 1.45e6, 1.5e6], ["1,4 M", "1,45 M", "1,5 M"], ["1.4M", "1.45M", "1.5M"]),
        ("AMT_CREDIT", "money", [9.5e5, 1e6, 1.05e6], ["950 k", "1 M", "1,05 M"], ["950K", "1M", "1.05M"]),
        ("AMT_CREDIT", "money", [1.4e6, 1.5e6], ["1,4 M", "1,5 M"], ["1.4M", "1.5M"]),
        ("AMT_CREDIT", "money", [1.5001e6, 1.5004e6], ["1,5001 M", "1,5004 M"], ["1.5001M", "1.5004M"]),
        ("AMT_ANNUITY", "money", [12_000.0, 12_400.0], ["12 k", "12,4 k"], ["12K", "12.4K"]),
        ("SHARE", "share", [0.0, 0.0005, 0.001], ["0 %", "0,05 %", "0,1 %"], ["0%", "0.05%", "0.1%"]),
        ("DAYS_EMPLOYED", "days", [-36.525, -29.22], ["-0,1", "-0,08"], ["-0.1", "-0.08"]),
        ("DAYS_BIRTH", "days", [-7305.0, -10957.5], ["20", "30"], ["20", "30"]),
        ("CNT_CHILDREN", "count", [], [], []),
    ],
)
def test_the_ticks_of_an_axis_read_differently(
    name: str, unit: str, values: list[float], french: list[str], english: list[str]
) -> None:
    assert [plain(text) for text in formats("fr").ticks(name, values, unit)] == french
    assert [plain(text) for text in formats("en").ticks(name, values, unit)] == english


def test_languages_count_differently() -> None:
    said = [formats(language).counted("page.client_count", 0, total="9") for language in ("fr", "en")]
    assert said == ["0 champ sur 9", "0 fields of 9"]


def test_ids_and_dates() -> None:
    assert formats("fr").client(100002) == "100\u202f002"
    assert formats("fr").date("2026-11-20T10:30:00") == "20 novembre 2026"
    assert formats("en").date("2026-11-20") == "20 November 2026"


@pytest.mark.parametrize(("zone", "moment", "said"), [
    ("UTC",              "2026-11-20T23:30:00.000001+00:00", "20 novembre 2026, 23:30"),
    ("Europe/Paris",     "2026-11-20T23:30:00+00:00",        "21 novembre 2026, 00:30"),  # the day goes with the hour
    ("Europe/Paris",     "2026-07-01T12:05:00+00:00",        "1 juillet 2026, 14:05"),  # in summer
    ("America/Montreal", "2026-11-20T02:00:00+00:00",        "19 novembre 2026, 21:00"),
    ("Europe/Paris",     "2026-11-20T23:30:00",              "20 novembre 2026, 23:30"),  # of no zone: as it is
])  # fmt: skip
def test_times_are_those_of_the_zone(zone: str, moment: str, said: str) -> None:
    told = formats("fr", zone=ZoneInfo(zone))
    assert told.time(moment) == said
    assert told.date(moment) == said.split(",")[0]
    assert told.apart(lambda form: form.finer < 2).zone == told.zone
