"""The figures of the cash box for whoever counts notes: open once the technician's mode has opened them."""

import logging
from collections.abc import Callable

from kiosk.runtime.clock import Clock
from kiosk.supplies.store import SuppliesFailed, SupplyStore

_log = logging.getLogger(__name__)


class BoxCounter:
    """Implements `NoteCounter`. Before `open`, and where the file is damaged, nothing is counted."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._store: SupplyStore | None = None
        self._changed: Callable[[], None] = lambda: None

    def open(self, store: SupplyStore | None, changed: Callable[[], None]) -> None:
        """`changed` is called from the counting thread after every note."""
        self._store, self._changed = store, changed

    def note_credited(self, credit_id: str, value_fen: int) -> bool:
        wall_s = self._clock.wall_s()
        return self._write(lambda store: store.note_credited(credit_id, value_fen, wall_s))

    def note_stacked(self, credit_id: str) -> bool:
        return self._write(lambda store: store.note_stacked(credit_id))

    def note_found(self, credit_id: str, value_fen: int) -> bool:
        wall_s = self._clock.wall_s()
        return self._write(lambda store: store.note_found(credit_id, value_fen, wall_s))

    def is_counted(self, credit_id: str, value_fen: int) -> bool:
        return self._store is not None and self._store.is_counted(credit_id, value_fen)

    def _write(self, write: Callable[[SupplyStore], None]) -> bool:
        if self._store is None:
            return False
        try:
            write(self._store)
        except SuppliesFailed as error:
            _log.error("a note is not counted: %s", error)
            return False
        self._changed()
        return True
