"""The screens of real journeys, in the residents' real words: all of it fits, in both orientations."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kiosk.audit.geometry import faults
from kiosk.session.effects import Effect
from kiosk.session.events import Event
from kiosk.session.household import LocalTime
from kiosk.session.problems import RECHARGE
from kiosk.session.rules import Rules
from kiosk.session.view import ScreenView
from kiosk.texts import load_texts
from screens.theme import Look
from tests.screens.bench import Bench
from tests.screens.conftest import LOOKS
from tests.session import facts
from tests.session.left_cards import is_forgotten, keeps_card, loses_sight_of_card
from tests.session.recharge_cards import asks, knows_card, refuses_card, settles_card
from tests.session.stories import Gateway, Machine, Resident, Story


class SeenStory(Story):
    """Remembers every screen the resident saw."""

    def __init__(self, rules: Rules) -> None:
        self.seen: list[ScreenView] = []
        super().__init__(rules)

    def feed(self, event: Event) -> tuple[Effect, ...]:
        effects = super().feed(event)
        if self.screen not in self.seen:
            self.seen.append(self.screen)
        return effects


def scans_and_pays(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    resident.taps("household", "scan")
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, replace(facts.WATER, known_at=LocalTime(11, 21, 17, 41)), facts.GAS)
    resident.opens("bill_2")
    resident.taps("back")
    resident.opens("bill_3")
    resident.taps("toggle", "pay")
    resident.taps("phone_code")
    resident.shows_pay_code()
    gateway.opens()
    gateway.says("payer_confirming")
    gateway.settles()
    resident.taps("print", "finish")
    machine.prints()
    resident.taps("finish")
    resident.waits(15)


def shows_an_id_card(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    resident.taps("electricity", "id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    machine.forces_out()
    resident.takes_card()
    gateway.answers(facts.ELECTRICITY)
    resident.taps("pay", "bank_card")
    gateway.opens()
    machine.terminal_asks("insert_card", "enter_pin", "processing", "remove_card")
    gateway.does_not_charge("declined_funds")


def types_a_wrong_number(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    resident.taps("electricity", "typed")
    resident.types(facts.ELECTRICITY_MISTYPED)
    resident.taps("next", "clear")
    resident.types(facts.ELECTRICITY_NUMBER)
    resident.taps("next")
    gateway.cannot_find("account_unknown")
    resident.taps("exit", "stay", "help", "stay")
    resident.waits(230)


def finds_everything_broken(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    machine.has_paper("out")
    machine.loses("id_reader")
    machine.loses("card_reader")
    machine.loses("terminal")
    resident.taps("household")
    resident.taps("back", "services", "back")
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, facts.WATER)
    resident.taps("pay")
    resident.shows_pay_code()
    gateway.opens()
    gateway.settles()
    resident.taps("print")
    gateway.goes_down()
    resident.taps("finish")
    resident.waits(15)


def forgets_cards(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    for lose in (keeps_card, loses_sight_of_card):
        is_forgotten(resident, gateway, machine)
        lose(machine.story)
        resident.taps("stay")
    gateway.goes_down()


def pays_with_notes(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    machine.takes_cash()
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, facts.WATER)
    resident.taps("pay", "cash")
    gateway.opens()
    gateway.expects_cash("refused")
    resident.offers_note()
    machine.gives_note_back("not_taken")
    resident.puts_in(100)
    resident.offers_note()
    machine.gives_note_back("too_much")
    resident.taps("stop_notes", "stay")
    resident.waits(121)
    resident.puts_in(100)
    machine.shuts_the_slot()
    gateway.settles_notes()
    resident.taps("print")
    machine.prints()


def leaves_notes_behind(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    machine.takes_cash()
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, facts.WATER)
    resident.taps("pay", "cash")
    gateway.opens()
    gateway.expects_cash()
    resident.puts_in(50)
    machine.loses("note_acceptor", "box_full")
    machine.shuts_the_slot()
    gateway.settles_notes(voucher=True)
    resident.taps("another", "no_receipt")


def pays_with_a_recharge_card(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    resident.taps("pay", "recharge_card")
    asks(gateway.story)
    for problem in sorted(RECHARGE):
        refuses_card(gateway, problem, 5000 if problem == "recharge_too_small" else 0)
        resident.taps("next")
    resident.waits(9)
    knows_card(gateway, 11230)
    resident.taps("back", "recharge_card")
    asks(gateway.story)
    knows_card(gateway, 50000)
    resident.taps("agree")
    gateway.opens()
    resident.waits(90)
    settles_card(gateway, voucher=True)
    resident.taps("print")
    machine.prints()


SECOND_ACCOUNT = replace(
    facts.ELECTRICITY, bill_id="bill-z", account_id="account-z", account_masked="*********0029"
)


def is_told_what_cannot_be(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    """Nothing owed of one kind, and a sum that no notes make up."""
    resident.taps("gas", "scan")
    resident.scans_bill()
    gateway.finds(facts.findings(accounts=(facts.account("account-gas", "gas"),)))
    resident.taps("back")
    resident.waits(4)
    machine.takes_cash()
    resident.scans_bill()
    gateway.answers(facts.GAS)
    resident.taps("pay", "exit", "leave")


def stops_too_early(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    """The most there is to say: two accounts of a kind, a bill that no account takes, all but one unpaid."""
    machine.takes_cash()
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, SECOND_ACCOUNT, facts.GAS)
    resident.taps("pay", "cash")
    gateway.opens()
    gateway.expects_cash()
    resident.puts_in(100)
    resident.puts_in(20)
    resident.taps("stop_notes", "stop")
    machine.shuts_the_slot()
    gateway.settles_notes(voucher=True)


def spends_a_card_on_two_accounts(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, SECOND_ACCOUNT)
    resident.taps("pay", "recharge_card")
    asks(gateway.story)
    knows_card(gateway, 50000)
    resident.taps("agree")
    gateway.opens()
    settles_card(gateway)


Journey = Callable[[Resident, Gateway, Machine], None]


@pytest.mark.parametrize("orientation", LOOKS)
@pytest.mark.parametrize("demonstration", [False, True])
@pytest.mark.parametrize(
    "journey",
    [
        scans_and_pays,
        shows_an_id_card,
        types_a_wrong_number,
        finds_everything_broken,
        forgets_cards,
        pays_with_notes,
        leaves_notes_behind,
        pays_with_a_recharge_card,
        is_told_what_cannot_be,
        stops_too_early,
        spends_a_card_on_two_accounts,
    ],
)
def test_every_screen_of_a_journey_fits(
    bench_on_texts: Callable[[Look], Bench], journey: Journey, orientation: str, demonstration: bool
) -> None:
    story = SeenStory(replace(facts.CASH_RULES, demonstration=demonstration))
    journey(Resident(story), Gateway(story), Machine(story))
    bench = bench_on_texts(LOOKS[orientation])
    wrong = {}
    for view in story.seen:
        found = faults(bench.show(view))
        if found:
            wrong[f"{view.screen}: {load_texts('zh').resolve(view.title)}"] = found
    assert wrong == {}
    assert len(story.seen) > 8


@pytest.fixture
def bench_on_texts() -> Callable[[Look], Bench]:
    return lambda look: Bench(look, load_texts("zh").resolve)
