"""The gateway's process killed in the middle of a payment and started again: nothing lost, nothing twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.clock import ScaledDeviceClock
from kiosk.gateway.demonstration.residents import Household
from tests.journeys import codes
from tests.journeys.books import Books
from tests.journeys.clocks import ElasticClock
from tests.journeys.conftest import come_to_rest
from tests.journeys.hut import Hut
from tests.journeys.neighbours import Neighbours, account, code_on_bill, owes_one_of_each
from tests.journeys.resident import Resident
from tests.system.processes import GatewayProcess


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    gateway = GatewayProcess(tmp_path_factory.mktemp("gateway"))
    gateway.start()
    yield gateway
    gateway.kill()


@pytest.fixture
def books(gateway: GatewayProcess) -> Books:
    return Books(gateway.db_path)


@pytest.fixture
def resident(tmp_path: Path, gateway: GatewayProcess, books: Books) -> Iterator[Resident]:
    # The terminal waits a minute for a PIN: at this speed long enough for a process to start beside others.
    devices = ScaledDeviceClock(3.0)
    hut = Hut(tmp_path, gateway.url, ElasticClock(), devices=devices)
    hut.start()
    yield Resident(hut)
    come_to_rest(hut, books)
    hut.stop()


@pytest.fixture
def household(neighbours: Neighbours) -> Household:
    return neighbours.one(owes_one_of_each)


def test_killed_while_the_terminal_asks_for_the_pin(
    resident: Resident, gateway: GatewayProcess, books: Books, household: Household
) -> None:
    owed = account(household, "gas")
    resident.finds(*code_on_bill(owed))
    resident.taps("pay", "bank_card")
    resident.waits_for_terminal("insert_card")
    assert resident.terminal.insert_card("6222020200112233446")
    resident.waits_for_terminal("enter_pin")
    gateway.kill()
    gateway.start()
    assert resident.terminal.enter_pin()
    resident.waits_for_terminal("remove_card")
    assert resident.terminal.take_card()
    outcome = resident.ends("settled", hurry_s=0.05)
    due_fen = owed.bills[0].due_fen
    assert books.moved(outcome.payment_id) == {"clearing:card": due_fen, "payable:gas-city": -due_fen}


def test_killed_between_the_charge_and_the_news_of_it(
    resident: Resident, gateway: GatewayProcess, books: Books, household: Household
) -> None:
    """The provider has charged and its answer was lost; the gateway dies before it can ask again."""
    owed = account(household, "electricity")
    resident.finds(*code_on_bill(owed))
    resident.shows_phone(codes.wechat("0003"))
    resident.hut.until(lambda: bool(books.open_payments()), "the gateway to have taken the payment in")
    [payment_id] = books.open_payments()
    resident.hut.until(lambda: books.charges(payment_id) == 1, "the provider to have charged")
    gateway.kill()
    assert books.state(payment_id) == "charging"
    gateway.start()
    outcome = resident.ends("settled", hurry_s=0.02)
    assert outcome.payment_id == payment_id
    due_fen = owed.bills[0].due_fen
    assert books.moved(payment_id) == {"clearing:wechat": due_fen, "payable:electric-city": -due_fen}
