"""A process that appends until it is told to stop, or killed: `python -m tests.ledger.appending DATA URL NAME MOST`.

Each record is printed, number and text, once it is acknowledged.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from threading import Thread

from scoring.ledger import Actor, Ledger, Statement
from scoring.settings import Settings

THREADS = 3


def main() -> None:
    data, url, name, most = sys.argv[1:]
    ledger = Ledger.open(replace(Settings(), data=Path(data), ledger=url))

    def append(thread: int) -> None:
        for number in range(int(most)):
            text = f"{name}-{thread}-{number}"
            entry = ledger.append(Actor(name, "advisor"), Statement(100001, text))
            os.write(1, f"{entry.sequence} {text}\n".encode())

    threads = [Thread(target=append, args=[thread]) for thread in range(THREADS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    ledger.close()


if __name__ == "__main__":
    main()
