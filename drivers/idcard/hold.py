"""How long the red button has been held. Pure: fed with samples, owns no clock."""

from enum import Enum, auto
from typing import Final

HOLD_S: Final = 3.0
SAMPLE_EVERY_S: Final = 0.025
NOTICED_WITHIN_S: Final = 0.05
"""How soon a press must be seen while nothing else goes on, so that its third second is not missed by more
than a tenth."""
_FORGIVEN_LIFT_S: Final = 0.3
_BOUNCE_S: Final = 0.03
_SAMPLING_DOUBT_S: Final = 2 * SAMPLE_EVERY_S
"""A hold begins and ends between samples: one of three seconds may be seen as this much shorter."""
_TELL_EVERY_S: Final = 0.1


class Hold(Enum):
    NOTHING = auto()
    GROWING = auto()
    LET_GO = auto()
    COMPLETE = auto()


class HoldTimer:
    """A lift of up to 0.3 s, as an unsteady finger makes, does not break a hold. Each hold completes once."""

    def __init__(self) -> None:
        self.held_s = 0.0
        self._since_s: float | None = None
        self._last_pressed_s = 0.0
        self._told_s: float | None = None
        self._complete = False

    @property
    def running(self) -> bool:
        return self._since_s is not None

    def sample(self, pressed: bool, now_s: float) -> Hold:
        if pressed:
            return self._grow(now_s)
        if self._since_s is not None and now_s - self._last_pressed_s > _FORGIVEN_LIFT_S:
            return self._let_go()
        return Hold.NOTHING

    def _grow(self, now_s: float) -> Hold:
        if self._since_s is None:
            self._since_s = now_s
        self._last_pressed_s = now_s
        self.held_s = now_s - self._since_s
        if self._complete:
            return Hold.NOTHING
        if self.held_s >= HOLD_S - _SAMPLING_DOUBT_S:
            self._complete = True
            return Hold.COMPLETE
        if self.held_s >= (_BOUNCE_S if self._told_s is None else self._told_s + _TELL_EVERY_S):
            self._told_s = self.held_s
            return Hold.GROWING
        return Hold.NOTHING

    def _let_go(self) -> Hold:
        broken_off = self._told_s is not None and not self._complete
        self._since_s = self._told_s = None
        self._complete = False
        return Hold.LET_GO if broken_off else Hold.NOTHING
