"""Credits of the clients at other lenders, as the credit bureau reports them."""

from __future__ import annotations

import numpy as np

from scoring.synthetic.draws import (
    Coded,
    Flags,
    Floats,
    Frame,
    Ints,
    Random,
    blanked,
    chance,
    money,
    numbers,
    rank,
    shared_normals,
    spread,
    texts,
)
from scoring.synthetic.measures import Measures, Shares
from scoring.synthetic.persons import People

STARTS = (-2500.0, -2000.0, -1500.0, -1000.0, -700.0, -400.0, -200.0, -100.0, -30.0)
ENDS = (-365.0, -90.0, 0.0, 180.0, 540.0)
SLIP = 1e-5
"""How often the source holds a wild date."""

MONTH = 30.4375


def band(days: Floats, limits: tuple[float, ...]) -> Coded:
    """Give the band that a number of days lies in; the last band is of the days not known."""
    codes = np.searchsorted(np.array(limits), days)
    codes = np.where(np.isnan(days), len(limits) + 1, codes)
    return Coded(codes.astype(np.int64), tuple(str(place) for place in range(len(limits) + 2)))


def draw(rng: Random, measures: Measures, people: People) -> Frame:
    """Draw the credits of each client: none for one client in seven, some 5.6 for the others.

    Beside the declared columns: `owner`, the client's position. Ids count from 0.
    """
    counts = measures.quantiles["bureau_count"].at(rank(people.habits["bureau_count"])).astype(np.int64)
    owner, _ = spread(counts)
    total = len(owner)
    start = _starts(rng, measures, people, owner)
    frame: Frame = {
        "owner": owner,
        "SK_ID_CURR": people.ids[owner],
        "SK_ID_BUREAU": np.arange(total),
        "DAYS_CREDIT": start,
        "START": band(start, STARTS),
    }
    frame["CREDIT_TYPE"] = measures.shares["CREDIT_TYPE"].draw(rng, frame, total)
    frame["CREDIT_CURRENCY"] = measures.shares["CREDIT_CURRENCY"].draw(rng, frame, total)
    frame |= _ends(rng, measures, people, frame)
    frame |= _amounts(rng, measures, people, frame)
    return frame | _lateness(rng, measures, people, frame)


def by_type(rng: Random, measures: Measures, name: str, kind: Coded, ranks: Floats) -> Floats:
    """Give a measured margin at the ranks, each by the type of its credit."""
    values = np.zeros(len(ranks))
    for code, value in enumerate(kind.values):
        here = np.flatnonzero(kind.codes == code)
        own = f"{name}/{value}"
        margin = measures.quantiles[own if own in measures.quantiles else f"{name}/Consumer credit"]
        values[here] = margin.at(ranks[here])
    return values


def _starts(rng: Random, measures: Measures, people: People, owner: Ints) -> Floats:
    normal = shared_normals(rng, -people.habits["bureau_age"], owner, measures.numbers["share/bureau_age"])
    return -np.ceil(-measures.quantiles["DAYS_CREDIT"].at(rank(normal)))


def _ends(rng: Random, measures: Measures, people: People, frame: Frame) -> Frame:
    """Draw when the credit should end, whether it has, and when."""
    kind, start, owner = texts(frame, "CREDIT_TYPE"), numbers(frame, "DAYS_CREDIT"), frame["owner"]
    total = len(start)
    long = rng.standard_normal(total)
    length = by_type(rng, measures, "bureau_length", kind, rank(long))
    endless = measures.shares["ENDLESS"].draw(rng, frame, total).equals("1")
    planned = blanked(start + length, endless)
    context: Frame = {"CREDIT_TYPE": kind, "START": frame["START"], "END": band(planned, ENDS)}
    share = measures.numbers["share/bureau_open"]
    normal = shared_normals(rng, people.habits["bureau_open"], np.asarray(owner), share)
    states = measures.shares["CREDIT_ACTIVE"]
    active = states.pick(rank(normal), states.context(context, total))
    closed = active.equals("Closed")
    actual = _actual(rng, measures, kind, start, planned, length)
    gap = measures.quantiles["bureau_update_closed"].at(rng.random(total))
    gap = np.where(actual + gap > -2, np.round(-actual * rng.random(total)), gap)
    open_update = measures.quantiles["bureau_update_open"].at(rng.random(total))
    planned = np.where(chance(rng, SLIP, total), -42_060 + np.round(500 * rng.random(total)), planned)
    update = np.round(np.where(closed, actual + gap, np.maximum(open_update, start))).clip(None, 0)
    later = chance(rng, SLIP, total)  # than the application: no feature may read it
    return {
        "CREDIT_ACTIVE": active,
        "DAYS_CREDIT_ENDDATE": planned,
        "DAYS_ENDDATE_FACT": blanked(actual, ~closed),
        "long": long,
        "DAYS_CREDIT_UPDATE": np.where(later, np.round(372 * rng.random(total)), update),
    }


def _actual(rng: Random, measures: Measures, kind: Coded, start: Floats, planned: Floats, length: Floats) -> Floats:
    """Give the day on which a closed credit ended: a third as planned, the others before or after."""
    size = len(start)
    room = (-1 - start).clip(0)
    margin = measures.quantiles["bureau_ended"]
    most = np.interp(room / np.maximum(np.where(np.isnan(planned), 1_000.0, length), 1.0), margin.values, margin.ranks)
    ended = start + margin.at(rng.random(size) * most) * np.where(np.isnan(planned), 1_000.0, length)
    exact = chance(rng, measures.numbers["bureau_exact"], size) & (planned < 0)
    return np.where(exact, planned, np.round(np.minimum(ended, -1))).clip(start, -1)


def _amounts(rng: Random, measures: Measures, people: People, frame: Frame) -> Frame:
    kind, active = texts(frame, "CREDIT_TYPE"), texts(frame, "CREDIT_ACTIVE")
    owner = np.asarray(frame["owner"])
    total = len(owner)
    normal = shared_normals(rng, people.habits["bureau_size"], owner, measures.numbers["share/bureau_size"])
    card = kind.equals("Credit card")
    longer = np.where(card, 0.0, measures.numbers["bureau_size_length"])
    normal = longer * numbers(frame, "long") + np.sqrt(1 - longer**2) * normal
    size = by_type(rng, measures, "bureau_size", kind, rank(normal))
    amount = _rounded(rng, size, card)
    owed = _owed(rng, measures, people, frame, amount)
    state = _state(rng, measures, "DEBT", frame)
    debt = np.where(state.equals("+"), np.maximum(owed, 0.045), 0.0)
    debt = np.where(chance(rng, 0.0005, total), -0.01 * debt, debt)  # overpaid
    limit = _state(rng, measures, "LIMIT", frame)
    paying = _state(rng, measures, "ANNUITY", frame)
    tied = measures.numbers["bureau_annuity_size"]
    slow = tied * normal + np.sqrt(1 - tied**2) * rng.standard_normal(total)
    months = by_type(rng, measures, "bureau_annuity", kind, rank(slow))
    return {
        "AMT_CREDIT_SUM": amount,
        "AMT_CREDIT_SUM_DEBT": blanked(money(debt, 0.045), state.codes < 0),
        "AMT_CREDIT_SUM_LIMIT": blanked(
            np.where(limit.equals("+"), money((amount - debt).clip(0.0), 0.045), 0.0), limit.codes < 0
        ),
        "AMT_ANNUITY": blanked(
            np.where(paying.equals("+") & (amount > 0), money(amount / np.maximum(months, 0.2)), 0.0), paying.codes < 0
        ),
        "active": active.equals("Active"),
    }


def _rounded(rng: Random, size: Floats, card: Flags) -> Floats:
    """Round most amounts as people do: cards to 4,500, half of the others to 4.5."""
    draw = rng.random(len(size))
    unit = np.select([draw < np.where(card, 0.9, 0.4), draw < 0.88], [4_500.0, 4.5], 0.045)
    return np.where(size < unit / 2, np.round(size, 2), np.round(np.round(size / unit) * unit, 3))


def _owed(rng: Random, measures: Measures, people: People, frame: Frame, amount: Floats) -> Floats:
    """Give what is left to pay: by the time elapsed for loans, by the client's use for cards."""
    kind, owner = texts(frame, "CREDIT_TYPE"), np.asarray(frame["owner"])
    start, planned = numbers(frame, "DAYS_CREDIT"), numbers(frame, "DAYS_CREDIT_ENDDATE")
    elapsed = np.where(np.isnan(planned), 0.5, -start / np.maximum(planned - start, 1.0))
    noise = shared_normals(rng, people.habits["card_use"], owner, 0.2)
    left = np.where(elapsed > 1, 0.12, (1 - elapsed.clip(0, 1)) ** 0.72) * np.exp(0.12 * noise)
    used = measures.quantiles["bureau_card_use"].at(rank(noise))
    return amount * np.where(kind.equals("Credit card"), used, left.clip(0, 1.1))


def _state(rng: Random, measures: Measures, name: str, frame: Frame) -> Coded:
    """Draw whether an amount is missing, zero or positive, alike for all credits of one client."""
    owner = np.asarray(frame["owner"])
    client = rng.standard_normal(int(owner.max(initial=-1)) + 1)
    normal = shared_normals(rng, client, owner, measures.numbers[f"share/{name}"])
    states: Shares = measures.shares[name]
    return states.pick(rank(normal), states.context(frame, len(owner)))


def _lateness(rng: Random, measures: Measures, people: People, frame: Frame) -> Frame:
    owner, amount = np.asarray(frame["owner"]), numbers(frame, "AMT_CREDIT_SUM")
    total = len(owner)
    states = measures.shares["MAX_OVERDUE"]
    normal = shared_normals(rng, people.habits["bureau_overdue"], owner, measures.numbers["share/bureau_overdue"])
    worst = states.pick(rank(normal), states.context(frame, total))
    late = np.exp(0.5 * people.habits["bureau_overdue"][owner] - 0.12)
    overdue = texts(frame, "CREDIT_ACTIVE").equals("Active") & chance(rng, 0.0068 * late, total)
    days = np.ceil(measures.quantiles["bureau_days_overdue"].at(rng.random(total)))
    due = measures.quantiles["bureau_overdue_sum"].at(rng.random(total))
    most = measures.quantiles["bureau_max_overdue"].at(rng.random(total))
    return {
        "CREDIT_DAY_OVERDUE": np.where(overdue, days, 0.0),
        "AMT_CREDIT_SUM_OVERDUE": np.where(overdue, money(np.minimum(due, amount), 0.045), 0.0),
        "AMT_CREDIT_MAX_OVERDUE": blanked(np.where(worst.equals("+"), money(most, 0.045), 0.0), worst.codes < 0),
        "CNT_CREDIT_PROLONG": np.where(chance(rng, 0.0053, total), 1 + (rng.random(total) < 0.12), 0).astype(np.int64),
    }
