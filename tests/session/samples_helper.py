"""What a helper may press, what a resident allows them, and what comes back: at least one of each kind."""

from kiosk.session import events as e
from kiosk.session.events import Event
from tests.session import facts


def helping() -> list[Event]:
    """Fingers on the helper's own display."""
    return [
        e.HelperTouched(),
        e.HelperPadOpened(),
        e.SerialAsked(),
        *(e.PadDigitPressed(digit) for digit in (0, 7, -1, 12)),
        e.PadDigitDeleted(),
        e.PadCleared(),
        e.PadConfirmed(),
        e.HelperPadClosed(),
        e.PanelOpened(),
        e.PanelClosed(),
        e.ActingBegun(),
        *pressed_for_the_resident(),
        e.ActingEnded(),
        e.SidesSwapped(),
        e.EjectCardAsked("id_card"),
        e.EjectCardAsked("ic_card"),
        e.ReprintAsked(),
        e.TechnicianCalled(),
        e.HelperLeft(),
    ]


def pressed_for_the_resident() -> list[Event]:
    return [
        e.HelperActed(e.UtilityTapped("water")),
        e.HelperActed(e.DigitPressed(7)),
        e.HelperActed(e.BackTapped()),
        e.HelperActed(e.ExitTapped()),
        e.HelperActed(e.SizeTapped()),
        e.HelperActed(e.CancelPaymentTapped()),
    ]


def of_helpers() -> list[Event]:
    """What others tell about helpers: residents, the slot for cards, and whoever answers."""
    basket = facts.basket(facts.ELECTRICITY)
    return [
        e.StopHelperTapped(),
        e.SeeHoldPressed(),
        e.SeeHoldReleased(),
        e.HelperCardShown("07"),
        e.HelperChecked("right", "07"),
        e.HelperChecked("wrong"),
        e.HelperChecked("closed", left_s=30.0),
        e.HelperChecked("locked"),
        e.HelperChecked("broken"),
        e.PaymentFound(facts.settled("pay-1", basket)),
        e.PaymentNotFound("serial_unknown"),
        e.TechnicianCallEnded(told=True),
        e.TechnicianCallEnded(told=False),
        e.HelperDisplayChanged(there=True),
        e.HelperDisplayChanged(there=False),
    ]
