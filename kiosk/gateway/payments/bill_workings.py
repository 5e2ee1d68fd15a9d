"""What of a bill's workings may be shown: a biller's reckoning that does not come out is not told."""

from decimal import Decimal

import msgspec

from kiosk.gateway.parties.adapters import BillerBill
from kiosk.wire.bill_details import BillDetails, PriceTier, Readings

ROUNDED_FEN = 1
"""Billers round up, down or to the nearest."""


def workings(bill: BillerBill) -> BillDetails | None:
    """None where nothing is left to tell. A bill is paid whether or not its workings come out."""
    if bill.details is None:
        return None
    details = bill.details
    readings, tiers = details.readings, details.tiers
    if readings is not None and not _come_to(readings, bill.usage):
        readings = None
    if not all(map(_comes_out, tiers)) or sum(tier.fen for tier in tiers) > bill.due_fen:
        tiers = ()
    late_fee = details.late_fee if bill.late_fee_fen else None
    told = msgspec.structs.replace(details, readings=readings, tiers=tiers, late_fee=late_fee)
    return told if told != BillDetails() else None


def _come_to(readings: Readings, usage: str) -> bool:
    """A meter that was changed, or that counts in tens, would only puzzle whoever reckons it up."""
    return Decimal(readings.after) - Decimal(readings.before) == Decimal(usage)


def _comes_out(tier: PriceTier) -> bool:
    fen = Decimal(tier.quantity) * Decimal(tier.yuan_a_unit) * 100
    return abs(fen - tier.fen) <= ROUNDED_FEN
