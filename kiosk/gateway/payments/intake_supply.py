"""Whether what is to be bought for a meter may be bought now: its company is asked anew."""

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.prepaid_adapters import SupplyRecord
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.record_store import KnownBill
from kiosk.wire.payments import BillToPay, Detail


def supply_reason(parts: Parts, asked: BillToPay, known: KnownBill) -> Detail | None:
    """None, it may. Raises Refused while its company does not answer."""
    try:
        supply = _supply(parts, asked, known)
    except AdapterSilent as silent:
        raise Refused("biller_unavailable") from silent
    if supply is None or supply.next_load_no != asked.version:
        return "bill_changed"
    if supply.standing != "may_load":
        return "bill_busy"
    if asked.amount_fen < supply.least_fen:
        return "under_limit"
    return "over_limit" if asked.amount_fen > supply.most_fen else None


def _supply(parts: Parts, asked: BillToPay, known: KnownBill) -> SupplyRecord | None:
    by_card = asked.load == "card"
    outside = parts.outside
    company = outside.cards_of(known.biller_id) if by_card else outside.meters_of(known.biller_id)
    return company.supply_of(known.biller_bill_no)
