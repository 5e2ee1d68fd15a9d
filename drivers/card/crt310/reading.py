"""Names what passes on a CRT-310's line: "status" there, "status_inside" back.

Names are those of the public vectors, and others made by the same rule: the command, then what was answered.
APDUs, tracks and memory of cards are marked as personal; so are serial numbers of cards.
"""

from collections.abc import Callable
from typing import Final

from drivers.card.crt310.commands import POSITIONS
from drivers.card.crt310.frames import SHAPE, Control, Frame, message_of
from drivers.card.position import Position
from drivers.card.stream import FrameReader
from drivers.reading import LineReader, Reading, Side

_HOST: Final = {
    (0x30, 0x30): "reset_keep",
    (0x30, 0x31): "reset_eject_front",
    (0x30, 0x32): "reset_eject_rear",
    (0x30, 0x3A): "serial",
    (0x2E, 0x32): "stop_at_rf",
    (0x2E, 0x33): "stop_at_ic",
    (0x31, 0x30): "status",
    (0x31, 0x2F): "sensors_v2",
    (0x31, 0x2E): "sensors_v3",
    (0x31, 0x31): "card_type",
    (0x32, 0x2E): "move_rf",
    (0x32, 0x2F): "move_ic",
    (0x32, 0x30): "eject_front",
    (0x32, 0x31): "front_hold",
    (0x32, 0x32): "rear_hold",
    (0x32, 0x33): "capture_rear",
    (0x32, 0x34): "clear_abnormal",
    (0x33, 0x30): "ic_power_on",
    (0x33, 0x31): "ic_power_off",
    (0x46, 0x30): "led_on",
    (0x46, 0x31): "led_off",
    (0x37, 0x2F): "cpu_warm_reset",
    (0x37, 0x30): "cpu_cold_reset",
    (0x38, 0x30): "sle4442_reset",
    (0x38, 0x33): "sle4442_tries",
    (0x35, 0x30): "mifare_find",
    (0x35, 0x31): "mifare_serial",
    (0xFA, 0x30): "third_party_on",
    (0xFA, 0x31): "third_party_off",
}
"""Commands without data."""

_HOST_WITH_DATA: Final = {
    (0x30, 0x3B): (range(1, 17), "write_serial"),
    (0x35, 0x32): (range(7, 8), "mifare_key_a"),
    (0x35, 0x39): (range(7, 8), "mifare_key_b"),
    (0x35, 0x33): (range(2, 3), "mifare_read"),
    (0x38, 0x34): (range(3, 4), "sle4442_verify"),
    (0x45, 0x31): (range(2, 3), "stripe"),
}
"""How long the data of the command is; the answers have another length."""

_ENTRIES: Final = {(0x31, 0x31): "entry_all_off", (0x33, 0x31): "entry_on"}
_POSITION_NAMES: Final = {
    Position.EMPTY: "empty",
    Position.HELD_AT_FRONT: "front_held",
    Position.INSIDE: "inside",
    Position.AT_CONTACTS: "at_contacts",
    Position.EJECTED: "ejected_front",
    Position.LONG_CARD: "long_card",
    Position.SHORT_CARD: "short_card",
    Position.HELD_AT_REAR: "rear_held",
    Position.CAPTURED: "captured",
}
_OUTCOMES: Final = {b"Y": "ok", b"N": "failed", b"E": "no_card", b"W": "wrong_pos", b"Z": "ok"}
_CARD_TYPES: Final = {
    b"N0": "none",
    b"N1": "unknown",
    b"N2": "wrong_pos",
    b"00": "contactless",
    b"10": "cpu_t0",
    b"11": "cpu_t1",
    b"30": "4442",
    b"31": "4428",
}
_REFUSALS: Final = {
    0x00: "unknown_command",
    0x01: "parameter",
    0x02: "cannot_execute",
    0x04: "data",
    0x05: "voltage",
    0x06: "abnormal_card",
    0x07: "backup_supply",
}
_FAMILIES: Final = {
    0x2E: "stop",
    0x31: "sensors",
    0x32: "move",
    0x33: "ic_power",
    0x34: "baud",
    0x35: "mifare",
    0x37: "cpu",
    0x38: "sle4442",
    0x45: "stripe",
    0x46: "led",
    0x49: "led_blink",
    0xFA: "third_party",
}
_PERSONAL: Final = frozenset({0x35, 0x37, 0x38, 0x45})
_ENTRY: Final = 0x2F
_APDUS: Final = {0x31: "apdu_t0", 0x32: "apdu_t1"}


def line_reader() -> LineReader:
    return FrameReader({SHAPE: reading_of})


def reading_of(data: bytes) -> Reading:
    """Of one piece of `SHAPE`."""
    message = message_of(data)
    if isinstance(message, Control):
        side: Side = "host" if message is Control.ENQ else "either"
        return Reading(valid=True, name=message.name.lower(), side=side)
    payload = bytes([message.command, message.parameter]) + message.data
    if message.is_refusal:
        name = f"neg_{_REFUSALS.get(message.data[0], f'{message.data[0]:02x}')}"
        return Reading(valid=True, name=name, payload=payload, side="device")
    name, personal = _host_name(message), message.command in _PERSONAL and bool(message.data)
    if name:
        return Reading(valid=True, name=name, payload=payload, side="host", personal=personal)
    name = _device_name(message)
    return Reading(valid=True, name=name, payload=payload, side="device", personal=personal)


def _host_name(frame: Frame) -> str:
    """ "" for what only the transport says."""
    about, data = (frame.command, frame.parameter), frame.data
    if about in _HOST and not data:
        return _HOST[about]
    lengths, name = _HOST_WITH_DATA.get(about, (range(0), ""))
    if len(data) in lengths:
        return name
    match frame.command:
        case 0x2F if len(data) == 1:
            return _ENTRIES.get((frame.parameter, data[0]), "entry")
        case 0x37 if (
            frame.parameter in _APDUS and len(data) > 2 and int.from_bytes(data[:2]) == len(data) - 2
        ):
            return _APDUS[frame.parameter]
        case 0x38 if frame.parameter == 0x31 and len(data) == 2 and data[:1] not in _OUTCOMES:
            return f"sle4442_read_{data[0]}_{data[1]}"
        case 0x38 if frame.parameter == 0x35 and len(data) > 2 and data[1] == len(data) - 2:
            return "sle4442_write"
        case 0x34 if not data:
            return f"set_baud_{frame.parameter - 0x30}"
        case 0x49 if len(data) == 1:
            return "led_blink"
    return "" if data else "unknown_command"


def _device_name(frame: Frame) -> str:
    special = _SPECIAL.get((frame.command, frame.parameter))
    if special is not None:
        return special(frame.data)
    if frame.command == _ENTRY:
        return "entry_answer"
    family = _FAMILIES.get(frame.command)
    if family is None:
        return "unknown"
    outcome = _OUTCOMES.get(frame.data[:1])
    return f"{family}_{outcome}" if outcome else f"{family}_answer"


def _status(data: bytes) -> str:
    position = POSITIONS.get(data[0])
    if position is None or len(data) != 3:
        return "status_unknown"
    entry = "" if data[1] == 0x4E else "_entry_on"
    return f"status_{_POSITION_NAMES[position]}{entry}"


def _card_type(data: bytes) -> str:
    return f"type_{_CARD_TYPES.get(data, 'memory' if data[:1] in b'24' else 'unknown')}"


_SPECIAL: Final[dict[tuple[int, int], Callable[[bytes], str]]] = {
    (0x31, 0x30): _status,
    (0x31, 0x31): _card_type,
    (0x30, 0x30): lambda data: "version",
    (0x30, 0x31): lambda data: "version",
    (0x30, 0x32): lambda data: "version",
    (0x30, 0x3A): lambda data: "serial_answer",
    (0x30, 0x3B): lambda data: "write_serial_answer",
    (0x35, 0x31): lambda data: "mifare_serial_answer",
}
