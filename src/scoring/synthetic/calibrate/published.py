"""Published figures of the full data on how default depends on the form: rates, in per cent, and correlations.

From public notebooks and reports on the 307,511 labelled applications, or on a random 215,257 of them,
among them JAYANSHUBADLANI/application-credit-scorecard and /credit-scorecard-service, jtian24/EDA_Modeling_Spark,
Tooru-Asakura/home-credit-scorecard, Ansh1707/FinSight-Credit-Risk-ML and Aakashanil67/credit-risk-ifrs9-engine;
bands that several tell agree. Of cars, enquiries, floors, hours and circles a report knows a selection of clients
alone: only how the rates of their bands relate to one another is used, as these are levelled to the rate of all.
"""

from __future__ import annotations

BASE_RATE = 0.080729

RATES: dict[str, dict[str, float]] = {
    "CODE_GENDER": {"M": 10.14},
    "FLAG_OWN_REALTY": {"N": 8.32},
    "NAME_TYPE_SUITE": {"Family": 7.49, "Spouse, partner": 7.87, "Children": 7.38, "Other_A": 8.78, "Other_B": 9.83},
    "NAME_INCOME_TYPE": {"Commercial associate": 7.48, "State servant": 5.75},
    "NAME_EDUCATION_TYPE": {
        "Higher education": 5.36, "Incomplete higher": 8.48, "Lower secondary": 10.93, "Academic degree": 1.83,
    },
    "NAME_FAMILY_STATUS": {
        "Single / not married": 9.81, "Civil marriage": 9.94, "Separated": 8.19, "Widow": 5.82,
    },
    "NAME_HOUSING_TYPE": {
        "With parents": 11.70, "Rented apartment": 12.31, "Office apartment": 6.57, "Municipal apartment": 8.54,
    },
    "OCCUPATION_TYPE": {
        "Laborers": 10.58, "Sales staff": 9.63, "Core staff": 6.30, "Managers": 6.21, "Drivers": 11.33,
        "High skill tech staff": 6.16, "Accountants": 4.83, "Medicine staff": 6.70, "Security staff": 10.74,
        "Cooking staff": 10.44, "Cleaning staff": 9.61, "Private service staff": 6.60, "Low-skill Laborers": 17.15,
        "Waiters/barmen staff": 11.28, "Secretaries": 7.05, "Realty agents": 7.86, "HR staff": 6.39, "IT staff": 6.46,
    },
    "ORGANIZATION_TYPE": {
        "Advertising": 8.16, "Agriculture": 10.47, "Bank": 5.19, "Business Entity Type 1": 8.14,
        "Business Entity Type 2": 8.53, "Cleaning": 11.15, "Construction": 11.68,
        "Culture": 5.54, "Electricity": 6.63, "Emergency": 7.14, "Government": 6.98, "Hotel": 6.42, "Housing": 7.94,
        "Industry: type 1": 11.07, "Industry: type 2": 7.21, "Industry: type 3": 10.62, "Industry: type 4": 10.15,
        "Industry: type 5": 6.84, "Industry: type 6": 7.14, "Industry: type 7": 8.03, "Industry: type 8": 12.50,
        "Industry: type 9": 6.68, "Industry: type 10": 6.42, "Industry: type 11": 8.65, "Industry: type 12": 3.79,
        "Industry: type 13": 13.43, "Insurance": 5.70, "Kindergarten": 7.03, "Legal Services": 7.87,
        "Medicine": 6.58, "Military": 5.13, "Mobile": 9.15, "Other": 7.64, "Police": 5.00, "Postal": 8.44,
        "Realtor": 10.61, "Restaurant": 11.71, "School": 5.91, "Security": 9.98,
        "Security Ministries": 4.86, "Self-employed": 10.17, "Services": 6.60, "Telecom": 7.63,
        "Trade: type 1": 8.91, "Trade: type 2": 7.00, "Trade: type 3": 10.34, "Trade: type 4": 3.12,
        "Trade: type 5": 6.12, "Trade: type 6": 4.60, "Trade: type 7": 9.45,
        "Transport: type 2": 7.80, "Transport: type 3": 15.75, "Transport: type 4": 9.28, "University": 4.90,
    },
    "WALLSMATERIAL_MODE": {"Panel": 6.35},
    "EMERGENCYSTATE_MODE": {"Yes": 9.58, "No": 6.96},
}  # fmt: skip

BANDS: dict[str, tuple[float, ...]] = {
    "score 1": (17.50, 11.51, 9.18, 8.27, 6.66, 6.11, 5.13, 4.38, 3.50, 2.75),
    "score 2": (
        22.10, 14.60, 12.56, 11.62, 10.60, 9.30, 8.76, 7.98, 7.55, 7.31,
        6.64, 6.65, 6.00, 5.70, 5.09, 4.68, 4.48, 3.92, 3.19, 2.80,
    ),
    "score 3": (
        23.30, 17.00, 13.80, 11.95, 9.80, 9.44, 8.40, 7.80, 6.75, 5.80,
        5.77, 5.07, 5.10, 4.64, 4.50, 4.30, 3.75, 3.50, 3.40, 3.08,
    ),
    "mean score": (22.87, 14.54, 10.52, 8.13, 6.43, 5.38, 4.17, 3.73, 2.93, 2.04),
    "age": (12.20, 11.30, 10.80, 9.80, 8.80, 7.90, 7.75, 7.15, 6.40, 5.42, 5.30, 4.41),
    "years employed": (11.00, 11.50, 10.83, 10.07, 9.08, 8.00, 7.02, 6.61, 5.86, 5.45, 4.94, 4.30),
    "children": (7.71, 8.92, 8.72, 10.04),
    "income": (8.20, 8.62, 8.45, 7.55, 5.95),
    "credit": (6.12, 7.76, 9.29, 10.03, 11.84, 9.75, 7.57, 6.84, 6.24, 4.36),
    "annuity": (6.86, 7.36, 8.69, 9.49, 11.01, 8.68, 8.06, 6.36, 5.33),
    "credit/income": (6.91, 7.76, 8.11, 9.02, 8.65, 9.20, 8.62, 7.95, 7.44, 7.07),
    "annuity/income": (6.68, 7.38, 7.50, 7.67, 8.40, 8.70, 8.70, 8.07),
    "credit/goods": (6.52, 6.70, 8.62, 8.97, 11.15, 12.57),
    "length": (9.94, 6.71, 6.06, 5.40),
    "days of id": (10.17, 9.82, 9.32, 8.97, 8.36, 7.78, 7.68, 6.53, 6.17, 5.95),
    "days of registration": (9.71, 9.04, 8.64, 7.92, 7.25, 6.62, 5.61),
    "days of phone": (9.58, 9.28, 8.25, 7.16, 6.54, 6.09, 5.39),
    "region": (10.07, 8.84, 8.75, 8.03, 7.47, 7.74, 6.92, 4.60),
    "car age": (5.64, 5.69, 7.80, 9.24, 10.18),
    "enquiries": (7.30, 7.40, 7.90, 8.40, 8.90),
    "floors": (9.00, 8.20, 7.25, 6.00, 5.30),
    "hour": (10.05, 9.40, 8.40, 8.18, 7.54, 7.46, 6.57),
    "late around": (7.77, 10.65),
}  # fmt: skip
"""Rate in each band of a quantity, from the lowest, by the limits that the terms have."""

TERM_RATES = {
    "rating 1": 4.84,
    "rating 3": 11.4,
    "score 1 unknown": 8.56,
    "score 2 unknown": 7.88,
    "score 3 unknown": 9.31,
    "years employed unknown": 5.40,
    "length unknown": 5.48,
    "car age unknown": 8.50,
    "enquiries unknown": 10.25,
    "floors unknown": 9.26,
    "late around unknown": 3.64,
}

CORRELATIONS = {
    "FLAG_PHONE": -0.0238,
    "FLAG_WORK_PHONE": 0.0285,
    "FLAG_DOCUMENT_3": 0.0443,
    "FLAG_DOCUMENT_6": -0.0286,
    "FLAG_DOCUMENT_8": -0.0080,
    "FLAG_DOCUMENT_18": -0.0080,
    "REG_CITY_NOT_LIVE_CITY": 0.0444,
    "REG_CITY_NOT_WORK_CITY": 0.0510,
    "LIVE_CITY_NOT_WORK_CITY": 0.0325,
    "REG_REGION_NOT_WORK_REGION": 0.0069,
}
"""With TARGET."""
