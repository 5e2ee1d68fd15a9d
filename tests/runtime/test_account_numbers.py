"""What the gateway tells of accounts, in the session's words, and the paper that bears them."""

from msgspec.structs import replace
from PIL.Image import Image

from kiosk.backend.errors import GatewayRefused
from kiosk.receipt.account_paper import AccountPaper
from kiosk.receipt.slip import Slip
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.look_ups import LookUps
from kiosk.runtime.slips import Slips
from kiosk.runtime.workers import Worker
from kiosk.session.effects_paid import LookUpNumbers, PrintNumbers
from kiosk.session.events import BillsReceived, Event, LookUpFailed, ReceiptFailed
from kiosk.session.household import Findings
from kiosk.texts.load import load_texts
from kiosk.wire.account_numbers import AccountNumber, AccountNumbersAnswer, AccountNumbersRequest
from kiosk.wire.bills import AccountAnswer, HouseholdAnswer
from tests.session import facts
from tests.session.account_numbers import FOUND, WATER_NUMBER

from .effects_machine import AnyGateway

ASKED = LookUpNumbers(7, "id_card", facts.ID_NUMBER, "", whole_household=True)
TOLD = AccountNumbersAnswer(
    HouseholdAnswer("h1", "张**", "临汾路380弄"),
    (AccountNumber(AccountAnswer("a1", "water", "021***5012", "临汾路380弄"), WATER_NUMBER, "dhk:w:1"),),
)


class Numbers(AnyGateway):
    def __init__(self, answer: AccountNumbersAnswer | Exception) -> None:
        super().__init__()
        self.said = answer
        self.numbers_asked: list[AccountNumbersRequest] = []

    def account_numbers(self, request: AccountNumbersRequest) -> AccountNumbersAnswer:
        self.numbers_asked.append(request)
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


def asked(gateway: AnyGateway, clock: FakeClock, told: list[Event]) -> None:
    look_ups = LookUps(gateway, clock, told.append)
    look_ups.look_numbers(ASKED)
    look_ups.worker.run_pending()


def test_what_is_told_reaches_the_session_as_secrets(clock: FakeClock, told: list[Event]) -> None:
    gateway = Numbers(TOLD)
    asked(gateway, clock, told)
    assert gateway.numbers_asked == [AccountNumbersRequest(facts.ID_NUMBER.value)]
    (received,) = told
    assert isinstance(received, BillsReceived)
    (number,) = received.findings.numbers
    assert (number.number.value, number.code.value) == (WATER_NUMBER, "dhk:w:1")
    assert WATER_NUMBER not in repr(received)
    assert facts.ID_NUMBER.value not in repr(gateway.numbers_asked)


def test_a_refusal_is_told(clock: FakeClock, told: list[Event]) -> None:
    asked(Numbers(GatewayRefused("household_unknown", 404)), clock, told)
    assert told == [LookUpFailed(7, "household_unknown")]


class Paper:
    """A printer that keeps what it would print."""

    def __init__(self) -> None:
        self.jobs: list[str] = []

    def print_image(self, job: str, image: Image) -> None:
        self.jobs.append(job)


def printed(
    printer: Paper | None, clock: FakeClock, told: list[Event], findings: Findings = FOUND
) -> list[Slip | AccountPaper]:
    drawn: list[Slip | AccountPaper] = []
    worker = Worker("receipts", clock)
    slips = Slips(
        printer,  # type: ignore[arg-type]  # no more of a printer than a slip needs
        worker,
        drawn.append,  # type: ignore[arg-type]  # what is drawn is looked at, not printed
        load_texts("zh"),
        facts.RULES,
        clock,
        told.append,
    )
    slips.print_slip(PrintNumbers(9, findings))
    worker.run_pending()
    return drawn


def test_the_paper_has_each_number_in_groups_with_its_code(clock: FakeClock, told: list[Event]) -> None:
    printer = Paper()
    (paper,) = printed(printer, clock, told)
    assert isinstance(paper, AccountPaper)
    assert [each.number for each in paper.accounts] == ["3102 6641 0001 7", "0213 8050 12"]
    assert [each.code for each in paper.accounts] == ["dhk:e:1", "dhk:w:2"]
    assert printer.jobs == [PrintNumbers(9, FOUND).job]
    assert WATER_NUMBER not in repr(paper)


def test_the_paper_says_that_there_are_more(clock: FakeClock, told: list[Event]) -> None:
    asked(Numbers(replace(TOLD, more=True)), clock, told)
    (received,) = told
    assert isinstance(received, BillsReceived)
    (whole,) = printed(Paper(), clock, told)
    (cut,) = printed(Paper(), clock, told, replace(FOUND, more_accounts=received.findings.more_accounts))
    assert len(cut.sentences) == len(whole.sentences) + 1


def test_without_a_printer_it_is_told_and_nothing_is_drawn(clock: FakeClock, told: list[Event]) -> None:
    assert printed(None, clock, told) == []
    assert told == [ReceiptFailed(PrintNumbers(9, FOUND).job, "printer_off")]
