"""Which edges of the saga, of the attempt and of loads a run has taken."""

from collections.abc import Set

from kiosk.payment.attempt import Attempt
from kiosk.payment.edges import ATTEMPT_EDGES, LEG_EDGES, LOAD_EDGES, NOTHING, PAYMENT_EDGES, Edge
from kiosk.payment.invariants import leg_edges
from kiosk.payment.saga_state import Payment

EVERY: tuple[tuple[str, frozenset[Edge]], ...] = (
    ("payment", PAYMENT_EDGES),
    ("leg", LEG_EDGES),
    ("attempt", ATTEMPT_EDGES),
    ("load", LOAD_EDGES),
)
TOTAL = sum(len(edges) for _, edges in EVERY)


class Edges:
    """By machine ("payment", "leg", "attempt", "load") the edges taken, known or not."""

    def __init__(self) -> None:
        self.taken: set[tuple[str, Edge]] = set()

    def began(self, attempt: Attempt) -> None:
        self.taken.add(("attempt", (NOTHING, "begin", attempt.phase)))

    def recovered(self, attempt: Attempt) -> None:
        self.taken.add(("attempt", (NOTHING, "recover", attempt.phase)))

    def attempt(self, before: str, cause: str, after: str) -> None:
        if before != after:
            self.taken.add(("attempt", (before, cause, after)))

    def load(self, before: str, cause: str, after: str) -> None:
        if before != after:
            self.taken.add(("load", (before, cause, after)))

    def payment(self, before: Payment, after: Payment, cause: str) -> None:
        if before.state is not after.state:
            self.taken.add(("payment", (before.state.value, cause, after.state.value)))
        if before.legs is not after.legs:
            self.taken.update(("leg", e) for e in leg_edges(before, after, cause) if e[0] != e[2])


def missing(taken: Set[tuple[str, Edge]]) -> list[str]:
    """The edges of the tables that were not taken, in words."""
    every = {(machine, edge) for machine, edges in EVERY for edge in edges}
    return [f"{machine}: {' '.join(edge)}" for machine, edge in sorted(every - taken)]
