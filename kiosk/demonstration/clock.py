"""The time a demonstration runs by: the real one, but nobody waits for a customer who has gone."""

from kiosk.runtime.clock import SystemClock


class DemonstrationClock(SystemClock):
    """The steady clock may be put on; the wall clock never."""

    def __init__(self) -> None:
        self._skipped_s = 0.0

    def monotonic_s(self) -> float:
        return super().monotonic_s() + self._skipped_s

    def skip(self, seconds: float) -> None:
        self._skipped_s += seconds
