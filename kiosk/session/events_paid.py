"""What fingers do where it stands what was paid."""

from kiosk.session.events_family import Touch


class PaymentLookedAt(Touch, frozen=True):
    """`place` counts what was paid from 0, as it is listed."""

    place: int
