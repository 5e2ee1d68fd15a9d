"""What is to be done, in the imperative. The runtime does it and answers with events, never silence."""

from typing import Literal

from msgspec import Struct

from kiosk.payment.methods import Method
from kiosk.session.forms import Draft, FiledRequest, Person
from kiosk.session.household import Basket, Outcome, RechargeCard, Shown, Slot
from kiosk.session.model import Armed
from kiosk.session.published import BoardKind
from kiosk.session.secret import Secret


class Effect(Struct, frozen=True, tag=True):
    """Base of all effects."""


class ArmDevices(Effect, frozen=True):
    """Open just these inputs and close all others."""

    armed: Armed


class LookUpBills(Effect, frozen=True):
    """Answered by BillsReceived or LookUpFailed. `utility` is empty where any will do."""

    request: int
    by: Literal["code", "account", "id_card", "card"]
    value: Secret
    utility: str
    whole_household: bool


class AskBoard(Effect, frozen=True):
    """What is published, as the machine knows it now. Answered by BoardKnown.

    No `utilities`: of all. `addresses` as the gateway shows them; none, the whole area's.
    """

    request: int
    kind: BoardKind
    utilities: tuple[str, ...] = ()
    addresses: tuple[Secret, ...] = ()


class LookUpHistories(Effect, frozen=True):
    """What accounts were billed in two years; else as LookUpBills. Answered by BillsReceived, whose
    findings have histories, or LookUpFailed."""

    request: int
    by: Literal["code", "account", "id_card", "card"]
    value: Secret
    utility: str
    whole_household: bool


class EjectCard(Effect, frozen=True):
    slot: Slot


class PressRedButton(Effect, frozen=True):
    """The on-screen twin went down or up; the ID reader's own thread measures the time."""

    down: bool


class AskRechargeCard(Effect, frozen=True):
    """What a card is worth, for these bills; changes nothing. Answered by RechargeCardKnown or
    RechargeCardRefused."""

    request: int
    code: Secret
    basket: Basket


class StartPayment(Effect, frozen=True):
    """Make the intent durable, then pay. Answered by PaymentOpened or PaymentRefused, then PaymentEnded."""

    request: int
    basket: Basket
    method: Method
    phone_code: Secret | None = None
    recharge_card: RechargeCard | None = None


class CancelPayment(Effect, frozen=True):
    """Ask for the end of an attempt; what really happened comes as PaymentEnded."""

    payment_id: str


class FinishNotes(Effect, frozen=True):
    """Take no more banknotes: settle what is inside, or cancel where nothing is. Answered by CashClosed."""

    payment_id: str


class Paid(Struct, frozen=True):
    """A payment and what it was for."""

    outcome: Outcome
    basket: Basket


class PrintReceipt(Effect, frozen=True):
    """Answered by ReceiptPrinted or ReceiptFailed, and ReceiptTaken where the printer can tell.

    A `copy` says so on its paper; it is answered with the id that `copy_id` makes. One that a resident asks
    for by what they have `shown` is counted at the gateway first, or is not printed. `earlier` payments of
    the same session stand on the same paper, above it.
    """

    outcome: Outcome
    basket: Basket
    copy: bool = False
    shown: Shown | None = None
    earlier: tuple[Paid, ...] = ()

    @property
    def job(self) -> str:
        """What the printer calls this paper."""
        return copy_id(self.outcome.payment_id) if self.copy else self.outcome.payment_id


_COPY = "copy "


def copy_id(payment_id: str) -> str:
    """How a printed copy of a payment's receipt is called, so that it is not taken for the receipt."""
    return f"{_COPY}{payment_id}"


def is_copy(job: str) -> bool:
    return job.startswith(_COPY)


class CheckHelper(Effect, frozen=True):
    """Whether this is the PIN of the helper of this number. Answered with HelperChecked."""

    request: int
    number: str
    pin: Secret


class FindPayment(Effect, frozen=True):
    """The payment whose receipt bears this serial number. Answered with PaymentFound or PaymentNotFound."""

    request: int
    serial: str


class CallTechnician(Effect, frozen=True):
    """Somebody at the machine wants a technician. Answered by TechnicianCallEnded."""


class WipeSession(Effect, frozen=True):
    """The resident has gone: whatever still holds something of theirs lets it go now (PRV-3)."""


class FileRequest(Effect, frozen=True):
    """What was agreed to shall reach the gateway. Answered by RequestBegun, once an id is on the disk, by
    RequestDrafted where photographs go with it, then RequestArrived or RequestNotArrived."""

    request: int
    draft: Draft
    person: Person | None = None


class PrintSlip(Effect, frozen=True):
    """A request's number on paper. Answered as PrintReceipt is, with the id `job`."""

    filed: FiledRequest

    @property
    def job(self) -> str:
        return slip_id(self.filed.number)


_SLIP = "slip "


def slip_id(number: str) -> str:
    """How a request's slip is called at the printer, so that it is not taken for a receipt."""
    return f"{_SLIP}{number}"


def is_slip(job: str) -> bool:
    return job.startswith(_SLIP)


class LookUpRequests(Effect, frozen=True):
    """What became of the one of this number, or of all of the person's. Answered by RequestsKnown or
    RequestsNotKnown."""

    request: int
    number: Secret | None = None
    person: Secret | None = None


class WithdrawRequest(Effect, frozen=True):
    """Answered by RequestGone or RequestNotGone; withdrawn again, it is withdrawn."""

    request: int
    request_id: str
    person: Secret | None = None
