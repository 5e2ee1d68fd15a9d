"""A kiosk with a key of its own at a town's gateway, which signs what it sends, oddly if told so."""

import base64
from collections.abc import Mapping
from random import Random
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from kiosk.gateway.trust import kiosk_keys
from kiosk.wire.signing.base import Answer, Request, fields_of
from kiosk.wire.signing.keys import Algorithm, SigningKey, VerifyingKey
from kiosk.wire.signing.profile import Occasion, prove_answer, sign_request

from .town import Town

KIOSK = "kiosk-1"
AUTHORITY = "testserver.local"

Lines = dict[str, str]


class SignedKiosk:
    """`sequence` is the last number used; `skew_s` how far its clock is ahead of the gateway's."""

    def __init__(self, town: Town, kiosk_id: str = KIOSK, algorithm: Algorithm = "hmac-sha256") -> None:
        self.town = town
        self.kiosk_id = kiosk_id
        self.chance = Random(kiosk_id)
        self.sequence = 0
        self.skew_s = 0
        self.key = self.new_key(f"{kiosk_id}.1", algorithm)

    @property
    def now_ms(self) -> int:
        return self.town.gateway.parts.time.now_ms()

    def new_key(self, key_id: str, algorithm: Algorithm, overlap_s: int = 0) -> SigningKey:
        """Enrolled at the gateway; earlier ones end after the overlap."""
        key = SigningKey(key_id, algorithm, self.chance.randbytes(32))
        now_ms, seals = self.now_ms, self.town.gateway.parts.seals
        self.town.gateway.parts.database.write(
            lambda connection: kiosk_keys.enrol(
                connection, seals, self.kiosk_id, key.verifying_key(), now_ms, now_ms + overlap_s * 1000
            )
        )
        return key

    def nonce(self) -> str:
        return base64.urlsafe_b64encode(self.chance.randbytes(16)).decode().rstrip("=")

    def occasion(self) -> Occasion:
        self.sequence += 1
        return Occasion(self.now_ms // 1000 + self.skew_s, self.nonce(), self.sequence)

    def signed(
        self, verb: str, url: str, body: bytes, headers: Mapping[str, str], occasion: Occasion | None = None
    ) -> Lines:
        """All headers of the request."""
        parts = urlsplit(url)
        request = Request(verb, AUTHORITY, parts.path, parts.query, fields_of(headers.items()))
        return {**headers, **sign_request(self.key, request, body, occasion or self.occasion())}

    def send(self, verb: str, url: str, body: bytes, lines: Mapping[str, str]) -> httpx.Response:
        return self.town.http.request(verb, url, content=body, headers=dict(lines))

    def post(self, url: str, message: Mapping[str, Any], **headers: str) -> httpx.Response:
        body = msgspec.json.encode(message)
        lines = self.signed("POST", url, body, {"Content-Type": "application/json", **headers})
        return self.send("POST", url, body, lines)

    def get(self, url: str) -> httpx.Response:
        return self.send("GET", url, b"", self.signed("GET", url, b"", {}))

    def pay(self, request: Mapping[str, Any]) -> httpx.Response:
        return self.post("/v1/payments", request, **{"Idempotency-Key": str(request["payment_id"])})

    def proves(self, answer: httpx.Response, key: VerifyingKey | None = None) -> None:
        """Raises SignatureWrong unless the gateway signed this answer to the request that it belongs to."""
        asked = answer.request
        url = urlsplit(str(asked.url))
        request = Request(asked.method, AUTHORITY, url.path, url.query, fields_of(asked.headers.items()))
        told = Answer(answer.status_code, fields_of(answer.headers.multi_items()), request)
        prove_answer(key or self.key.verifying_key(), told, answer.content)
