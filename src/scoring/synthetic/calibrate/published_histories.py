"""Published figures of the full data on how default depends on the histories.

From public notebooks and reports on the 307,511 labelled clients, or on random parts of 46,127 to 184,507 of
them, among them arjology/data_science, oswaldoaqm/ML-Proyecto-CreditRisk, JYLFamily/Home_Credit_Default_Risk,
Liudmyla-D/home-credit-default-risk and kaustubhkokadwar721-alt/credifast: correlations as printed, or what a
printed area under the curve of one sum alone, or printed rates of two kinds of clients, come to. All are over
the clients who have the history.
"""

from __future__ import annotations

HAVING = {"bureau": 7.73, "reports": 8.13, "previous": 8.19, "months": 8.17, "instalments": 8.19, "card": 8.83}
"""Default rate, per cent, of those who have each history."""

CORRELATIONS = {
    "bureau count": -0.005,
    "bureau active": 0.0585,
    "bureau age": -0.0897,
    "bureau last": -0.074,
    "bureau first": -0.0752,
    "bureau debt": 0.0498,
    "bureau indebted": 0.083,
    "bureau size": -0.0198,
    "bureau overdue": 0.0335,
    "bureau microloan": 0.028,
    "bureau recent": 0.078,
    "reports late": 0.055,
    "reports closed": -0.0559,
    "previous count": 0.0102,
    "previous approved": -0.035,
    "previous refused": 0.066,
    "previous refused share": 0.0777,
    "previous canceled share": 0.017,
    "previous last": -0.0165,
    "previous first": -0.054,
    "previous dear": 0.0431,
    "previous cheap": -0.0403,
    "previous down": -0.045,
    "previous size": -0.0278,
    "previous given": 0.068,
    "previous scoring": 0.0637,
    "previous limit": 0.0294,
    "months": -0.048,
    "months late": 0.035,
    "months past due": 0.04,
    "months left": 0.02,
    "instalments late": 0.066,
    "instalments days": 0.041,
    "instalments late recently": 0.07,
    "card months": -0.054,
    "card use": 0.125,
    "card use recently": 0.118,
    "card cash": 0.105,
    "card late": -0.005,
}
"""Of each sum with TARGET."""
