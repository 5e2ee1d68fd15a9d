"""Waiting until a card that was pushed in has been drawn in by the motor, as the sensors tell."""

from typing import Final

from drivers.card.card_transport import CardTransport
from drivers.card.position import Position
from drivers.clock import DeviceClock
from drivers.transport import Transport

_DRAW_IN_S: Final = 2.0
"""How long a card may be seen at the front while the motor draws it in."""
_POLL_S: Final = 0.1


def drawn_in(transport: CardTransport, line: Transport, clock: DeviceClock) -> Position:
    """Where it is then; still at the front when it does not go in."""
    deadline_s = clock.monotonic_s() + _DRAW_IN_S
    while (position := transport.status().position) is Position.HELD_AT_FRONT:
        if clock.monotonic_s() >= deadline_s:
            break
        line.read(_POLL_S)
    return position
