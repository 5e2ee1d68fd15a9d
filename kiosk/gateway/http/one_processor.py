"""The threads of a gateway that is one process, kept together.

Of the threads of a Python interpreter one runs at a time. On two processors each hand-over between them has
to wake the other processor, which costs more than the second one gives.
"""

import logging
import os
import sys
from collections.abc import Callable

from sqlalchemy import make_url

log = logging.getLogger(__name__)


def on_one_processor(work: Callable[[], None], db_url: str) -> Callable[[], None]:
    """`work` for a thread of its own, which stays with all threads that it starts on one processor where the
    database is SQLite; everything else on the machine may move away.

    Gateways that share a PostgreSQL share the machine with it, and are left to the system.
    """

    def kept() -> None:
        keep_to_one_processor()
        work()

    return kept if make_url(db_url).get_backend_name() == "sqlite" else work


def keep_to_one_processor() -> None:
    """The calling thread, and those it starts from now on: one of the processors it was allowed so far.

    Another process chooses another one, as far as there are enough. Nothing happens but on Linux, and where a
    system refuses it the gateway is slower and no worse.
    """
    if sys.platform != "linux":
        return
    allowed = sorted(os.sched_getaffinity(0))
    try:
        os.sched_setaffinity(0, {allowed[os.getpid() % len(allowed)]})
    except OSError as error:
        log.warning("the gateway's threads cannot be kept to one processor: %s", error.strerror)
