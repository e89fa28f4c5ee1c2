"""From a seed to the eight files, in batches of clients so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from scoring.faults import refuse_if
from scoring.synthetic import (
    application,
    bureau,
    instalments,
    months,
    outcome,
    persons,
    previous,
    record,
    reports,
    statements,
)
from scoring.synthetic.destination import Format, faults, format_of
from scoring.synthetic.draws import Flags, Floats, Frame, Ints, Random, logistic, numbers, stacked, take
from scoring.synthetic.measures import Measures, measures
from scoring.synthetic.persons import People
from scoring.synthetic.terms import terms
from scoring.synthetic.writing import writer

BATCH = 5_000
"""Clients drawn together. The bytes written depend on it, never on threads or memory."""

SMALLEST = 10
FIRST_CLIENT, FIRST_LOAN, FIRST_CREDIT = 100_001, 1_000_001, 5_000_000
TEST_SHARE = 48_744 / 356_255

Progress = Callable[[str, float], None]
Files = dict[str, Frame]


def write(out: Path, clients: int, seed: int, progress: Progress | None = None, format: Format | None = None) -> None:
    """Write the eight Kaggle files of `clients` invented clients to `out`: a folder, or an archive.

    The same number and seed give the same bytes. `format` is csv, zip or parquet; unless given,
    zip where `out` ends so, else csv. `progress` gets a text and the fraction done, 0 to 1.
    Raises Refused where the number is too small, or `out` holds files of another origin or has too
    little space; OSError, with `out` in it, where the system does not let it write.
    """
    form: Format = format or format_of(out)
    refuse_if((*_faults(clients, seed), *faults(out, form, max(clients, 0))))
    tell = progress or (lambda text, fraction: None)
    with writer(out, form, {"invented by": "scoring synth", "clients": clients, "seed": seed}) as lines:
        tell("synthetic clients", 0.0)
        done = 0
        for files in _ahead(batches(clients, seed)):
            lines.append(files)
            done = min(done + BATCH, clients)
            tell(f"{done:,} of {clients:,} synthetic clients", done / clients)
        tell("packing the archive" if form == "zip" else "flushing to disk", 1.0)


def _faults(clients: int, seed: int) -> Iterator[str]:
    if clients < SMALLEST:
        yield f"{clients} clients are too few to invent: ask for at least {SMALLEST}."
    if seed < 0:
        yield f"The seed {seed} is negative: give a whole number from 0 on."


def _ahead(items: Iterator[Files]) -> Iterator[Files]:
    """Draw the next batch while one is written: two batches are in memory, whatever the number."""
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, items, None)
        while (files := coming.result()) is not None:
            coming = worker.submit(next, items, None)
            yield files


def batches(clients: int, seed: int) -> Iterator[Files]:
    """Yield the rows of every file, batch by batch, in the order of the clients' ids."""
    loans = credits = 0
    for rng, indices in _portions(clients, seed):
        files = batch(rng, measures(), indices)
        _number(files, "SK_ID_PREV", FIRST_LOAN + loans)
        _number(files, "SK_ID_BUREAU", FIRST_CREDIT + credits)
        loans += len(numbers(files["previous_application"], "SK_ID_PREV"))
        credits += len(numbers(files["bureau"], "SK_ID_BUREAU"))
        yield files


def _portions(size: int, seed: int) -> Iterator[tuple[Random, Ints]]:
    for number, first in enumerate(range(0, size, BATCH)):
        yield np.random.default_rng([seed, number]), np.arange(first, min(first + BATCH, size))


def _number(files: Files, name: str, start: int) -> None:
    for frame in files.values():
        if name in frame:
            frame[name] = numbers(frame, name) + start


def batch(rng: Random, known: Measures, indices: Ints) -> Files:
    """Draw the clients at these places, from persons to histories to form to outcome."""
    people, form, sums, histories = clients(rng, known, indices)
    form["TARGET"] = outcome.draw(rng, known, people, form, sums)
    test = people.test
    return {"application_train": take(form, ~test), "application_test": take(form, test), **histories}


def chances(size: int, seed: int) -> tuple[Ints, Floats]:
    """Give ids, ascending, and probabilities of default of the labelled among so many clients that `write` invents.

    Of who applies again it is that of the application alone, whatever became of the one before.
    """
    ids, found = [], []
    for rng, indices in _portions(size, seed):
        people, form, sums, _ = clients(rng, measures(), indices)
        ids.append(people.ids[~people.test])
        found.append(logistic(outcome.odds(measures(), form, sums))[~people.test])
    return np.concatenate(ids), np.concatenate(found)


def trial(rng: Random, known: Measures, indices: Ints) -> dict[str, Floats]:
    """Give only what default would depend on, of the clients at these places."""
    people, form, sums, _ = clients(rng, known, indices)
    return {name: values[~people.test] for name, values in terms(form, sums).items()}


def clients(rng: Random, known: Measures, indices: Ints) -> tuple[People, Frame, dict[str, Floats], Files]:
    """Give people, forms without outcome, what the histories come to, and the histories themselves."""
    people = persons.draw(rng, known, FIRST_CLIENT + indices, _test_part(rng, indices))
    histories, sums = _histories(rng, known, people)
    scaled = record.standardised(sums, known.scales)
    form = application.draw(rng, known, people, scaled, sums["bureau"] > 0)
    return people, form, scaled, histories


def _histories(rng: Random, known: Measures, people: People) -> tuple[Files, dict[str, Floats]]:
    size = len(people)
    credits = bureau.draw(rng, known, people)
    statuses = reports.draw(rng, known, people, credits)
    loans = previous.draw(rng, known, people)
    repaid = instalments.repaid_loans(loans)
    repayment = instalments.repayment(rng, known, people, repaid)
    paid = instalments.draw(rng, known, repaid, repayment)
    balances = months.draw(rng, known, repaid, repayment)
    card_months, card_paid = statements.draw(rng, known, people, loans)
    paid = stacked({name: paid[name] for name in card_paid}, card_paid)
    sums = {
        **record.of_credits(size, credits),
        **record.of_reports(size, statuses),
        **record.of_loans(size, loans),
        **record.of_months(size, balances),
        **record.of_instalments(size, paid),
        **record.of_cards(size, card_months),
    }
    files = {
        "bureau": credits,
        "bureau_balance": statuses,
        "previous_application": loans,
        "POS_CASH_balance": balances,
        "installments_payments": paid,
        "credit_card_balance": card_months,
    }
    return files, sums


def _test_part(rng: Random, indices: Ints) -> Flags:
    """Choose the unlabelled clients: the exact share of all up to here, anywhere in the batch."""
    total = round((indices[-1] + 1) * TEST_SHARE) - round(indices[0] * TEST_SHARE)
    test = np.zeros(len(indices), bool)
    test[rng.permutation(len(indices))[:total]] = True
    return test
