"""SSP messages in words, for traces and for a technician. Implements `LineReader`."""

from typing import Final

from drivers.cash.ssp.frames import Decoder, Frame, Noise
from drivers.cash.ssp.messages import LAST_REJECT_CODES, Answer, Command, Event, PollEvent, poll_answer
from drivers.cash.ssp.setup import parse_setup
from drivers.reading import Reading

_MOST_EVENTS_NAMED: Final = 6
_SERIAL_LENGTH: Final = 4

_EVENT_NAMES: Final = {
    Event.RESET: "reset",
    Event.BOX_REMOVED: "cashbox_removed",
    Event.BOX_REPLACED: "cashbox_replaced",
    Event.CLEARED_TO_BOX: "cleared_cashbox",
    Event.CLEARED_AT_FRONT: "cleared_front",
}


class SspLineReader:
    def __init__(self) -> None:
        self._decoder = Decoder()

    def feed(self, data: bytes) -> list[Reading]:
        return [_reading(heard) for heard in self._decoder.feed(data)]

    def line_fell_silent(self) -> list[Reading]:
        return [_reading(heard) for heard in self._decoder.line_fell_silent()]


def _reading(heard: Frame | Noise) -> Reading:
    if isinstance(heard, Noise):
        return Reading(valid=False, name="noise", payload=heard.data)
    if heard.data[0] >= Answer.OK:
        return Reading(valid=True, name=_answer_name(heard.data), payload=heard.data, side="device")
    return Reading(valid=True, name=_command_name(heard.data), payload=heard.data, side="host")


def _command_name(data: bytes) -> str:
    match data[0]:
        case Command.SET_INHIBITS if len(data) > 1:
            return _inhibits_name(data[1:])
        case Command.HOST_PROTOCOL if len(data) > 1:
            return f"host_protocol_{data[1]}"
        case code if code in set(Command):
            return Command(code).name.lower()
    return "command"


def _inhibits_name(mask: bytes) -> str:
    bits = int.from_bytes(mask, "little")
    if not bits:
        return "inhibits_none"
    if bits == (1 << 8 * len(mask)) - 1:
        return "inhibits_all_on"
    first, last = (bits & -bits).bit_length(), bits.bit_length()
    in_a_row = bits >> (first - 1) == (1 << (last - first + 1)) - 1
    return f"inhibits_ch{first}_{last}" if in_a_row else "inhibits"


def _answer_name(data: bytes) -> str:
    if data[0] != Answer.OK:
        return Answer(data[0]).name.lower() if data[0] in set(Answer) else "answer"
    content = data[1:]
    if not content:
        return "ok"
    if len(content) == 1 and content[0] in LAST_REJECT_CODES:
        return f"last_reject_{content[0]:02x}"
    events, rest = poll_answer(content)
    if events and (not rest or len(content) != _SERIAL_LENGTH):
        return "_".join(_event_name(event) for event in events[:_MOST_EVENTS_NAMED])
    return "serial_number" if len(content) == _SERIAL_LENGTH else _setup_name(content)


def _event_name(happened: PollEvent) -> str:
    event, channel = happened
    if event is Event.NOTE:
        return f"escrow_{channel}" if channel else "reading"
    name = _EVENT_NAMES.get(event, event.name.lower())
    return name if channel is None else f"{name}_{channel}"


def _setup_name(content: bytes) -> str:
    try:
        setup = parse_setup(content)
    except ValueError:
        return "answer"
    currencies = {channel.currency.lower() for channel in setup.channels if channel.value_fen}
    currency = currencies.pop() if len(currencies) == 1 else "mixed"
    currency = currency if currency.isalpha() else "unknown"
    return f"setup_{currency}_{len(setup.channels)}ch"
