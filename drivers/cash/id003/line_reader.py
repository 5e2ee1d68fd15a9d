"""What passes on an ID-003 line, in words. The same bytes are a command from a host and a state from a unit,
so a reader is made for one side of the line; made for neither, it gives the host's word and says "either".
"""

from typing import Final

from drivers.cash.id003.frames import Booting, Decoder, Frame, Message
from drivers.cash.id003.messages import (
    FAILURES,
    REJECT_REASONS,
    STATES,
    Ask,
    NoCurrency,
    State,
    currency_table,
)
from drivers.reading import Reading, Side

_SETTING_NAMES: Final = {
    Frame(Ask.SET_DENOMINATIONS, bytes(2)): "enable_all",
    Frame(Ask.SET_SECURITY, bytes(2)): "security_low",
    Frame(Ask.SET_COMM_MODE, b"\x00"): "comm_poll",
    Frame(Ask.SET_INHIBIT, b"\x00"): "accept_on",
    Frame(Ask.SET_INHIBIT, b"\x01"): "accept_off",
    Frame(Ask.SET_DIRECTION, b"\x00"): "direction_all",
}
_SETTINGS: Final = range(Ask.SET_DENOMINATIONS, Ask.SET_BARCODE_INHIBIT + 1)
_ASKS: Final = frozenset(Ask)
_QUERIES: Final = range(Ask.GET_DENOMINATIONS, Ask.GET_BOOT_VERSION + 1)
_WITH_DETAIL: Final = {State.ESCROW, State.REJECTING, State.FAILURE}
_CURRENCIES: Final = {0xE0: "eur", 0x2D: "cny"}
"""E0 from a published answer of a euro unit; 2D as TerminalClient has it."""


class Id003Reader:
    """Implements `LineReader` for what `side` sends; "either" where nobody knows who speaks."""

    def __init__(self, side: Side = "either") -> None:
        self._side = side
        self._decoder = Decoder()

    def feed(self, data: bytes) -> list[Reading]:
        return [self._read(message) for message in self._decoder.feed(data)]

    def line_fell_silent(self) -> list[Reading]:
        return [self._read(message) for message in self._decoder.line_fell_silent()]

    def _read(self, message: Message) -> Reading:
        if isinstance(message, Frame):
            name, side = self._name(message)
            return Reading(valid=True, name=name, payload=bytes([message.code, *message.data]), side=side)
        if isinstance(message, Booting):
            return Reading(valid=True, name="booting", payload=b"\x00", side="device")
        return Reading(valid=False, name="noise", payload=message.data, side=self._side)

    def _name(self, frame: Frame) -> tuple[str, Side]:
        of_host, of_unit = host_name(frame), unit_name(frame)
        if of_host and of_unit and self._side == "either":
            return of_host, "either"
        if of_host and (self._side != "device" or not of_unit):
            return of_host, "host"
        return (of_unit, "device") if of_unit else ("unknown", self._side)


def host_name(frame: Frame) -> str:
    """The name of what a host sends; empty for what it never does."""
    if frame.code in _SETTINGS:
        return _setting_name(frame) if frame.data else ""
    return Ask(frame.code).name.lower() if frame.code in _ASKS and not frame.data else ""


def unit_name(frame: Frame) -> str:
    """The name of what a unit answers; empty for what it never does."""
    if frame.code in _SETTINGS:
        return f"echo_{_setting_name(frame)}" if frame.data else ""
    if frame.code in STATES:
        detail = f"_{frame.data[0]:02x}" if frame.code in _WITH_DETAIL and frame.data else ""
        return State(frame.code).name.lower() + detail
    if frame.code == Ask.ACK and not frame.data:
        return "ack"
    if frame.code == Ask.GET_CURRENCY and frame.data:
        return _table_name(frame.data)
    return Ask(frame.code).name.lower().removeprefix("get_") if frame.code in _QUERIES and frame.data else ""


def describe(frame: Frame) -> str:
    """A unit's answer in words for an engineer."""
    detail = frame.data[0] if frame.data else 0
    if frame.code == State.FAILURE and detail in FAILURES:
        return f"failure: {FAILURES[detail]}"
    if frame.code == State.REJECTING and detail in REJECT_REASONS:
        return f"rejecting: {REJECT_REASONS[detail][0]}"
    return (unit_name(frame) or repr(frame)).replace("_", " ")


def _setting_name(frame: Frame) -> str:
    return _SETTING_NAMES.get(frame, Ask(frame.code).name.lower())


def _table_name(data: bytes) -> str:
    try:
        countries = {denomination.country for denomination in currency_table(data).values()}
    except NoCurrency:
        return "currency_table"
    known = _CURRENCIES.get(countries.pop()) if len(countries) == 1 else None
    return f"currency_table_{known}" if known else "currency_table"
