"""The real archive as frames, with the texts that the persons' tables are made of."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from scoring.synthetic.bureau import ENDS, STARTS, band
from scoring.synthetic.persons import ADDRESSES, PHONES, age_band
from scoring.synthetic.previous import COUNTS, DECISIONS
from scoring.tables import HISTORIES
from scoring.tables.application import BUILDING

NOTHING = "0" * (len(BUILDING) + 5)
TEST_SHARE = 48_744 / 356_255
ALSO_MISSING = ("FONDKAPREMONT_MODE", "HOUSETYPE_MODE", "TOTALAREA_MODE", "WALLSMATERIAL_MODE", "EMERGENCYSTATE_MODE")


def read(archive: Path) -> dict[str, pd.DataFrame]:
    """Read the archive: `application`, labelled and not, and the six histories, by name."""
    with zipfile.ZipFile(archive) as content:
        names = {Path(name).name: name for name in content.namelist()}

        def csv(file: str) -> pd.DataFrame:
            with content.open(names[f"{file}.csv"]) as stream:
                return pd.read_csv(stream, keep_default_na=False, na_values=[""]).copy()

        data = {table.name: csv(table.name) for table in HISTORIES}
        parts = [csv("application_train").assign(PART="train"), csv("application_test").assign(PART="test")]
    data["application"] = _with_texts(pd.concat(parts, ignore_index=True))
    data["bureau"] = _with_bands(data["bureau"], "START", "DAYS_CREDIT", STARTS)
    data["bureau"] = _with_bands(data["bureau"], "END", "DAYS_CREDIT_ENDDATE", ENDS)
    data["previous_application"] = _with_products(data["previous_application"])
    return data


def weights(application: pd.DataFrame) -> np.ndarray:
    """Weigh the two parts as in the full data, whatever their sizes here."""
    test = (application.PART == "test").to_numpy()
    return np.asarray(np.where(test, TEST_SHARE / test.mean(), (1 - TEST_SHARE) / (1 - test.mean())))


def _with_texts(rows: pd.DataFrame) -> pd.DataFrame:
    def joined(columns: tuple[str, ...]) -> pd.Series:
        return rows[list(columns)].astype(int).astype(str).agg("".join, axis=1)

    measures = [f"{measure}_AVG" for measure in BUILDING] + list(ALSO_MISSING)
    known = rows[measures].notna()
    # The sample blanks the last of them on some labelled clients, the full data does not.
    known["EMERGENCYSTATE_MODE"] |= known.TOTALAREA_MODE
    mask = known.astype(int).astype(str).agg("".join, axis=1)
    papers = [f"FLAG_DOCUMENT_{number}" for number in range(2, 22)]
    given = rows[papers].to_numpy()
    ages = age_band(rows.DAYS_BIRTH.to_numpy(float))
    return rows.assign(
        AGE=np.array(ages.values)[ages.codes],
        CHILDREN=rows.CNT_CHILDREN.clip(upper=6).astype(str),
        REGION=rows.REGION_POPULATION_RELATIVE.map("{:.6f}".format),
        RATINGS=rows.REGION_RATING_CLIENT.astype(str) + rows.REGION_RATING_CLIENT_W_CITY.astype(str),
        DOCUMENTS=["+".join(str(number + 2) for number in np.flatnonzero(line)) or "-" for line in given],
        ADDRESSES=joined(ADDRESSES),
        PHONES=joined(PHONES),
        HOUSED=(mask != NOTHING).astype(int).astype(str),
        BUILDING=mask,
        EXT_1_KNOWN=rows.EXT_SOURCE_1.notna().astype(int).astype(str),
    )


def _with_bands(rows: pd.DataFrame, name: str, days: str, limits: tuple[float, ...]) -> pd.DataFrame:
    bands = band(rows[days].to_numpy(float), limits)
    return rows.assign(**{name: np.array(bands.values)[bands.codes]})


def _with_products(rows: pd.DataFrame) -> pd.DataFrame:
    rows = _with_bands(rows, "DECISION", "DAYS_DECISION", DECISIONS)
    for column in ("SK_ID_PREV", "SK_ID_CURR"):
        rows[column] = rows[column].astype(int)
    rows = rows.assign(ROWS=rows.groupby("SK_ID_CURR").SK_ID_PREV.transform("size").astype(float))
    rows = _with_bands(rows, "COUNT", "ROWS", COUNTS)
    oldest = rows.groupby("SK_ID_CURR").DAYS_DECISION.transform("min")
    parts = rows[["NAME_PORTFOLIO", "NAME_PRODUCT_TYPE", "NAME_YIELD_GROUP", "PRODUCT_COMBINATION"]].fillna("")
    return rows.assign(
        FIRST=(oldest == rows.DAYS_DECISION).astype(int).astype(str), PRODUCT=parts.agg("|".join, axis=1)
    )
