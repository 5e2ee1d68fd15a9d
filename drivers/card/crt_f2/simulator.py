"""A simulated CRT-571 or CRT-591: speaks F2 bytes, moves a card, and has a hand to work it.

Has what the driver never uses too: a card stacker.
"""

from collections.abc import Callable
from typing import Final

from drivers.card.crt_f2.frames import Control, Decoder, Frame, encode, negative, positive
from drivers.card.crt_f2.simulated_unit import SimulatedUnit, UnitRefuses
from drivers.card.simulated_cards import Wallet
from drivers.card.simulated_slot import LATENCY_S, SimulatedSlot
from drivers.card.slot_mechanics import SlotMechanics
from drivers.card.wallet import IC_CARDS
from drivers.clock import DeviceClock
from drivers.simulation.acts import Acts, HandAct, times_of

_REPLACED_WITHIN_S: Final = 0.02
"""A command that comes so soon after another takes its place, unless that is an initialisation."""
_INIT: Final = 0x30
_STACKER_LEVELS: Final = {"empty": b"0", "few": b"1", "enough": b"2"}


class CrtF2Simulator(SimulatedSlot):
    def __init__(self, clock: DeviceClock, model: str = "CRT-591-M001", wallet: Wallet = IC_CARDS) -> None:
        super().__init__("card unit", clock, SlotMechanics(entry_open=False, rear_open=False), wallet)
        self.unit = SimulatedUnit(self.slot, model)
        self.on_command: Callable[[float, Frame], None] = lambda now_s, command: None
        """Told of every command of the host, and when by the steady clock."""
        self.refusals: dict[Frame, str] = {}
        """Commands the unit will not execute, with the manual's error code."""
        self.acknowledged = 0
        """Answers that the host has confirmed."""
        self._decoder = Decoder()
        self._refuse_next: list[str] = []
        self._running: tuple[Frame, float] | None = None
        self._last_answer = b""

    # -- the hand -----------------------------------------------------------------------------------

    def acts(self) -> Acts:
        return (
            super().acts()
            | self._bin_acts()
            | {
                "refuse": HandAct("CODE [TIMES]", "refuse the next commands with e1e0", self._refuse),
                "stacker": HandAct("empty|few|enough", "cards in the stacker", self._fill_stacker),
            }
        )

    def _refuse(self, words: list[str]) -> None:
        code = words[0].upper()
        if len(code) != 2 or not code.isalnum():
            raise ValueError("a code is e1e0, such as 10 or B0")
        with self.hand():
            self._refuse_next += [code] * times_of(words[1:])

    def _fill_stacker(self, words: list[str]) -> None:
        if words[0] not in _STACKER_LEVELS:
            raise ValueError(f"one of {', '.join(_STACKER_LEVELS)}")
        with self.hand():
            self.unit.stacker = _STACKER_LEVELS[words[0]]

    # -- the line -----------------------------------------------------------------------------------

    def _hear(self, data: bytes, now_s: float) -> None:
        for message in self._decoder.feed(data):
            if isinstance(message, Frame):
                self._hear_command(message, now_s)
            elif message is Control.EOT:
                self._stop(now_s)
            elif message is Control.NAK:
                self._say(now_s + LATENCY_S, self._last_answer)
            elif message is Control.ACK:
                self.acknowledged += 1

    def _power_lost(self) -> None:
        super()._power_lost()
        self.unit.forget()
        self._running = None
        self._unit_baud_rate = None  # the first initialisation fixes it anew

    def _hear_command(self, command: Frame, now_s: float) -> None:
        self.on_command(now_s, command)
        if self.not_acknowledged:
            self.not_acknowledged -= 1
            self._say(now_s + LATENCY_S, bytes([Control.NAK]))
        elif self._can_begin(now_s):
            self._outgoing.clear()
            self._say(now_s + LATENCY_S, bytes([Control.ACK]))
            self._begin(command, now_s)

    def _can_begin(self, now_s: float) -> bool:
        """A unit at work hears only what replaces its command."""
        if self._running is None or not self._outgoing:
            return True
        command, since_s = self._running
        return now_s - since_s <= _REPLACED_WITHIN_S and command.command != _INIT

    def _begin(self, command: Frame, now_s: float) -> None:
        self._running = (command, now_s)
        try:
            done_at_s, content = self._execute(command, now_s)
        except UnitRefuses as refusal:
            code = refusal.code
            self._say(now_s + 2 * LATENCY_S, lambda: self._spoken_last(negative(command, code)))
        else:
            self._say(done_at_s + 2 * LATENCY_S, lambda: self._spoken_last(self._answer(command, content)))

    def _execute(self, command: Frame, now_s: float) -> tuple[float, Callable[[], bytes]]:
        if command in self.refusals:
            raise UnitRefuses(self.refusals[command])
        if self._refuse_next:
            raise UnitRefuses(self._refuse_next.pop(0))
        if command.command == _INIT:
            self._unit_baud_rate = self._line_baud_rate
        return self.unit.carry_out(command, now_s)

    def _answer(self, command: Frame, content: Callable[[], bytes]) -> Frame:
        try:
            return positive(command, self.unit.status, content())
        except UnitRefuses as refusal:
            return negative(command, refusal.code)

    def _spoken_last(self, answer: Frame) -> bytes:
        self._last_answer = encode(answer)
        return self._last_answer

    def _stop(self, now_s: float) -> None:
        """Discontinues what runs; a motor stops where it is."""
        if self._running is not None and self._outgoing:
            self.slot.halt()
        self._running = None
        self._outgoing.clear()
        self._say(now_s + LATENCY_S, bytes([Control.EOT]))
