"""What must hold for loads (I21): whatever is paid for a meter is loaded, or given back, or waiting.

Pure, as all invariants are, for tests, simulation and auditor. I5 of loads is here as well.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from kiosk.payment.edges import LOAD_EDGES
from kiosk.payment.invariants import Violation
from kiosk.payment.ledger import VOUCHERS, LedgerTransaction
from kiosk.payment.legs import LegState
from kiosk.payment.load_state import LOAD_ENDS, Load, LoadState
from kiosk.payment.saga_state import Payment

_LONGEST_MS = 48 * 3_600_000
"""A company that has not answered for so long is somebody's case. A card may stay in a drawer for years."""
_FOR_A_CARD = frozenset({LoadState.CARD_WAITING, LoadState.CARD_UNSURE})
_BACK = frozenset({LoadState.REFUNDING, LoadState.REFUNDED, LoadState.VOUCHER})


class LoadOutside(Struct, frozen=True):
    """What others hold of loads, by load id: fen in meters and on cards, digits given out, sales that their
    company has taken back; and refunds that were carried out, by refund number."""

    loaded_fen: Mapping[str, int]
    tokens: Mapping[str, str]
    taken_back: frozenset[str]
    refunded: frozenset[str]


def unowed(payment: Payment, loads: Iterable[Load]) -> Iterator[Violation]:
    """Every posted prepaid leg has its one load, of its sum, and there is no other."""
    legs = {
        leg.posting_ref: leg.amount_fen
        for leg in payment.legs
        if leg.kind == "prepaid" and leg.state is LegState.POSTED
    }
    seen: set[str] = set()
    for load in loads:
        if load.load_id in seen:
            yield Violation("I21", load.load_id, "owed a second time")
        if legs.get(load.load_id) != load.amount_fen:
            told = f"a load of {load.amount_fen} fen, where {legs.get(load.load_id, 0)} are paid and posted"
            yield Violation("I21", load.load_id, told)
        seen.add(load.load_id)
    for load_id in legs.keys() - seen:
        yield Violation("I21", load_id, f"{legs[load_id]} fen are paid and posted, and no load is owed")


def in_two_places(load: Load, outside: LoadOutside) -> Iterator[Violation]:
    """At any moment: nothing is in the meter twice, nor both there and given back."""
    fen = outside.loaded_fen.get(load.load_id, 0)
    if fen not in {0, load.amount_fen}:
        yield Violation("I21", load.load_id, f"{fen} fen loaded of {load.amount_fen} paid")
    if load.state is LoadState.CARD_WAITING and fen:
        yield Violation("I21", load.load_id, "said to be surely not on the card, where it is")
    delivered = fen > 0 or load.load_id in outside.tokens
    if delivered and load.refund_no in outside.refunded:
        yield Violation("I9", load.load_id, "both loaded and given back")
    if delivered and load.state is LoadState.VOUCHER:
        yield Violation("I9", load.load_id, "both loaded and owed as a voucher")


def wrong_load(load: Load, outside: LoadOutside) -> Iterator[Violation]:
    """The gateway's word about a load is what the others hold."""
    yield from in_two_places(load, outside)
    there = outside.loaded_fen.get(load.load_id) == load.amount_fen
    if load.state in {LoadState.LOADED, LoadState.WRITTEN} and not there:
        yield Violation("I21", load.load_id, f"{load.state.value}, and neither meter nor card has it")
    if load.state is LoadState.TOKEN and outside.tokens.get(load.load_id) != load.token:
        yield Violation("I21", load.load_id, "other digits than its company gave out, or none")
    back = load.load_id in outside.taken_back
    # While it is being taken back, the answer may be on the way.
    if load.state is not LoadState.RETURNING and (load.state in _BACK) is not back:
        yield Violation("I21", load.load_id, f"{load.state.value}, and its company sees that otherwise")
    if load.state is LoadState.REFUNDED and load.refund_no not in outside.refunded:
        yield Violation("I21", load.load_id, "refunded, and no refund was carried out")


def wrong_load_words(load: Load) -> Iterator[Violation]:
    """I21 as the gateway alone can see it, at any time."""
    if (load.state is LoadState.TOKEN) is not (load.token is not None):
        yield Violation("I21", load.load_id, f"{load.state.value} with{'' if load.token else 'out'} digits")
    if not load.refundable and load.state in {LoadState.REFUNDING, LoadState.REFUNDED}:
        yield Violation("I21", load.load_id, "given back, where nobody takes it back")
    if load.refundable and load.state is LoadState.VOUCHER:
        yield Violation("I21", load.load_id, "a voucher, where the money could go back")
    if load.unsure and load.state not in {LoadState.CARD_UNSURE, LoadState.WRITING}:
        yield Violation("I21", load.load_id, f"{load.state.value}, and nobody knows what is on the card")


def wrong_load_step(before: Load, after: Load, cause: str) -> Iterator[Violation]:
    """I5: nothing leaves an end, and every change is an edge."""
    if before.state in LOAD_ENDS and after != before:
        yield Violation("I5", after.load_id, f"changed after it was {before.state.value}, by {cause}")
    yield from wrong_load_edge(after.load_id, before.state.value, cause, after.state.value)


def wrong_load_edge(load_id: str, before: str, cause: str, after: str) -> Iterator[Violation]:
    """I5 of one row of the history."""
    if before != after and (before, cause, after) not in LOAD_EDGES:
        yield Violation("I5", load_id, f"load: {before} to {after} by {cause}")


def wrong_load_money(load: Load, transactions: Iterable[LedgerTransaction]) -> Iterator[Violation]:
    """I6: what the ledger owes the payer for this load is what is on its way back."""
    kinds = {"take_back", "load_refund"}
    owed_fen = -sum(
        line.fen
        for entry in transactions
        if entry.kind in kinds and entry.number == load.leg
        for line in entry.lines
        if line.account == VOUCHERS
    )
    owes = load.amount_fen if load.state in {LoadState.REFUNDING, LoadState.VOUCHER} else 0
    if owed_fen != owes:
        told = f"{owed_fen} fen owed to the payer in the ledger, {owes} by the load ({load.state.value})"
        yield Violation("I6", load.load_id, told)


def load_waits_too_long(load: Load, now_ms: int) -> Iterator[Violation]:
    """I4: its company does not answer; the words stay the same while it waits."""
    waits = load.state not in LOAD_ENDS | _FOR_A_CARD
    # What comes out of a drawer, or from the office, is its company's from then on and not since it was paid.
    if waits and now_ms - max(load.created_ms, load.since_ms) > _LONGEST_MS:
        yield Violation("I4", load.load_id, f"{load.state.value} for two days: {load.biller_id} is silent")


def loads_not_at_rest(loads: Iterable[Load]) -> Iterator[Violation]:
    """I4: an hour after the last fault every load has ended or waits for its card."""
    for load in loads:
        if load.state not in LOAD_ENDS | _FOR_A_CARD:
            yield Violation("I4", load.load_id, f"still {load.state.value}")
