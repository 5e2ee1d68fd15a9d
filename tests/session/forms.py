"""Services that are asked for, in stories: their forms, what the gateway makes of them, and journeys."""

from msgspec.structs import replace

from kiosk.session.effects import FileRequest, LookUpRequests, PrintSlip, WithdrawRequest, slip_id
from kiosk.session.effects_forms import LookUpAccounts
from kiosk.session.events import (
    AnswerTapped,
    BillsReceived,
    CodeScanned,
    Event,
    FieldSkipped,
    ReceiptFailed,
    ReceiptPrinted,
    ReceiptTaken,
    RequestAgreed,
    RequestAlreadyOpen,
    RequestArrived,
    RequestBegun,
    RequestDrafted,
    RequestGone,
    RequestNotArrived,
    RequestNotGone,
    RequestsKnown,
    RequestsNotKnown,
    RequestTapped,
    WithdrawalConfirmed,
    WithdrawTapped,
)
from kiosk.session.forms import FiledRequest, KnownRequest, RequestState
from kiosk.session.household import Findings, FoundBy
from kiosk.session.secret import Secret
from tests.session import facts
from tests.session.drafts import nothing_is_kept
from tests.session.looking import words
from tests.session.stories import Gateway, Machine, Resident, Story

PHONE, LANDLINE = "13816550123", "02155550123"
REQUEST_ID = "0193abcd-0000-4000-8000-000000000001"
NUMBER = "26112100000017"
FILED = FiledRequest("repair", NUMBER, "2026-11-21")


def facts_of(story: Story) -> dict[str, str]:
    return {
        words(fact.label): fact.value if isinstance(fact.value, str) else words(fact.value)
        for fact in story.screen.facts
    }


def comes_to_confirm(resident: Resident, trouble: str = "no_supply") -> None:
    resident.taps("services")
    finds(resident, "service_repair")
    resident.taps("service_repair", "answer_electricity")
    finds(resident, f"answer_{trouble}")
    resident.taps(f"answer_{trouble}", "answer_home")
    resident.types(PHONE)
    resident.taps("next", "skip")


def finds(resident: Resident, name: str) -> None:
    """On this page, or one that follows."""
    while name not in {button.name for button in resident.story.screen.choices}:
        resident.taps("page_next")


def begins(gateway: Gateway, request_id: str = REQUEST_ID) -> None:
    gateway.story.feed(RequestBegun(gateway.story.last(FileRequest).request, request_id))


def takes_request(gateway: Gateway, filed: FiledRequest = FILED, request_id: str = REQUEST_ID) -> None:
    gateway.story.feed(RequestArrived(request_id, filed))


def refuses_request(gateway: Gateway, problem: str, *, unsure: bool = False) -> None:
    gateway.story.feed(RequestNotArrived(gateway.story.last(FileRequest).request, problem, unsure))


def slip_comes(story: Story, *, confirmed: bool = True) -> None:
    story.feed(ReceiptPrinted(slip_id(story.last(PrintSlip).filed.number), confirmed))


def slip_does_not_come(story: Story, reason: str) -> None:
    story.feed(ReceiptFailed(slip_id(story.last(PrintSlip).filed.number), reason))


def answers_to_requests(request: int) -> list[Event]:
    return [
        RequestBegun(request, REQUEST_ID),
        RequestDrafted(REQUEST_ID),
        RequestArrived(REQUEST_ID, FILED),
        RequestArrived(REQUEST_ID, FiledRequest("hazard", NUMBER)),
        RequestNotArrived(request, "request_not_sent"),
        RequestNotArrived(request, "request_unsure", unsure=True),
        RequestNotArrived(request, "unheard_of"),
        RequestAlreadyOpen(request, KnownRequest("r9", "home_visit", "sent", NUMBER)),
        ReceiptPrinted(slip_id(NUMBER), confirmed=True),
        ReceiptPrinted(slip_id(NUMBER), confirmed=False),
        ReceiptFailed(slip_id(NUMBER), "cover_open"),
        ReceiptTaken(slip_id(NUMBER)),
    ]


def reports_a_fault(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    comes_to_confirm(resident)
    resident.taps("back", "answer_urgent", "agree")
    begins(gateway)
    resident.waits(9)
    refuses_request(gateway, "request_unsure", unsure=True)
    resident.taps("retry", "agree")
    takes_request(gateway)
    resident.taps("print")
    slip_does_not_come(resident.story, "cover_open")
    resident.taps("another")


def reports_a_danger(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    resident.taps("services")
    finds(resident, "service_hazard")
    resident.taps("service_hazard", "answer_gas_smell", "answer_road")
    resident.types("02")
    resident.taps("clear")
    resident.types(PHONE[:-1] + "4")
    resident.taps("delete")
    resident.types("3")
    resident.taps("next", "back", "clear")
    resident.types("12345678901")
    resident.taps("next", "clear", "skip", "agree")
    begins(gateway)
    takes_request(gateway, FiledRequest("hazard", NUMBER))
    resident.taps("print")
    slip_comes(resident.story, confirmed=False)
    resident.waits(30)


def known(state: RequestState = "taken_up", reply: str = "", request_id: str = REQUEST_ID) -> KnownRequest:
    return KnownRequest(request_id, "repair", state, NUMBER, "2026-11-21", Secret(reply))


def asks_by_number(resident: Resident) -> None:
    resident.taps("services")
    finds(resident, "service_my_requests")
    resident.taps("service_my_requests", "typed")
    resident.types(NUMBER)
    resident.taps("next")


def asks_by_card(resident: Resident, machine: Machine) -> None:
    resident.taps("services")
    finds(resident, "service_my_requests")
    resident.taps("service_my_requests", "id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    resident.takes_card()


def finds_requests(gateway: Gateway, *found: KnownRequest) -> None:
    gateway.story.feed(RequestsKnown(gateway.story.last(LookUpRequests).request, found))


def answers_about_requests(request: int) -> list[Event]:
    several = (known("answered", "修好了"), known("sent"), known("withdrawn"), known("transferred"))
    return [
        RequestsKnown(request, (known(),)),
        RequestsKnown(request, several),
        RequestGone(REQUEST_ID),
        RequestNotGone(request, "request_over"),
        RequestNotGone(request, "unheard_of"),
        RequestsKnown(request, ()),
        RequestsNotKnown(request, "request_number_unknown"),
        RequestsNotKnown(request, "unheard_of"),
    ]


def gives_a_request_up(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    story = gateway.story
    asks_by_number(resident)
    story.feed(RequestsNotKnown(story.last(LookUpRequests).request, "request_number_unknown"))
    resident.taps("retry", "next")
    finds_requests(gateway, known())
    resident.taps("withdraw", "back", "withdraw", "withdraw_now")
    story.feed(RequestNotGone(story.last(WithdrawRequest).request, "withdrawal_unsure"))
    resident.taps("retry", "withdraw", "withdraw_now")
    story.feed(RequestGone(REQUEST_ID))
    resident.taps("finish")


def sees_all_requests(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    asks_by_card(resident, machine)
    states = (known("answered", "修好了"), known("sent"), known("deferred"), known("transferred"))
    finds_requests(gateway, *states)
    resident.taps("request_1", "back", "page_next", "request_4", "exit")


def asks_for_a_visit(resident: Resident, machine: Machine) -> None:
    """Up to what is agreed to."""
    resident.taps("services")
    finds(resident, "service_home_visit")
    resident.taps("service_home_visit")
    resident.inserts("id_card")
    machine.reads_id_card()
    resident.takes_card()
    nothing_is_kept(resident.story)
    resident.taps("answer_on_card")
    resident.types(PHONE)
    resident.taps("next")
    resident.taps(resident.story.screen.choices[0].name)


def is_visited_already(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    asks_for_a_visit(resident, machine)
    resident.taps("agree")
    begins(gateway)
    story = gateway.story
    story.feed(RequestAlreadyOpen(story.last(FileRequest).request, known()))
    resident.taps("retry", "back", "back", "exit")


def wants_an_invoice(resident: Resident) -> None:
    """Up to its first question, by the number of an account that is typed."""
    resident.opens_service("invoice_copy")
    resident.taps("typed", "electricity")
    resident.types(facts.ELECTRICITY_NUMBER)
    resident.taps("next")
    asked = resident.story.last(LookUpAccounts)
    resident.story.feed(BillsReceived(asked.request, an_account(asked)))


def an_account(asked: LookUpAccounts) -> Findings:
    by = FoundBy(asked.by, asked.value, asked.utility, asked.whole_household)
    return replace(facts.findings(facts.ELECTRICITY), bills=(), found_by=by)


def has_an_invoice_copied(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    wants_an_invoice(resident)
    resident.taps("back", "scan")
    resident.story.feed(CodeScanned(facts.BILL_BARCODE, "code128"))
    asked = resident.story.last(LookUpAccounts)
    resident.story.feed(BillsReceived(asked.request, an_account(asked)))
    resident.taps(resident.story.screen.choices[0].name)
    resident.types(PHONE)
    resident.taps("next", "agree")
    begins(gateway)
    takes_request(gateway, FiledRequest("invoice_copy", NUMBER))
    resident.taps("another")


FORM_PLAYS = (
    has_an_invoice_copied,
    is_visited_already,
    reports_a_fault,
    reports_a_danger,
    gives_a_request_up,
    sees_all_requests,
)


def form_taps() -> list[Event]:
    return [
        AnswerTapped("home"),
        AnswerTapped("nobody's"),
        FieldSkipped(),
        RequestAgreed(),
        RequestTapped(0),
        RequestTapped(9),
        WithdrawTapped(),
        WithdrawalConfirmed(),
    ]
