"""Sessions that real journeys have passed through, and an event of every kind, for what must hold of all."""

from collections.abc import Callable
from functools import cache
from typing import get_args

from kiosk.session import events as e
from kiosk.session.effects_forms import LookUpAccounts
from kiosk.session.events import Event
from kiosk.session.household import Slot
from kiosk.session.model import DeviceName, Paper, Session
from kiosk.session.secret import Secret
from tests.session import account_numbers, facts, meter_cards, pasts, payments, prepaid
from tests.session.boards import published, reads_the_boards
from tests.session.documents import DOCUMENT_PLAYS, of_documents
from tests.session.drafts import DRAFT_PLAYS, answers_about_drafts, touches_of_drafts
from tests.session.forms import FORM_PLAYS, an_account, answers_about_requests, answers_to_requests, form_taps
from tests.session.left_cards import forgotten_cards
from tests.session.notes import notes_left_behind, notes_to_receipt
from tests.session.plain_plays import PLAIN_PLAYS
from tests.session.recharge_cards import answers_to_card, recharge_card_lost_sight_of, spent_recharge_card
from tests.session.rests import comes_for_one, pays_the_rest
from tests.session.samples_comfort import comfort_taps
from tests.session.samples_helper import alone_on_one_display, helped_along, helping, of_helpers
from tests.session.stories import Gateway, Machine, Resident, Story

CANARY = "271828182845904523"
"""Stands for every personal number; its shape is an identity number's, no payment code's."""
PAY_CANARY = "130031415926535897"

Play = Callable[[Resident, Gateway, Machine], None]


PLAYS: tuple[Play, ...] = (
    *PLAIN_PLAYS,
    notes_to_receipt,
    notes_left_behind,
    spent_recharge_card,
    recharge_card_lost_sight_of,
    forgotten_cards,
    reads_the_boards,
    pasts.reads_a_year,
    *payments.PAYMENTS,
    *account_numbers.PLAYS,
    *(*prepaid.BUYING, *meter_cards.FILLING),
    *FORM_PLAYS,
    *DOCUMENT_PLAYS,
    *DRAFT_PLAYS,
    pays_the_rest,
    comes_for_one,
    helped_along,
    alone_on_one_display,
)


@cache
def played() -> tuple[Story, ...]:
    """To look at: they are the same for everybody who asks."""
    return tuple(_played(play) for play in PLAYS)


def _played(play: Play) -> Story:
    asks = play in {*payments.PAYMENTS, *account_numbers.PLAYS}
    own = payments.RULES if asks else facts.RULES
    rules = facts.CASH_RULES if "notes" in play.__name__ else own
    story = Story(pasts.RULES if play is pasts.reads_a_year else rules)
    play(Resident(story), Gateway(story), Machine(story))
    return story


@cache
def reached() -> tuple[Session, ...]:
    """One session of each kind of screen the plays pass: step, question over it, cards, stage."""
    kinds: dict[object, Session] = {}
    for story in played():
        for session in story.sessions:
            step = session.step
            kind = (
                type(step),
                session.overlay and session.overlay.kind,
                tuple(session.slots.items()),
                getattr(step, "detail", ""),
                getattr(step, "problem", None),
                getattr(step, "came_back", ""),
                getattr(step, "last_fen", 0),
                session.gateway_up,
                len(session.faults),
                bool(session.helper) + bool(session.helper and session.helper.acting),
                session.pad and (session.pad.asks, session.pad.waiting, session.pad.problem),
            )
            kinds.setdefault(kind, session)
    return tuple(kinds.values())


def every_event(session: Session) -> list[Event]:
    """At least one of each kind, such that some answer what the session waits for and some do not."""
    basket = facts.basket(facts.ELECTRICITY, facts.WATER)
    return [
        e.Ticked(session.now_s + 1, session.wall_s + 1),
        e.Ticked(session.now_s + 400, session.wall_s + 400),
        *fingers(),
        *hands(),
        *reports(),
        *of_documents(),
        *answers(session),
        *helping(),
        *of_helpers(1),
        e.PaymentEnded(facts.settled("pay-9", basket)),
        e.BillsReceived(0, facts.findings(facts.GAS)),
    ]


def fingers() -> list[Event]:
    return [
        *(e.UtilityTapped(utility) for utility in ("household", "water", "television")),
        e.ServicesTapped(),
        *(e.ServiceTapped(name) for name in ("outages", "unheard_of")),
        e.ServiceGroupTapped("look"),
        e.EntryOpened(0),
        e.EntryOpened(99),
        e.MyHomeTapped(),
        *(e.FindingTapped(way) for way in ("scan", "id_card", "typed", "ic_card")),
        *(e.NumberKindTapped(kind) for kind in ("gas", "television")),
        *(e.DigitPressed(digit) for digit in (7, -1, 12)),
        e.DigitDeleted(),
        e.DigitsCleared(),
        e.NumberConfirmed(),
        *payments.touches_of_payments(),
        *prepaid.touches_of_buying(),
        *meter_cards.touches_of_cards(),
        *(e.AccountTapped(account) for account in ("account-1", "nobody's")),
        e.PageTurned(1),
        e.PageTurned(-1),
        *(kind(bill) for kind in (e.BillToggled, e.BillOpened) for bill in ("bill-water", "nobody's")),
        e.PayTapped(),
        *(e.MethodTapped(method) for method in ("phone_code", "bank_card", "cash", "recharge_card")),
        e.RechargeAgreed(),
        *form_taps(),
        *touches_of_drafts(),
        e.CancelPaymentTapped(),
        e.StopNotesTapped(),
        e.StopNotesConfirmed(),
        e.PrintTapped(),
        e.NoReceiptTapped(),
        e.ShowReceiptCodeTapped(),
        e.AnotherTapped(),
        e.RestTapped(),
        e.FinishTapped(),
        e.RetryTapped(),
        e.BackTapped(),
        e.ExitTapped(),
        e.LeaveConfirmed(),
        e.StayTapped(),
        e.HelpTapped(),
        e.ScreenTouched(),
        *comfort_taps(),
        e.EjectHoldPressed(),
        e.EjectHoldReleased(),
    ]


def hands() -> list[Event]:
    return [
        e.CodeScanned(Secret(CANARY), "qr"),
        e.CodeScanned(Secret(PAY_CANARY), "code128"),
        e.CodeScanned(Secret(""), "qr"),
        e.IdCardRead(Secret(CANARY), facts.HOLDER, "310***********0011", Secret(CANARY), Secret(CANARY)),
        e.IcCardRead(Secret(CANARY), "gas_card", "************7890"),
        *meter_cards.cards_held(CANARY),
        *(e.CardInserted(slot) for slot in get_args(Slot)),
        *(e.CardUnreadable(slot, "card_damaged") for slot in get_args(Slot)),
        *(kind(slot) for kind in (e.CardEjected, e.CardTaken, e.CardJammed) for slot in get_args(Slot)),
        e.ForcedEjected(),
        e.TerminalPrompted("enter_pin"),
        e.ReceiptTaken("pay-1"),
        e.NoteDrawnIn(),
        e.NoteCounted("pay-1", 10000, 30000),
        e.NoteCounted("pay-9", 5000, 5000),
        e.NoteCameBack("too_much"),
        e.NoteCameBack("unheard_of"),
    ]


def reports() -> list[Event]:
    return [
        e.EjectHeld(1.5),
        e.EjectHeld(None),
        *(kind(slot) for kind in (e.CardKept, e.CardOutOfSight) for slot in get_args(Slot)),
        *(e.DeviceChanged(device, "offline") for device in get_args(DeviceName)),
        *(e.DeviceChanged(device, "") for device in get_args(DeviceName)),
        *(e.PaperChanged(level) for level in get_args(Paper)),
        e.GatewayChanged(up=False),
        e.ServicesTaken(frozenset({"repair"})),
        e.GatewayChanged(up=True),
        e.CashChanged(off=True),
        e.CashChanged(off=False),
        e.ServiceChanged("journal_damaged"),
        e.ServiceChanged(""),
        e.TechnicianCame(),
        e.TechnicianTookOver(),
        e.TechnicianLeft(),
    ]


def answers(session: Session) -> list[Event]:
    """To the newest request and the payment at hand, in every way they may come out."""
    return [*found(session.requests), *charged(session.requests), *printed(), *published(session.requests)]


def found(request: int) -> list[Event]:
    utilities = ("electricity", "water", "gas") * 2
    accounts = tuple(facts.account(f"account-{n}", utility) for n, utility in enumerate(utilities))
    return [
        e.BillsReceived(request, facts.findings(*facts.ALL_BILLS)),
        e.BillsReceived(request, facts.findings(facts.ELECTRICITY, accounts=accounts)),
        e.BillsReceived(request, facts.findings()),
        e.BillsReceived(request, an_account(LookUpAccounts(request, "code", facts.BILL_BARCODE, "", False))),
        e.BillsReceived(request, account_numbers.FOUND),
        e.BillsReceived(request, payments.PAID),
        *prepaid.meters_found(request),
        *meter_cards.answers_about_cards(request),
        e.LookUpFailed(request, "gateway_garbage"),
        e.LookUpFailed(request, "unheard_of"),
    ]


def charged(request: int) -> list[Event]:
    basket = facts.basket(facts.ELECTRICITY, facts.WATER)
    return [
        *answers_to_card(request),
        *answers_to_requests(request),
        *answers_about_requests(request),
        *answers_about_drafts(request),
        e.PaymentOpened(request, "pay-1"),
        e.PaymentRefused(request, "journal_damaged"),
        e.PaymentWorking("pay-1", "payer_confirming"),
        e.PaymentWorking("pay-1", "unheard_of"),
        e.CashExpected("pay-1", "to_account"),
        e.CashClosed("pay-1", 10000),
        e.PaymentEnded(facts.settled_with_notes("pay-1", basket, 20000)),
        e.PaymentEnded(facts.settled("pay-1", basket)),
        e.PaymentEnded(facts.settled_with_recharge_card("pay-1", basket, 20000)),
        e.PaymentEnded(facts.not_charged("pay-1", basket, "declined")),
        e.PaymentEnded(facts.not_charged("pay-1", basket, "unheard_of")),
        e.PaymentEnded(facts.pending("pay-1", basket)),
        e.PaymentEnded(facts.part_settled("pay-1", basket)),
    ]


def printed() -> list[Event]:
    return [
        e.ReceiptPrinted("pay-1", confirmed=True),
        e.ReceiptPrinted("pay-1", confirmed=False),
        e.ReceiptFailed("pay-1", "cover_open"),
        e.ReceiptFailed("pay-1", "unheard_of"),
    ]
