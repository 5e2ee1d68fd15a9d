"""A line whose waits are cut into slices, so that its owner can look around while a driver waits."""

from collections.abc import Callable

from drivers.clock import DeviceClock
from drivers.transport import Transport


class WatchedLine:
    """Implements `Transport`. `look_around` may raise and so end a wait; `slice_s` is asked each time."""

    def __init__(
        self,
        line: Transport,
        clock: DeviceClock,
        look_around: Callable[[], None],
        slice_s: Callable[[], float],
    ) -> None:
        self._line = line
        self._clock = clock
        self._look_around = look_around
        self._slice_s = slice_s

    def read(self, timeout_s: float) -> bytes:
        deadline_s = self._clock.monotonic_s() + timeout_s
        while True:
            self._look_around()
            left_s, slice_s = deadline_s - self._clock.monotonic_s(), self._slice_s()
            data = self._line.read(max(0.0, min(slice_s, left_s)))
            if data or left_s <= slice_s:
                return data

    def write(self, data: bytes) -> None:
        self._look_around()
        self._line.write(data)

    def drain(self) -> None:
        self._line.drain()

    def button_pressed(self) -> bool:
        return self._line.button_pressed()

    def close(self) -> None:
        self._line.close()
