"""Names what passes on the line of an F2 unit: "status" there, "status_gate" back, "neg_jam" if not.

Names are those of the public vectors, and others made by the same rule: the command, then "_ok", or for a
refusal "neg_" and the error. APDUs, tracks, memory and serial numbers of cards are marked as personal.
"""

from typing import Final

from drivers.card.crt_f2.frames import SHAPE, Control, Frame, Head, message_of
from drivers.card.stream import FrameReader
from drivers.reading import LineReader, Reading

_COMMANDS: Final = {
    (0x30, 0x30): "init_to_gate",
    (0x30, 0x31): "init_capture",
    (0x30, 0x33): "init_keep",
    (0x30, 0x34): "init_to_gate_counted",
    (0x30, 0x35): "init_capture_counted",
    (0x30, 0x37): "init_keep_counted",
    (0x31, 0x30): "status",
    (0x31, 0x31): "sensors",
    (0x32, 0x30): "move_hold",
    (0x32, 0x31): "move_ic",
    (0x32, 0x32): "move_rf",
    (0x32, 0x33): "move_error_bin",
    (0x32, 0x39): "eject_gate",
    (0x33, 0x30): "entry_on",
    (0x33, 0x31): "entry_off",
    (0x50, 0x30): "ic_type",
    (0x50, 0x31): "rf_type",
    (0x51, 0x30): "cpu_reset",
    (0x51, 0x31): "cpu_off",
    (0x51, 0x32): "cpu_status",
    (0x51, 0x33): "apdu_t0",
    (0x51, 0x34): "apdu_t1",
    (0x51, 0x38): "cpu_warm_reset",
    (0x51, 0x39): "apdu",
    (0x53, 0x30): "sle44_reset",
    (0x53, 0x31): "sle44_off",
    (0x53, 0x33): "sle4442",
    (0x60, 0x30): "rf_start",
    (0x60, 0x31): "rf_off",
    (0x60, 0x32): "rf_status",
    (0x60, 0x33): "mifare",
    (0x60, 0x34): "rf_apdu_a",
    (0x60, 0x35): "rf_apdu_b",
    (0xA2, 0x30): "serial",
    (0xA3, 0x30): "config",
    (0xA4, 0x30): "version",
    (0xA5, 0x30): "bin_counter",
    (0xA5, 0x31): "set_bin_counter",
}
_FAMILIES: Final = {
    0x30: "init",
    0x31: "status",
    0x32: "move",
    0x33: "entry",
    0x36: "stripe",
    0x50: "type",
    0x51: "cpu",
    0x52: "sam",
    0x53: "sle44",
    0x54: "i2c",
    0x60: "rf",
}
_ERRORS: Final = {
    "00": "undefined_command",
    "01": "parameter",
    "02": "sequence",
    "03": "not_supported",
    "04": "data",
    "05": "contacts_not_released",
    "10": "jam",
    "12": "sensor",
    "13": "too_long",
    "14": "too_short",
    "40": "cannot_recycle",
    "41": "contact_magnet",
    "43": "cannot_reach_ic",
    "45": "moved_by_hand",
    "50": "counter_overflow",
    "51": "motor",
    "60": "ic_supply_short",
    "61": "activation_failed",
    "62": "card_lacks_command",
    "65": "ic_disabled",
    "66": "not_for_card",
    "67": "transmission",
    "68": "transmission_timeout",
    "69": "not_emv",
    "A0": "stacker_empty",
    "A1": "bin_full",
    "B0": "not_reset",
}
_PLACES: Final = {b"0": "empty", b"1": "gate", b"2": "ic"}
_PERSONAL: Final = frozenset({0x36, 0x51, 0x52, 0x53, 0x54, 0x60})
_MIFARE_READ: Final = bytes.fromhex("00 B0")
_VCC_EMV: Final = b"0"
_BIN_FULL: Final = b"1"


def line_reader() -> LineReader:
    return FrameReader({SHAPE: reading_of})


def reading_of(data: bytes) -> Reading:
    """Of one piece of `SHAPE`."""
    message = message_of(data)
    if isinstance(message, Control):
        return Reading(valid=True, name=message.name.lower())
    payload = bytes([message.head, message.command, message.parameter]) + message.data
    from_host = message.head == Head.COMMAND
    return Reading(
        valid=True,
        name=_host_name(message) if from_host else _device_name(message),
        payload=payload,
        side="host" if from_host else "device",
        personal=message.command in _PERSONAL and not message.is_refusal,
    )


def _host_name(frame: Frame) -> str:
    name = _COMMANDS.get((frame.command, frame.parameter))
    if name == "cpu_reset" and frame.data == _VCC_EMV:
        return "cpu_reset_emv5v"
    if name == "mifare" and frame.data.startswith(_MIFARE_READ):
        return "mifare_read"
    return name or _FAMILIES.get(frame.command, "unknown_command")


def _device_name(frame: Frame) -> str:
    if frame.is_refusal:
        odd_head = "_head45" if frame.head == Head.NEGATIVE_AS_PRINTED else ""
        return f"neg_{_ERRORS.get(frame.error, 'other')}{odd_head}"
    if frame.head != Head.POSITIVE:
        return "unknown"
    if (frame.command, frame.parameter) == (0x31, 0x30):
        return _status(frame.status)
    if frame.command == 0x30:
        return "init_ok"
    return f"{_COMMANDS.get((frame.command, frame.parameter), 'unknown')}_ok"


def _status(status: bytes) -> str:
    words = [_PLACES.get(status[:1], "unknown")]
    if status[2:3] == _BIN_FULL:
        words = [word for word in words if word != "empty"] + ["bin_full"]
    return "_".join(["status", *words])
