"""What the staff who help do, on a display of their own, and what a resident allows them.

Nothing here confirms a payment: `ByHelper` is all that a helper may press for a resident (AST-3).
"""

from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.session.events_comfort import (
    DefaultsTapped,
    SlowerTapped,
    VolumeTapped,
)
from kiosk.session.events_documents import AnotherPageTapped, PagesDoneTapped, PhotographAgainTapped
from kiosk.session.events_drafts import AnewTapped, DropTapped, ResumeTapped
from kiosk.session.events_family import Answer, Hand, Helping, Report, Touch
from kiosk.session.events_forms import AnswerTapped, FieldSkipped, RequestTapped, WithdrawTapped
from kiosk.session.events_meter_cards import WriteLaterTapped
from kiosk.session.events_paid import PaymentLookedAt
from kiosk.session.events_prepaid import (
    AmountTapped,
    LoadAgainTapped,
    MeterAgreed,
    MeterTapped,
    OtherAmountTapped,
    WaitNoLonger,
)
from kiosk.session.events_touch import (
    AccountTapped,
    AnotherTapped,
    BackTapped,
    BillOpened,
    BillToggled,
    CancelPaymentTapped,
    DigitDeleted,
    DigitPressed,
    DigitsCleared,
    EntryOpened,
    ExitTapped,
    FindingTapped,
    FinishTapped,
    HelpTapped,
    LeaveConfirmed,
    MyHomeTapped,
    NoReceiptTapped,
    NumberConfirmed,
    NumberKindTapped,
    PageTurned,
    PrintTapped,
    RestTapped,
    RetryTapped,
    ScreenTouched,
    ServiceGroupTapped,
    ServicesTapped,
    ServiceTapped,
    ShowReceiptCodeTapped,
    StayTapped,
    UtilityTapped,
)
from kiosk.session.household import Outcome, Slot

Verdict: TypeAlias = Literal["right", "wrong", "closed", "locked", "broken"]

ByHelper: TypeAlias = (
    AccountTapped
    | AmountTapped
    | AnotherPageTapped
    | AnewTapped
    | AnotherTapped
    | AnswerTapped
    | BackTapped
    | BillOpened
    | BillToggled
    | CancelPaymentTapped
    | DefaultsTapped
    | DigitDeleted
    | DigitPressed
    | DigitsCleared
    | DropTapped
    | EntryOpened
    | ExitTapped
    | FieldSkipped
    | FindingTapped
    | FinishTapped
    | HelpTapped
    | LeaveConfirmed
    | LoadAgainTapped
    | MeterAgreed
    | MeterTapped
    | MyHomeTapped
    | NoReceiptTapped
    | NumberConfirmed
    | NumberKindTapped
    | OtherAmountTapped
    | PageTurned
    | PagesDoneTapped
    | PaymentLookedAt
    | PhotographAgainTapped
    | PrintTapped
    | RequestTapped
    | RestTapped
    | ResumeTapped
    | RetryTapped
    | ScreenTouched
    | ServiceTapped
    | ServiceGroupTapped
    | ServicesTapped
    | ShowReceiptCodeTapped
    | SlowerTapped
    | StayTapped
    | UtilityTapped
    | VolumeTapped
    | WaitNoLonger
    | WithdrawTapped
    | WriteLaterTapped
)
"""Every touch but those that send money on its way, or end it with notes inside, and the resident's holds."""


class HelperActed(Helping, frozen=True):
    """The helper presses this for the resident, on their own display."""

    event: ByHelper


class HelperTouched(Helping, frozen=True):
    """A touch of the helper's display that hit no button: a sign of their life."""


class HelperPadOpened(Helping, frozen=True):
    """The helper wants to sign in with their number and PIN."""


class HelperPadClosed(Helping, frozen=True):
    pass


class PadDigitPressed(Helping, frozen=True):
    digit: int

    def __repr__(self) -> str:
        return "PadDigitPressed(*)"


class PadDigitDeleted(Helping, frozen=True):
    pass


class PadCleared(Helping, frozen=True):
    pass


class PadConfirmed(Helping, frozen=True):
    pass


class PanelOpened(Helping, frozen=True):
    """On a machine of one display: the helper's panel comes up on it."""


class PanelClosed(Helping, frozen=True):
    """On a machine of one display: it is the resident's again."""


class ActingBegun(Helping, frozen=True):
    pass


class ActingEnded(Helping, frozen=True):
    pass


class SidesSwapped(Helping, frozen=True):
    """The helper wants the other display to be the resident's; the resident is asked."""


class EjectCardAsked(Helping, frozen=True):
    slot: Slot


class ReprintAsked(Helping, frozen=True):
    """A copy of the receipt at hand: of the payment that was looked up, or else of the resident's own."""


class SerialAsked(Helping, frozen=True):
    """The helper wants to look a payment up."""


class TechnicianCalled(Helping, frozen=True):
    pass


class HelperLeft(Helping, frozen=True):
    """The helper signs out."""


class StopHelperTapped(Touch, frozen=True):
    """The resident wants no more to be pressed for them."""


class SwapAgreed(Touch, frozen=True):
    """The resident goes over to the other display."""


class SeeHoldPressed(Touch, frozen=True):
    """The resident lets the helper see what was typed, for as long as they hold."""


class SeeHoldReleased(Touch, frozen=True):
    pass


class HelperCardShown(Hand, frozen=True):
    """The card in the slot for IC cards is a helper's."""

    name: str


class HelperChecked(Struct, frozen=True, tag=True):
    """`left_s` is how long the pad stays closed after so many wrong tries."""

    verdict: Verdict
    name: str = ""
    left_s: float = 0.0


class PaymentFound(Struct, frozen=True, tag=True):
    outcome: Outcome


class PaymentNotFound(Struct, frozen=True, tag=True):
    problem: Literal["serial_unknown", "gateway_down"]


PadAnswer: TypeAlias = HelperChecked | PaymentFound | PaymentNotFound


class PadAnswered(Answer, frozen=True):
    """`request` is that of the question; an answer to one that was given up is nobody's."""

    request: int
    answer: PadAnswer


class TechnicianCallEnded(Answer, frozen=True):
    """Whether somebody who can send a technician has been told."""

    told: bool


class HelperDisplayChanged(Report, frozen=True):
    """Whether the display that is not the resident's can be seen."""

    there: bool
