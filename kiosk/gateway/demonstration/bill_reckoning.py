"""How the bills of the demonstration were worked out: readings that follow on, tiers, late fees."""

from collections.abc import Sequence
from decimal import Decimal

from kiosk.gateway.demonstration.residents import Owed, Unit
from kiosk.wire.bill_details import BillDetails, PriceTier, Readings

WITHOUT_METER = frozenset({"heat"})
"""Charged by the size of the flat."""


def reckoned(bills: Sequence[Owed], utility: str, unit: Unit | None, serial: int) -> tuple[BillDetails, ...]:
    """One for each bill, the oldest first; `serial` makes each meter stand somewhere else."""
    if unit is None:
        return tuple(BillDetails() for _ in bills)
    stands = Decimal(200 + serial * 37 % 4700)
    found = []
    for bill in bills:
        before, stands = stands, stands + Decimal(bill.usage)
        readings = None if utility in WITHOUT_METER else Readings(f"{before}", f"{stands}")
        found.append(BillDetails(readings, bill.tiers or _usual(bill, unit), bill.late_fee))
    return tuple(found)


def _usual(bill: Owed, unit: Unit) -> tuple[PriceTier, ...]:
    fen = bill.due_fen - bill.late_fee_fen
    usual_fen = Decimal(bill.usage) * unit.fen_per_thousand / 1000
    if bill.items or abs(usual_fen - fen) > 1:
        return ()
    price = (Decimal(unit.fen_per_thousand) / 100_000).normalize()
    return (PriceTier(bill.usage, f"{price:f}", fen),)
