"""The driver of a certified bank-card terminal: a sum out, a masked result back.

A terminal that falls silent is asked for its last result; if it does not answer, the sale is unknown and
never a success. No card number and no PIN passes here.
"""

import logging
import re
import threading
from collections.abc import Callable

from drivers.clock import DeviceClock
from drivers.events import DeviceEvent, Emit
from drivers.owner import PortOwner
from drivers.terminal.frames import (
    Approved,
    Cancel,
    Declined,
    Enquiry,
    LastResult,
    Prompt,
    Reverse,
    Reversed,
    Sale,
    State,
    TerminalMessage,
    Unknown,
)
from drivers.terminal.link import TerminalLink
from drivers.terminal.port import (
    DeclineReason,
    SaleApproved,
    SaleDeclined,
    SaleReversed,
    SaleUnknown,
    TerminalPrompt,
)
from drivers.transport import Transport
from drivers.vocabulary import DeviceState

_log = logging.getLogger(__name__)

_LOOK_S = 0.2
_QUIET_S = 5.0
"""So long without a word, and the terminal is asked whether it still works on the sale."""

_SALE_S = 240.0
"""The terminal's own patience is three minutes for card, PIN and host; after that something is wrong."""

_ANSWER_S = 5.0
_REVERSAL_S = 65.0
"""The terminal asks its acquirer, which may take a minute."""

_HEARTBEAT_S = 30.0
_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,36}")
_MOST_FEN = 10**10


class _Order:
    """One question about a sale, and whether its bytes may have left."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        self.sent = False
        self.cancelled = threading.Event()


class EcrTerminal:
    """`open_line` is called whenever the line must be opened; see `PortOwner`."""

    def __init__(self, name: str, open_line: Callable[[], Transport], clock: DeviceClock, emit: Emit) -> None:
        self._clock = clock
        self._sales: dict[str, _Order] = {}
        self._ask_at_s = 0.0
        self.owner = PortOwner(name, open_line, clock, self, emit)

    def start(self) -> None:
        self.owner.start()

    def close(self) -> None:
        self.owner.close()

    def sale(self, reference: str, amount_fen: int) -> None:
        if type(amount_fen) is not int or not 0 < amount_fen < _MOST_FEN:
            raise ValueError("a sale needs a whole, positive number of fen")
        order = _Order(_checked(reference))
        self._sales[reference] = order
        self.owner.submit(lambda line: self._sell(line, order, amount_fen), lambda reason: self._lost(order))

    def last_result(self, reference: str) -> None:
        order = _Order(_checked(reference))
        order.sent = True  # whatever is not answered here is unknown
        self.owner.submit(lambda line: self._ask_last(line, order), lambda reason: self._lost(order))

    def reverse(self, reference: str) -> None:
        order = _Order(_checked(reference))
        order.sent = True
        self.owner.submit(lambda line: self._reverse(line, order), lambda reason: self._lost(order))

    def cancel(self, reference: str) -> None:
        order = self._sales.get(reference)
        if order is not None:
            order.cancelled.set()

    # -- in the owner's thread --------------------------------------------------------------------

    def begin(self, line: Transport) -> None:
        line.drain()
        self._make_sure_it_lives(line)
        self.owner.report(DeviceState.ONLINE, f"{self.owner.name}: ready")

    def turn(self, line: Transport) -> None:
        if self._clock.monotonic_s() >= self._ask_at_s:
            self._make_sure_it_lives(line)
        late = TerminalLink(line, self._clock).receive(_LOOK_S)
        if late is not None:
            _log.info("%s: %s after its sale was over", self.owner.name, type(late).__name__)

    def watch(self, button_pressed: bool) -> None:
        """A terminal has no button of ours."""

    def end(self, line: Transport) -> None:
        """A sale in hand goes on in the terminal; its result is asked for after the next start."""

    def _make_sure_it_lives(self, line: Transport) -> None:
        self._ask_at_s = self._clock.monotonic_s() + _HEARTBEAT_S
        TerminalLink(line, self._clock).send(Enquiry())

    def _sell(self, line: Transport, order: _Order, amount_fen: int) -> None:
        if order.cancelled.is_set():
            self._end(order, SaleDeclined(order.reference, DeclineReason.CANCELLED))
            return
        link = TerminalLink(line, self._clock)
        order.sent = True
        link.send(Sale(order.reference, amount_fen))
        result = self._follow(link, order) or self._last(link, order.reference)
        if isinstance(result, SaleApproved) and result.amount_fen != amount_fen:
            _log.error("%s: approved another sum than was asked for", self.owner.name)
            result = SaleUnknown(order.reference)
        self._end(order, result)

    def _follow(self, link: TerminalLink, order: _Order) -> DeviceEvent | None:
        """Pass on what the terminal asks of the resident until it tells a result; None if it lost it."""
        deadline_s = self._clock.monotonic_s() + _SALE_S
        quiet_until_s = self._clock.monotonic_s() + _QUIET_S
        cancel_sent = False
        while self._clock.monotonic_s() < deadline_s:
            if order.cancelled.is_set() and not cancel_sent:
                cancel_sent = True
                link.send(Cancel())
            message = link.receive(_LOOK_S)
            if message is not None:
                quiet_until_s = self._clock.monotonic_s() + _QUIET_S
            elif self._clock.monotonic_s() >= quiet_until_s:
                quiet_until_s = self._clock.monotonic_s() + _QUIET_S
                link.send(Enquiry())
            if isinstance(message, Prompt):
                self.owner.outbox.put(TerminalPrompt(message.stage))
            elif message == State(busy=False):
                return None
            elif (result := _result(message, order.reference)) is not None:
                return result
        return None

    def _ask_last(self, line: Transport, order: _Order) -> None:
        self._end(order, self._last(TerminalLink(line, self._clock), order.reference))

    def _reverse(self, line: Transport, order: _Order) -> None:
        link = TerminalLink(line, self._clock)
        link.send(Reverse(order.reference))
        answer = self._await(link, order.reference, _REVERSAL_S)
        # Only the word "reversed" undoes a sale; that it was approved is no answer to this question.
        reversed_ = isinstance(answer, SaleReversed | SaleDeclined)
        self._end(order, answer if answer and reversed_ else SaleUnknown(order.reference))

    def _last(self, link: TerminalLink, reference: str) -> DeviceEvent:
        link.send(LastResult(reference))
        return self._await(link, reference, _ANSWER_S) or SaleUnknown(reference)

    def _await(self, link: TerminalLink, reference: str, patience_s: float) -> DeviceEvent | None:
        deadline_s = self._clock.monotonic_s() + patience_s
        while (left_s := deadline_s - self._clock.monotonic_s()) > 0:
            result = _result(link.receive(left_s), reference)
            if result is not None:
                return result
        return None

    def _end(self, order: _Order, event: DeviceEvent) -> None:
        if self._sales.get(order.reference) is order:
            del self._sales[order.reference]
        self.owner.outbox.put(event)

    def _lost(self, order: _Order) -> None:
        """No line, or the line went: what was never sent has moved no money, the rest is unknown."""
        if order.sent:
            self._end(order, SaleUnknown(order.reference))
        else:
            self._end(order, SaleDeclined(order.reference, DeclineReason.REFUSED))


def _checked(reference: str) -> str:
    if not _REFERENCE.fullmatch(reference):
        raise ValueError("a sale's reference is 1 to 36 letters, digits and hyphens")
    return reference


def _result(message: TerminalMessage | None, reference: str) -> DeviceEvent | None:
    """What a message says about this sale; None for everything else."""
    match message:
        case Approved(of, amount_fen, last4, approval_code, retrieval_reference) if of == reference:
            return SaleApproved(reference, amount_fen, f"**** {last4}", approval_code, retrieval_reference)
        case Declined(of, reason) if of == reference:
            return SaleDeclined(reference, reason)
        case Reversed(of) if of == reference:
            return SaleReversed(reference)
        case Unknown(of) if of == reference:
            return SaleUnknown(reference)
        case _:
            return None
