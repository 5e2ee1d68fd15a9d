"""What has happened, in the past tense. Devices, the gateway, the clock and fingers speak in these.

Personal data travels as `Secret`, so that no trace, log or exception can print it.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.session.household import Findings, Outcome, Problem, Slot
from kiosk.session.model import DeviceName, Paper
from kiosk.session.rules import Method
from kiosk.session.secret import Secret

Way: TypeAlias = Literal["scan", "id_card", "typed", "ic_card"]
"""The four ways to find a bill (R3)."""


class Event(Struct, frozen=True, tag=True):
    """Base of all events; frozen, so that a journey can be written down and replayed."""


class Touch(Event, frozen=True):
    """A finger on the screen. A question over the screen is answered by these alone."""


class Hand(Event, frozen=True):
    """Something a resident does at a slot or window, seen by a device: a sign of life too."""


class Report(Event, frozen=True):
    """What the machine says of itself and of time: no sign that anybody is there."""


class Answer(Event, frozen=True):
    """What comes back for an effect."""


class Ticked(Report, frozen=True):
    """Time has passed. `now_s` is the steady clock, `wall_s` what people's watches say (UTC)."""

    now_s: float
    wall_s: float


# -- fingers ----------------------------------------------------------------------------------------


class UtilityTapped(Touch, frozen=True):
    """`utility` is a utility's name or `rules.HOUSEHOLD`."""

    utility: str


class ServicesTapped(Touch, frozen=True):
    pass


class FindingTapped(Touch, frozen=True):
    way: Way


class NumberKindTapped(Touch, frozen=True):
    utility: str


class DigitPressed(Touch, frozen=True):
    digit: int

    def __repr__(self) -> str:
        return "DigitPressed(*)"


class DigitDeleted(Touch, frozen=True):
    pass


class DigitsCleared(Touch, frozen=True):
    pass


class NumberConfirmed(Touch, frozen=True):
    pass


class AccountTapped(Touch, frozen=True):
    account_id: str


class PageTurned(Touch, frozen=True):
    by: Literal[-1, 1]


class BillToggled(Touch, frozen=True):
    bill_id: str


class PayTapped(Touch, frozen=True):
    pass


class MethodTapped(Touch, frozen=True):
    method: Method


class CancelPaymentTapped(Touch, frozen=True):
    pass


class PrintTapped(Touch, frozen=True):
    pass


class NoReceiptTapped(Touch, frozen=True):
    pass


class ShowReceiptCodeTapped(Touch, frozen=True):
    pass


class AnotherTapped(Touch, frozen=True):
    pass


class FinishTapped(Touch, frozen=True):
    pass


class RetryTapped(Touch, frozen=True):
    pass


class BackTapped(Touch, frozen=True):
    pass


class ExitTapped(Touch, frozen=True):
    pass


class LeaveConfirmed(Touch, frozen=True):
    pass


class StayTapped(Touch, frozen=True):
    """Also the answer to the question whether somebody is still there, and the way out of help."""


class HelpTapped(Touch, frozen=True):
    pass


class ScreenTouched(Touch, frozen=True):
    """A touch that hit no button: a sign of life, nothing more."""


class EjectHoldPressed(Touch, frozen=True):
    pass


class EjectHoldReleased(Touch, frozen=True):
    pass


# -- devices ----------------------------------------------------------------------------------------


class CodeScanned(Hand, frozen=True):
    text: Secret
    symbology: str


class CardInserted(Hand, frozen=True):
    slot: Slot


class IdCardRead(Hand, frozen=True):
    """`holder_masked` and `number_masked` are made by the driver's side; only `number` is secret."""

    number: Secret
    holder_masked: str
    number_masked: str


class IcCardRead(Hand, frozen=True):
    number: Secret
    kind: str
    number_masked: str


class CardUnreadable(Hand, frozen=True):
    slot: Slot
    problem: Problem


class CardEjected(Hand, frozen=True):
    slot: Slot


class CardTaken(Hand, frozen=True):
    slot: Slot


class CardJammed(Hand, frozen=True):
    slot: Slot


class EjectHeld(Report, frozen=True):
    """The red button, or its twin on the screen, has been down for `held_s`; None when let go."""

    held_s: float | None


class ForcedEjected(Hand, frozen=True):
    """The driver has thrown the card out after three seconds; it did so by itself."""


class DeviceChanged(Report, frozen=True):
    """`fault` is empty when the device works, else the stem of a text key such as "offline"."""

    device: DeviceName
    fault: str


class PaperChanged(Report, frozen=True):
    level: Paper


class TerminalPrompted(Hand, frozen=True):
    stage: Literal["insert_card", "enter_pin", "processing", "remove_card"]


class ReceiptPrinted(Answer, frozen=True):
    """`confirmed` is False where the printer cannot say that everything came out."""

    payment_id: str
    confirmed: bool


class ReceiptFailed(Answer, frozen=True):
    payment_id: str
    reason: str


class ReceiptTaken(Hand, frozen=True):
    payment_id: str


# -- the gateway ------------------------------------------------------------------------------------


class GatewayChanged(Report, frozen=True):
    up: bool


class ServiceChanged(Report, frozen=True):
    """Payments may not begin for `reason`; empty when they may again. A session under way goes on."""

    reason: Problem


class BillsReceived(Answer, frozen=True):
    """The answer to look-up `request`; an older request's answer is out of date."""

    request: int
    findings: Findings


class LookUpFailed(Answer, frozen=True):
    request: int
    problem: Problem


class PaymentOpened(Answer, frozen=True):
    """The intent is durable in the journal under `payment_id`; the first byte may leave now."""

    request: int
    payment_id: str


class PaymentRefused(Answer, frozen=True):
    """The intent could not be made durable, so nothing was sent and nothing can be charged."""

    request: int
    problem: Problem


class PaymentWorking(Answer, frozen=True):
    payment_id: str
    detail: str


class PaymentEnded(Answer, frozen=True):
    """The attempt's outcome as far as it is known: settled, not charged, or still being checked."""

    outcome: Outcome
