"""Names what passes on a SAM_V module's line, alone or shared with the transport around it.

Names are those of the public vectors, and others made by the same rule. What a card says is marked as
personal, and its photo and fingerprints are left out of the payload altogether.
"""

from typing import Final

from drivers.card.crt310 import frames as crt310
from drivers.card.crt310.reading import reading_of as reading_of_crt310
from drivers.card.stream import FrameReader
from drivers.idcard.frames import BODY, SHAPE, text_in
from drivers.idcard.text_block import TYPE_LETTER
from drivers.reading import LineReader, Reading

_REQUESTS: Final = {
    (0x10, 0xFF): "reset",
    (0x11, 0xFF): "module_status",
    (0x12, 0xFF): "sam_id",
    (0x20, 0x01): "find_card",
    (0x20, 0x02): "select_card",
    (0x30, 0x01): "read_base",
    (0x30, 0x03): "read_append_address",
    (0x30, 0x05): "read_chip_number",
    (0x30, 0x10): "read_base_fp",
    (0x60, 0x00): "set_baud_115200",
    (0x60, 0x01): "set_baud_57600",
    (0x60, 0x02): "set_baud_38400",
    (0x60, 0x03): "set_baud_19200",
    (0x60, 0x04): "set_baud_9600",
    (0x61, 0xFF): "set_max_rf_bytes",
}
_ANSWERS: Final = {
    0x10: "bad_checksum",
    0x11: "bad_length",
    0x21: "bad_command",
    0x23: "not_permitted",
    0x24: "unrecognised_error",
    0x31: "authentication_failed",
    0x32: "authentication_failed",
    0x33: "verification_failed",
    0x34: "nothing_found",
    0x37: "fingerprint_failed",
    0x3F: "bad_information_length",
    0x40: "wrong_card_type",
    0x41: "read_fail",
    0x47: "random_number_failed",
    0x60: "self_test_fail",
    0x66: "not_authorised",
    0x80: "find_none",
    0x81: "select_fail",
    0x91: "nothing_stored",
    0x9F: "find_ok",
}
_DONE: Final = 0x90
_LENGTHS_WITH_FINGERPRINTS: Final = 6
_DONE_BY_LENGTH: Final = {0: "ok", 8: "select_ok", 16: "sam_id_reply"}
_KINDS: Final = {b" \x00": "citizen", b"I\x00": "foreign_I", b"J\x00": "hmt_J"}


def line_reader() -> LineReader:
    return FrameReader({SHAPE: reading_of})


def shared_line_reader() -> LineReader:
    """For a module inside a CRT-310: both speak on one line."""
    return FrameReader({SHAPE: reading_of, crt310.SHAPE: reading_of_crt310})


def reading_of(data: bytes) -> Reading:
    """Of one piece of `SHAPE`."""
    body = data[BODY]
    request = _REQUESTS.get((body[0], body[1]))
    if request is not None:
        return Reading(valid=True, name=request, payload=body, side="host")
    if len(body) < 3:
        return Reading(valid=True, name="unknown_command", payload=body, side="host")
    if body[:2] != b"\x00\x00" and body[2] != 0x31:
        return Reading(valid=True, name="unknown", payload=body)
    return _answer(body)


def _answer(body: bytes) -> Reading:
    status, content = body[2], body[3:]
    if status != _DONE:
        name = _ANSWERS.get(status, f"status_{status:02x}")
        return Reading(valid=True, name=name, payload=body, side="device")
    at = text_in(content)
    if at is not None:
        spoken = body[:3] + content[: at.stop]
        name = _read_name(content, at)
        return Reading(valid=True, name=name, payload=spoken, side="device", personal=True)
    name = _DONE_BY_LENGTH.get(len(content), "content")
    return Reading(valid=True, name=name, payload=body, side="device", personal=name == "content")


def _read_name(content: bytes, text_at: slice) -> str:
    """The kind of card, or with fingerprints how many bytes of them."""
    if text_at.start == _LENGTHS_WITH_FINGERPRINTS:
        return f"read_base_fp_{int.from_bytes(content[4:6])}"
    return f"read_base_{_KINDS.get(content[text_at][TYPE_LETTER], 'unknown')}"
