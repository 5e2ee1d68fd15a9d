"""Which accounts somebody has: by identity card alone, masked on the screen, in full on their paper."""

import pytest
from msgspec.structs import replace

from kiosk.session import events as e
from kiosk.session.effects import LookUpBills, StartPayment
from kiosk.session.effects_paid import LookUpNumbers, PrintNumbers
from kiosk.session.household import Findings
from kiosk.session.show import view
from kiosk.session.steps import Goodbye, Idle, InsertCard, Notice
from kiosk.session.steps_numbers import ListNumbers, PrintingNumbers, TakeNumbers
from kiosk.session.steps_services import ChooseService
from tests.session import facts
from tests.session.account_numbers import (
    ACCOUNTS,
    FOUND,
    WATER_NUMBER,
    asks_for_numbers,
    is_told,
    paper_comes,
    paper_does_not_come,
    shows_the_card,
)
from tests.session.looking import everything_said, offered, words
from tests.session.payments import RULES
from tests.session.stories import Machine, Resident, Story


@pytest.fixture
def story() -> Story:
    return Story(RULES)


def told(story: Story) -> list[str]:
    return [each.value if isinstance(each.value, str) else words(each.value) for each in story.screen.facts]


def test_nothing_but_the_identity_card_is_asked_for(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.opens_service("account_numbers")
    assert story.at(InsertCard).slot == "id_card"
    assert (story.session.armed.scanner, story.session.armed.ic_card) == ("", False)
    resident.inserts("id_card")
    machine.reads_id_card()
    asked = story.last(LookUpNumbers)
    assert (asked.by, asked.value) == ("id_card", facts.ID_NUMBER)
    assert not story.asked(LookUpBills)


def test_more_accounts_than_are_told_are_not_kept_quiet(
    story: Story, resident: Resident, machine: Machine
) -> None:
    shows_the_card(resident, machine)
    is_told(story, replace(FOUND, more_accounts=True))
    resident.takes_card()
    assert story.prompt == "户号多,没有列全。其余的请打服务热线问"


def test_without_a_reader_the_service_says_so(story: Story, resident: Resident, machine: Machine) -> None:
    machine.loses("id_reader")
    resident.taps("services")
    button = next(each for each in story.screen.choices if each.name == "service_account_numbers")
    assert (button.enabled, bool(button.reason)) == (False, True)
    story.feed(e.ServiceTapped("account_numbers"))
    story.at(ChooseService)


def test_the_screen_shows_them_masked_and_an_address_once(
    story: Story, resident: Resident, machine: Machine
) -> None:
    asks_for_numbers(resident, machine)
    assert told(story) == [*(account.number_masked for account in ACCOUNTS), facts.ADDRESS]
    elsewhere = replace(ACCOUNTS[1], address_masked="临汾路99弄")
    asks_elsewhere = replace(FOUND, accounts=(ACCOUNTS[0], elsewhere))
    resident.taps("exit")
    resident.waits(20)
    shows_the_card(resident, machine)
    is_told(story, asks_elsewhere)
    resident.takes_card()
    assert [facts.ADDRESS in each for each in told(story)] == [True, False]
    assert "临汾路99弄" in told(story)[1]


def test_no_display_ever_has_a_number_in_full(story: Story, resident: Resident, machine: Machine) -> None:
    asks_for_numbers(resident, machine)
    resident.taps("print")
    paper_comes(story, confirmed=False)
    for session in story.sessions:
        for role in ("resident", "helper"):
            said = everything_said(view(session, role)) + repr(view(session, role)) + repr(session)
            assert facts.ELECTRICITY_NUMBER not in said
            assert WATER_NUMBER not in said


def test_the_paper_has_what_was_found_and_nothing_is_paid(
    story: Story, resident: Resident, machine: Machine
) -> None:
    asks_for_numbers(resident, machine)
    resident.taps("print")
    story.at(PrintingNumbers)
    assert story.last(PrintNumbers).findings.numbers == FOUND.numbers
    paper_comes(story)
    assert story.at(TakeNumbers).confirmed
    story.feed(e.ReceiptTaken(story.last(PrintNumbers).job))
    story.at(Goodbye)
    assert not story.asked(StartPayment)


def test_paper_of_another_job_is_not_theirs(story: Story, resident: Resident, machine: Machine) -> None:
    asks_for_numbers(resident, machine)
    resident.taps("print")
    first = story.last(PrintNumbers).job
    resident.waits(41)
    assert story.at(ListNumbers).problem == "printer_silent"
    resident.taps("print")
    story.feed(e.ReceiptPrinted(first, confirmed=True))
    story.at(PrintingNumbers)


@pytest.mark.parametrize("reason", ["cover_open", "unheard_of"])
def test_paper_that_does_not_come_is_told_and_may_be_tried_again(
    story: Story, resident: Resident, machine: Machine, reason: str
) -> None:
    asks_for_numbers(resident, machine)
    resident.taps("print")
    paper_does_not_come(story, reason)
    assert "打不出来" in story.prompt
    resident.taps("print")
    paper_comes(story)
    resident.taps("another")
    story.at(Idle)


def test_without_paper_nothing_is_offered_but_to_end(
    story: Story, resident: Resident, machine: Machine
) -> None:
    machine.has_paper("out")
    asks_for_numbers(resident, machine)
    assert "print" not in offered(story.screen)
    assert "打不出来" in story.prompt
    resident.taps("finish")
    story.at(Goodbye)


@pytest.mark.parametrize("findings", [replace(FOUND, numbers=(), accounts=()), facts.findings()])
def test_whoever_has_no_account_is_told(
    story: Story, resident: Resident, machine: Machine, findings: Findings
) -> None:
    shows_the_card(resident, machine)
    is_told(story, findings)
    resident.takes_card()
    assert story.at(Notice).problem == "household_unknown"
    resident.taps("retry")
    story.at(ChooseService)


def test_a_card_that_cannot_be_read_may_be_put_in_again(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.opens_service("account_numbers")
    resident.inserts("id_card")
    machine.cannot_read("card_damaged")
    resident.takes_card()
    story.at(Notice)
    resident.taps("retry")
    assert story.at(InsertCard).slot == "id_card"


def test_at_the_end_nothing_of_it_is_left(story: Story, resident: Resident, machine: Machine) -> None:
    asks_for_numbers(resident, machine)
    resident.taps("finish" if "finish" in offered(story.screen) else "exit")
    story.at(Goodbye)
    assert "numbers" not in repr(story.session.step)
