"""What must hold for meter cards (I4, I17, I21): nothing stands on one that nobody paid for, and nothing that
is owed of one is forgotten. Pure, as all invariants are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from kiosk.payment.invariants import Violation
from kiosk.payment.load_state import Load


class OnCard(Struct, frozen=True):
    """What came to stand on a card. `load_id`: None where it is no load's."""

    load_id: str | None
    amount_fen: int


def wrong_card(
    supply_no: str, written: Sequence[OnCard], loads: Mapping[str, Load], refunded: frozenset[str]
) -> Iterator[Violation]:
    """I21, at any moment: each is a load of this very meter, paid, of its sum, once, and not given back."""
    seen: set[str] = set()
    for each in written:
        load = loads.get(each.load_id or "")
        if load is None:
            yield Violation("I21", supply_no, f"{each.amount_fen} fen on the card, paid by nobody")
            continue
        if load.supply_no != supply_no:
            yield Violation("I21", load.load_id, f"of {load.supply_no}, and on the card of {supply_no}")
        if each.amount_fen != load.amount_fen:
            told = f"{each.amount_fen} fen on the card of {load.amount_fen} paid"
            yield Violation("I21", load.load_id, told)
        if load.load_id in seen:
            yield Violation("I21", load.load_id, "on the card a second time")
        if load.refund_no in refunded:
            yield Violation("I9", load.load_id, "on the card, and given back")
        seen.add(load.load_id)


def session_forgotten(kiosk_id: str, noted: Iterable[str], durable: Iterable[str]) -> Iterator[Violation]:
    """I17: what a card has come to is on the disk after a crash, if somebody was told that it is."""
    for session_id in set(noted) - set(durable):
        yield Violation("I17", kiosk_id, f"the session {session_id} of a card was written down and is gone")


def let_go_too_early(session_id: str, *, has_ended: bool) -> Iterator[Violation]:
    """I17: a kiosk forgets a session after the gateway has said how it ended, and not before."""
    if not has_ended:
        yield Violation("I17", session_id, "let go by the kiosk, and the gateway waits for its end")


def sessions_owed(kiosk_id: str, owed: Iterable[str]) -> Iterator[Violation]:
    """I4: an hour after the last fault the gateway has heard of all."""
    for session_id in owed:
        yield Violation("I4", session_id, f"of a card, still owed by {kiosk_id}")


def sessions_without_end(open_at_gateway: Iterable[str]) -> Iterator[Violation]:
    """I4: no session waits for a kiosk that knows nothing of it any more."""
    for session_id in open_at_gateway:
        yield Violation("I4", session_id, "of a card, never ended")


def step_given_again(session_id: str, last_no: int, no: int) -> Iterator[Violation]:
    """I21: a card is given every step once, for it may count them."""
    if no <= last_no:
        yield Violation("I21", session_id, f"a card was given step {no} after step {last_no}")


def wrong_word_of_card(load: Load | None, on_card: Mapping[str, int]) -> Iterator[Violation]:
    """I3: whoever is told that it is written has it on the card."""
    if load is None or load.load_id not in on_card:
        yield Violation("I3", load.load_id if load else "-", "told as written, and it is not on the card")


def asked_to_pay_again(load_id: str) -> Violation:
    """I21: a load that a read card has shown to be paid is carried on, not sold once more."""
    return Violation("I21", load_id, "paid and unfinished, and its resident was asked to pay again")


def came_to_nothing(load: Load) -> Violation:
    """I21: what waits is found by its card, at any kiosk, and goes onto it without being paid again."""
    return Violation("I21", load.load_id, f"waits for its card, which was there ({load.state.value})")
