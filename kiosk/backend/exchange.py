"""One HTTP exchange with the gateway: one try, a bounded answer, a typed result or a named failure.

Retries belong to whoever knows what a repetition means (the payment attempt), never to this file; only a
request that the gateway has not let in, for its time or its number, is signed anew.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

import msgspec
import requests
import urllib3
from requests.adapters import HTTPAdapter

from kiosk.backend.answer import Answer, named, read_answer
from kiosk.backend.errors import GatewayGarbage, GatewayNotAdmitted, GatewayRefused, GatewayUnreachable
from kiosk.backend.signer import Signer
from kiosk.backend.tls import PUBLIC_AUTHORITIES, Tls, TlsAdapter
from kiosk.wire import problem
from kiosk.wire.signing.base import Request

T = TypeVar("T")

MOST_SIGNED = 4
"""How often one request is signed. Requests of other threads may overtake it, but for the last time: until
that is answered, nobody else signs."""

ALONE_S = 2.0
"""How long others wait for one that signs for the last time: no payment hangs on a silent call of another."""

_NOTHING: Mapping[str, str] = {}


class Exchange:
    """Every call raises a `GatewayError`. Usable from several threads.

    `connect_s` and `read_s` are seconds; `read_s` bounds the whole answer, not only its first byte.
    """

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str],
        connect_s: float,
        read_s: float,
        monotonic_s: Callable[[], float] = time.monotonic,
        *,
        signer: Signer | None = None,
        tls: Tls = PUBLIC_AUTHORITIES,
    ) -> None:
        """Raises OSError for a file of `tls` that cannot be used."""
        self._base_url = base_url.rstrip("/")
        self._connect_s = connect_s
        self._read_s = read_s
        self._monotonic_s = monotonic_s
        self._session = requests.Session()
        # No proxy, no .netrc, nothing from the environment: the gateway is where the settings say.
        self._session.trust_env = False
        # Compression would let a small answer grow without bound.
        self._session.headers.update({"Accept": "application/json", "Accept-Encoding": "identity"})
        self._session.headers.update(headers)
        self._signer = signer
        self._signing = Lock()
        secure = self._base_url.startswith("https:")
        adapter = TlsAdapter(tls.context()) if secure else HTTPAdapter(max_retries=0)
        self._session.mount(self._base_url, adapter)

    def call(
        self,
        verb: str,
        path: str,
        kind: type[T],
        message: msgspec.Struct | None = None,
        headers: Mapping[str, str] = _NOTHING,
    ) -> T:
        """The answer as a `kind`. `message` is sent as JSON."""
        answer = self._let_in(verb, path, message, headers)
        if answer.status == requests.codes.ok and answer.media_type == "application/json":
            return _decoded(answer.body, kind)
        if answer.status >= requests.codes.bad_request and answer.media_type == problem.MEDIA_TYPE:
            code = _decoded(answer.body, problem.Problem).code
            if code in problem.NOT_ADMITTED:
                raise GatewayNotAdmitted(f"the gateway does not let it in: {code}")
            raise GatewayRefused(code, answer.status)
        raise GatewayGarbage(f"HTTP {answer.status} with an unexpected content type")

    def close(self) -> None:
        self._session.close()

    def _let_in(
        self, verb: str, path: str, message: msgspec.Struct | None, headers: Mapping[str, str]
    ) -> Answer:
        body = b"" if message is None else msgspec.json.encode(message)
        lines = dict(headers) if message is None else {**headers, "Content-Type": "application/json"}
        if self._signer is None:
            return self._exchange(verb, path, lines, body)
        for _ in range(MOST_SIGNED - 1):
            signed = dict(lines)
            with self._turn():
                request = self._signed(self._signer, verb, path, signed, body)
            answer = self._exchange(verb, path, signed, body)
            self._signer.prove(request, answer)
            if answer.status < requests.codes.bad_request or not self._signer.learns(answer):
                return answer
        with self._turn():
            request = self._signed(self._signer, verb, path, lines, body)
            answer = self._exchange(verb, path, lines, body)
        self._signer.prove(request, answer)
        return answer

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """To sign while nobody else does, or after a while beside one that gets no answer."""
        alone = self._signing.acquire(timeout=ALONE_S)
        try:
            yield
        finally:
            if alone:
                self._signing.release()

    def _signed(self, signer: Signer, verb: str, path: str, headers: dict[str, str], body: bytes) -> Request:
        """Adds to the headers."""
        try:
            return signer.sign(verb, self._base_url + path, headers, body)
        except OSError as error:
            raise GatewayUnreachable(f"no number can be set aside for it: {error.strerror}") from None

    def _exchange(self, verb: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        try:
            with self._session.request(
                verb,
                self._base_url + path,
                data=body or None,
                headers=dict(headers),
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
