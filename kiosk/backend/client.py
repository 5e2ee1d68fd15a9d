"""Calls the gateway for the kiosk: bills, payments, and how the gateway itself is."""

import time
from collections.abc import Callable

import msgspec

from kiosk.backend.errors import GatewayGarbage
from kiosk.backend.exchange import Exchange
from kiosk.wire.bills import LookUpAnswer, LookUpRequest
from kiosk.wire.payments import CardResult, PaymentAnswer, PaymentRequest
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
    ) -> None:
        self._exchange = Exchange(base_url, {"X-Kiosk-Id": kiosk_id}, connect_s, read_s, monotonic_s)

    def health(self) -> HealthAnswer:
        return self._exchange.call("GET", "/v1/health", HealthAnswer)

    def billers(self) -> BillersAnswer:
        return self._exchange.call("GET", "/v1/billers", BillersAnswer)

    def look_up(self, request: LookUpRequest) -> LookUpAnswer:
        return self._exchange.call("POST", "/v1/look-ups", LookUpAnswer, request)

    def submit(self, request: PaymentRequest) -> PaymentAnswer:
        """Safe to repeat with the same request: the same id is the same payment."""
        return self._payment("POST", "", request.payment_id, request)

    def payment(self, payment_id: str) -> PaymentAnswer:
        return self._payment("GET", f"/{payment_id}", payment_id)

    def cancel(self, payment_id: str) -> PaymentAnswer:
        return self._payment("POST", f"/{payment_id}/cancel", payment_id)

    def card_result(self, payment_id: str, result: CardResult) -> PaymentAnswer:
        return self._payment("POST", f"/{payment_id}/card-result", payment_id, result)

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
