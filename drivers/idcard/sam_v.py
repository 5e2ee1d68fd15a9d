"""The SAM_V module over an open line: is it well, and what does the card say.

Timeouts and the find-select-read order follow the vendors' frame tables. There are no sequence numbers, so
after every timeout the line is let run dry before the next request.
"""

import logging
import struct
from typing import Final

from drivers.card.card_transport import CardUnitFault
from drivers.card.who_answers import about_silence
from drivers.clock import DeviceClock
from drivers.idcard import frames, text_block
from drivers.idcard.frames import Answer, AnswerDecoder, Request
from drivers.idcard.port import Unreadable
from drivers.idcard.text_block import IdCardText
from drivers.transport import Transport

_log = logging.getLogger(__name__)

_SHORT_TIMEOUT_S = 0.3
_FIND_TIMEOUT_S = 0.5
_READ_TIMEOUT_S = 3.5
_SILENCE_IN_FRAME_S = 0.8
_RUN_DRY_S = 0.1
_TRIES = 3
_KEPT_BYTES = 64
_PATIENCE_S = 4.0

_DONE = 0x90
_FOUND = 0x9F
_WRONG_CARD_TYPE = 0x40
_OUR_FRAME_WAS_BROKEN = frozenset({0x10, 0x11})
_OUT_OF_SERVICE = {0x60: "self-test failed", 0x66: "not authorised: call the maker's service"}

_NUMBER: Final = struct.Struct("<HHLLL")


class ModuleFault(CardUnitFault):
    """The module is silent or out of service; no card can be read."""


class ModuleSilent(ModuleFault):
    """No answer at all, or none that is whole."""


class NotRead(Exception):
    """This card cannot be read, and trying again did not help."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason.value)
        self.reason = reason


class NoCardFound(Exception):
    """The module finds no identity card in front of it."""


class _Unsteady(Exception):
    """This cycle failed; the next may not."""


class SamV:
    """Every method may raise `ModuleFault` and `TransportLost`."""

    def __init__(self, line: Transport, clock: DeviceClock) -> None:
        self._line = line
        self._clock = clock
        self._heard = b""
        """Since the last answer."""

    def identify(self) -> str:
        """Is it ready, and which one is it: its number, as the police write it."""
        answer = self._ask_until_answered(frames.MODULE_STATUS, _SHORT_TIMEOUT_S)
        if answer.status != _DONE:
            raise ModuleFault(f"identity module: not ready, status {answer.status:02X}")
        answer = self._ask_until_answered(frames.MODULE_NUMBER, _SHORT_TIMEOUT_S)
        if answer.status != _DONE or len(answer.data) != _NUMBER.size:
            raise ModuleFault(f"identity module: tells no number, status {answer.status:02X}")
        return module_number(answer.data)

    def read_card(self) -> IdCardText:
        """Up to three whole cycles, none begun after four seconds. Raises `NotRead` and `NoCardFound`."""
        tries_left = _TRIES
        give_up_at_s = self._clock.monotonic_s() + _PATIENCE_S
        while True:
            try:
                return self._read_once()
            except (NoCardFound, _Unsteady) as problem:
                tries_left -= 1
                if not tries_left or self._clock.monotonic_s() >= give_up_at_s:
                    last = problem if isinstance(problem, NoCardFound) else NotRead(Unreadable.DAMAGED)
                    raise last from None
            self.reset()

    def finds_card(self) -> bool:
        return self._ask_until_answered(frames.FIND_CARD, _FIND_TIMEOUT_S).status == _FOUND

    def reads_again(self) -> bool:
        """Whether the card that was read is still there; what it says is dropped unseen."""
        answer = self._ask(frames.READ_CARD, _READ_TIMEOUT_S)
        return answer is not None and _in_service(answer).status == _DONE

    def reset(self) -> None:
        """A module finds a card once per presentation; after its reset the card is new to it."""
        self._ask_until_answered(frames.RESET, _SHORT_TIMEOUT_S)

    def break_off(self) -> None:
        """Reset, whatever runs; what still comes belongs to that."""
        self._line.write(frames.encode(frames.RESET))
        self._let_run_dry()

    def _read_once(self) -> IdCardText:
        if not self.finds_card():
            raise NoCardFound
        _expect_done(self._ask_until_answered(frames.SELECT_CARD, _FIND_TIMEOUT_S))
        # Asked once only: a module that has read a card may not read it again before the next cycle.
        answer = self._ask(frames.READ_CARD, _READ_TIMEOUT_S)
        if answer is None:
            raise _Unsteady
        _expect_done(answer)
        try:
            return text_block.parse(answer.text)
        except text_block.UnsupportedCardType:
            raise NotRead(Unreadable.UNSUPPORTED_TYPE) from None
        except text_block.DamagedTextBlock as damage:
            _log.warning("identity card: %s", damage)
            raise NotRead(Unreadable.DAMAGED) from None

    def _ask_until_answered(self, request: Request, timeout_s: float) -> Answer:
        answer = None
        for _ in range(_TRIES):
            answer = self._ask(request, timeout_s)
            if answer is not None and answer.status not in _OUR_FRAME_WAS_BROKEN:
                return _in_service(answer)
        if answer is not None:
            raise ModuleFault(f"identity module: {request!r} arrived broken {_TRIES} times; check its cable")
        raise ModuleSilent(about_silence("identity module", repr(request), _TRIES, self._heard))

    def _ask(self, request: Request, timeout_s: float) -> Answer | None:
        """None when nothing whole came in time; whatever comes too late is thrown away."""
        decoder = AnswerDecoder()
        self._line.write(frames.encode(request))
        deadline_s = self._clock.monotonic_s() + timeout_s
        wait_s = timeout_s
        while wait_s > 0:
            data = self._line.read(wait_s)
            self._heard = (self._heard + data)[-_KEPT_BYTES:]
            answers = decoder.feed(data) if data else decoder.line_fell_silent()
            if answers:
                self._heard = b""
                return answers[-1]
            if not data:
                break
            wait_s = min(_SILENCE_IN_FRAME_S, deadline_s - self._clock.monotonic_s())
        self._let_run_dry()
        return None

    def _let_run_dry(self) -> None:
        """Until the line has been silent for a while, but no longer than the longest answer takes."""
        deadline_s = self._clock.monotonic_s() + _READ_TIMEOUT_S
        while self._line.read(_RUN_DRY_S) and self._clock.monotonic_s() < deadline_s:
            pass


def _expect_done(answer: Answer) -> None:
    if _in_service(answer).status == _WRONG_CARD_TYPE:
        raise NotRead(Unreadable.NOT_AN_ID_CARD)
    if answer.status != _DONE:
        _log.info("identity module: status %02X", answer.status)
        raise _Unsteady


def _in_service(answer: Answer) -> Answer:
    if answer.status in _OUT_OF_SERVICE:
        raise ModuleFault(f"identity module: {_OUT_OF_SERVICE[answer.status]}")
    return answer


def module_number(data: bytes) -> str:
    """Two words and three numbers, the low byte first: WW.WW-NNNNNNNN-NNNNNNNNNN-NNNNNNNNNN."""
    major, minor, day, batch, running = _NUMBER.unpack(data)
    return f"{major:02}.{minor:02}-{day:08}-{batch:010}-{running:010}"
