"""Whether the machine may be left: nothing left in a device, no money on its way, nothing half done."""

from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.selftest.model import Part


class Safety(Struct, frozen=True):
    """How things stand, as sessions, payments and devices say it. `at_rest`: no resident is being served.

    The value a machine starts with is the careful one: nothing is known to be safe.
    """

    at_rest: bool = False
    holding_cards: tuple[Part, ...] = ()
    holding_notes: tuple[Part, ...] = ()
    money_in_flight: bool = False


Obstacle: TypeAlias = Literal[
    "card_inside", "note_inside", "money_in_flight", "test_running", "exchange_open"
]


def physical_obstacles(safety: Safety, *, test_running: bool) -> tuple[Obstacle, ...]:
    """Why nobody may walk away now, whoever they are."""
    found: list[Obstacle] = []
    if safety.holding_cards:
        found.append("card_inside")
    if safety.holding_notes:
        found.append("note_inside")
    if safety.money_in_flight:
        found.append("money_in_flight")
    if test_running:
        found.append("test_running")
    return tuple(found)
