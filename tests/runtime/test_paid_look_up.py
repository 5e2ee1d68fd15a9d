"""A payment is found by its receipt's serial number, and what is found names nobody."""

import pytest
from msgspec.structs import replace

from kiosk.backend.errors import GatewayUnreachable
from kiosk.runtime import answers
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Intent, Journal
from kiosk.runtime.paid_look_up import PaidLookUps
from kiosk.runtime.workers import Worker
from kiosk.session.effects import FindPayment
from kiosk.session.events import Event, PaymentFound, PaymentNotFound
from kiosk.wire.payments import PaymentAnswer
from tests.runtime.counter import BASKET
from tests.runtime.scripted_gateway import ScriptedGateway, answer
from tests.session import facts

SERIAL = "26112012345678"


class Desk:
    def __init__(self, journal: Journal, clock: FakeClock, told: list[Event]) -> None:
        self.gateway, self.told = ScriptedGateway(), told
        self.worker = Worker("look-ups", clock)
        self.look_ups = PaidLookUps(self.gateway, journal, self.worker, told.append)
        journal.intend(Intent("p1", BASKET.amount_fen, "phone_code"), 1.0)
        said = replace(facts.settled("p1", BASKET), receipt_no=SERIAL)
        journal.write("p1", "result", 2.0, answers.result_body(said))
        journal.write("p1", "closed", 2.0)

    def finds(self, serial: str) -> Event:
        self.look_ups.find(FindPayment(serial))
        self.worker.run_pending()
        return self.told[-1]


@pytest.fixture
def desk(journal: Journal, clock: FakeClock, told: list[Event]) -> Desk:
    return Desk(journal, clock, told)


def settled() -> PaymentAnswer:
    return replace(answer("settled"), receipt_no=SERIAL)


def test_the_journal_knows_which_payment_and_the_gateway_how_it_stands(desk: Desk) -> None:
    desk.gateway.says(settled())
    found = desk.finds(SERIAL)
    assert isinstance(found, PaymentFound)
    assert (found.outcome.kind, found.outcome.receipt_no) == ("settled", SERIAL)
    assert sum(leg.amount_fen for leg in found.outcome.legs) == BASKET.amount_fen
    assert desk.gateway.calls == ["ask"]


def test_what_is_found_names_no_account(desk: Desk) -> None:
    desk.gateway.says(settled())
    found = desk.finds(SERIAL)
    assert isinstance(found, PaymentFound)
    assert {(leg.account_masked, leg.voucher_no) for leg in found.outcome.legs} == {("", "")}


@pytest.mark.parametrize("serial", ["26112012345679", "", "%", "settled", "2611201234567"])
def test_a_number_that_is_none_of_this_machines_asks_nobody(desk: Desk, serial: str) -> None:
    assert desk.finds(serial) == PaymentNotFound("serial_unknown")
    assert desk.gateway.calls == []


def test_without_the_gateway_nothing_is_said_of_the_payment(desk: Desk) -> None:
    desk.gateway.says(GatewayUnreachable("no line"))
    assert desk.finds(SERIAL) == PaymentNotFound("gateway_down")


def test_a_gateway_that_knows_another_serial_is_not_believed(desk: Desk) -> None:
    desk.gateway.says(replace(settled(), receipt_no="26112099999999"))
    assert desk.finds(SERIAL) == PaymentNotFound("serial_unknown")
