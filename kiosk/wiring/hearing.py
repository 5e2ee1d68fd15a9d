"""Takes what drivers tell, from their own threads, to whom it concerns: session, payments, receipts."""

import logging
from collections.abc import Callable
from threading import Lock
from typing import Protocol

from drivers.events import DeviceEvent, StatusChanged
from drivers.printer.port import PrintDone
from drivers.scanner import port as scanner
from drivers.terminal.port import SaleApproved, SaleDeclined, SaleReversed, SaleUnknown
from kiosk.runtime.cash_desk import CashDesk
from kiosk.session.events import (
    CardHeld,
    DeviceChanged,
    DocumentPhotographed,
    Event,
    HelperCardShown,
    IcCardRead,
)
from kiosk.session.secret import Secret
from kiosk.wire.payments import CardResult
from kiosk.wiring.device_events import fault_of, told
from kiosk.wiring.note_events import tell_desk

_log = logging.getLogger(__name__)


class CardPayments(Protocol):
    def card_finished(self, payment_id: str, card: CardResult) -> None: ...


class PrintedReceipts(Protocol):
    def printed(self, payment_id: str) -> None: ...


class Hearing:
    """`scanners` look through one window: it is off only when all of them are. `keep` holds a photograph in
    memory, and says under which number: that alone is posted."""

    def __init__(
        self,
        post: Callable[[Event], None],
        payments: CardPayments,
        receipts: PrintedReceipts,
        scanners: tuple[str, ...],
        desk: CashDesk | None = None,
        helper_of: Callable[[Secret], str] = lambda _number: "",
        keep: Callable[[bytes], int] = lambda _jpeg: 0,
    ) -> None:
        self._post = post
        self._payments = payments
        self._receipts = receipts
        self._desk = desk
        self._helper_of = helper_of
        self._keep = keep
        self._scanner_faults = dict.fromkeys(scanners, "")
        self._window = Lock()

    def heard(self, device: str, event: DeviceEvent) -> None:
        if device in self._scanner_faults and isinstance(event, StatusChanged):
            self._window_changed(device, fault_of(event.state))
            if device == "camera":
                self._post(DeviceChanged("camera", fault_of(event.state)))
            return
        if isinstance(event, scanner.DocumentPhotographed):
            self._post(DocumentPhotographed(self._keep(event.jpeg)))
            return
        if isinstance(event, SaleApproved | SaleDeclined | SaleReversed | SaleUnknown):
            self._payments.card_finished(event.reference, _card_result(event))
            return
        if isinstance(event, PrintDone) and event.confirmed:
            self._receipts.printed(event.job_id)
        if device == "note_acceptor" and self._desk is not None:
            tell_desk(self._desk, event)
        news = self._or_helper(told(device, event))
        if news is not None:
            self._post(news)

    def _or_helper(self, news: Event | None) -> Event | None:
        """A card that is a helper's asks for nobody's bills. Any other is a resident's, or unknown."""
        name = self._helpers_name(news.number) if isinstance(news, IcCardRead | CardHeld) else ""
        return HelperCardShown(name) if name else news

    def _helpers_name(self, number: Secret) -> str:
        """Empty where nobody can say: residents' cards must work whatever became of the helpers' files."""
        try:
            return self._helper_of(number)
        except (OSError, ValueError) as error:
            _log.error("no card can be told for a helper's: %s", type(error).__name__)
            return ""

    def _window_changed(self, eye: str, fault: str) -> None:
        """Two scanners speak from two threads: what the last one found must also be told last."""
        with self._window:
            self._scanner_faults[eye] = fault
            working = any(not known for known in self._scanner_faults.values())
            self._post(DeviceChanged("scanner", "" if working else fault))


def _card_result(event: SaleApproved | SaleDeclined | SaleReversed | SaleUnknown) -> CardResult:
    """What the terminal shows; a sale taken back is told as declined, for no money stays moved."""
    match event:
        case SaleApproved():
            return CardResult(
                "approved", event.approval_code, event.retrieval_reference, event.masked_card[-4:]
            )
        case SaleDeclined() | SaleReversed():
            return CardResult("declined")
        case SaleUnknown():
            return CardResult("unknown")
