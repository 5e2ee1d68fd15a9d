"""Who may be served: verifies a signed request before any handler sees it, and signs the answer to it.

A refusal says no more than an honest kiosk can use: why a signature does not count is told to the log alone.
"""

import logging

import msgspec
from sqlalchemy import Connection

from kiosk.gateway.http.whose import Routed, may_speak
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.problems import problem
from kiosk.gateway.trust import kiosk_keys
from kiosk.gateway.trust.kiosk_keys import EnrolledKey
from kiosk.wire.problem import ClockSkewed, Problem, Replayed
from kiosk.wire.signing.base import Answer, Request
from kiosk.wire.signing.keys import SigningKey
from kiosk.wire.signing.profile import VALID_S, Claim, SignatureWrong, prove, read_claim, sign_answer

log = logging.getLogger(__name__)

AHEAD_S = 30
"""How far a kiosk's clock may be ahead of the gateway's; behind, a request is good for its two minutes."""


class NotAdmitted(Exception):
    """`signer` is who asked, if that is proven: then the refusal is signed."""

    def __init__(self, told: Problem, signer: EnrolledKey | None = None) -> None:
        super().__init__(told.code)
        self.told = told
        self.signer = signer


class _Named(msgspec.Struct, frozen=True):
    """As which kiosk a body speaks; other members do not matter here."""

    kiosk_id: str | None = None


class Admission:
    def __init__(self, parts: Parts) -> None:
        self._database = parts.database
        self._store = parts.store
        self._seals = parts.seals
        self._time = parts.time

    def admit(self, request: Request, body: bytes, routed: Routed) -> EnrolledKey:
        """Whose request it is. Raises NotAdmitted."""
        now_ms = self._time.now_ms()
        claim, signer = self._proven(request, body, now_ms)
        now_s = now_ms // 1000
        if not claim.created_s - AHEAD_S <= now_s <= claim.created_s + VALID_S:
            log.warning("the clock of kiosk %s is %d s off", signer.kiosk_id, claim.created_s - now_s)
            raise NotAdmitted(_clock_skewed(now_ms), signer)
        self._take_turn(claim, signer, now_ms)
        own_path = may_speak(signer.kiosk_id, request.path, routed, self._kiosk_of_payment)
        if not own_path or _speaks_as_another(body, signer.kiosk_id):
            detail = "nothing shows that it is about the kiosk whose key signed it"
            raise NotAdmitted(problem("kiosk_wrong", detail), signer)
        return signer

    def signed(self, signer: EnrolledKey, answer: Answer, body: bytes) -> dict[str, str]:
        """The fields that prove an answer to whoever signed the request."""
        now_ms = self._time.now_ms()
        return sign_answer(self._answer_key(signer, now_ms), answer, body, now_ms // 1000)

    def _proven(self, request: Request, body: bytes, now_ms: int) -> tuple[Claim, EnrolledKey]:
        try:
            claim = read_claim(request)
            with self._database.reading() as connection:
                signer = kiosk_keys.key_that_counts(connection, self._seals, claim.key_id, now_ms)
            if signer is None:
                raise SignatureWrong("no key that counts")
            prove(claim, signer.verifying, request, body)
        except SignatureWrong as wrong:
            log.warning("a request is not let in: %s", wrong)
            detail = "the request is not signed, or not as a kiosk of this gateway signs"
            raise NotAdmitted(problem("signature_wrong", detail)) from None
        return claim, signer

    def _take_turn(self, claim: Claim, signer: EnrolledKey, now_ms: int) -> None:
        expires_ms = (claim.created_s + VALID_S + AHEAD_S) * 1000

        def take(connection: Connection) -> int | None:
            taken = kiosk_keys.take_turn(connection, signer.kiosk_id, claim.sequence)
            fresh = taken and kiosk_keys.spend_nonce(connection, signer.kiosk_id, claim, expires_ms, now_ms)
            return None if fresh else kiosk_keys.highest_sequence(connection, signer.kiosk_id)

        highest = self._database.write(take)
        if highest is not None:
            log.warning("kiosk %s: request %d after %d", signer.kiosk_id, claim.sequence, highest)
            raise NotAdmitted(_replayed(highest), signer)

    def _kiosk_of_payment(self, payment_id: str) -> str | None:
        stored = self._store.load(payment_id)
        return stored.payment.kiosk_id if stored else None

    def _answer_key(self, signer: EnrolledKey, now_ms: int) -> SigningKey:
        return kiosk_keys.shared_key(signer) or self._database.write(
            lambda connection: kiosk_keys.gateways_own(connection, self._seals, now_ms)
        )


def _speaks_as_another(body: bytes, kiosk_id: str) -> bool:
    """A body that cannot be read is the handler's to refuse."""
    try:
        named = msgspec.json.decode(body, type=_Named).kiosk_id if body else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return named not in {None, kiosk_id}


def _clock_skewed(now_ms: int) -> Problem:
    told = problem("clock_skewed", "created is not within the gateway's two minutes")
    return ClockSkewed(**msgspec.structs.asdict(told), gateway_time_ms=now_ms)


def _replayed(highest: int) -> Problem:
    told = problem("replayed", "the sequence number or the nonce was used before")
    return Replayed(**msgspec.structs.asdict(told), highest_sequence=highest)
