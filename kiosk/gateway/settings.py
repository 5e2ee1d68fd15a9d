"""What a gateway process is told at its start."""

import msgspec

from kiosk.gateway.database import Isolation
from kiosk.payment.timers import SagaTimers


class GatewaySettings(msgspec.Struct, frozen=True):
    """`public_url` is where a receipt's QR leads, without a trailing slash."""

    public_url: str
    demonstration: bool = False
    timers: SagaTimers = SagaTimers()
    look_ups_per_minute: int = 120
    """Per kiosk; more than a resident and a helper together can type, less than a search through numbers."""
    request_most_bytes: int = 64 * 1024
    isolation: Isolation = "SERIALIZABLE"
    """Of transactions on PostgreSQL; everything is correct at either."""
