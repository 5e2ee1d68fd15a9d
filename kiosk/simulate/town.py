"""What the residents of one world owe, to whom, and what the gateway knows of it."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.gateway.parties.biller_rules import (
    BillerBook,
    BillerRules,
    NumberRule,
    OnAccount,
    PaymentLimits,
)
from kiosk.gateway.sql.record_store import KnownBill
from kiosk.session.household import Basket, Bill
from kiosk.simulate.billers import Owed, SimulatedBiller
from kiosk.simulate.recharge import CODE_DIGITS, ISSUER
from kiosk.wire.payments import BillToPay

if TYPE_CHECKING:
    from kiosk.simulate.world import World

UTILITIES = ("water", "electricity", "gas")
_NUMBER = NumberRule(length=8, prefix="", weights=(1,), modulus=1)
_CARD_CODE = NumberRule(length=CODE_DIGITS, prefix="", weights=(1,), modulus=1)
_ACCOUNTS = 2
"""Of each biller."""

_ON_ACCOUNT = {"water": OnAccount(least_fen=1_000), "electricity": OnAccount(least_fen=1)}
"""Who takes money on account; gas does not."""


def _rules(utility: str) -> BillerRules:
    return BillerRules(
        biller_id=utility,
        utility=utility,
        name=utility,
        number=_NUMBER,
        codes=(),
        on_account=_ON_ACCOUNT.get(utility),
        recharge_code=_CARD_CODE if utility == ISSUER else None,
    )


BOOK = BillerBook(tuple(_rules(utility) for utility in UTILITIES))


def limited(book: BillerBook, biller_id: str, most_fen: int) -> BillerBook:
    """The rules with another limit of what one payment may bring that biller."""
    limits = replace(book[biller_id].limits, most_fen=most_fen)
    return _with_limits(book, biller_id, limits)


def limited_a_day(book: BillerBook, biller_id: str, most_fen: int) -> BillerBook:
    """... of what may come to one of its accounts in a day."""
    return _with_limits(book, biller_id, replace(book[biller_id].limits, most_fen_a_day=most_fen))


def _with_limits(book: BillerBook, biller_id: str, limits: PaymentLimits) -> BillerBook:
    changed = (replace(r, limits=limits) if r.biller_id == biller_id else r for r in book.rules)
    return BillerBook(tuple(changed))


class Town:
    def __init__(self, world: "World", bills: int) -> None:
        chance = world.chance
        self.billers = {
            utility: SimulatedBiller(
                world, utility, voids=chance.random() < 0.6, guards=chance.random() < 0.5
            )
            for utility in UTILITIES
        }
        self.bills: dict[str, Owed] = {}
        self.paused: dict[str, None] = {}
        """Billers for which somebody has paused payments by hand."""
        self.known: dict[str, KnownBill] = {}
        for number in range(bills):
            fen = 1 + chance.randrange(50_000)
            self._add(f"bill-{number}", chance.choice(UTILITIES), fen if fen % 2 else 100 * (1 + fen // 500))

    def _add(self, bill_id: str, utility: str, due_fen: int) -> None:
        bill_no = f"{utility}-{bill_id}"
        owed = self.bills[bill_id] = Owed(bill_id, utility, bill_no, due_fen)
        self.billers[utility].owed[bill_no] = owed
        account = f"{utility}-account-{len(self.known) % _ACCOUNTS}"
        self.known[bill_id] = KnownBill(bill_id, utility, bill_no, utility, "****", account)

    def of(self, _: Iterable[str]) -> Mapping[str, KnownBill]:
        """What the gateway has shown."""
        return self.known

    def unpaid(self, biller_id: str | None = None) -> list[Owed]:
        """Of one biller, or of all."""
        asked = [owed for owed in self.bills.values() if biller_id in {None, owed.biller_id}]
        return [owed for owed in asked if not self.billers[owed.biller_id].is_paid(owed.bill_no)]


def basket(bills: list[Owed]) -> Basket:
    """The bills as they are shown now."""
    return Basket("", "", tuple(_bill(owed) for owed in bills))


def asked(of: Basket) -> tuple[BillToPay, ...]:
    return tuple(BillToPay(bill.bill_id, bill.version, bill.due_fen) for bill in of.bills)


def _bill(owed: Owed) -> Bill:
    return Bill(
        bill_id=owed.bill_id,
        version=owed.version,
        account_id="",
        utility=owed.biller_id,
        account_masked="",
        period_from="2026-10",
        period_to="2026-10",
        usage="1",
        usage_unit="t",
        due_fen=owed.due_fen,
    )
