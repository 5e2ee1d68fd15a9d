"""What the commands of a simulated CRT-571 or CRT-591 do, and when they are refused. Speaks no bytes."""

from collections.abc import Callable
from typing import Final, TypeAlias

from drivers.card.crt_f2.chip import memory_command
from drivers.card.crt_f2.frames import Frame
from drivers.card.position import MISFITS, Position
from drivers.card.simulated_cards import SimulatedCard
from drivers.card.slot_mechanics import SlotMechanics

_INIT_S: Final = 0.5
_SERIAL: Final = b"F2-000017"
_VERSION: Final = b"V1.30"
_LEFT_OPEN_BY_INIT: Final = {0x30: Position.HELD_AT_FRONT, 0x31: Position.CAPTURED}
_TARGETS: Final = {
    0x30: Position.HELD_AT_FRONT,
    0x31: Position.INSIDE,
    0x32: Position.INSIDE,
    0x33: Position.CAPTURED,
    0x39: Position.EJECTED,
}
_AT_GATE: Final = frozenset({Position.HELD_AT_FRONT, Position.EJECTED})
_GONE: Final = frozenset({Position.EMPTY, Position.CAPTURED})

Work: TypeAlias = tuple[float, Callable[[], bytes]]
"""When it is done, and what is then answered behind the status; that may raise `UnitRefuses`."""


class UnitRefuses(Exception):
    """`code` is e1 e0."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SimulatedUnit:
    def __init__(self, slot: SlotMechanics, model: str) -> None:
        self.stacker = b"2"
        self.sensors = b"0" * 10
        """A real unit gives 7 to 10 of them."""
        self._slot = slot
        self._model = model
        self._initialised = False
        self._activated = False
        self._counting = False
        """Set up at the initialisation to count what it moves to the bin."""

    def forget(self) -> None:
        """Power is lost."""
        self._initialised = self._activated = False

    @property
    def status(self) -> bytes:
        """st0 st1 st2."""
        position = self._slot.position
        place = b"0" if position in _GONE else b"1" if position in _AT_GATE else b"2"
        return place + self.stacker + (b"1" if self._slot.bin_full else b"0")

    def carry_out(self, command: Frame, now_s: float) -> Work:
        """Raises `UnitRefuses`."""
        if command.command == 0x30:
            return self._initialise(command.parameter, now_s)
        if not self._initialised:
            raise UnitRefuses("B0")
        match command.command, command.parameter:
            case 0x31, 0x30:
                return now_s, lambda: b""
            case 0x31, 0x31:
                return now_s, lambda: self.sensors
            case 0x32, way:
                return self._move(way, now_s)
            case 0x33, way:
                self._set_entry(way)
                return now_s, lambda: b""
            case 0x50, 0x30:
                return now_s, self._chip_type
            case 0x51, _:
                return now_s, lambda: self._chip(command)
            case 0x53, _:
                return now_s, lambda: self._memory_card(command)
            case 0xA2, 0x30:
                return now_s, lambda: _SERIAL
            case 0xA4, 0x30:
                return now_s, lambda: _VERSION
            case 0xA5, 0x30:
                return now_s, lambda: b"%04d" % (self._slot.cards_in_bin if self._counting else 0)
        raise UnitRefuses("00" if command.command not in _KNOWN else "01")

    def _initialise(self, way: int, now_s: float) -> Work:
        self._initialised, self._activated = True, False
        self._counting = bool(way & 0x04)
        self._slot.set_entry(False)
        self._slot.lower_contacts(False)
        target = _LEFT_OPEN_BY_INIT.get(way & ~0x04)
        moved_at_s = now_s if target is None else self._slot.move(target, now_s)
        return moved_at_s + _INIT_S, lambda: self._model.encode("ascii")

    def _move(self, way: int, now_s: float) -> Work:
        slot = self._slot
        if way not in _TARGETS:
            raise UnitRefuses("01")
        if self._activated and way != 0x31:
            raise UnitRefuses("05")
        if slot.position in _GONE:
            raise UnitRefuses("02")
        if _TARGETS[way] is Position.CAPTURED and slot.bin_full:
            raise UnitRefuses("A1")
        target, in_bin = _TARGETS[way], slot.cards_in_bin
        if target is Position.INSIDE and slot.position in MISFITS:
            raise UnitRefuses(self._reason_stuck())

        def arrived() -> bytes:
            if (
                target is Position.CAPTURED
                and slot.cards_in_bin == in_bin
                and slot.position is Position.EMPTY
            ):
                raise UnitRefuses("45")
            if slot.position not in {target, *_GONE}:
                raise UnitRefuses(self._reason_stuck())
            if way == 0x31:
                slot.lower_contacts(True)
            return b""

        return slot.move(target, now_s), arrived

    def _reason_stuck(self) -> str:
        if self._slot.held_by_hand:
            return "51"
        return {Position.LONG_CARD: "13", Position.SHORT_CARD: "14"}.get(self._slot.position, "10")

    def _set_entry(self, way: int) -> None:
        if way == 0x30 and self._slot.position not in _GONE:
            raise UnitRefuses("02")
        if self._slot.shutter_stuck:
            raise UnitRefuses("12")
        self._slot.set_entry(way == 0x30)

    def _card(self) -> SimulatedCard:
        card = self._slot.card_inside
        if card is None:
            raise UnitRefuses("45")
        return card

    def _chip_type(self) -> bytes:
        seen = self._card().type_seen()
        return b"00" if seen.startswith(b"N") else seen

    def _chip(self, command: Frame) -> bytes:
        match command.parameter:
            case 0x30:
                answer = self._card().cold_reset()
                if not answer:
                    raise UnitRefuses("61")
                self._activated = True
                return b"0" + answer
            case 0x31:
                self._activated = False
                return b""
            case 0x39:
                if not self._activated:
                    raise UnitRefuses("65")
                response = self._card().transmit(command.data)
                if not response:
                    raise UnitRefuses("68")
                return response
        raise UnitRefuses("03")

    def _memory_card(self, command: Frame) -> bytes:
        match command.parameter:
            case 0x30:
                if not self._card().memory_reset():
                    raise UnitRefuses("61")
                self._activated = True
                return b""
            case 0x31:
                self._activated = False
                return b""
            case 0x33:
                return self._memory_answer(command.data)
        raise UnitRefuses("03")

    def _memory_answer(self, inner: bytes) -> bytes:
        asked = memory_command(inner)
        if asked is None or not self._activated:
            raise UnitRefuses("01" if asked is None else "65")
        answer = self._card().run(asked)
        if answer.status is None:
            raise UnitRefuses("68")
        return answer.data + answer.status


_KNOWN: Final = frozenset({0x30, 0x31, 0x32, 0x33, 0x50, 0x51, 0x53, 0xA2, 0xA4, 0xA5})
