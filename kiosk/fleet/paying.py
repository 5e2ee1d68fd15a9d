"""Residents who look up what they owe and pay it, by phone or with notes, and take a receipt.

They know what the code on their phone must come to; any other end, without a fault on the way, is an error.
"""

from collections.abc import Mapping

import requests

from kiosk.fleet.errand import Errand
from kiosk.fleet.homes import Home
from kiosk.fleet.till import notes_for
from kiosk.payment.methods import Method
from kiosk.session.effects import LookUpBills, StartPayment
from kiosk.session.events import (
    BillsReceived,
    CashExpected,
    Event,
    LookUpFailed,
    NoteCounted,
    PaymentEnded,
    PaymentOpened,
    PaymentRefused,
)
from kiosk.session.household import Basket, Findings, Outcome, where_it_went
from kiosk.session.secret import Secret

PATIENCE_S = 75.0
"""After that somebody gives up. A provider's deadline, and the reversal after it, are within it."""
_NOTE_S = 20.0
_LOOKS_AGAIN = 0.15
_PROMPT = "0000"
_ENDINGS: Mapping[str, tuple[int, str]] = {
    _PROMPT: (78, "settled"),
    "0001": (8, "settled"),
    "0002": (5, "not_charged"),
    "0003": (4, "settled"),
    "0004": (3, "not_charged"),
    "0005": (2, "not_charged"),
}
"""How often each fate of the demonstration's phone codes is met, and what it comes to."""
_NEIGHBOURS = frozenset({"bill_busy", "bill_paid", "bill_changed"})
"""Why a payment is rightly not charged whatever the code: somebody of the household was quicker."""
_SPREAD = 10**9


class Attempted:
    """One attempt among all that the kiosk has under way: those of before a power cut end as well."""

    def __init__(self, errand: Errand) -> None:
        self.request = errand.chance.randrange(_SPREAD)
        self.payment_id = ""

    def ended(self, event: Event) -> PaymentEnded | PaymentRefused | None:
        match event:
            case PaymentOpened(request=self.request, payment_id=payment_id):
                self.payment_id = payment_id
            case PaymentRefused(request=self.request):
                return event
            case PaymentEnded(outcome) if outcome.payment_id == self.payment_id:
                return event
        return None

    def waits_for_notes(self, event: Event) -> CashExpected | PaymentEnded | PaymentRefused | None:
        if isinstance(event, CashExpected) and event.payment_id == self.payment_id:
            return event
        return self.ended(event)


def look_up(errand: Errand, home: Home, *, whole: bool) -> Findings | None:
    """None where nothing was found out."""
    errand.tally.count("visits", "look-up")
    by_card = errand.chance.random() < 0.3
    number, utility = errand.chance.choice(home.accounts)
    effect = LookUpBills(
        errand.chance.randrange(_SPREAD),
        "id_card" if by_card else "account",
        Secret(home.id_number if by_card else number),
        "" if by_card else utility,
        whole or by_card,
    )
    began_s = errand.now_s()
    errand.kiosk.look_ups.look_up(effect)
    heard = errand.kiosk.until(
        PATIENCE_S, lambda event: event if isinstance(event, BillsReceived | LookUpFailed) else None
    )
    match heard:
        case (at_s, BillsReceived(findings=findings)):
            errand.took("look-up", at_s - began_s)
            return findings
        case (_, LookUpFailed(problem=problem)):
            errand.wrong(f"look-up: {problem}")
        case _:
            errand.wrong("look-up: no answer")
    return None


def pay_bills(errand: Errand, home: Home, method: Method) -> None:
    found = look_up(errand, home, whole=errand.chance.random() < 0.5)
    errand.think(3, 9)
    payable = [bill for bill in found.bills if bill.state == "payable"] if found else []
    if not found or not payable:
        return
    chosen = payable if errand.chance.random() < 0.4 else [errand.chance.choice(payable)]
    basket = Basket(found.holder_masked, found.address_masked, tuple(chosen))
    if method == "cash" and basket.account_for_the_rest is not None:
        outcome = pay_with_notes(errand, basket)
    else:
        outcome = pay_by_phone(errand, basket)
    if outcome is not None and errand.chance.random() < _LOOKS_AGAIN:
        _look_again(errand, home, outcome)


def _look_again(errand: Errand, home: Home, outcome: Outcome) -> None:
    """What was paid is not owed any more."""
    paid = {leg.bill_id for leg in outcome.legs if where_it_went(leg) == "bill"}
    found = look_up(errand, home, whole=True)
    if found is not None and paid & {bill.bill_id for bill in found.bills}:
        errand.wrong("look-up: a bill that was paid is owed again")


def pay_by_phone(errand: Errand, basket: Basket, *, willing: bool = False) -> Outcome | None:
    """`willing`: the phone pays at once. The outcome where something was charged."""
    errand.tally.count("visits", "payment by phone")
    ending = _PROMPT if willing else errand.chance.choices([*_ENDINGS], [w for w, _ in _ENDINGS.values()])[0]
    code = Secret(f"13{errand.kiosk.site.chance.getrandbits(39):012d}{ending}")
    mine, began_s = Attempted(errand), errand.now_s()
    errand.kiosk.payments.begin(StartPayment(mine.request, basket, "phone_code", code))
    outcome, took_s = _end_of(errand, mine, began_s)
    if outcome is None:
        return None
    if ending == _PROMPT:
        errand.took("payment by phone", took_s)
    return _judged(errand, "payment by phone", outcome, frozenset({_ENDINGS[ending][1]}))


def pay_with_notes(errand: Errand, basket: Basket) -> Outcome | None:
    """Some put in less than the sum and want no more; what is inside is settled all the same."""
    errand.tally.count("visits", "payment in cash")
    mine = Attempted(errand)
    errand.kiosk.payments.begin(StartPayment(mine.request, basket, "cash"))
    heard = errand.kiosk.until(PATIENCE_S, mine.waits_for_notes)
    match heard:
        case (_, CashExpected()):
            inside = _put_in(errand, mine, basket.amount_fen)
            outcome, took_s = _end_of(errand, mine, errand.now_s())
            if outcome is not None:
                errand.took("payment in cash, after the last note", took_s)
                expected = {"settled", "part_settled"} if inside else {"not_charged"}
                return _judged(errand, "payment in cash", outcome, frozenset(expected))
        case (_, PaymentEnded(outcome=ended)):
            _judged(errand, "payment in cash", ended, frozenset())
        case (_, PaymentRefused(problem=problem)):
            errand.wrong(f"payment in cash: {problem}")
        case _:
            errand.wrong("payment in cash: the slot stays shut")
    return None


def _put_in(errand: Errand, mine: Attempted, sum_fen: int) -> int:
    """How many notes are inside."""
    notes, inside = notes_for(sum_fen, errand.chance), 0
    gives_up = errand.chance.random() < 0.1
    for value_fen in notes[: len(notes) // 2] if gives_up else notes:
        errand.think(0.8, 2.5)
        if not errand.kiosk.till.insert(value_fen):
            break
        inside += 1
        if not errand.kiosk.until(_NOTE_S, lambda event: event if isinstance(event, NoteCounted) else None):
            break
    if inside < len(notes):
        errand.kiosk.payments.cancel(mine.payment_id)
    return inside


def _end_of(errand: Errand, mine: Attempted, since_s: float) -> tuple[Outcome | None, float]:
    """With how long it took; no outcome where none came while somebody waited."""
    heard = errand.kiosk.until(PATIENCE_S, mine.ended)
    match heard:
        case (at_s, PaymentEnded(outcome=outcome)):
            return outcome, at_s - since_s
        case (_, PaymentRefused(problem=problem)):
            errand.wrong(f"payment: {problem}")
        case _:
            errand.wrong(f"payment: no end within {PATIENCE_S:.0f} s")
    return None, 0.0


def _judged(errand: Errand, what: str, outcome: Outcome, expected: frozenset[str]) -> Outcome | None:
    errand.ended(f"{what}: {outcome.kind}")
    neighbours = outcome.kind == "not_charged" and outcome.detail in _NEIGHBOURS
    possible = {"settled", "part_settled", "not_charged"} if errand.touched else expected
    if outcome.kind not in possible and not neighbours:
        errand.wrong(f"{what}: {outcome.kind} {outcome.detail}")
    if outcome.kind not in {"settled", "part_settled"}:
        return None
    errand.kiosk.print_receipt(outcome.payment_id)
    if errand.chance.random() < 0.2:
        _verify(errand, outcome)
    return outcome


def _verify(errand: Errand, outcome: Outcome) -> None:
    """A phone reads the receipt's QR: no signature, and nothing of the kiosk's."""
    url = f"{errand.kiosk.site.url}/v1/receipts/{outcome.receipt_no}"
    began_s = errand.now_s()
    try:
        answer = requests.get(
            url,
            {"code": outcome.verification_code},
            headers={"Accept": "application/json"},
            timeout=10,
        )
    except requests.RequestException as error:
        errand.wrong(f"receipt: {type(error).__name__}")
        return
    if answer.ok:
        errand.took("receipt verified", errand.now_s() - began_s)
    else:
        errand.wrong(f"receipt: HTTP {answer.status_code}")
