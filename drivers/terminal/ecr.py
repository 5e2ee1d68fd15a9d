"""The driver of a certified bank-card terminal: a sum out, a masked result back.

A terminal that falls silent is asked for its last result; if it does not answer, the sale is unknown and
never a success. No card number and no PIN passes here.
"""

import logging
import re
import threading
from collections.abc import Callable

from drivers.clock import DeviceClock
from drivers.events import DeviceEvent, Emit, Identity
from drivers.owner import DeviceSilent, PortOwner
from drivers.status import Status
from drivers.terminal.frames import (
    Approved,
    Cancel,
    Declined,
    Enquiry,
    Identified,
    Identify,
    LastResult,
    Prompt,
    Reverse,
    Reversed,
    Sale,
    State,
    TerminalMessage,
    Unknown,
    Working,
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
from drivers.trace import Trace
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
_BUSY_AGAIN_S = 2.0
_STATE_S = 1.0
_NAME_S = 0.5
_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,36}")
_MOST_FEN = 10**10


_STATES = {
    Working.IDLE: (DeviceState.ONLINE, "ready", ()),
    Working.BUSY: (DeviceState.DEVICE_BUSY, "with an earlier sale; it will end by itself", (Status.BUSY,)),
    Working.FAULT: (
        DeviceState.HARDWARE_ERROR,
        "reports a fault of its own: read its display and call its provider",
        (Status.MODULE_FAULT,),
    ),
    Working.TAMPERED: (
        DeviceState.FRAUD_ATTEMPT,
        "has found itself opened: take it out of service and call its provider",
        (Status.FRAUD_ATTEMPT,),
    ),
}


class _Order:
    """One question about a sale, and whether its bytes may have left."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        self.sent = False
        self.cancelled = threading.Event()


class EcrTerminal:
    """`open_line` is called whenever the line must be opened; see `PortOwner`."""

    def __init__(
        self,
        name: str,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        emit: Emit,
        trace: Trace | None = None,
    ) -> None:
        self._clock = clock
        self._sales: dict[str, _Order] = {}
        self._ask_at_s = 0.0
        self.owner = PortOwner(name, open_line, clock, self, emit, trace=trace)

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
        link = TerminalLink(line, self._clock)
        working = self._ask_state(link)
        self._ask_name(link)
        self._report(working)

    def turn(self, line: Transport) -> None:
        link = TerminalLink(line, self._clock)
        if self._clock.monotonic_s() >= self._ask_at_s:
            self._report(self._ask_state(link))
        late = link.receive(_LOOK_S)
        if late is not None:
            _log.info("%s: %s after its sale was over", self.owner.name, type(late).__name__)

    def watch(self, button_pressed: bool) -> None:
        """A terminal has no button of ours."""

    def end(self, line: Transport) -> None:
        """A sale in hand goes on in the terminal; its result is asked for after the next start."""

    def _ask_state(self, link: TerminalLink) -> Working:
        """One that acknowledges and says no more is taken to be ready: it lives, and a sale will tell."""
        link.send(Enquiry())
        state = link.receive_one(State, _STATE_S)
        working = Working.IDLE if state is None else state.working
        again_s = _BUSY_AGAIN_S if working is Working.BUSY else _HEARTBEAT_S
        self._ask_at_s = self._clock.monotonic_s() + again_s
        return working

    def _report(self, working: Working) -> None:
        device_state, words, statuses = _STATES[working]
        self.owner.report(device_state, f"{self.owner.name}: {words}", *statuses)

    def _ask_name(self, link: TerminalLink) -> None:
        try:
            link.send(Identify())
        except DeviceSilent:
            named = None  # it answered a moment ago, so it does not know the question
        else:
            named = link.receive_one(Identified, _NAME_S)
        self.owner.identified(Identity() if named is None else Identity(*named))

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
            elif isinstance(message, State) and message.working is not Working.BUSY:
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
