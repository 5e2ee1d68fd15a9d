"""A credit that the kiosk does not write down: until it does, an acceptor takes no note, and says so."""

from typing import Final

from drivers.clock import DeviceClock

_WRITTEN_WITHIN_S: Final = 5.0

OVERDUE: Final = (
    "takes no notes: the kiosk has not written the last credit down; check its journal and its disk"
)


class RecordWatch:
    def __init__(self, clock: DeviceClock) -> None:
        self._clock = clock
        self._owed_since_s: float | None = None

    def overdue(self, *, owed: bool) -> bool:
        """Asked every round: whether a credit has been owed for longer than writing takes."""
        now_s = self._clock.monotonic_s()
        self._owed_since_s = (self._owed_since_s or now_s) if owed else None
        return self._owed_since_s is not None and now_s - self._owed_since_s >= _WRITTEN_WITHIN_S
