"""Walks of somebody who asks for a service: every question of every form, and the troubles on the way."""

from typing import get_args

from msgspec.structs import replace

from kiosk.audit import facts
from kiosk.audit.walker import Walker
from kiosk.session import events as e
from kiosk.session.effects import FileRequest, LookUpRequests, PrintSlip, WithdrawRequest, slip_id
from kiosk.session.effects_drafts import LookUpDraft
from kiosk.session.effects_forms import LookUpAccounts
from kiosk.session.forms import FiledRequest, Form, FormField, KnownRequest, RequestState
from kiosk.session.household import FoundBy
from kiosk.session.journey_forms import offered
from kiosk.session.problems import RECEIPT, REQUESTS, SERVICE_CLOSED
from kiosk.session.secret import Secret

PHONE, WRONG_PHONE = "13816550123", "12345678901"
REQUEST_ID, NUMBER = "0193abcd-0000-4000-8000-000000000001", "26112100000017"
DUE_ON = "2026-12-24"


def asks_for_everything(walker: Walker) -> None:
    """Every form, with every optional question answered; what is typed is mistyped once."""
    for form in walker.session.rules.forms:
        fills_in(walker, form)
        walker.taps("agree")
        arrives(walker, form.service)
        walker.goes_home()


def fills_in(walker: Walker, form: Form) -> None:
    answers_all(walker, form)
    for place, document in enumerate(form.documents):
        walker.feed(e.DocumentPhotographed(2 * place + 1))
        if document.most_pages > 1:
            walker.taps("another_page")
            walker.feed(e.DocumentPhotographed(2 * place + 2))
        walker.taps("next")


def answers_all(walker: Walker, form: Form) -> None:
    """Up to the papers it needs, or to what is agreed to."""
    walker.opens_service(form.service)
    if form.person:
        walker.inserts("id_card")
        walker.id_card_is_read()
        walker.feed(e.CardTaken("id_card"))
        walker.feed(e.DraftTold(walker.asked(LookUpDraft).request))
    names_an_account(walker, form)
    for field in form.fields if form.account else form.questions:
        answers(walker, field)


def names_an_account(walker: Walker, form: Form) -> None:
    """One of several; without a person by a number that is typed."""
    if not form.account:
        return
    if not form.person:
        walker.taps("typed", "electricity")
        walker.types(facts.NUMBER)
        walker.taps("next")
        walker.waits(9)
    asked = walker.asked(LookUpAccounts)
    by = FoundBy(asked.by, asked.value, asked.utility, asked.whole_household)
    found = replace(facts.findings(walker.words, *facts.bills(walker.words)), bills=(), found_by=by)
    walker.feed(e.BillsReceived(asked.request, found))
    walker.taps("account_1")


def answers(walker: Walker, field: FormField) -> None:
    """With the longest words there are, of what can be chosen."""
    match field.kind:
        case "phone":
            walker.types(WRONG_PHONE)
            walker.taps("next", "clear")
            walker.types(PHONE)
            walker.taps("next")
        case "count":
            walker.types("0")
            walker.taps("next", "clear")
            walker.types(str(field.least))
            walker.taps("next")
        case "date":
            walker.taps(f"answer_{offered(walker.session, field)[0]}")
        case _:
            walker.taps(f"answer_{field.choices[0]}")


def arrives(walker: Walker, service: str) -> None:
    walker.waits(9)
    walker.feed(e.RequestBegun(walker.asked(FileRequest).request, REQUEST_ID))
    walker.feed(e.RequestArrived(REQUEST_ID, FiledRequest(service, NUMBER, DUE_ON)))


def is_not_heard(walker: Walker) -> None:
    """Every reason there is, one after the other."""
    form = walker.session.rules.forms[0]
    fills_in(walker, form)
    for problem in sorted(REQUESTS):
        walker.taps("agree")
        unsure = problem == "request_unsure"
        walker.feed(e.RequestNotArrived(walker.asked(FileRequest).request, problem, unsure))
        walker.taps("retry")
        if unsure:
            walker.taps("exit", "stay")
        if problem == SERVICE_CLOSED:
            fills_in(walker, form)
    walker.goes_home()


def knows_no_account(walker: Walker) -> None:
    """Their card finds none: other ways, or without."""
    form = next(form for form in walker.session.rules.forms if form.person and form.account)
    walker.opens_service(form.service)
    walker.inserts("id_card")
    walker.id_card_is_read()
    walker.feed(e.CardTaken("id_card"))
    walker.feed(e.DraftTold(walker.asked(LookUpDraft).request))
    walker.waits(9)
    walker.feed(e.LookUpFailed(walker.asked(LookUpAccounts).request, "household_unknown"))
    walker.taps("retry", "skip")
    for field in form.questions:
        answers(walker, field)
    walker.goes_home()


def has_asked_already(walker: Walker) -> None:
    form = next(form for form in walker.session.rules.forms if form.person)
    fills_in(walker, form)
    walker.taps("agree")
    known = KnownRequest("r1", form.service, "taken_up", NUMBER, DUE_ON)
    walker.feed(e.RequestAlreadyOpen(walker.asked(FileRequest).request, known))
    walker.taps("retry", "back", "back")


def finds_the_card_reader_off(walker: Walker) -> None:
    walker.feed(e.DeviceChanged("id_reader", "offline"))
    walker.taps("services", "group_apply")


def finds_a_service_closed(walker: Walker) -> None:
    walker.feed(e.ServicesTaken(frozenset()))
    walker.taps("services")
    walker.feed(e.ServicesTaken(frozenset({"repair"})))
    walker.taps("group_repair")
    walker.goes_home()


def takes_the_slip(walker: Walker) -> None:
    form = walker.session.rules.forms[0]
    fills_in(walker, form)
    walker.taps("agree")
    arrives(walker, form.service)
    walker.taps("print")
    walker.waits(1)
    walker.feed(e.ReceiptPrinted(slip_id(walker.asked(PrintSlip).filed.number), confirmed=True))
    walker.waits(4)
    walker.feed(e.ReceiptTaken(slip_id(NUMBER)))


def gets_no_slip(walker: Walker) -> None:
    form = walker.session.rules.forms[0]
    for problem in sorted(RECEIPT):
        fills_in(walker, form)
        walker.taps("agree")
        arrives(walker, form.service)
        walker.taps("print")
        walker.feed(e.ReceiptFailed(slip_id(NUMBER), problem))
        walker.goes_home()
    walker.feed(e.PaperChanged("out"))
    fills_in(walker, form)
    walker.taps("agree")
    arrives(walker, form.service)
    walker.goes_home()


def looks_at_half_a_slip(walker: Walker) -> None:
    form = walker.session.rules.forms[0]
    fills_in(walker, form)
    walker.taps("agree")
    arrives(walker, form.service)
    walker.taps("print")
    walker.feed(e.ReceiptPrinted(slip_id(NUMBER), confirmed=False))


def looks_one_up(walker: Walker) -> None:
    """By number, and everything that can go wrong; then gives it up."""
    walker.opens_service("my_requests")
    walker.taps("typed")
    walker.types(NUMBER)
    for problem in ("request_number_unknown", "too_many_tries", "gateway_slow", "gateway_garbage"):
        walker.taps("next")
        walker.feed(e.RequestsNotKnown(walker.asked(LookUpRequests).request, problem))
        walker.taps("retry")
    walker.taps("next")
    walker.waits(9)
    known = requests_of(walker)[0]
    walker.feed(e.RequestsKnown(walker.asked(LookUpRequests).request, (known,)))
    for problem in ("request_of_another", "request_over", "withdrawal_unsure"):
        walker.taps("withdraw", "withdraw_now")
        walker.waits(9)
        walker.feed(e.RequestNotGone(walker.asked(WithdrawRequest).request, problem))
        walker.taps("retry")
    walker.taps("withdraw", "withdraw_now")
    walker.feed(e.RequestGone(known.request_id))
    walker.taps("back")
    walker.goes_home()


def looks_all_of_theirs_up(walker: Walker) -> None:
    """With their identity card: one of every state there is, and a long reply."""
    shows_their_card(walker)
    walker.feed(e.RequestsKnown(walker.asked(LookUpRequests).request, requests_of(walker)))
    for place in range(1, len(requests_of(walker)) + 1):
        walker.taps(f"request_{place}", "back")
    walker.goes_home()
    shows_their_card(walker)
    walker.feed(e.RequestsKnown(walker.asked(LookUpRequests).request, ()))
    walker.goes_home()


def shows_their_card(walker: Walker) -> None:
    walker.opens_service("my_requests")
    walker.taps("id_card")
    walker.inserts("id_card")
    walker.id_card_is_read()
    walker.feed(e.CardTaken("id_card"))


def requests_of(walker: Walker) -> tuple[KnownRequest, ...]:
    services = ("repair", "hazard", "something_else")
    reply = Secret(walker.words.address * 6)
    return tuple(
        KnownRequest(f"r{place}", services[place % 3], state, NUMBER, DUE_ON, reply)
        for place, state in enumerate(get_args(RequestState))
    )


LOOK_UPS = (looks_one_up, looks_all_of_theirs_up)
FORMS = (
    *LOOK_UPS,
    knows_no_account,
    has_asked_already,
    finds_the_card_reader_off,
    finds_a_service_closed,
    asks_for_everything,
    is_not_heard,
    takes_the_slip,
    gets_no_slip,
    looks_at_half_a_slip,
)
