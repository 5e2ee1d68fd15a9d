"""What passes between the kiosk and a receipt printer, message by message, for traces and technicians.

Both sides in one reader: no command begins as an answer does. What a slip shows is personal.
"""

from typing import Final

from drivers.printer import frames, host_commands
from drivers.printer.frames import message_at
from drivers.printer.host_commands import command_at
from drivers.reading import Reading
from drivers.searching_reader import SearchingReader

_COMMAND_STARTS: Final = (0x1B, 0x1D)
_REAL_TIME_COMMANDS: Final = (0x04, 0x05, 0x14)
_LEAST_PADDING_BYTES: Final = 8
_PADDING_BYTES: Final = 1024


class EscposReader(SearchingReader):
    """A `LineReader`. Holds at most one band of a picture."""

    def __init__(self) -> None:
        super().__init__(_first)


def _first(data: bytearray, at: int) -> tuple[int, Reading | None]:
    """How many bytes to take and what they are; 0 while more must come, None for noise."""
    first = data[at]
    if first == 0x00 and (padding := _padding(data, at)):
        return padding, Reading(valid=True, name="padding", side="host")
    if first == 0x10:
        if len(data) - at < 2:
            return 0, None
        is_command = data[at + 1] in _REAL_TIME_COMMANDS
    else:
        is_command = first in _COMMAND_STARTS
    if is_command:
        length, command = command_at(data, at)
        return length, None if command is None else _command(command)
    length, message = message_at(data, at)
    return length, None if message is None else _message(message)


def _padding(data: bytearray, at: int) -> int:
    """How many zeros complete half a band here. A few may be answers to GS r."""
    piece = bytes(data[at : at + _PADDING_BYTES])
    zeros = len(piece) - len(piece.lstrip(b"\x00"))
    return zeros if zeros >= _LEAST_PADDING_BYTES else 0


_RECOVERIES: Final = {False: "dle_enq_1", True: "dle_enq_2"}


def _command(command: host_commands.Command) -> Reading:
    name, payload, personal = _name_of_command(command)
    return Reading(valid=True, name=name, payload=payload, side="host", personal=personal)


def _name_of_command(command: host_commands.Command) -> tuple[str, bytes, bool]:
    match command:
        case host_commands.AskStatus(kind):
            return f"dle_eot_{kind}", b"", False
        case host_commands.Recover(and_clear):
            return _RECOVERIES[and_clear], b"", False
        case host_commands.ClearBuffers():
            return "clear_buffers", b"", False
        case host_commands.Initialise():
            return "initialise", b"", False
        case host_commands.SetAutomaticStatus(causes):
            return {0x00: "asb_off", 0xFF: "asb_all"}.get(causes, "asb_some"), bytes((causes,)), False
        case host_commands.Raster(rows):
            return "raster", b"".join(rows), True
        case host_commands.FeedLines(lines):
            return "feed", bytes((lines,)), False
        case host_commands.Cut():
            return "cut", b"", False
        case host_commands.ConfirmWhenDone(tag):
            return "print_done", tag, False
        case host_commands.PaperWhenDone():
            return "gs_r_1", b"", False
        case host_commands.IdentityWhenDone(kind):
            return f"gs_i_{kind}", b"", False


def _message(message: frames.Message) -> Reading:
    name, payload = _name_of_message(message)
    return Reading(valid=True, name=name, payload=payload, side="device")


def _name_of_message(message: frames.Message) -> tuple[str, bytes]:
    match message:
        case frames.RealTimeStatus(bits):
            return "real_time_status", bytes((bits,))
        case frames.AutomaticStatus(bytes_):
            return "asb", bytes_
        case frames.Confirmed(tag):
            return "print_done_reply", tag
        case frames.PaperInOrder(bits):
            return "gs_r", bytes((bits,))
        case frames.FullStatus():
            return "ticket_status", bytes(message)
        case frames.Information(text):
            return "gs_i", text.encode("ascii")
        case frames.BuffersCleared():
            return "buffers_cleared", b""
        case frames.FlowControl(room):
            return "xon" if room else "xoff", b""
