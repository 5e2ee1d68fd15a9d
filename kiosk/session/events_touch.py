"""What fingers do on the screen; each is the event of a button that `show` makes."""

from typing import Literal, TypeAlias

from kiosk.payment.methods import Method
from kiosk.session.events_family import Touch

Way: TypeAlias = Literal["scan", "id_card", "typed", "ic_card"]
"""The four ways to find a bill (R3)."""


class UtilityTapped(Touch, frozen=True):
    """`utility` is a utility's name or `rules.HOUSEHOLD`."""

    utility: str


class ServicesTapped(Touch, frozen=True):
    pass


class ServiceGroupTapped(Touch, frozen=True):
    """`name` is a group's name."""

    name: str


class ServiceTapped(Touch, frozen=True):
    """`name` is a service's name."""

    name: str


class EntryOpened(Touch, frozen=True):
    """`place` counts what is published from 0, as it stands on the board."""

    place: int


class MyHomeTapped(Touch, frozen=True):
    """Only what concerns the resident's own address."""


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


class BillOpened(Touch, frozen=True):
    """What is this bill made up of?"""

    bill_id: str


class PayTapped(Touch, frozen=True):
    pass


class MethodTapped(Touch, frozen=True):
    method: Method


class RechargeAgreed(Touch, frozen=True):
    """The card shall be redeemed: whole, and without change."""


class CancelPaymentTapped(Touch, frozen=True):
    pass


class StopNotesTapped(Touch, frozen=True):
    """No more notes; asked once where some are inside."""


class StopNotesConfirmed(Touch, frozen=True):
    pass


class PrintTapped(Touch, frozen=True):
    pass


class NoReceiptTapped(Touch, frozen=True):
    pass


class ShowReceiptCodeTapped(Touch, frozen=True):
    pass


class RestTapped(Touch, frozen=True):
    """The household's other bills, too."""


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
