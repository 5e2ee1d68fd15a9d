"""Energy bought in advance, from the tile to the meter: the demonstration has one of each kind."""

from drivers.idcard.simulated_cards import id_card
from kiosk.session.household import Outcome
from kiosk.session.loads import Load
from kiosk.session.steps import Done
from kiosk.session.steps_prepaid import Loading
from tests.journeys.books import Books
from tests.journeys.codes import wechat
from tests.journeys.resident import Resident
from tests.session.looking import button, words

ONLINE, REFUSES, WITHOUT_METER = "3102664300013", "3102700003651", "3102664100017"
HOLDER = "310108194709030010"
OFFLINE, NO_KEYPAD = "0213807014", "0213806055"


def finds(resident: Resident, kind: str, number: str) -> None:
    resident.reads("home")
    resident.taps("services", "group_buy", f"service_buy_{kind}", "typed")
    resident.types(number)
    resident.taps("next")


def buys(resident: Resident, kind: str, number: str) -> None:
    finds(resident, kind, number)
    resident.reads("bill")
    resident.taps("agree", "yuan_50", "pay", "phone_code")
    resident.shows(wechat("0000"))
    resident.hut.until(lambda: isinstance(resident.hut.session.step, Loading | Done), "the money to move")
    resident.puts_code_away()


def load_of(resident: Resident) -> Load:
    """As the screen has it at the end."""
    step = resident.hut.session.step
    assert isinstance(step, Done)
    assert step.outcome.load
    return step.outcome.load


def until_load(resident: Resident, state: str) -> Outcome:
    def there() -> bool:
        step = resident.hut.session.step
        return isinstance(step, Done) and step.outcome.load is not None and step.outcome.load.state == state

    resident.hut.until(there, f"the load to be {state}", hurry_s=0.2)
    return resident.hut.outcome


def test_a_meter_in_reach_has_it_and_says_so_the_next_time(resident: Resident, books: Books) -> None:
    buys(resident, "electricity", ONLINE)
    outcome = until_load(resident, "loaded")
    assert (outcome.kind, outcome.amount_fen) == ("settled", 5000)
    assert words(resident.view.title) == "电到表了"
    assert sum(fen for fen in books.moved(outcome.payment_id).values() if fen > 0) == 5000
    resident.taps("print")
    resident.takes_receipt()
    resident.taps("finish")
    finds(resident, "electricity", ONLINE)
    resident.reads("bill")
    values = [fact.value for fact in resident.view.facts if not isinstance(fact.value, str)]
    assert any("¥50.00" in words(value) for value in values)


def test_a_meter_out_of_reach_gives_twenty_digits(resident: Resident) -> None:
    buys(resident, "water", OFFLINE)
    until_load(resident, "token")
    (fact,) = resident.view.facts
    assert isinstance(fact.value, str)
    assert fact.value.replace(" ", "") == load_of(resident).token
    assert len(load_of(resident).token) == 20
    resident.taps("finish")


def test_digits_nobody_waited_for_are_found_again_by_identity_card(resident: Resident) -> None:
    buys(resident, "water", OFFLINE)
    resident.taps("wait_no_longer", "no_receipt")
    resident.reads("home", hurry_s=0.5)
    resident.taps("services", "group_buy", "service_buy_water", "id_card")
    resident.inserts(id_card("Li", HOLDER))
    resident.takes_card_back()
    resident.reads("bill")
    resident.taps("again_1")
    until_load(resident, "token")
    (fact,) = resident.view.facts
    assert isinstance(fact.value, str)
    assert fact.value.replace(" ", "") == load_of(resident).token
    resident.taps("print")
    resident.takes_receipt()


def test_a_meter_without_keys_gives_the_money_back(resident: Resident) -> None:
    buys(resident, "water", NO_KEYPAD)
    assert until_load(resident, "returned").kind == "part_settled"
    assert "退给您" in words(resident.view.prompt)
    resident.taps("no_receipt")


def test_a_meter_that_refuses_gives_the_money_back(resident: Resident) -> None:
    buys(resident, "electricity", REFUSES)
    assert until_load(resident, "returned").kind == "part_settled"
    resident.taps("no_receipt")


def test_an_account_that_gets_bills_is_sold_nothing(resident: Resident) -> None:
    finds(resident, "electricity", WITHOUT_METER)
    resident.reads("notice")
    assert words(resident.view.title) == "这个户号不用先充钱"
    assert button(resident.view, "finish").enabled
    resident.taps("finish")


def test_a_kiosk_that_restarts_leaves_the_load_to_the_gateway_and_finds_it_again(resident: Resident) -> None:
    buys(resident, "electricity", ONLINE)
    resident.hut.restart()
    finds(resident, "electricity", ONLINE)
    resident.hut.until(lambda: resident.view.screen in {"notice", "bill"}, "the meter")
    if resident.view.screen == "notice":  # the meter has not confirmed it yet
        resident.taps("carry_on")
        until_load(resident, "loaded")
    assert resident.hut.all_paid_up()
