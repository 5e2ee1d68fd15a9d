"""What a helper may press, what a resident allows them, and what comes back: at least one of each kind."""

from kiosk.session import events as e
from kiosk.session.events import Event
from kiosk.session.model import Session
from tests.session import facts
from tests.session.staff import NUMBER, PIN, Staff
from tests.session.stories import Gateway, Machine, Resident, Story


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
        e.HelperActed(e.HelpTapped()),
        e.HelperActed(e.CancelPaymentTapped()),
    ]


def of_helpers(request: int) -> list[Event]:
    """What others tell about helpers: residents, the slot for cards, and whoever answers."""
    basket = facts.basket(facts.ELECTRICITY)
    return [
        e.StopHelperTapped(),
        e.SwapAgreed(),
        e.SeeHoldPressed(),
        e.SeeHoldReleased(),
        e.HelperCardShown("07"),
        e.PadAnswered(request, e.HelperChecked("right", "07")),
        e.PadAnswered(request, e.HelperChecked("wrong")),
        e.PadAnswered(request, e.HelperChecked("closed", left_s=30.0)),
        e.PadAnswered(request, e.HelperChecked("locked")),
        e.PadAnswered(request, e.HelperChecked("broken")),
        e.PadAnswered(request, e.PaymentFound(facts.settled("pay-1", basket))),
        e.PadAnswered(request, e.PaymentNotFound("serial_unknown")),
        e.TechnicianCallEnded(told=True),
        e.TechnicianCallEnded(told=False),
        e.HelperDisplayChanged(there=True),
        e.HelperDisplayChanged(there=False),
    ]


def helped_along(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    """A helper comes in the middle, presses, looks on, sees a number that is typed, and prints a copy."""
    staff = Staff(resident.story)
    resident.taps("electricity", "typed")
    staff.acts()
    staff.taps("digit_3", "digit_1")
    resident.taps("stop_helper")
    resident.story.feed(e.SeeHoldPressed())
    resident.types(facts.ELECTRICITY_NUMBER[2:])
    resident.story.feed(e.SeeHoldReleased())
    staff.taps("swap")
    resident.taps("swap_agreed")
    staff.taps("act", "next")
    gateway.answers(facts.ELECTRICITY, facts.WATER)
    staff.taps("help", "stay", "act_end")
    resident.taps("pay", "phone_code")
    resident.shows_pay_code()
    gateway.opens()
    gateway.settles()
    staff.looks_for("26112012345678")
    staff.finds_nothing()
    staff.types("26112012345678")
    staff.taps("pad_confirm")
    staff.finds(facts.settled("pay-7", facts.basket(facts.GAS)))
    staff.taps("reprint", "call_technician")
    staff.copy_comes_out()
    staff.technician_is_told()


def alone_on_one_display(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    """By card, and by the machine's number on a machine of one display."""
    staff = Staff(resident.story)
    resident.taps("water", "ic_card")
    resident.inserts("ic_card")
    staff.shows_card()
    machine.ejects("ic_card")
    resident.takes_card("ic_card")
    resident.taps("helper_panel")
    staff.taps(
        "panel_close",
    )
    resident.taps("helper_panel")
    staff.taps("helper_leave")
    resident.story.feed(resident.story.screen.frame.knock)
    staff.types("07" + "00000000")
    staff.taps("pad_confirm")
    staff.is_checked("wrong")


def pads(story: Story) -> list[Session]:
    """The pad with all digits typed, over the screens of a story: for a PIN and a serial number in turn."""
    return [_pad(session, serial=bool(n % 2)) for n, session in enumerate(story.sessions)]


def _pad(session: Session, *, serial: bool) -> Session:
    story = Story(session.rules)
    story.session = session
    staff = Staff(story)
    staff.has_a_display()
    if serial:
        staff.shows_card()
        story.feed(e.SerialAsked())
    else:
        story.feed(e.HelperPadOpened())
    for digit in "26112012345678" if serial else NUMBER + PIN:
        story.feed(e.PadDigitPressed(int(digit)))
    return story.session
