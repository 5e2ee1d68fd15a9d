"""Killed while cash is settled, before or after any call took effect: every fen is still where it belongs."""

import msgspec
import pytest

from kiosk.wire.cash import CashClosing

from .cash_desk import Slot, at_rest, biller_of, bills_of, credited_fen, open_cases
from .interposed import interposed
from .test_power_cuts import Fuse, PowerCut
from .town import Town

# The water bill is refused and goes on account, electricity and gas are posted, the rest goes on account.
CALLS = range(1, 6)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", CALLS)
def test_a_power_cut_at_any_call_of_the_settlement_is_recovered_from(
    file_town: Town, call: int, after: bool
) -> None:
    slot = Slot(file_town)
    biller, bill_no = biller_of(file_town, bills_of(file_town, "water")[0])
    biller.withdraw(bill_no)
    slot.put_in(10_000, 10_000, 10_000, reported=False)
    fuse = Fuse(call, after)
    file_town.surround(interposed(file_town.gateway.parts.outside, fuse.around))
    closing = msgspec.convert({"notes": slot.notes, "inserted_fen": slot.inserted_fen}, CashClosing)
    with pytest.raises(PowerCut):
        file_town.gateway.cash.close(slot.payment_id, closing)
    file_town.restart()
    file_town.clock.advance(60)
    ended = file_town.after(90, slot.payment_id)
    assert (ended.outcome, ended.detail) == ("part_settled", "cash_bill_on_account")
    assert slot.close() == ended
    assert credited_fen(file_town) == 30_000 - 11_230 - 5_400
    assert open_cases(file_town) == []
    at_rest(file_town, 30_000)
