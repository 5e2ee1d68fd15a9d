"""Which notes the kiosk wants let in, which the SSP unit lets in, and bringing the second to the first.

The kiosk's words come from any thread; everything else runs in the port's thread.
"""

import queue
from typing import Final

from drivers.cash.port import AcceptorDisabled, AcceptorEnabled
from drivers.cash.ssp.passage import Stage
from drivers.cash.ssp.unit import SspUnit
from drivers.clock import DeviceClock
from drivers.events import Emit

_AWAIT_ESCROW_S: Final = 2.0
"""A note that is being read when the kiosk disables may still reach escrow, and is then given back; later
the unit is told to break off."""


class Admission:
    def __init__(self, tell: Emit, clock: DeviceClock) -> None:
        self.wanted_fen: frozenset[int] = frozenset()
        self._words: queue.SimpleQueue[frozenset[int] | None] = queue.SimpleQueue()
        self._tell = tell
        self._clock = clock
        self._owed: type[AcceptorEnabled | AcceptorDisabled] | None = None
        """What the kiosk's last word is to be answered with, when it is so."""
        self._stopped_at_s = 0.0
        self._let_in: frozenset[int] | None = None
        """The channels open in the unit, perhaps none; None while it is disabled."""

    # -- from any thread ----------------------------------------------------------------------------

    def want(self, notes_fen: frozenset[int] | None) -> None:
        """None to stop."""
        self._words.put(notes_fen)

    # -- in the port's thread -----------------------------------------------------------------------

    def heed(self) -> bool:
        """Take in what the kiosk has said since the last time; whether it wants notes anew."""
        anew = False
        while not self._words.empty():
            notes_fen = self._words.get()
            anew = notes_fen is not None
            self.wanted_fen = notes_fen or frozenset()
            self._owed = AcceptorEnabled if anew else AcceptorDisabled
            self._stopped_at_s = self._clock.monotonic_s()
        return anew

    @property
    def open(self) -> bool:
        return self._let_in is not None

    def unit_is_disabled(self) -> None:
        """It says so, or it has just been started."""
        self._let_in = None

    def admit_no_second(self, unit: SspUnit) -> None:
        """One note is in escrow or beyond: until it has ended, what the unit says is of this one alone.

        Not by disabling, on which a unit may give back what it holds; inhibits regard notes not yet read.
        """
        if self._let_in:
            unit.let_none_in()
            self._let_in = frozenset()

    def close(self, unit: SspUnit) -> None:
        """Take no note for now, whatever the kiosk wants. Raises `UnitFault`."""
        unit.disable()
        self._let_in = None

    def follow(
        self, unit: SspUnit, stage: Stage | None, may_take_notes: bool, values_fen: tuple[int, ...]
    ) -> None:
        """One round: enable, disable, or nothing. `stage` is that of the note under way.

        Raises `UnitFault`.
        """
        if not self.wanted_fen:
            self._stop(unit, stage, may_take_notes)
        elif stage is None and may_take_notes:
            self._let_notes_in(unit, values_fen)

    def _stop(self, unit: SspUnit, stage: Stage | None, may_take_notes: bool) -> None:
        waited_s = self._clock.monotonic_s() - self._stopped_at_s
        breaks_off = stage is Stage.READING and waited_s >= _AWAIT_ESCROW_S
        if self.open and (stage is None or breaks_off or not may_take_notes):
            self.close(unit)
        if not self.open and stage is None:
            self._pay(AcceptorDisabled())

    def _let_notes_in(self, unit: SspUnit, values_fen: tuple[int, ...]) -> None:
        channels = frozenset(n for n, value_fen in enumerate(values_fen, 1) if value_fen in self.wanted_fen)
        if channels != self._let_in:
            unit.let_in(channels, len(values_fen))
            if not self.open:
                unit.enable()
            self._let_in = channels
        self._pay(AcceptorEnabled(self.wanted_fen & frozenset(values_fen)))

    def _pay(self, answer: AcceptorEnabled | AcceptorDisabled) -> None:
        if self._owed is type(answer):
            self._owed = None
            self._tell(answer)
