"""Work spread over processes of this machine, each of which runs nothing but worlds."""

import gc
import logging
import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

_WORTH_A_START = 200
"""So many worlds take longer than a process takes to start."""
_GARBAGE_EVERY = 10_000
"""Objects made and not yet let go of, between two looks for those that hold each other."""

Item = TypeVar("Item")
Made = TypeVar("Made")


def processes_for(worlds: int) -> int:
    """One a core that this process may use."""
    return len(os.sched_getaffinity(0)) if worlds >= _WORTH_A_START else 1


def prepare() -> None:
    """Parties misbehave here on purpose, and the gateway need not complain of each; whatever is loaded by now
    stays, and need not be looked through for garbage."""
    logging.getLogger("kiosk.gateway").setLevel(logging.CRITICAL)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE_EVERY)


def each(work: Callable[[Item], Made], items: Sequence[Item], processes: int) -> Generator[Made, None, None]:
    if processes == 1:
        yield from map(work, items)
        return
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=prepare)
    try:
        yield from pool.map(work, items)
    finally:  # whoever has seen enough waits for nothing that has not begun
        pool.shutdown(cancel_futures=True)
