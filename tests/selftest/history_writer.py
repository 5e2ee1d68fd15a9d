"""Adds results for ever and tells the number of each; killed by a test."""

import sys
from pathlib import Path

from kiosk.selftest.history import History
from kiosk.selftest.model import Result

history = History(Path(sys.argv[1]))
while True:
    print(history.add(Result(0, "printer.status", "printer", "passed")).number, flush=True)  # noqa: T201
