"""A simulated CRT-310: speaks the transport's bytes, moves a card, and has a hand to work it.

Passive: acts only when the line hands it bytes or time, or a hand does something.
"""

from collections.abc import Callable
from typing import Final, Protocol

from drivers.card import commands
from drivers.card.commands import Position
from drivers.card.frames import Control, Decoder, Frame, encode
from drivers.card.simulated_cards import SimulatedCard
from drivers.card.slot_mechanics import SlotMechanics
from drivers.clock import DeviceClock
from drivers.simulation.faults import LineFaults
from drivers.transport import TransportLost, WorkedByHand

_LATENCY_S = 0.004
_RESET_S = 0.3
_VERSION = b"CRT 310 V3.0"
_DONE: Final = bytes([commands.DONE])
_NO_CARD: Final = bytes([commands.NO_CARD])


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


class Crt310Simulator(WorkedByHand):
    """Implements `SimulatedPeer`."""

    def __init__(self, clock: DeviceClock, module: SharedModule | None = None) -> None:
        super().__init__()
        self.faults = LineFaults()
        self.refusals: dict[Frame, int] = {}
        """Commands the transport will not execute, with the manual's error code."""
        self.slot = SlotMechanics()
        self.lamp_on = False
        self.on_command: Callable[[float, Frame], None] = lambda now_s, command: None
        """Told of every command of the host, and when by the steady clock."""
        self._clock = clock
        self._module = module
        self._decoder = Decoder()
        self._pending: Frame | None = None
        self._line_lent = False
        self._outgoing: list[tuple[float, Callable[[], bytes]]] = []
        self._button = False
        self._plugged_in = True

    # What a hand does.

    def insert(self, card: SimulatedCard) -> bool:
        """Offer a card to the slot; False when the entry is closed or occupied."""
        with self.hand():
            now_s = self._clock.monotonic_s()
            self.slot.settle(now_s)
            if self._module is not None:
                self._module.card_presented()
            return self.slot.push_in(card, now_s)

    def take(self) -> SimulatedCard | None:
        """Take the card that sticks out; None when none does."""
        with self.hand():
            self.slot.settle(self._clock.monotonic_s())
            return self.slot.remove() if self.slot.position is Position.EJECTED else None

    def pull(self) -> SimulatedCard | None:
        """Tear the card out, wherever it is."""
        with self.hand():
            return self.slot.remove()

    def press_button(self) -> None:
        with self.hand():
            self._button = True

    def release_button(self) -> None:
        with self.hand():
            self._button = False

    def unplug(self) -> None:
        """Pull the serial cable; the mechanism keeps its power and its card."""
        with self.hand():
            self._plugged_in = False
            self._outgoing.clear()

    def plug_in(self) -> None:
        with self.hand():
            self._plugged_in = True

    # The end of the line.

    def receive(self, data: bytes, now_s: float) -> None:
        with self.lock:
            self._check_plug()
            self.slot.settle(now_s)
            for message in self._decoder.feed(data):
                self._obey(message, now_s)
            if self._line_lent and self._module is not None:
                self._module.receive(data, now_s, lambda: self.slot.card_inside, self._send)

    def due(self, now_s: float) -> bytes:
        with self.lock:
            self._check_plug()
            self.slot.settle(now_s)
            ready = [answer for due_s, answer in self._outgoing if due_s <= now_s]
            self._outgoing = [waiting for waiting in self._outgoing if waiting[0] > now_s]
            return b"".join(answer() for answer in ready)

    def next_due_s(self) -> float | None:
        with self.lock:
            return min((due_s for due_s, _ in self._outgoing), default=None)

    def button_pressed(self) -> bool:
        return self._button

    def _check_plug(self) -> None:
        if not self._plugged_in:
            raise TransportLost("simulated card slot: unplugged")

    def _obey(self, message: Control | Frame, now_s: float) -> None:
        if self._line_lent and message != commands.TAKE_LINE_BACK and self._pending is None:
            return
        if isinstance(message, Frame):
            self.on_command(now_s, message)
            self._pending = message
            self._say(Control.ACK, now_s)
        elif message is Control.EOT:
            self._pending = None
            self._outgoing.clear()
            self._say(Control.EOT, now_s)
        elif message is Control.ENQ and self._pending is not None:
            command, self._pending = self._pending, None
            done_at_s, answer = self._execute(command, now_s)
            self._send(done_at_s + _LATENCY_S, lambda: self.faults.befall(encode(answer())))

    def _say(self, control: Control, now_s: float) -> None:
        if not self.faults.silent:
            self._send(now_s + _LATENCY_S, lambda: bytes([control]))

    def _send(self, due_s: float, answer: Callable[[], bytes]) -> None:
        self._outgoing.append((due_s, answer))
        self._outgoing.sort(key=lambda waiting: waiting[0])

    def _execute(self, command: Frame, now_s: float) -> tuple[float, Callable[[], Frame]]:
        """When it is done, and what is then answered."""
        if command in self.refusals:
            return now_s, lambda: Frame(0x4E, command.command, bytes([self.refusals[command]]))
        done_at_s, data = self._carry_out(command, now_s)
        return done_at_s, lambda: Frame(command.command, command.parameter, data())

    def _carry_out(self, command: Frame, now_s: float) -> tuple[float, Callable[[], bytes]]:
        slot = self.slot
        match command.command, command.parameter:
            case 0x30, 0x30:
                slot.reset()
                return now_s + _RESET_S, lambda: _VERSION
            case 0x30, 0x31:
                slot.reset()
                return slot.eject(now_s) + _RESET_S, lambda: _VERSION
            case 0x32, 0x30:
                empty = slot.position is Position.EMPTY
                return slot.eject(now_s), lambda: _NO_CARD if empty else self._moved_out()
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
            case ((0x33 | 0x37), _):
                return now_s, lambda: self._chip(command)
        return now_s, lambda: bytes([commands.NOT_DONE])

    def _status_bytes(self) -> bytes:
        return self.slot.status.to_bytes()

    def _moved_out(self) -> bytes:
        out = self.slot.position in {Position.EJECTED, Position.EMPTY}
        return _DONE if out else bytes([commands.NOT_DONE])

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
                return _with_length(card.cold_reset())
            case _:
                return _with_length(card.transmit(command.data[2:]))


def _with_length(content: bytes) -> bytes:
    return _DONE + len(content).to_bytes(2) + content if content else bytes([commands.NOT_DONE])
