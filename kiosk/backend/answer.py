"""Reads one HTTP answer within a bound of bytes and of time, and names what went wrong."""

import ssl
from collections.abc import Callable, Mapping

import msgspec
import requests
import urllib3

from kiosk.backend.errors import GatewayError, GatewayGarbage, GatewaySlow, GatewayUnreachable
from kiosk.wire.signing.base import fields_of

MOST_BYTES = 256 * 1024
"""No honest answer is larger: a household of fifty bills is about 20 KB."""

_PIECE = 16 * 1024


class Answer(msgspec.Struct, frozen=True):
    status: int
    media_type: str
    body: bytes
    fields: Mapping[str, str]

    def __repr__(self) -> str:
        return f"Answer(status={self.status}, bytes={len(self.body)})"


def read_answer(response: requests.Response, deadline_s: float, monotonic_s: Callable[[], float]) -> Answer:
    """Raises GatewayGarbage when it is too large, GatewaySlow when it trickles past the deadline."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise GatewayGarbage("a compressed answer was not asked for")
    media_type = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    body = bytearray()
    while piece := response.raw.read1(_PIECE):
        body += piece
        if len(body) > MOST_BYTES:
            raise GatewayGarbage("the answer is too large")
        if monotonic_s() > deadline_s:
            raise GatewaySlow("the answer did not end in time")
    return Answer(response.status_code, media_type, bytes(body), fields_of(response.headers.items()))


def named(failed: requests.RequestException | urllib3.exceptions.HTTPError) -> GatewayError:
    """Which failure of ours a failure of the HTTP library is."""
    if isinstance(failed, requests.ConnectTimeout):
        return GatewayUnreachable("no connection in time")
    if isinstance(failed, requests.Timeout | urllib3.exceptions.TimeoutError):
        return GatewaySlow("no answer in time")
    if isinstance(failed, requests.exceptions.SSLError) and _certificate_refused(failed):
        return GatewayUnreachable("the gateway could not prove who it is")
    if isinstance(failed, requests.ConnectionError) and _never_connected(failed):
        return GatewayUnreachable("no connection")
    return GatewayGarbage("the answer broke off or is not HTTP")


def _never_connected(failed: requests.ConnectionError) -> bool:
    cause = failed.args[0] if failed.args else None
    reason = getattr(cause, "reason", None)
    return isinstance(reason, urllib3.exceptions.NewConnectionError | urllib3.exceptions.NameResolutionError)


def _certificate_refused(failed: BaseException) -> bool:
    """Theirs, by us, so that nothing was sent; other faults of TLS may come after the request."""
    if isinstance(failed, ssl.SSLCertVerificationError):
        return True
    causes = (getattr(failed, "reason", None), *failed.args[:1])
    return any(_certificate_refused(cause) for cause in causes if isinstance(cause, BaseException))
