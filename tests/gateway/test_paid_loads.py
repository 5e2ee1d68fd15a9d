"""What was bought for a meter, among what was paid: told and copied by what became of it."""

from http import HTTPStatus

import pytest

from kiosk.receipt.document import Receipt
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import JournalDamaged
from kiosk.runtime.no_journal import NoJournal
from kiosk.runtime.paid_answers import findings_of_paid
from kiosk.runtime.receipts import Receipts
from kiosk.session.effects import PrintReceipt
from kiosk.session.household import Basket, Payment
from kiosk.texts import load_texts
from tests.session import facts

from .cash_desk import Slot, bills_of, open_cases
from .loads_desk import OFFLINE, ONLINE, REFUSES, buy, drive, load_of
from .test_cash_office import Counter
from .test_loads_in_cash import LoadSlot
from .test_paid import paid
from .town import GAS, Town


def told(town: Town, number: str) -> Payment:
    found = findings_of_paid(paid(town, value=number), "code").paid
    assert found is not None
    return found.payments[0]


def copied(payment: Payment) -> Receipt:
    """As at any other kiosk: nothing of it is in its journal."""
    assert payment.receipt is not None
    nobody = NoJournal(JournalDamaged("not here"))
    receipts = Receipts(None, _nothing, load_texts("zh"), facts.RULES, nobody, FakeClock(), _nothing)  # type: ignore[arg-type]  # never drawn
    return receipts.compose(PrintReceipt(payment.receipt, Basket("", "", ()), copy=True, shown="code"))


def _nothing(*_: object) -> None:
    raise AssertionError("nothing is printed here")


def test_a_load_that_was_given_back_is_not_told_as_paid_and_its_copy_bears_no_seal(town: Town) -> None:
    payment_id = buy(town, REFUSES)
    drive(town, 5)
    assert load_of(town, payment_id).state == "returned"
    payment = told(town, REFUSES)
    copy = copied(payment)
    (line,) = copy.lines
    assert payment.amount_fen == 0
    assert (copy.kind, copy.total_fen, copy.not_loaded) == ("part_settled", 0, True)
    assert (line.state, line.load, line.amount_fen) == ("returned", "back", 5000)


def test_what_was_bought_is_called_so_and_not_a_bill(town: Town) -> None:
    buy(town, ONLINE)
    drive(town, 9)
    payment = told(town, ONLINE)
    copy = copied(payment)
    (line,) = copy.lines
    assert payment.amount_fen == 5000
    assert (copy.kind, copy.total_fen, line.utility, line.load) == ("settled", 5000, "买电", "loaded")


def test_the_digits_for_a_meter_are_on_no_list(town: Town) -> None:
    payment_id = buy(town, OFFLINE)
    drive(town)
    token = load_of(town, payment_id).token
    assert token
    (line,) = copied(told(town, OFFLINE)).lines
    assert (line.load, line.token) == ("token", "")
    said = town.post("/v1/paid", {"by": "account", "value": OFFLINE})
    assert token not in said.text


@pytest.mark.parametrize(("buys", "number"), [(True, REFUSES), (False, GAS)], ids=["a load", "a bill"])
def test_a_voucher_is_told_to_wait_until_its_money_has_been_fetched(
    town: Town, buys: bool, number: str
) -> None:
    slot = LoadSlot(town, number) if buys else Slot(town, bills_of(town, "gas"))
    slot.put_in(5000)
    slot.close()
    drive(town, 8)
    assert [line.fetched for line in copied(told(town, number)).lines if line.state == "voucher"] == [False]
    (case,) = open_cases(town, "voucher")
    counter = Counter(town)
    for name, act in (("wang", "approval"), ("zhao", "pay-out")):
        assert counter.does(name, act, case.number).status_code == HTTPStatus.OK
    assert [line.fetched for line in copied(told(town, number)).lines if line.state == "voucher"] == [True]
