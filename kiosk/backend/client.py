"""Calls the gateway for the kiosk: bills, payments, and how the gateway itself is."""

import time
from collections.abc import Callable

import msgspec

from kiosk.backend.errors import GatewayGarbage
from kiosk.backend.exchange import Exchange
from kiosk.backend.loads import LoadCalls
from kiosk.backend.requests import RequestCalls
from kiosk.backend.signer import Signer
from kiosk.backend.tls import PUBLIC_AUTHORITIES, Tls
from kiosk.wire.account_numbers import AccountNumbersAnswer, AccountNumbersRequest
from kiosk.wire.bills import LookUpAnswer, LookUpRequest
from kiosk.wire.bulletin import Bulletin
from kiosk.wire.cash import CashClosing, FoundNote, FoundNoteAnswer, StackedNote
from kiosk.wire.commands import LogLines, LogLinesAnswer
from kiosk.wire.copies import CopyAnswer, CopyRequest
from kiosk.wire.day_sheet import DaySheetAnswer, DayTold, DayToldAnswer
from kiosk.wire.heartbeats import Heartbeat, HeartbeatAnswer
from kiosk.wire.history import HistoriesAnswer, HistoryRequest
from kiosk.wire.paid import PaidAnswer, PaidRequest
from kiosk.wire.payments import CardResult, PaymentAnswer, PaymentRequest
from kiosk.wire.recharge_cards import RechargeCardAnswer, RechargeCardRequest
from kiosk.wire.remote_settings import SettingsAnswer
from kiosk.wire.service import BillersAnswer, HealthAnswer


class GatewayClient:
    """Every call raises a `GatewayError`. Usable from several threads.

    `connect_s` and `read_s` are seconds; `read_s` bounds the whole answer, not only its first byte.
    """

    def __init__(
        self,
        base_url: str,
        kiosk_id: str,
        connect_s: float = 3,
        read_s: float = 8,
        monotonic_s: Callable[[], float] = time.monotonic,
        *,
        signer: Signer | None = None,
        tls: Tls = PUBLIC_AUTHORITIES,
    ) -> None:
        """Without a signer as in a demonstration. Raises OSError for a file of `tls` that cannot be used."""
        self._kiosk_id = kiosk_id
        self._own = f"/v1/kiosks/{kiosk_id}"
        self._exchange = Exchange(
            base_url, {"X-Kiosk-Id": kiosk_id}, connect_s, read_s, monotonic_s, signer=signer, tls=tls
        )

    @property
    def loads(self) -> LoadCalls:
        """Prepaid meters and their cards."""
        return LoadCalls(self._exchange)

    @property
    def service_requests(self) -> RequestCalls:
        return RequestCalls(self._exchange, self._kiosk_id)

    def health(self) -> HealthAnswer:
        return self._exchange.call("GET", "/v1/health", HealthAnswer)

    def billers(self) -> BillersAnswer:
        return self._exchange.call("GET", "/v1/billers", BillersAnswer)

    def look_up(self, request: LookUpRequest) -> LookUpAnswer:
        return self._exchange.call("POST", "/v1/look-ups", LookUpAnswer, request)

    def look_back(self, request: HistoryRequest) -> HistoriesAnswer:
        """What the accounts that are found were billed."""
        return self._exchange.call("POST", "/v1/histories", HistoriesAnswer, request)

    def paid(self, request: PaidRequest) -> PaidAnswer:
        """What was paid for the accounts that are found."""
        return self._exchange.call("POST", "/v1/paid", PaidAnswer, request)

    def account_numbers(self, request: AccountNumbersRequest) -> AccountNumbersAnswer:
        """In full, of whoever put in their identity card."""
        return self._exchange.call("POST", "/v1/account-numbers", AccountNumbersAnswer, request)

    def copied(self, receipt_no: str, copy: CopyRequest) -> CopyAnswer:
        """This receipt is about to be printed once more. Safe to repeat: the same id is the same copy."""
        answer = self._exchange.call("POST", f"/v1/receipts/{receipt_no}/copies", CopyAnswer, copy)
        if (answer.receipt_no, answer.copy_id) != (receipt_no, copy.copy_id):
            raise GatewayGarbage("the answer is about another copy")
        return answer

    def recharge_card(self, request: RechargeCardRequest) -> RechargeCardAnswer:
        """What a card is worth; changes nothing."""
        return self._exchange.call("POST", "/v1/recharge-cards", RechargeCardAnswer, request)

    def submit(self, request: PaymentRequest) -> PaymentAnswer:
        """Safe to repeat with the same request: the same id is the same payment."""
        return self._payment("POST", "", request.payment_id, request)

    def payment(self, payment_id: str) -> PaymentAnswer:
        return self._payment("GET", f"/{payment_id}", payment_id)

    def cancel(self, payment_id: str) -> PaymentAnswer:
        return self._payment("POST", f"/{payment_id}/cancel", payment_id)

    def card_result(self, payment_id: str, result: CardResult) -> PaymentAnswer:
        return self._payment("POST", f"/{payment_id}/card-result", payment_id, result)

    def note_stacked(self, payment_id: str, note: StackedNote) -> PaymentAnswer:
        return self._payment("POST", f"/{payment_id}/notes", payment_id, note)

    def cash_closed(self, payment_id: str, closing: CashClosing) -> PaymentAnswer:
        """Safe to repeat: it carries every note there is."""
        return self._payment("POST", f"/{payment_id}/cash-closed", payment_id, closing)

    def note_found(self, note: FoundNote) -> FoundNoteAnswer:
        """An answer about another note is no answer to this one."""
        answer = self._exchange.call("POST", f"{self._own}/found-notes", FoundNoteAnswer, note)
        if answer.note_id != note.note_id:
            raise GatewayGarbage("the answer is about another note")
        return answer

    def tell_day(self, told: DayTold) -> DayToldAnswer:
        """Safe to repeat: the later word on a day counts."""
        answer = self._exchange.call("POST", f"{self._own}/day-totals", DayToldAnswer, told)
        if answer.date != told.date:
            raise GatewayGarbage("the answer is about another day")
        return answer

    def day_sheet(self, date: str) -> DaySheetAnswer:
        answer = self._exchange.call("GET", f"{self._own}/days/{date}", DaySheetAnswer)
        if (answer.kiosk_id, answer.date) != (self._kiosk_id, date):
            raise GatewayGarbage("the answer is about another kiosk or day")
        return answer

    def heartbeat(self, beat: Heartbeat) -> HeartbeatAnswer:
        """An answer to another heartbeat is no answer to this one."""
        answer = self._exchange.call("POST", f"{self._own}/heartbeats", HeartbeatAnswer, beat)
        if (answer.run, answer.number) != (beat.run, beat.number):
            raise GatewayGarbage("the answer is about another heartbeat")
        return answer

    def bulletin(self) -> Bulletin:
        """Notices, outages, area managers and pay points, as published for this kiosk."""
        answer = self._exchange.call("GET", f"{self._own}/bulletin", Bulletin)
        if answer.kiosk_id != self._kiosk_id:
            raise GatewayGarbage("the answer is about another kiosk")
        return answer

    def send_log(self, log: LogLines) -> LogLinesAnswer:
        """As a remote command asked for. Safe to repeat: the first that comes stays."""
        answer = self._exchange.call("POST", f"{self._own}/log-lines", LogLinesAnswer, log)
        if answer.command_id != log.command_id:
            raise GatewayGarbage("the answer is about another command")
        return answer

    def remote_settings(self) -> SettingsAnswer:
        """The newest settings that operators give this kiosk."""
        answer = self._exchange.call("GET", f"{self._own}/settings", SettingsAnswer)
        if answer.kiosk_id != self._kiosk_id:
            raise GatewayGarbage("the answer is about another kiosk")
        return answer

    def close(self) -> None:
        self._exchange.close()

    def _payment(
        self, verb: str, path: str, payment_id: str, message: msgspec.Struct | None = None
    ) -> PaymentAnswer:
        """An answer about another payment is no answer to this one."""
        headers = {} if message is None else {"Idempotency-Key": payment_id}
        answer = self._exchange.call(verb, f"/v1/payments{path}", PaymentAnswer, message, headers)
        if answer.payment_id != payment_id:
            raise GatewayGarbage("the answer is about another payment")
        return answer
