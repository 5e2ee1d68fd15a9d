"""The end of a world's only day (I18): each party's own book against the ledger, compared as in production.

The parties' books are what they have done, not what anybody was told of it. A book is then forged and
compared again, for a comparison that finds nothing may be one that never finds anything.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kiosk.payment.invariants import Violation
from kiosk.reconcile.booked import KINDS, booked, source_of
from kiosk.reconcile.day import EDGE_MS, Day
from kiosk.reconcile.records import Difference, DifferenceKind, Key, Movement, Source

if TYPE_CHECKING:
    from kiosk.simulate.billers import SimulatedBiller
    from kiosk.simulate.orders import Orders
    from kiosk.simulate.world import World

Forgery = Callable[[Sequence[Movement]], list[Movement]]
Book = dict[Key, Movement]

_AT_MS = 0
_WHOLE = Day(date.min, _AT_MS, _AT_MS + 2 * EDGE_MS)
"""All of a world lies in one day, far from its midnight, for its machines do not agree on the time."""


def unreconciled(world: "World") -> Iterator[Violation]:
    """Of a world at rest: every difference that would need a case, and every forgery not found."""
    ours, theirs = _ours(world), dict(_theirs(world))
    agreed = []
    for source in sorted(ours.keys() | theirs.keys()):
        book, told = ours.get(source, {}), theirs.get(source, [])
        found = _compared(world, source, book, told)
        yield from (Violation("I18", each.number, _told(each)) for each in found)
        if told and not found:
            agreed.append(source)
    for number, source in enumerate(agreed, world.seed):
        yield from _overlooked(world, source, ours.get(source, {}), theirs[source], number)


def _overlooked(
    world: "World", source: Source, ours: Book, theirs: Sequence[Movement], number: int
) -> Iterator[Violation]:
    kinds, forge = _FORGERIES[number % len(_FORGERIES)]
    kind = kinds[source.startswith("biller:")]
    found = [each.kind for each in _compared(world, source, ours, forge(theirs))]
    if found != [kind]:
        yield Violation("I18", source, f"its book was forged, {kind}, and what was found is {found}")


def _compared(world: "World", source: Source, ours: Book, theirs: Sequence[Movement]) -> Sequence[Difference]:
    differences: Sequence[Difference] = world.build.compare(
        source, _WHOLE, ours, theirs, _nowhere
    ).result.differences
    return differences


def _nowhere(key: Key) -> Movement | None:
    """There is no other day."""
    return None


def _told(found: Difference) -> str:
    sums = f"{_sum(found.ours_fen)} in the ledger, {_sum(found.theirs_fen)} in the book of {found.source}"
    return f"{found.kind}, a {found.movement}: {sums}"


def _sum(fen: int | None) -> str:
    return "none" if fen is None else f"{fen} fen"


# -- the books ----------------------------------------------------------------------------------------


def _ours(world: "World") -> Mapping[Source, Book]:
    payments = world.store.payments
    books: dict[Source, Book] = {}
    for (payment_id, kind, number), entry in world.store.ledger.items():
        if kind not in KINDS:
            continue
        leg = payments[payment_id].payment.legs[number]
        for line in entry.lines:
            if source := source_of(line.account):
                movement = booked(kind, payment_id, (leg.posting_ref, leg.refund_no), line.fen, _AT_MS)
                books.setdefault(source, {})[movement.key] = movement
    return books


def _theirs(world: "World") -> Iterator[tuple[Source, Sequence[Movement]]]:
    for orders in world.every_orders():
        yield orders.name, list(_of_provider(orders))
    for biller in world.town.billers.values():
        yield f"biller:{biller.name}", list(_of_biller(world, biller))


def _of_provider(orders: "Orders") -> Iterator[Movement]:
    """What it took, what it gave back as a whole under the order's number, and its refunds."""
    for order_no, order in orders.orders.items():
        if order.paid:
            yield Movement(Key("charge", order_no), order.amount_fen, _AT_MS)
            if order.closed:
                yield Movement(Key("refund", order_no), order.amount_fen, _AT_MS)
        for refund_no, (fen, _) in order.refunds.items():
            yield Movement(Key("refund", refund_no), fen, _AT_MS)


def _of_biller(world: "World", biller: "SimulatedBiller") -> Iterator[Movement]:
    """What was posted, and of that what it has taken back."""
    for posting in biller.postings.values():
        if posting.state == "posted":
            yield Movement(Key("posting", posting.posting_ref), posting.amount_fen, _AT_MS)
            if posting.posting_ref in world.meters.taken_back():
                yield Movement(Key("refund", posting.posting_ref), posting.amount_fen, _AT_MS)


# -- what a comparison must find ----------------------------------------------------------------------


def _twice(book: Sequence[Movement]) -> list[Movement]:
    return [*book, book[0]]


def _one_missing(book: Sequence[Movement]) -> list[Movement]:
    return [*book[1:]]


def _another_sum(book: Sequence[Movement]) -> list[Movement]:
    return [book[0]._replace(fen=book[0].fen + 1), *book[1:]]


def _one_more(book: Sequence[Movement]) -> list[Movement]:
    return [*book, book[0]._replace(key=Key(book[0].key.kind, "nobody-knows-it"))]


_FORGERIES: tuple[tuple[tuple[DifferenceKind, DifferenceKind], Forgery], ...] = (
    (("told_twice", "told_twice"), _twice),
    (("ours_only", "ours_not_biller"), _one_missing),
    (("amount_differs", "amount_differs"), _another_sum),
    (("provider_only", "biller_only"), _one_more),
)
"""What each must be found to be, in a provider's book and in a biller's."""
