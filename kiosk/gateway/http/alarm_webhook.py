"""Calls somebody by a POST of JSON to one address: what pagers, chats and on-call services take alike.

The body is signed with a secret both know, so that the other side can tell who calls.
"""

import hashlib
import hmac
import http.client
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import msgspec

from kiosk.gateway.counter.alarm_calls import AlarmTold, CallFailed

SIGNATURE = "X-Alarm-Signature"
"""sha256= and the HMAC of the body in hexadecimal digits."""
LEAST_SECRET_BYTES = 16
WITHIN_S = 5.0
_LOCAL = {"127.0.0.1", "::1", "localhost"}


class WebhookWrong(ValueError):
    """Says what is wrong with an address or a secret, and the next step; never the secret."""


class AlarmWebhook:
    """No redirect is followed and no proxy asked: alarms go where the gateway was told to send them."""

    def __init__(self, url: str, secret: bytes) -> None:
        """Raises WebhookWrong."""
        self._place = _checked(url)
        if len(secret) < LEAST_SECRET_BYTES:
            raise WebhookWrong(f"the secret of alarms has {LEAST_SECRET_BYTES} bytes at least")
        self._secret = secret

    def call(self, told: AlarmTold) -> None:
        body = msgspec.json.encode(told)
        headers = {"Content-Type": "application/json", SIGNATURE: signature_of(self._secret, body)}
        place, line = self._place, self._line()
        target = place._replace(scheme="", netloc="", fragment="").geturl() or "/"
        try:
            line.request("POST", target, body, headers)
            status = line.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            raise CallFailed(type(error).__name__) from None
        finally:
            line.close()
        if not 200 <= status < 300:
            raise CallFailed(f"HTTP {status}")

    def _line(self) -> http.client.HTTPConnection:
        place = self._place
        kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
        return kind(place.hostname or "", place.port, timeout=WITHIN_S)


def signature_of(secret: bytes, body: bytes) -> str:
    return f"sha256={hmac.new(secret, body, hashlib.sha256).hexdigest()}"


def webhook_from(url: str, secret_file: Path) -> AlarmWebhook:
    """Raises WebhookWrong, also for a file that others may read."""
    try:
        if secret_file.stat().st_mode & 0o077:
            raise WebhookWrong(f"{secret_file}: others may read it; chmod 600 {secret_file}")
        return AlarmWebhook(url, secret_file.read_bytes().strip())
    except OSError as error:
        raise WebhookWrong(f"{secret_file}: {error.strerror}") from None


def _checked(url: str) -> SplitResult:
    try:
        place = urlsplit(url)
        _ = place.port
    except ValueError:
        raise WebhookWrong("the address of alarms is none; give https://...") from None
    plain = place.scheme == "http" and place.hostname in _LOCAL
    if not (place.scheme == "https" or plain) or not place.hostname or place.username:
        raise WebhookWrong("alarms go to https://... alone, or to a program on this machine")
    return place
