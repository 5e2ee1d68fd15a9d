"""The wired button of a simulated reader: held by a hand, or for a while."""

from drivers.clock import DeviceClock


class SimulatedButton:
    def __init__(self, clock: DeviceClock) -> None:
        self._clock = clock
        self._pressed = False
        self._until_s: float | None = None

    def press(self, seconds: float | None = None) -> None:
        """Until `release`, or for so many seconds of the clock."""
        self._pressed = True
        self._until_s = None if seconds is None else self._clock.monotonic_s() + seconds

    def release(self) -> None:
        self._pressed = False

    def is_pressed(self) -> bool:
        if self._until_s is not None and self._clock.monotonic_s() >= self._until_s:
            self._pressed = False
            self._until_s = None
        return self._pressed
