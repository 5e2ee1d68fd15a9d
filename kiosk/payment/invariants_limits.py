"""What must hold for limits over many payments: of an account's day (I19), of guessing codes (I20). Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kiosk.payment.claims import day_of_payment
from kiosk.payment.invariants import Violation
from kiosk.payment.legs import LegState
from kiosk.payment.saga_state import Payment

_MAY_COME = frozenset(
    {
        LegState.WAITING,
        LegState.POSTING,
        LegState.POST_UNKNOWN,
        LegState.HELD,
        LegState.REFUNDING,
        LegState.POSTED,
    }
)


def coming_fen(payments: Iterable[Payment]) -> Mapping[tuple[str, str], int]:
    """What these payments have brought or may bring to each limited account, by account and day.

    Said from the other side than the store's rule (`kiosk.payment.claims`), so that one judges the other.
    """
    coming: Counter[tuple[str, str]] = Counter()
    for payment in payments:
        for leg in payment.legs:
            comes = leg.state is LegState.POSTED if payment.final else leg.state in _MAY_COME
            if leg.limited_account is not None and comes:
                coming[leg.limited_account, day_of_payment(payment)] += leg.amount_fen
    return coming


def day_limit_passed(payments: Iterable[Payment], taken_in: Payment) -> Iterator[Violation]:
    """I19 at the moment a payment is taken in: `payments` are all there are, this one among them.

    Later only notes that are inside already may bring more than was counted then.
    """
    coming, day = coming_fen(payments), day_of_payment(taken_in)
    for leg in taken_in.legs:
        account, most_fen = leg.limited_account, leg.most_fen_a_day
        if account is not None and most_fen is not None and coming[account, day] > most_fen:
            told = f"{coming[account, day]} fen on {day}, where its biller takes {most_fen}"
            yield Violation("I19", account, told)


def wrong_counts(
    payments: Iterable[Payment], counted_fen: Mapping[tuple[str, str], int]
) -> Iterator[Violation]:
    """I19: what is counted is what comes, so that a payment that has ended unpaid has given back its part."""
    coming = coming_fen(payments)
    for account, day in sorted(coming.keys() | counted_fen.keys()):
        fen = counted_fen.get((account, day), 0)
        if fen != coming.get((account, day), 0):
            told = f"{fen} fen counted on {day}, where {coming.get((account, day), 0)} come"
            yield Violation("I19", account, told)


def guessed_on(
    kiosk_id: str, tries_ms: Sequence[tuple[str, int]], since_ms: int, most_per_kiosk: int, most_over_all: int
) -> Iterator[Violation]:
    """I20 as one more wrong code is told to be wrong: `tries_ms` are those before it, by kiosk and moment."""
    counting = [kiosk for kiosk, at_ms in tries_ms if at_ms > since_ms]
    here = counting.count(kiosk_id)
    if here >= most_per_kiosk or len(counting) >= most_over_all:
        told = f"another code is tried after {here} wrong ones here and {len(counting)} over all"
        yield Violation("I20", kiosk_id, told)
