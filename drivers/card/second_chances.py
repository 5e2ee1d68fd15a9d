"""When what has failed at a slot is tried again."""

from typing import Final

from drivers.clock import DeviceClock

_TRY_AGAIN_S: Final = 5.0
"""Between two attempts to move a stuck card out, or to bring a faulty unit back."""
_ONE_RESET_IN_S: Final = 60.0
"""A unit that fails again within this time after a reset stands down."""


class SecondChances:
    def __init__(self, clock: DeviceClock) -> None:
        self._clock = clock
        self._at_s = 0.0
        self._no_reset_before_s = 0.0

    @property
    def due(self) -> bool:
        return self._clock.monotonic_s() >= self._at_s

    def put_off(self) -> None:
        self._at_s = self._clock.monotonic_s() + _TRY_AGAIN_S

    @property
    def may_reset(self) -> bool:
        return self._clock.monotonic_s() >= self._no_reset_before_s

    def resets(self) -> None:
        self._no_reset_before_s = self._clock.monotonic_s() + _ONE_RESET_IN_S
