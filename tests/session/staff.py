"""The staff's side of a story: a helper with a display of their own, pressing what stands on it."""

from typing import Literal

from msgspec.structs import replace

from kiosk.session.effects import CheckHelper, FindPayment, PrintReceipt, copy_id
from kiosk.session.events import (
    HelperCardShown,
    HelperChecked,
    HelperDisplayChanged,
    PadAnswered,
    PaymentFound,
    PaymentNotFound,
    ReceiptFailed,
    ReceiptPrinted,
    TechnicianCallEnded,
)
from kiosk.session.household import Outcome
from kiosk.session.model import Helper
from kiosk.session.show import view
from kiosk.session.view import Button, HelperPanel, ScreenView
from kiosk.session.view_parts import parts
from tests.session.looking import words
from tests.session.stories import Story

NUMBER, PIN = "07", "20613597"


class Staff:
    """`shown` is whose name the machine knows them by."""

    def __init__(self, story: Story, shown: str = "07") -> None:
        self.story = story
        self.shown = shown

    @property
    def screen(self) -> ScreenView:
        return view(self.story.session, "helper")

    @property
    def panel(self) -> HelperPanel:
        panel = self.screen.panel
        assert panel is not None
        return panel

    @property
    def helper(self) -> Helper:
        helper = self.story.session.helper
        assert helper is not None, "nobody has signed in"
        return helper

    def told(self) -> str:
        return words(self.panel.told)

    def button(self, name: str) -> Button:
        for part in parts(self.screen):
            if isinstance(part, Button) and part.name == name:
                return part
        raise AssertionError(f"no button {name!r} on the helper's display")

    def taps(self, *names: str) -> None:
        for name in names:
            pressed = self.button(name)
            assert pressed.enabled, f"{name!r} is off: {words(pressed.reason)}"
            self.story.feed(pressed.event)

    def types(self, digits: str) -> None:
        self.taps(*(f"pad_{digit}" for digit in digits))

    def has_a_display(self, *, there: bool = True) -> None:
        self.story.feed(HelperDisplayChanged(there))

    def shows_pin(self, digits: str = NUMBER + PIN) -> CheckHelper:
        self.taps("helper_sign_in")
        self.types(digits)
        self.taps("pad_confirm")
        return self.story.last(CheckHelper)

    def is_checked(
        self, verdict: Literal["right", "wrong", "closed", "locked", "broken"] = "right", left_s: float = 0.0
    ) -> None:
        request = self.story.last(CheckHelper).request
        checked = HelperChecked(verdict, self.shown if verdict == "right" else "", left_s)
        self.story.feed(PadAnswered(request, checked))

    def signs_in(self) -> None:
        """On the display beside the resident's."""
        self.has_a_display()
        self.shows_pin()
        self.is_checked()

    def acts(self) -> None:
        self.signs_in()
        self.taps("act")

    def shows_card(self) -> None:
        self.story.feed(HelperCardShown(self.shown))

    def looks_for(self, serial: str) -> FindPayment:
        self.taps("find_payment")
        self.types(serial)
        self.taps("pad_confirm")
        return self.story.last(FindPayment)

    def finds(self, outcome: Outcome) -> None:
        """What was asked for last."""
        asked = self.story.last(FindPayment)
        found = PaymentFound(replace(outcome, receipt_no=asked.serial))
        self.story.feed(PadAnswered(asked.request, found))

    def finds_nothing(self, problem: Literal["serial_unknown", "gateway_down"] = "serial_unknown") -> None:
        request = self.story.last(FindPayment).request
        self.story.feed(PadAnswered(request, PaymentNotFound(problem)))

    def copy_comes_out(self, *, out: bool = True) -> None:
        job = copy_id(self.story.last(PrintReceipt).outcome.payment_id)
        self.story.feed(ReceiptPrinted(job, confirmed=True) if out else ReceiptFailed(job, "paper_out"))

    def technician_is_told(self, *, told: bool = True) -> None:
        self.story.feed(TechnicianCallEnded(told))
