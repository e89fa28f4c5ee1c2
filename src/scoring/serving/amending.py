"""Clients added or corrected without a rebuild: checked, staged and scored as everyone else, beside the store.

An amendment is of the store it was made beside. Another store knows its clients from its own files
alone: what was amended beside the one before is listed as not carried over, and stays readable.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from scoring import store
from scoring.faults import UnknownName, refuse_if
from scoring.serving.explaining import Explaining
from scoring.serving.file import File
from scoring.serving.opened import Opened
from scoring.serving.questions import AmendedClient, Amendment, Application, Record, Version
from scoring.serving.versions import told
from scoring.staging.cleaning import LARGEST_ID
from scoring.staging.record import application_faults


class Amending:
    """Amends clients beside one store. Processes and threads that do so at once wait for one another."""

    def __init__(self, opened: Opened, explaining: Explaining) -> None:
        self._opened, self._explaining, self._amendments = opened, explaining, opened.amendments

    @property
    def folder(self) -> Path:
        """The folder of the amendments of every store."""
        return self._opened.amended.parent

    def amend(self, client: int, application: Application) -> Amendment:
        """Lay fields and histories over a client's file, or begin one.

        Fields replace columns, histories whole tables; the rest stays. Raises Refused with every fault at once.
        """
        return self.amend_hashed(client, application)[0]

    def amend_hashed(self, client: int, application: Application) -> tuple[Amendment, store.Hashes]:
        """Do the same, and give what the ledger keeps of the amendment."""
        faults = list(_faults(client, application))
        refuse_if(faults + application_faults(application.fields, application.histories))
        with self._amendments.writing() as add:
            before = self._now(client)
            if before is None and not application.fields:
                refuse_if(["there is no client with this id; give the fields of an application to add them"])
            after = self._after(client, application, before)
            at = datetime.now(UTC).isoformat(timespec="microseconds")
            made = add(client, at, before, replace(after, row=replace(after.row, amended=at)))
        return self._said(made, in_force=True), made.hashes

    def amendments(self, client: int) -> tuple[Amendment, ...]:
        """Give what was amended of a client, beside this store and those before; none is an answer."""
        current, said = self._opened.manifest.id, []
        for name, amended in self._every():
            found = amended.of_client(client)
            said += [self._said(one, name == current and one is found[-1], name) for one in found]
        return tuple(said)

    def amended(self) -> tuple[AmendedClient, ...]:
        """List the clients amended, beside this store and those before."""
        current = self._opened.manifest.id
        return tuple(
            AmendedClient(client, at, name, name == current)
            for name, amended in self._every()
            for client, at in amended.times()
        )

    def _every(self) -> Iterator[tuple[str, store.Amendments]]:
        """Open the amendments of every store of the data folder, oldest store first."""
        for path in sorted(self.folder.glob("*.sqlite")):
            if path == self._opened.amended:
                yield path.stem, self._amendments
            else:
                with closing(store.Amendments(path)) as others:
                    yield path.stem, others

    def _now(self, client: int) -> store.Version | None:
        """Give a client as they are, published or amended."""
        amended = self._amendments.current(client)
        if amended is not None:
            return amended.after
        with suppress(UnknownName):
            return self._scored(self._opened.staged(client), self._opened.row(client))
        return None

    def _after(self, client: int, given: Application, before: store.Version | None) -> store.Version:
        """Stage and score a client's file with what is given laid over it."""
        amended, known = self._amendments.current(client), None if before is None else client
        with closing(File(self._opened.engine, known, given.histories, given.fields, amended)) as file:
            (row,) = self._explaining.rows(file.row())
            return self._scored(file.staged(client), replace(row, id=client))

    def _scored(self, staged: dict[str, list[Record]], row: store.ClientRow) -> store.Version:
        bundle = self._opened.bundle.manifest
        return store.Version(staged, row, bundle.id, bundle.threshold)

    def _said(self, made: store.Amendment, in_force: bool, name: str | None = None) -> Amendment:
        name = name or self._opened.manifest.id
        before = None if made.before is None else self._version(made.before, name)
        return Amendment(made.client, made.at, name, in_force, before, self._version(made.after, name), made.erased)

    def _version(self, version: store.Version, name: str) -> Version:
        unseen = self._explaining.unseen(self._opened.named(version.row)) if name == self._opened.manifest.id else ()
        score = replace(self._opened.score_of(version.row), model=version.model, threshold=version.threshold)
        return Version(*told(version), score, unseen)


def _faults(client: int, application: Application) -> Iterator[str]:
    if not 1 <= client <= LARGEST_ID:
        yield f"a client's id is a whole number from 1 to {LARGEST_ID}"
    if application.client not in (None, client):
        yield "the application names another client than the one to be amended"
    if not application.fields and not application.histories:
        yield "nothing to amend; give fields of the application, histories, or both"
