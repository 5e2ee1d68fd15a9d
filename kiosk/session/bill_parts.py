"""What a bill's sum is made up of: lines that always add up to it, the late fee in a line of its own.

Says nothing that the biller has not said: what it names no item for is called "others".
"""

from typing import Literal

from msgspec import Struct

from kiosk.session.household import Bill, BillItem


class BillPart(Struct, frozen=True):
    """One line. "charge" is all there is where no items are told; "of_it_late" is inside the other lines, not
    beside them; `name` is the biller's word for an "item".
    """

    kind: Literal["item", "others", "charge", "late_fee", "of_it_late"]
    amount_fen: int
    name: str = ""


def parts_of(bill: Bill, most: int) -> tuple[BillPart, ...]:
    """At most `most` lines (two at least): surplus items are folded into "others", never left out."""
    late_fen = sum(item.amount_fen for item in bill.items if item.late_fee)
    charged = tuple(item for item in bill.items if not item.late_fee)
    named = tuple(item for item in charged if item.name)
    late_fen = late_fen or _late_beside(bill, sum(item.amount_fen for item in charged))
    late = (BillPart("late_fee", late_fen),) if late_fen else ()
    if bill.late_fee_fen and not late_fen:
        late = (BillPart("of_it_late", bill.late_fee_fen),)
    charge_fen = bill.due_fen - late_fen
    if not named:
        return (BillPart("charge", charge_fen), *late)
    return (*_folded(named, charge_fen, most - len(late)), *late)


def _late_beside(bill: Bill, named_fen: int) -> int:
    """The late fee, unless it is inside the items already: they make up the whole sum."""
    inside = bool(bill.items) and named_fen == bill.due_fen
    return 0 if inside else bill.late_fee_fen


def _folded(items: tuple[BillItem, ...], sum_fen: int, most: int) -> tuple[BillPart, ...]:
    whole = sum(item.amount_fen for item in items) == sum_fen
    kept = items if whole and len(items) <= most else items[: max(0, most - 1)]
    lines = tuple(BillPart("item", item.amount_fen, item.name) for item in kept)
    others_fen = sum_fen - sum(line.amount_fen for line in lines)
    return lines if len(kept) == len(items) and whole else (*lines, BillPart("others", others_fen))
