"""What the gateway looks after now and again: at once and then every so often, in a thread, until stopped."""

import logging
import threading
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger(__name__)


def rounds(duty: Callable[[], object], stopping: threading.Event, every_s: float, in_trouble: str) -> None:
    """Until `stopping` is set. A database that fails is logged as `in_trouble` and tried again the next time,
    when it may be well; whatever else `duty` raises ends the rounds."""
    while not stopping.is_set():
        try:
            duty()
        except SQLAlchemyError:
            log.exception("%s", in_trouble)
        stopping.wait(every_s)
