"""Energy bought with notes: what a meter will not take is owed at the counter, for no slot gives it back."""

import pytest

from kiosk.gateway.office.auditor import Auditor

from .cash_desk import BOX, Slot, open_cases
from .loads_desk import ONLINE, REFUSES, drive, load_of, meter, order
from .town import Town


class LoadSlot(Slot):
    def __init__(self, town: Town, number: str) -> None:
        self.town = town
        self.opened = town.submit(order(meter(town, number), method="cash", phone_code=None))
        self.payment_id = self.opened.payment_id
        self.notes = []


@pytest.mark.parametrize(("number", "state"), [(ONLINE, "loaded"), (REFUSES, "voucher")])
def test_notes_buy_a_load_or_a_voucher(town: Town, number: str, state: str) -> None:
    slot = LoadSlot(town, number)
    slot.put_in(5000)
    assert slot.close().outcome == "settled"
    drive(town, 8)
    load = load_of(town, slot.payment_id)
    assert load.state == state
    vouchers = {case.number: case.fen for case in open_cases(town, "voucher")}
    assert vouchers == ({load.voucher_no: 5000} if state == "voucher" else {})
    assert town.payment(slot.payment_id).legs[0].load == state
    assert town.balance_fen("refund_payable") == (-5000 if state == "voucher" else 0)
    assert town.balance_fen(BOX) == 5000
    assert Auditor(town.gateway.parts.database, town.gateway.parts.time).audit() == ()
