"""A household's account numbers, made up, and a resident who takes them home."""

from msgspec.structs import replace

from kiosk.session import events as e
from kiosk.session.effects_paid import LookUpNumbers, PrintNumbers, numbers_slip
from kiosk.session.events import Event
from kiosk.session.household import AccountNumber, Findings
from kiosk.session.secret import Secret
from kiosk.session.steps_numbers import PrintingNumbers
from tests.session import facts
from tests.session.stories import Gateway, Machine, Resident, Story

WATER_NUMBER = "0213805012"
ACCOUNTS = (
    facts.account("account-electricity", "electricity"),
    facts.account("account-water", "water"),
)
FOUND: Findings = replace(
    facts.findings(accounts=ACCOUNTS),
    numbers=(
        AccountNumber("account-electricity", Secret(facts.ELECTRICITY_NUMBER), Secret("dhk:e:1")),
        AccountNumber("account-water", Secret(WATER_NUMBER), Secret("dhk:w:2")),
    ),
)


def shows_the_card(resident: Resident, machine: Machine) -> None:
    resident.opens_service("account_numbers")
    resident.inserts("id_card")
    machine.reads_id_card()


def is_told(story: Story, findings: Findings = FOUND) -> None:
    story.feed(e.BillsReceived(story.last(LookUpNumbers).request, findings))


def asks_for_numbers(resident: Resident, machine: Machine) -> None:
    shows_the_card(resident, machine)
    is_told(resident.story)
    resident.takes_card()


def paper_comes(story: Story, *, confirmed: bool = True) -> None:
    story.feed(e.ReceiptPrinted(story.last(PrintNumbers).job, confirmed))


def paper_does_not_come(story: Story, reason: str) -> None:
    story.feed(e.ReceiptFailed(story.last(PrintNumbers).job, reason))


def takes_numbers_home(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    """No paper at first, then half of it, and at last all."""
    story = resident.story
    asks_for_numbers(resident, machine)
    resident.taps("print")
    paper_does_not_come(story, "cover_open")
    resident.taps("print")
    paper_comes(story, confirmed=False)
    resident.taps("another")
    asks_for_numbers(resident, machine)
    resident.taps("print")
    paper_comes(story)
    story.feed(e.ReceiptTaken(story.last(PrintNumbers).job))


PLAYS = (takes_numbers_home,)


def awaited_of_numbers(step: object) -> list[Event]:
    if not isinstance(step, PrintingNumbers):
        return [e.PrintTapped()]
    job = numbers_slip(step.request)
    return [
        e.ReceiptPrinted(job, confirmed=True),
        e.ReceiptPrinted(job, confirmed=False),
        e.ReceiptFailed(job, "cover_open"),
    ]
