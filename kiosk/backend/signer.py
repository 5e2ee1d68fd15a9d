"""Signs the kiosk's requests and proves the gateway's answers, by a clock that the gateway may correct.

The system's clock is never touched: how far it is off is kept here, learned from an answer that is proven.
"""

import base64
import secrets
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from kiosk.backend.answer import Answer
from kiosk.backend.errors import GatewayUnproven
from kiosk.backend.sequence import Sequence
from kiosk.wire import problem
from kiosk.wire.signing import base
from kiosk.wire.signing.key_file import KioskKeys
from kiosk.wire.signing.profile import Occasion, SignatureWrong, prove_answer, sign_request

_NONCE_BYTES = 16
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Signer:
    """Usable from several threads. `wall_s`: seconds since 1970 UTC, however wrong."""

    def __init__(self, keys: KioskKeys, sequence: Sequence, wall_s: Callable[[], float] = time.time) -> None:
        self._keys = keys
        self._sequence = sequence
        self._wall_s = wall_s
        self._ahead_s = 0.0

    def sign(self, verb: str, url: str, headers: dict[str, str], body: bytes) -> base.Request:
        """Adds what is to be sent to `headers`. Raises OSError when no number can be set aside."""
        parts = urlsplit(url)
        headers["Host"] = authority_of(url)
        unsigned = base.Request(
            verb, headers["Host"], parts.path, parts.query, base.fields_of(headers.items())
        )
        created_s = int(self._wall_s() + self._ahead_s)
        nonce = base64.urlsafe_b64encode(secrets.token_bytes(_NONCE_BYTES)).decode().rstrip("=")
        occasion = Occasion(created_s, nonce, self._sequence.take())
        headers.update(sign_request(self._keys.own, unsigned, body, occasion))
        return msgspec.structs.replace(unsigned, fields=base.fields_of(headers.items()))

    def prove(self, request: base.Request, answer: Answer) -> None:
        """Raises GatewayUnproven."""
        given = base.Answer(answer.status, answer.fields, request)
        try:
            prove_answer(self._keys.gateways, given, answer.body)
        except SignatureWrong:
            raise GatewayUnproven(f"HTTP {answer.status} is not signed by the gateway") from None

    def learns(self, answer: Answer) -> bool:
        """Whether another try with what a proven refusal tells may be let in."""
        try:
            told = msgspec.json.decode(answer.body, type=_Told)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return False
        match told:
            case _Told("clock_skewed", gateway_time_ms=int(time_ms)):
                self._ahead_s = time_ms / 1000 - self._wall_s()
                return True
            case _Told("replayed", highest_sequence=int(highest)):
                self._sequence.rise_above(highest)
                return True
        return False


class _Told(msgspec.Struct, frozen=True):
    code: problem.ProblemCode
    gateway_time_ms: int | None = None
    highest_sequence: int | None = None


def authority_of(url: str) -> str:
    """As it stands in the Host field: small letters, without the scheme's own port."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in {None, _DEFAULT_PORTS.get(parts.scheme)} else f"{host}:{parts.port}"
