"""How long this disk takes to have something for certain: told apart from one that only says so."""

import os
import statistics
import time
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

LEAST_SYNC_S: Final = 30e-6
"""The fastest disks with a cache of their own that outlives a power cut take longer than this; memory, and
disks told to ignore the question, take less."""

_TIMES = 15


def sync_time_s(folder: Path) -> float:
    """The median over some small writes. Raises OSError."""
    times_s = []
    with NamedTemporaryFile(dir=folder, prefix="sync-") as file:
        for number in range(_TIMES):
            os.pwrite(file.fileno(), b"%512d" % number, 0)
            began_s = time.perf_counter()
            os.fsync(file.fileno())
            times_s.append(time.perf_counter() - began_s)
    return statistics.median(times_s)
