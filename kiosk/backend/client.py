"""Calls the gateway: one session, one try per call, bounded answers, typed results.

Retries belong to whoever knows what a repetition means (the payment attempt), never to this file.
"""

import time
from collections.abc import Callable
from typing import TypeVar

import msgspec
import requests
import urllib3
from requests.adapters import HTTPAdapter

from kiosk.backend.answer import Answer, named, read_answer
from kiosk.backend.errors import GatewayGarbage, GatewayRefused
from kiosk.wire import problem
from kiosk.wire.bills import LookUpAnswer, LookUpRequest
from kiosk.wire.payments import CardResult, PaymentAnswer, PaymentRequest
from kiosk.wire.service import BillersAnswer, HealthAnswer

T = TypeVar("T")


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
        self._base_url = base_url.rstrip("/")
        self._connect_s = connect_s
        self._read_s = read_s
        self._monotonic_s = monotonic_s
        self._session = requests.Session()
        # No proxy, no .netrc, nothing from the environment: the gateway is where the settings say.
        self._session.trust_env = False
        # Compression would let a small answer grow without bound.
        plain = {"Accept": "application/json", "Accept-Encoding": "identity"}
        self._session.headers.update({"X-Kiosk-Id": kiosk_id} | plain)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=0))

    def health(self) -> HealthAnswer:
        return self._call("GET", "/v1/health", HealthAnswer)

    def billers(self) -> BillersAnswer:
        return self._call("GET", "/v1/billers", BillersAnswer)

    def look_up(self, request: LookUpRequest) -> LookUpAnswer:
        return self._call("POST", "/v1/look-ups", LookUpAnswer, request)

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
        self._session.close()

    def _payment(
        self, verb: str, path: str, payment_id: str, message: msgspec.Struct | None = None
    ) -> PaymentAnswer:
        """An answer about another payment is no answer to this one."""
        answer = self._call(verb, f"/v1/payments{path}", PaymentAnswer, message, payment_id)
        if answer.payment_id != payment_id:
            raise GatewayGarbage("the answer is about another payment")
        return answer

    def _call(
        self,
        verb: str,
        path: str,
        kind: type[T],
        message: msgspec.Struct | None = None,
        idempotency_key: str = "",
    ) -> T:
        answer = self._exchange(verb, path, message, idempotency_key)
        if answer.status == requests.codes.ok and answer.media_type == "application/json":
            return _decoded(answer.body, kind)
        if answer.status >= requests.codes.bad_request and answer.media_type == problem.MEDIA_TYPE:
            raise GatewayRefused(_decoded(answer.body, problem.Problem).code, answer.status)
        raise GatewayGarbage(f"HTTP {answer.status} with an unexpected content type")

    def _exchange(self, verb: str, path: str, message: msgspec.Struct | None, idempotency_key: str) -> Answer:
        headers = {"Content-Type": "application/json"} if message is not None else {}
        if idempotency_key and message is not None:
            headers["Idempotency-Key"] = idempotency_key
        try:
            with self._session.request(
                verb,
                self._base_url + path,
                data=None if message is None else msgspec.json.encode(message),
                headers=headers,
                timeout=(self._connect_s, self._read_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                return read_answer(response, self._monotonic_s() + self._read_s, self._monotonic_s)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as failed:
            # The cause is left out: its text holds the URL, and the URL a payment id.
            raise named(failed) from None


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise GatewayGarbage("the answer does not match its schema") from None
