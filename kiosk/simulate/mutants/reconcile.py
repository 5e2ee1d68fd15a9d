"""Planted bugs in the ledger and the day's end that leave every sum and balance right: only I18 sees them."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from kiosk.payment.ledger import LedgerTransaction, entries
from kiosk.payment.saga_state import Payment
from kiosk.reconcile.match import Compared, compare
from kiosk.reconcile.records import Difference
from kiosk.simulate.build import Build
from kiosk.simulate.town import UTILITIES

Entries = Sequence[LedgerTransaction]


def refund_written_under_the_charges_number() -> Build:
    """A leg's refund stands in the ledger as the reversal of the charge."""

    def writes(before: Payment, after: Payment) -> Entries:
        made = entries(before, after)
        return [replace(entry, kind="reverse") if entry.kind == "refund" else entry for entry in made]

    return Build(entries=writes)


def returned_charge_not_in_the_ledger() -> Build:
    """Money that came and went back at once is not written: it changes no balance."""

    def writes(before: Payment, after: Payment) -> Entries:
        made = entries(before, after)
        kinds = {entry.kind for entry in made}
        return [] if kinds == {"charge", "reverse"} else made

    return Build(entries=writes)


def posting_written_to_another_biller() -> Build:
    """All legs of a payment are owed to the biller of the first."""

    def writes(before: Payment, after: Payment) -> Entries:
        return [_owed_to(after.legs[0].biller_id, entry) for entry in entries(before, after)]

    return Build(entries=writes)


def missing_movement_is_a_match() -> Build:
    """What the other's book does not have is taken to come some day."""
    return _finding(lambda found: found.kind not in {"ours_only", "ours_not_biller"})


def second_line_overlooked() -> Build:
    """A charge that a provider books twice is read as one."""
    return _finding(lambda found: found.kind != "told_twice")


def one_fen_is_no_difference() -> Build:
    """Sums are compared in yuan."""

    def differs(found: Difference) -> bool:
        return found.kind != "amount_differs" or abs((found.ours_fen or 0) - (found.theirs_fen or 0)) >= 100

    return _finding(differs)


def _finding(differs: Callable[[Difference], bool]) -> Build:
    """A comparison that finds nothing else."""

    def compares(*given: Any) -> Compared:
        compared = compare(*given)
        kept = tuple(filter(differs, compared.result.differences))
        return replace(compared, result=replace(compared.result, differences=kept))

    return Build(compare=compares)


def _owed_to(biller_id: str, entry: LedgerTransaction) -> LedgerTransaction:
    billers = {f"payable:{each}" for each in UTILITIES}
    lines = (
        replace(line, account=f"payable:{biller_id}") if line.account in billers else line
        for line in entry.lines
    )
    return replace(entry, lines=tuple(lines))
