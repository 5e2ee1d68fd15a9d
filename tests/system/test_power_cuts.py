"""A kiosk killed in the middle of a payment: on its next start it brings the attempt to its end."""

import pytest
import requests

from kiosk.gateway.demonstration.residents import Household
from kiosk.wiring.journal import journal_of
from tests.journeys import codes
from tests.journeys.books import Books
from tests.journeys.hut import shipped_settings
from tests.journeys.line import GatewayLine, Held
from tests.journeys.neighbours import Neighbours, account, code_on_bill, owes_one_of_each
from tests.system.processes import PATIENCE_S, KioskProcess


@pytest.fixture
def household(neighbours: Neighbours) -> Household:
    return neighbours.one(owes_one_of_each)


def paid(household: Household, provider: str = "wechat") -> dict[str, int]:
    fen = account(household, "water").bills[0].due_fen
    return {f"clearing:{provider}": fen, "payable:water-city": -fen}


def killed_while_paying(kiosk: KioskProcess, household: Household, line: GatewayLine, held: Held) -> None:
    """A phone pays a water bill, and the power goes while the request or its answer is under way."""
    kiosk.does("finds", *code_on_bill(account(household, "water")))
    line.behave(held, at="/v1/payments")
    kiosk.does("shows_phone", codes.wechat("0000"))
    assert held.reached.wait(PATIENCE_S)
    kiosk.kill()
    line.recover()


def comes_to_its_end(kiosk: KioskProcess) -> None:
    kiosk.start()
    kiosk.does("sees_every_attempt_ended")
    kiosk.stop()


def history(kiosk: KioskProcess, payment_id: str) -> tuple[str, ...]:
    """Opening the journal verifies its chain."""
    journal = journal_of(shipped_settings(), kiosk.state)
    try:
        assert journal.open_intents() == ()
        return journal.history(payment_id)
    finally:
        journal.close()


def the_payment(line: GatewayLine) -> str:
    """The id that every request about the payment carried."""
    ids = {asked.path.split("/")[3] for asked in line.asked if asked.path.startswith("/v1/payments/")}
    [payment_id] = ids
    return payment_id


def test_killed_before_a_byte_has_left(
    kiosk: KioskProcess, household: Household, line: GatewayLine, books: Books
) -> None:
    """The intent is on the disk: the id is barred, so that nothing late can charge, and the bill is free."""
    killed_while_paying(kiosk, household, line, Held(forwarded=False))
    comes_to_its_end(kiosk)
    barred = the_payment(line)
    assert history(kiosk, barred) == ("intent", "result", "closed")
    assert (books.moved(barred), books.charges(barred)) == ({}, 0)
    kiosk.start()
    kiosk.does("finds", *code_on_bill(account(household, "water")))
    kiosk.does("shows_phone", codes.wechat("0000"))
    outcome = kiosk.does("ends", "settled")
    assert outcome["payment_id"] != barred
    assert books.moved(outcome["payment_id"]) == paid(household)
    books.check()


def test_killed_after_the_charge_and_before_the_answer(
    kiosk: KioskProcess, household: Household, line: GatewayLine, books: Books
) -> None:
    before = books.payments()
    killed_while_paying(kiosk, household, line, Held(forwarded=True))
    comes_to_its_end(kiosk)
    charged = the_payment(line)
    assert books.payments() - before == {charged}
    assert books.moved(charged) == paid(household)
    assert history(kiosk, charged) == ("intent", "result", "closed")
    books.check()


def test_killed_after_the_result_and_before_the_receipt(
    kiosk: KioskProcess, household: Household, line: GatewayLine, books: Books
) -> None:
    before = books.payments()
    kiosk.does("finds", *code_on_bill(account(household, "water")))
    kiosk.does("shows_phone", codes.wechat("0000"))
    outcome = kiosk.does("ends", "settled")
    kiosk.kill()
    comes_to_its_end(kiosk)
    assert books.payments() - before == {outcome["payment_id"]}
    assert books.moved(outcome["payment_id"]) == paid(household)
    assert history(kiosk, outcome["payment_id"]) == ("intent", "result", "closed")
    assert requests.get(outcome["verification_url"], timeout=10).json()["outcome"] == "settled"
    books.check()


def test_killed_after_a_bank_card_was_charged(
    kiosk: KioskProcess, household: Household, line: GatewayLine, books: Books
) -> None:
    """Nobody can tell any more whether the resident went away content: the money is where the books say."""
    kiosk.does("finds", *code_on_bill(account(household, "water")))
    held = Held(forwarded=True)
    line.behave(held, at="/sandbox/acquirer/authorise")
    kiosk.does("taps", "pay", "bank_card")
    kiosk.does("pays_up_to_the_pin")
    assert held.reached.wait(PATIENCE_S)
    kiosk.kill()
    line.recover()
    comes_to_its_end(kiosk)
    [*_, asked] = [each for each in line.asked if each.path.startswith("/v1/payments/")]
    payment_id = asked.path.split("/")[3]
    assert books.charges(payment_id) == 1
    assert books.moved(payment_id) in ({}, paid(household, "card"))
    assert {"card_started", "result", "closed"} <= set(history(kiosk, payment_id))
    books.check()
