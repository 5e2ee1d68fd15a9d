"""A kiosk's calls to the gateway on their way: each counted and timed, some of them spoilt on purpose.

By shape it is what payments, look-ups and heartbeats ask for; behind it is the kiosk's own client.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

import msgspec

from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import GatewayError, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.fleet.faults import Fault, Faults, PowerCut
from kiosk.fleet.tally import Tally
from kiosk.runtime.clock import Clock
from kiosk.wire.account_numbers import AccountNumbersAnswer, AccountNumbersRequest
from kiosk.wire.bills import LookUpAnswer, LookUpRequest
from kiosk.wire.cash import CashClosing, FoundNote, FoundNoteAnswer, StackedNote
from kiosk.wire.heartbeats import Heartbeat, HeartbeatAnswer
from kiosk.wire.history import HistoriesAnswer, HistoryRequest
from kiosk.wire.loads import LoadsAnswer, PrepaidAnswer
from kiosk.wire.paid import PaidAnswer, PaidRequest
from kiosk.wire.payments import CardResult, PaymentAnswer, PaymentRequest
from kiosk.wire.requests import Consent, RequestAnswer, RequestContent
from kiosk.wire.service import HealthAnswer

T = TypeVar("T")

_BUSY = frozenset({"rate_limited", "idempotency_conflict"})


class Line:
    """`spoilt` counts the faults of calls that somebody waited for; `meters` are the ids that stand for a
    prepaid meter where another payment names a bill."""

    def __init__(
        self,
        client: GatewayClient,
        faults: Faults,
        tally: Tally,
        clock: Clock,
        pause: Callable[[float], None],
    ) -> None:
        self.spoilt = 0
        self.meters: set[str] = set()
        self.last_miss_injected = False
        self._client = client
        self._faults = faults
        self._tally = tally
        self._clock = clock
        self._pause = pause

    # -- for payments ----------------------------------------------------------------------------------

    def submit(self, request: PaymentRequest) -> PaymentAnswer:
        told = self._with_loads(request)
        return self._call("submit", lambda: self._client.submit(told))

    def payment(self, payment_id: str) -> PaymentAnswer:
        return self._call("ask", lambda: self._client.payment(payment_id))

    def cancel(self, payment_id: str) -> PaymentAnswer:
        return self._call("cancel", lambda: self._client.cancel(payment_id))

    def card_result(self, payment_id: str, result: CardResult) -> PaymentAnswer:
        return self._call("card_result", lambda: self._client.card_result(payment_id, result))

    def note_stacked(self, payment_id: str, note: StackedNote) -> PaymentAnswer:
        return self._call("note", lambda: self._client.note_stacked(payment_id, note))

    def cash_closed(self, payment_id: str, closing: CashClosing) -> PaymentAnswer:
        return self._call("cash_closed", lambda: self._client.cash_closed(payment_id, closing))

    def note_found(self, note: FoundNote) -> FoundNoteAnswer:
        return self._call("found_note", lambda: self._client.note_found(note))

    # -- for look-ups, loads and requests --------------------------------------------------------------

    def look_up(self, request: LookUpRequest) -> LookUpAnswer:
        return self._call("look_up", lambda: self._client.look_up(request))

    def look_back(self, request: HistoryRequest) -> HistoriesAnswer:
        return self._call("look_back", lambda: self._client.look_back(request))

    def paid(self, request: PaidRequest) -> PaidAnswer:
        return self._call("paid", lambda: self._client.paid(request))

    def account_numbers(self, request: AccountNumbersRequest) -> AccountNumbersAnswer:
        return self._call("account_numbers", lambda: self._client.account_numbers(request))

    def prepaid(self, request: LookUpRequest) -> PrepaidAnswer:
        return self._call("prepaid", lambda: self._client.loads.prepaid(request))

    def loads_of(self, payment_id: str) -> LoadsAnswer:
        return self._call("loads", lambda: self._client.loads.of_payment(payment_id))

    def save(
        self, request_id: str, revision: int, content: RequestContent, consent: Consent
    ) -> RequestAnswer:
        requests = self._client.service_requests
        return self._call("save_request", lambda: requests.save(request_id, revision, content, consent))

    def send(self, request_id: str, content: RequestContent, consent: Consent) -> RequestAnswer:
        requests = self._client.service_requests
        return self._call("send_request", lambda: requests.send(request_id, content, consent))

    def request_by_number(self, number: str) -> RequestAnswer:
        requests = self._client.service_requests
        return self._call("request_state", lambda: requests.by_number(number))

    # -- in passing ------------------------------------------------------------------------------------

    def health(self) -> HealthAnswer:
        return self._in_passing("health", self._client.health)

    def heartbeat(self, beat: Heartbeat) -> HeartbeatAnswer:
        return self._in_passing("heartbeat", lambda: self._client.heartbeat(beat))

    def close(self) -> None:
        self._client.close()

    # --------------------------------------------------------------------------------------------------

    def _call(self, name: str, act: Callable[[], T]) -> T:
        fault = self._faults.of_call()
        self.spoilt += fault is not None
        return self._under(fault, name, act)

    def _in_passing(self, name: str, act: Callable[[], T]) -> T:
        fault = self._faults.in_passing()
        self.last_miss_injected = fault is not None
        return self._under(fault, name, act)

    def _under(self, fault: Fault | None, name: str, act: Callable[[], T]) -> T:
        if fault is not None:
            self._tally.count("faults", fault)
        match fault:
            case "request_lost":
                raise GatewayUnreachable("lost on purpose")
            case "power_cut_before":
                raise PowerCut
            case "slow":
                self._pause(self._faults.delay_s())
        answer = self._timed(name, act)
        match fault:
            case "answer_lost":
                raise GatewaySlow("lost on purpose")
            case "power_cut_after":
                raise PowerCut
            case "repeated":
                answer = self._timed(name, act)
        return answer

    def _timed(self, name: str, act: Callable[[], T]) -> T:
        began_s = self._clock.monotonic_s()
        try:
            answer = act()
        except GatewayRefused as refused:
            self._refused(name, refused)
            raise
        except GatewayError as error:
            self._tally.count("missed", f"{name}: {type(error).__name__}, {error}")
            raise
        self._tally.took(f"call {name}", self._clock.monotonic_s() - began_s)
        return answer

    def _refused(self, name: str, refused: GatewayRefused) -> None:
        """What its rules forbid is the gateway's answer; that it cannot answer now is none."""
        busy = refused.code in _BUSY or refused.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        self._tally.count("missed" if busy else "refusals", f"{name}: {refused.code}")

    def _with_loads(self, request: PaymentRequest) -> PaymentRequest:
        """The session has no word for a meter yet: what it calls a bill is one where its id is a meter's."""
        bills = tuple(
            msgspec.structs.replace(bill, load="meter") if bill.bill_id in self.meters else bill
            for bill in request.bills
        )
        return msgspec.structs.replace(request, bills=bills)
