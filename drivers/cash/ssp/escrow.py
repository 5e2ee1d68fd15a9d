"""A note in an SSP unit's escrow while the kiosk decides: held again and again, and given back in the end.

Never polls: a poll would accept the note.
"""

from typing import Final

from drivers.cash.port import RefusalReason
from drivers.cash.ssp.passage import Passage, Stage
from drivers.cash.ssp.unit import SspUnit
from drivers.clock import DeviceClock

_HOLD_AGAIN_S: Final = 2.0
"""The unit forgets a hold after five seconds (GA973)."""
_DECIDE_WITHIN_S: Final = 30.0
"""A note is nobody's while it is in escrow; from a kiosk that cannot decide it goes back."""


class Escrow:
    def __init__(self, passage: Passage, clock: DeviceClock) -> None:
        self._passage = passage
        self._clock = clock
        self._since_s: float | None = None
        self._held_at_s = 0.0
        self._wanted_back = False

    def want_back(self) -> None:
        self._wanted_back = self._passage.stage is Stage.ESCROW

    def is_empty(self) -> None:
        self._since_s, self._wanted_back = None, False

    def attend(self, unit: SspUnit, *, disabled: bool) -> None:
        """One round while there is an undecided note in it."""
        now_s = self._clock.monotonic_s()
        if self._since_s is None:
            self._since_s = self._held_at_s = now_s
        if self._wanted_back or disabled:
            self.give_back(unit, RefusalReason.KIOSK_ASKED)
        elif self._passage.stage is Stage.UNWANTED:
            self.give_back(unit, RefusalReason.VALUE_NOT_ENABLED)
        elif now_s - self._since_s >= _DECIDE_WITHIN_S:
            self.give_back(unit, RefusalReason.ESCROW_TIME_OUT)
        elif now_s - self._held_at_s >= _HOLD_AGAIN_S:
            self._held_at_s = now_s
            if not unit.hold():
                self.give_back(unit, None)

    def give_back(self, unit: SspUnit, reason: RefusalReason | None) -> None:
        """Whatever it answers, the polls after it tell where the note went. None: the unit knows why."""
        unit.reject()
        self._passage.returning(reason)
