"""A simulated CRT-310: speaks the transport's bytes, moves a card, and has a hand to work it."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final, Protocol

from drivers.card.crt310 import commands
from drivers.card.crt310.chip import memory_command, unit_answer
from drivers.card.crt310.commands import TransportStatus
from drivers.card.crt310.frames import Control, Decoder, Frame, encode
from drivers.card.position import MISFITS, Position
from drivers.card.simulated_cards import SimulatedCard, Wallet
from drivers.card.simulated_slot import LATENCY_S, SimulatedSlot
from drivers.card.slot_mechanics import SlotMechanics
from drivers.card.wallet import IC_CARDS
from drivers.clock import DeviceClock
from drivers.simulation.acts import Acts, HandAct, times_of

_RESET_S: Final = 0.3
_BACKUP_S: Final = 1.0
"""How long the backup supply waits before it gives the card back, or does not."""
_BAUD_RATE: Final = 9600
_VERSION: Final = b"CRT 310 V3.0"
_SERIAL: Final = b"C310-000042"
_DONE: Final = bytes([commands.DONE])
_T1: Final = bytes([commands.CPU_T1])
_NOT_DONE: Final = bytes([commands.NOT_DONE])
_NO_CARD: Final = bytes([commands.NO_CARD])
_ASKING: Final = frozenset({0x31, 0xFA})
"""What is answered also where nothing can be moved."""
_LOW_SUPPLY, _MISFIT, _ON_BACKUP = 0x05, 0x06, 0x07


class Backup(StrEnum):
    """What happens to a card inside when the main supply goes."""

    NONE = "none"
    EJECT = "eject"
    KEEP = "keep"


class SharedModule(Protocol):
    """A third-party module on the same serial line. Answers by handing `(due_s, bytes)` to `send`."""

    def receive(
        self,
        data: bytes,
        now_s: float,
        card: Callable[[], SimulatedCard | None],
        send: Callable[[float, Callable[[], bytes]], None],
    ) -> None:
        """Bytes from the host. `card` tells what lies before the module at the moment it is called."""
        ...

    def card_presented(self) -> None:
        """A card, perhaps the same as before, has come in."""
        ...

    def acts(self) -> Acts: ...


class Crt310Simulator(SimulatedSlot):
    """`module` shares the line; `wallet` are the cards a hand knows by name."""

    def __init__(
        self, clock: DeviceClock, module: SharedModule | None = None, wallet: Wallet = IC_CARDS
    ) -> None:
        super().__init__("card slot", clock, SlotMechanics(entry_open=True, rear_open=True), wallet)
        self.refusals: dict[Frame, int] = {}
        """Commands the transport will not execute, with the manual's error code."""
        self.backup = Backup.NONE
        self.supply_low = False
        self.lamp_on = False
        self.on_command: Callable[[float, Frame], None] = lambda now_s, command: None
        """Told of every command of the host, and when by the steady clock."""
        self._module = module
        self._decoder = Decoder()
        self._pending: Frame | None = None
        self._line_lent = False
        self._refuse_next: list[int] = []
        self._on_backup_until_s: float | None = None
        self._unit_baud_rate = self._line_baud_rate = _BAUD_RATE

    # -- the hand -----------------------------------------------------------------------------------

    def cut_power(self) -> None:
        """With a backup supply it lives on for a second, then gives the card back or keeps it."""
        if self.backup is Backup.NONE:
            super().cut_power()
            return
        with self.hand():
            self._on_backup_until_s = self._clock.monotonic_s() + _BACKUP_S

    def restore_power(self) -> None:
        self._settle(self._clock.monotonic_s())
        self._on_backup_until_s = None
        super().restore_power()

    def acts(self) -> Acts:
        module = self._bin_acts() if self._module is None else self._module.acts()
        return (
            super().acts()
            | module
            | {
                "backup": HandAct("none|eject|keep", "what a power cut does to the card", self._set_backup),
                "supply_low": HandAct("", "the supply falls below 10.8 V", lambda words: self._sag(True)),
                "supply_well": HandAct("", "it is well again", lambda words: self._sag(False)),
                "refuse": HandAct("CODE [TIMES]", "refuse the next commands with this code", self._refuse),
            }
        )

    def _set_backup(self, words: list[str]) -> None:
        self.backup = Backup(words[0])

    def _sag(self, low: bool) -> None:
        with self.hand():
            self.supply_low = low

    def _refuse(self, words: list[str]) -> None:
        with self.hand():
            self._refuse_next += [int(words[0], 16)] * times_of(words[1:])

    # -- the line -----------------------------------------------------------------------------------

    def _hear(self, data: bytes, now_s: float) -> None:
        for message in self._decoder.feed(data):
            self._obey(message, now_s)
        if self._line_lent and self._module is not None:
            self._module.receive(data, now_s, lambda: self.slot.card_inside, self._say)

    def _settle(self, now_s: float) -> None:
        super()._settle(now_s)
        until_s = self._on_backup_until_s
        if until_s is None or now_s < until_s:
            return
        self._on_backup_until_s = None
        if self.backup is Backup.EJECT:
            self.slot.settle(self.slot.eject(until_s))
        super().cut_power()

    def _power_lost(self) -> None:
        super()._power_lost()
        self._pending, self._line_lent = None, False

    def _power_back(self) -> None:
        self.slot.spring_open(rear=True)

    def _card_presented(self) -> None:
        if self._module is not None:
            self._module.card_presented()

    def _obey(self, message: Control | Frame, now_s: float) -> None:
        if self._line_lent and message != commands.TAKE_LINE_BACK and self._pending is None:
            return
        if isinstance(message, Frame):
            self._hear_command(message, now_s)
        elif message is Control.EOT:
            self._pending = None
            self._outgoing.clear()
            self._say(now_s + LATENCY_S, bytes([Control.EOT]))
        elif message is Control.ENQ and self._pending is not None:
            command, self._pending = self._pending, None
            done_at_s, answer = self._execute(command, now_s)
            self._say(done_at_s + LATENCY_S, lambda: encode(answer()))

    def _hear_command(self, command: Frame, now_s: float) -> None:
        self.on_command(now_s, command)
        if self.not_acknowledged:
            self.not_acknowledged -= 1
            self._say(now_s + LATENCY_S, bytes([Control.NAK]))
            return
        self._pending = command
        self._say(now_s + LATENCY_S, bytes([Control.ACK]))

    # -- what the commands do -----------------------------------------------------------------------

    def _execute(self, command: Frame, now_s: float) -> tuple[float, Callable[[], Frame]]:
        """When it is done, and what is then answered."""
        code = self._refusal_of(command)
        if code is not None:
            return now_s, lambda: Frame(0x4E, command.command, bytes([code]))
        done_at_s, data = self._carry_out(command, now_s)
        return done_at_s, lambda: Frame(command.command, command.parameter, data())

    def _refusal_of(self, command: Frame) -> int | None:
        if command in self.refusals:
            return self.refusals[command]
        if self._refuse_next:
            return self._refuse_next.pop(0)
        if command.command in _ASKING:
            return None
        if self._on_backup_until_s is not None:
            return _ON_BACKUP
        if self.supply_low:
            return _LOW_SUPPLY
        stuck = self.slot.blocked and self.slot.position in MISFITS
        return _MISFIT if stuck and command.command in {0x30, 0x32} else None

    def _carry_out(self, command: Frame, now_s: float) -> tuple[float, Callable[[], bytes]]:
        slot = self.slot
        match command.command, command.parameter:
            case 0x30, 0x30 | 0x31 | 0x32 as way:
                slot.spring_open(rear=True)
                targets = {0x31: Position.EJECTED, 0x32: Position.CAPTURED}
                done_s = slot.move(targets[way], now_s) if way in targets else now_s
                return done_s + _RESET_S, lambda: _VERSION
            case 0x30, 0x3A:
                return now_s, lambda: _DONE + _SERIAL
            case 0x32, way:
                return self._move(way, now_s)
            case 0x2F, way:
                slot.set_entry(way == 0x33)
                return now_s, lambda: command.data + b"N"  # success, as the manual prints it
            case 0xFA, turn:
                return now_s, lambda: self._lend(turn == 0x30)
            case 0x46, lamp:
                self.lamp_on = lamp == 0x30
                return now_s, lambda: _DONE
            case 0x2E, _:
                return now_s, lambda: _DONE
            case 0x31, 0x30:
                return now_s, self._status_bytes
            case 0x31, 0x31:
                return now_s, lambda: slot.card_inside.type_seen() if slot.card_inside else b"N0"
            case ((0x33 | 0x37 | 0x38), _):
                return now_s, lambda: self._chip(command)
        return now_s, lambda: _NOT_DONE

    def _move(self, way: int, now_s: float) -> tuple[float, Callable[[], bytes]]:
        if self.slot.position is Position.EMPTY:
            return now_s, lambda: _NO_CARD
        target = _TARGETS.get(way, Position.INSIDE)
        done_at_s, captured = self.slot.move(target, now_s), self.slot.cards_in_bin
        if target is Position.CAPTURED:
            return done_at_s, lambda: self._capture_answer(captured)
        there = {target, Position.EMPTY}
        return done_at_s, lambda: _DONE if self.slot.position in there else _NOT_DONE

    def _capture_answer(self, captured_before: int) -> bytes:
        if self.slot.cards_in_bin > captured_before:
            return _DONE
        return _NO_CARD if self.slot.position is Position.EMPTY else _NOT_DONE

    def _status_bytes(self) -> bytes:
        return TransportStatus(self.slot.position, self.slot.entry_open, self.slot.rear_open).to_bytes()

    def _lend(self, lent: bool) -> bytes:
        self._line_lent = lent
        if not lent:
            self._outgoing.clear()  # the module is switched off the line in the middle of its word
        return _DONE

    def _chip(self, command: Frame) -> bytes:
        card = self.slot.card_inside
        if card is None:
            return _NO_CARD
        match command.command, command.parameter:
            case 0x33, power:
                self.slot.lower_contacts(down=power == 0x30)
                return _DONE
            case 0x37, 0x30:
                return _with_length(card.cold_reset(), _T1 if card.speaks_t1 else _DONE)
            case 0x38, 0x30:
                return _DONE if card.memory_reset() else _NOT_DONE
            case 0x38, _:
                return unit_answer(card.run(memory_command(command)))
            case 0x37, protocol if (protocol == 0x32) is card.speaks_t1:
                return _with_length(card.transmit(command.data[2:]))
        return _NOT_DONE


_TARGETS: Final = {
    0x2E: Position.INSIDE,
    0x2F: Position.AT_CONTACTS,
    0x30: Position.EJECTED,
    0x31: Position.HELD_AT_FRONT,
    0x32: Position.HELD_AT_REAR,
    0x33: Position.CAPTURED,
}


def _with_length(content: bytes, done: bytes = _DONE) -> bytes:
    return done + len(content).to_bytes(2) + content if content else _NOT_DONE
