"""Feature rows that are asked about at once, answered by one call of the model and one entry of the ledger."""

from __future__ import annotations

import asyncio

from starlette.concurrency import run_in_threadpool

from scoring.api.access import Actor
from scoring.api.exchange import CURRENT
from scoring.faults import Refused
from scoring.serving.questions import Questions, Record, RowPredicted, RowPrediction

TURNS = 2
"""Turns of the loop from what has arrived to its row: who comes in none of them is not waited for."""

Waiting = list[tuple[Record, asyncio.Future[RowPredicted]]]


class Together:
    """Collects the rows of one who asks while others of theirs are being answered. Only the event loop may call it."""

    def __init__(self) -> None:
        self._waiting: dict[Actor | None, Waiting] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def predict_row(self, questions: Questions, row: Record) -> RowPrediction:
        """Score one row, together with others. Raises Refused with every fault of this one."""
        exchange, answer = CURRENT.get(), asyncio.get_running_loop().create_future()
        actor = exchange.actor if exchange.recorded else None  # what is not recorded is nobody's
        waiting = self._waiting.get(actor)
        if waiting is None:
            waiting = self._waiting[actor] = []
            task = asyncio.create_task(self._answer(actor, questions))
            self._tasks.add(task)  # the loop itself keeps none
            task.add_done_callback(self._tasks.discard)
        waiting.append((row, answer))
        found: RowPredicted = await answer
        if found.prediction is None:
            raise Refused(found.faults)
        return found.prediction

    async def _answer(self, actor: Actor | None, questions: Questions) -> None:
        """Answer until nobody waits: who comes meanwhile is answered next, together."""
        recorded = CURRENT.get().recorded
        while self._waiting[actor]:
            await self._gathered(actor)
            taken, self._waiting[actor] = self._waiting[actor], []
            rows = [row for row, _ in taken]
            try:
                found = (
                    await run_in_threadpool(questions.predict_rows, rows) if recorded else questions.predict_rows(rows)
                )
            except Exception as failure:  # each request answers for itself
                for _, answer in taken:
                    if not answer.done():
                        answer.set_exception(failure)
                continue
            for (_, answer), one in zip(taken, found, strict=True):
                if not answer.done():  # who asked may be gone
                    answer.set_result(one)
        del self._waiting[actor]

    async def _gathered(self, actor: Actor | None) -> None:
        """Wait while more come in: one row takes the model as long as four together."""
        idle, waiting = 0, self._waiting[actor]
        while idle < TURNS:
            before = len(waiting)
            await asyncio.sleep(0)
            idle = 0 if len(waiting) > before else idle + 1
