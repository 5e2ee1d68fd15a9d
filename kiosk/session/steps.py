"""Where a resident stands: one frozen value per screen, holding just what that screen needs."""

from typing import TypeAlias

from msgspec import Struct

from kiosk.payment.methods import CashRest, Method
from kiosk.session.household import Basket, Bill, Findings, Outcome, Problem, RechargeCard, Slot
from kiosk.session.meters import Meter
from kiosk.session.secret import Secret
from kiosk.session.steps_drafts import FormStep
from kiosk.session.steps_meter_cards import MeterCardStep
from kiosk.session.steps_numbers import NumbersStep
from kiosk.session.steps_paid import PaidStep, ReadPayment
from kiosk.session.steps_past import ReadHistory
from kiosk.session.steps_prepaid import ConfirmLoad, PrepaidStep
from kiosk.session.steps_requests import RequestStep
from kiosk.session.steps_rest import RestStep
from kiosk.session.steps_services import ServiceStep


class Idle(Struct, frozen=True, tag=True):
    """The first screen: what would you like to pay? Bill, identity card and IC card may come at once."""


class ChooseFinding(Struct, frozen=True, tag=True):
    """How shall the bill be found? `wish` is a utility's name, `rules.HOUSEHOLD` or `rules.ANY`."""

    wish: str


class PresentBill(Struct, frozen=True, tag=True):
    wish: str


class InsertCard(Struct, frozen=True, tag=True):
    wish: str
    slot: Slot


class ReadingCard(Struct, frozen=True, tag=True):
    """The card is inside and being read; there is no way on but a result."""

    wish: str
    slot: Slot


class TakeCard(Struct, frozen=True, tag=True):
    """The card is on its way out while the bills are being fetched; on when both are there.

    `request` is None where reading failed, and `problem` says why, or where the card is a helper's own.
    """

    wish: str
    slot: Slot
    whose: str = ""
    request: int | None = None
    findings: Findings | None = None
    meters: tuple[Meter, ...] | None = None
    problem: Problem | None = None


class ChooseNumberKind(Struct, frozen=True, tag=True):
    """All bills wanted and a number typed: of which utility is the number?"""

    wish: str


class TypeNumber(Struct, frozen=True, tag=True):
    """An account number is its owner's: the keypad shows it, no `repr` does."""

    wish: str
    utility: str
    digits: str = ""
    problem: Problem | None = None

    def __repr__(self) -> str:
        typed = f"{len(self.digits)} digits"
        return f"TypeNumber({self.wish!r}, {self.utility!r}, {typed}, {self.problem!r})"


class LookUp(Struct, frozen=True, tag=True):
    """Waiting for the gateway. A failure or 'back' returns to `back`; `code` as in Findings."""

    wish: str
    request: int
    back: "Step"
    code: Secret | None = None


class ChooseAccount(Struct, frozen=True, tag=True):
    """`back` is the step that found the accounts, as it was left (FLW-11)."""

    wish: str
    findings: Findings
    back: "Step"
    page: int = 0


class ConfirmBills(Struct, frozen=True, tag=True):
    """`off` are the bills taken off by a tap; those that cannot be paid now are never in the sum."""

    wish: str
    findings: Findings
    back: "Step"
    off: frozenset[str] = frozenset()
    page: int = 0


class ReadBill(Struct, frozen=True, tag=True):
    """One bill in full; `back` is the page it stands on, as it was left."""

    bill: Bill
    back: ConfirmBills


class NothingOwed(Struct, frozen=True, tag=True):
    wish: str
    findings: Findings
    back: "Step"


Agreed: TypeAlias = ConfirmBills | ConfirmLoad
"""Where somebody has agreed to what is paid: bills, or a load."""


class ChooseMethod(Struct, frozen=True, tag=True):
    basket: Basket
    back: Agreed
    problem: Problem | None = None


class ShowPayCode(Struct, frozen=True, tag=True):
    basket: Basket
    back: Agreed
    problem: Problem | None = None


class TypeRechargeCode(Struct, frozen=True, tag=True):
    """The code of a recharge card, typed or held under the window; a mistake leaves it to be corrected.

    `face_fen` is what the card is worth where `problem` is that this is too little; `again_at` when one may
    be tried again after too many mistakes.
    """

    basket: Basket
    back: Agreed
    entered: Secret = Secret("")
    problem: Problem | None = None
    face_fen: int = 0
    again_at: str = ""

    @property
    def digits(self) -> int:
        return self.basket.recharge_digits


class AskingRechargeCard(Struct, frozen=True, tag=True):
    """Waiting for what a card is worth. `back` holds the code as it was typed."""

    back: TypeRechargeCode
    request: int


class ConfirmRechargeCard(Struct, frozen=True, tag=True):
    """What the card is worth, what of it is paid, where the rest goes: nothing has moved yet."""

    basket: Basket
    back: Agreed
    card: RechargeCard


class Paying(Struct, frozen=True, tag=True):
    """Money may move. Only an outcome leads out of here, never a finger.

    `payment_id` is None until the intent is durable. `detail` is what the machine is waiting for,
    `inside_fen` the banknotes that were put in for it, and `face_fen` what the recharge card is worth.
    `unattended`: nobody has answered whether they are still there, nor touched anything since.
    """

    basket: Basket
    back: Agreed
    method: Method
    request: int
    payment_id: str | None = None
    detail: str = "opening"
    cancelling: bool = False
    inside_fen: int = 0
    face_fen: int = 0
    unattended: bool = False


class InsertNotes(Struct, frozen=True, tag=True):
    """Banknotes go in, one after the other. `paying` is where the journey goes on when the slot is shut.

    `inside_fen` is on the disk and the kiosk's. `last_fen` is the note that went in last, `came_back` why
    the last one did not, since `came_back_s`; `reading` while one is on its way. `finishing_since_s` is when
    the slot was to be shut, on the steady clock: from then on nothing more is taken.
    """

    paying: Paying
    payment_id: str
    rest: CashRest
    inside_fen: int = 0
    last_fen: int = 0
    came_back: str = ""
    came_back_s: float = 0.0
    reading: bool = False
    finishing_since_s: float | None = None
    unattended: bool = False

    @property
    def finishing(self) -> bool:
        return self.finishing_since_s is not None

    @property
    def missing_fen(self) -> int:
        return max(0, self.paying.basket.amount_fen - self.inside_fen)

    @property
    def over_fen(self) -> int:
        return max(0, self.inside_fen - self.paying.basket.amount_fen)


class Done(Struct, frozen=True, tag=True):
    """The outcome, said honestly: settled, being checked, or not charged. `unattended` as in Paying, `again`
    as in Loading; whoever has looked it up as paid before goes on from there. `onward`: they pay more."""

    outcome: Outcome
    basket: Basket
    back: Agreed | ReadPayment
    unattended: bool = False
    again: bool = False
    onward: bool = False


class Printing(Struct, frozen=True, tag=True):
    done: Done


class TakeReceipt(Struct, frozen=True, tag=True):
    done: Done
    confirmed: bool


class ShowReceiptCode(Struct, frozen=True, tag=True):
    """No paper came: the receipt as a code on the screen, to photograph, and to be printed later."""

    done: Done
    reason: Problem


class Notice(Struct, frozen=True, tag=True):
    """Something went wrong before any money moved. `retry` is where the one button leads."""

    problem: Problem
    retry: "Step"


class Goodbye(Struct, frozen=True, tag=True):
    """Ends by itself, but not while the machine still holds a card."""


Step: TypeAlias = (
    Idle
    | ChooseFinding
    | PresentBill
    | InsertCard
    | ReadingCard
    | TakeCard
    | ChooseNumberKind
    | TypeNumber
    | LookUp
    | ChooseAccount
    | ConfirmBills
    | ReadBill
    | NothingOwed
    | ChooseMethod
    | ShowPayCode
    | TypeRechargeCode
    | AskingRechargeCard
    | ConfirmRechargeCard
    | Paying
    | InsertNotes
    | Done
    | Printing
    | TakeReceipt
    | ShowReceiptCode
    | Notice
    | Goodbye
    | ServiceStep
    | ReadHistory
    | PaidStep
    | NumbersStep
    | PrepaidStep
    | MeterCardStep
    | FormStep
    | RequestStep
    | RestStep
)
