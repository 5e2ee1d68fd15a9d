"""The judge of loads: what meters, cards and companies hold, against what the gateway says (I4, I9, I21)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.payment import invariants_loads
from kiosk.payment.edges import NOTHING
from kiosk.payment.invariants import Violation
from kiosk.payment.load_state import Load

if TYPE_CHECKING:
    from kiosk.simulate.world import World


def owed(world: "World", load: Load) -> None:
    world.edges.load(NOTHING, "Posted", load.state.value)
    world.note("gateway", "owes {} by {}", load.load_id, load.way)


def changed(world: "World", before: Load, after: Load, cause: str) -> Iterator[Violation]:
    world.edges.load(before.state.value, cause, after.state.value)
    if before.state is not after.state:
        world.note(
            "gateway", "{}: {} -> {} ({})", after.load_id, before.state.value, after.state.value, cause
        )
    yield from invariants_loads.wrong_load_step(before, after, cause)
    yield from invariants_loads.wrong_load_words(after)
    yield from invariants_loads.in_two_places(after, world.meters.outside())


def unsettled(world: "World") -> Iterator[Violation]:
    yield from invariants_loads.loads_not_at_rest(world.store.loads.open())


def at_rest(world: "World") -> Iterator[Violation]:
    loads, outside = world.store.loads, world.meters.outside()
    for stored in world.store.payments.values():
        yield from invariants_loads.unowed(stored.payment, loads.of_payment(stored.payment.payment_id))
    for stored_load in loads.loads.values():
        load = stored_load.load
        entries = [entry for key, entry in world.store.ledger.items() if key[0] == load.payment_id]
        yield from invariants_loads.wrong_load(load, outside)
        yield from invariants_loads.wrong_load_words(load)
        yield from invariants_loads.wrong_load_money(load, entries)


def refund_numbers(world: "World") -> frozenset[str]:
    """Under these a load goes back, not a leg."""
    return frozenset(stored.load.refund_no for stored in world.store.loads.loads.values())


def open_ids(world: "World") -> frozenset[str]:
    return frozenset(load.load_id for load in world.store.loads.open())
