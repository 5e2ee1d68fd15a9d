"""The machine's way to its gateway as the settings have it: over which line, and signed with what."""

from pathlib import Path

from kiosk.backend.client import GatewayClient
from kiosk.backend.sequence import Sequence
from kiosk.backend.signer import Signer
from kiosk.runtime.clock import Clock
from kiosk.settings.kiosk_settings import KioskSettings
from kiosk.wire.signing.key_file import decode
from kiosk.wire.signing.keys import VerifyingKey

SEQUENCE_FILE = "request-sequence"
"""In the state folder."""


def gateway_client(kiosk: KioskSettings, url: str, state: Path, clock: Clock) -> GatewayClient:
    """`url` is the settings' own, or where the embedded gateway listens.

    Raises OSError, KeyFileWrong for files that have changed since the settings were checked.
    """
    number, link = kiosk.identity.number, kiosk.gateway
    signer = None
    if link.key_file:
        keys = decode(Path(link.key_file).read_bytes(), number)
        signer = Signer(keys, Sequence(state / SEQUENCE_FILE), clock.wall_s)
    return GatewayClient(
        url, number, connect_s=link.connect_s, read_s=link.read_s, signer=signer, tls=link.tls
    )


def gateways_key(kiosk: KioskSettings) -> VerifyingKey | None:
    """What proves the gateway's word; None where nothing is signed, in a demonstration.

    Raises OSError, KeyFileWrong as `gateway_client` does.
    """
    if not kiosk.gateway.key_file:
        return None
    return decode(Path(kiosk.gateway.key_file).read_bytes(), kiosk.identity.number).gateways
