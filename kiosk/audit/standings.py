"""How else the staff's display can stand beside a screen: keys, found payments, nobody signed in."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from kiosk.access.helpers import LONGEST_NAME
from kiosk.audit import facts
from kiosk.session.household import Basket, Outcome
from kiosk.session.journey_helper_pad import DIGITS
from kiosk.session.model import Helper, HelperPad, PadAsks, Session
from kiosk.session.secret import Secret


class StaffStanding(Struct, frozen=True):
    name: str
    stands: Callable[[Session], Session]


def with_longest_name(
    session: Session, *, acting: bool = False, told: str = "", found: Outcome | None = None
) -> Session:
    """Signed in beside a resident; looking on, if not `acting`."""
    at_s = session.now_s
    helper = Helper("W" * LONGEST_NAME, at_s, at_s, acting=acting, told=told, found=found)
    return replace(session, helper=helper, helper_display=True)


def _nobody(session: Session) -> Session:
    return replace(session, helper=None, helper_display=True)


def _told_in_red(session: Session) -> Session:
    return with_longest_name(session, told="technician_not_told")


def _told_most(session: Session) -> Session:
    return with_longest_name(session, told="copy_failed")


def _told_at_length(session: Session) -> Session:
    return with_longest_name(session, told="technician_told")


def _found(session: Session) -> Session:
    """A payment that went back in part, as its paper says it."""
    household = facts.plain()
    basket = Basket(household.holder, household.address, facts.bills(household))
    return with_longest_name(session, found=facts.in_part("pay-1", basket, "phone_code"))


def _one_display(session: Session) -> Session:
    return replace(with_longest_name(session), helper_display=False, at_panel=True)


def _pin(session: Session) -> Session:
    return replace(_nobody(session), pad=_pad("pin"))


def _pin_refused(session: Session) -> Session:
    return replace(_nobody(session), pad=HelperPad("pin", problem="locked"))


def _serial(session: Session) -> Session:
    return replace(with_longest_name(session), pad=_pad("serial"))


def _pad(asks: PadAsks) -> HelperPad:
    return HelperPad(asks, digits=Secret("8" * DIGITS[asks]))


ALL: tuple[StaffStanding, ...] = (
    StaffStanding("nobody signed in", _nobody),
    StaffStanding("looking on", with_longest_name),
    StaffStanding("told in red", _told_in_red),
    StaffStanding("told most", _told_most),
    StaffStanding("told at length", _told_at_length),
    StaffStanding("found payment", _found),
    StaffStanding("one display", _one_display),
    StaffStanding("pin", _pin),
    StaffStanding("pin refused", _pin_refused),
    StaffStanding("serial number", _serial),
)
