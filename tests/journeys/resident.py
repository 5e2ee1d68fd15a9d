"""A resident at the kiosk: reads the screen, taps buttons by name, works slots, window, terminal, paper."""

from typing import TypeVar

from drivers.card.crt310.simulator import Crt310Simulator
from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.card.simulated_cards import SimulatedCard, SimulatedCpuCard, cpu_card
from drivers.idcard.simulated_cards import SimulatedIdCard, id_card
from kiosk.gateway.demonstration.residents import Household
from kiosk.session.household import Outcome
from kiosk.session.steps import Paying
from kiosk.session.steps_rest import OfferRest
from kiosk.session.view import ScreenView
from tests.journeys.hut import Hut
from tests.session.looking import button, describe, fault, row, words

NOTHING_TAKEN = "没有扣"
GIVEN_BACK = "原路退回"
MAYBE_TAKEN = "可能已经扣了"
ONLY_THE_PAPER = "不影响交费"
"""What a screen says about money."""

Device = TypeVar("Device")

BANK_CARD = "6222020200112233446"
PROFILES = {profile.kind: profile for profile in DEMONSTRATION_PROFILES}


def identity_card(household: Household) -> SimulatedIdCard:
    return id_card(household.holder, household.id_number)


def ic_card(kind: str, number: str) -> SimulatedCpuCard:
    return cpu_card(PROFILES[kind], number)


def fitted(device: Device | None) -> Device:
    assert device is not None, "the settings of these tests simulate every device"
    return device


class Resident:
    def __init__(self, hut: Hut) -> None:
        self.hut = hut
        hands = hut.hands
        self.camera = fitted(hands.camera)
        self.scanner = fitted(hands.scanner)
        self.id_slot = fitted(hands.id_slot)
        self.card_slot = fitted(hands.card_slot)
        self.printer = fitted(hands.printer)
        self.terminal = fitted(hands.terminal)

    # -- eyes ---------------------------------------------------------------------------------------

    @property
    def view(self) -> ScreenView:
        return self.hut.view

    def reads(self, screen: str, hurry_s: float = 0.0) -> ScreenView:
        self.hut.until(lambda: self.view.screen == screen, f"the screen {screen!r}", hurry_s)
        self.puts_code_away()
        return self.view

    def is_told(self, problem: str, money: str = NOTHING_TAKEN, hurry_s: float = 0.0) -> ScreenView:
        """What happened, whether money moved, and a way on."""
        self.hut.until(lambda: fault(self.view) == problem, f"words about {problem!r}", hurry_s)
        self.puts_code_away()
        shown = self.view
        assert words(shown.title)
        assert money in words(shown.prompt), f"{problem}: {words(shown.prompt)}"
        ways_on = [*shown.choices, shown.frame.primary, shown.frame.exit]
        assert any(way and way.enabled for way in ways_on), f"no way on from {describe(shown)}"
        return shown

    def reads_in_prompt(self, wanted: str) -> None:
        self.hut.until(lambda: wanted in words(self.view.prompt), f"{wanted!r} in the prompt")
        self.puts_code_away()

    def ends(self, kind: str, hurry_s: float = 0.0) -> Outcome:
        """Waits for the outcome's screen; the outcome must be of this kind. A code still before the camera
        would be read again as soon as another is asked for."""
        self.reads("done", hurry_s)
        self.hut.until(lambda: not self.camera.looking, "the camera to look away")
        assert self.hut.outcome.kind == kind, describe(self.view)
        return self.hut.outcome

    # -- fingers ------------------------------------------------------------------------------------

    def taps(self, *names: str) -> None:
        """Each must be on the screen, enabled, and change it."""
        for name in names:
            pressed = button(self.view, name)
            assert pressed.enabled, f"{name!r} is off on {describe(self.view)}"
            before = self.hut.session
            self.hut.machine.post(pressed.event)
            self.hut.machine.drain()
            assert self.hut.session != before, f"a tap on {name!r} changed nothing"

    def takes_off(self, bill: str) -> None:
        toggle = row(self.view, bill).toggle
        assert toggle is not None, f"{bill!r} cannot be taken off"
        self.hut.machine.post(toggle)
        self.hut.machine.drain()

    def types(self, digits: str) -> None:
        self.taps(*(f"digit_{digit}" for digit in digits))

    # -- codes --------------------------------------------------------------------------------------

    def shows(self, text: str, symbology: str = "qr") -> None:
        """Before the camera, until the next screen is read."""
        self.camera.show_code(text, symbology)

    def shows_to_scanner(self, text: str) -> None:
        self.scanner.show(text)

    def puts_code_away(self) -> None:
        self.camera.take_away()
        self.scanner.take_away()

    # -- cards and paper ----------------------------------------------------------------------------

    def inserts(self, card: SimulatedCard) -> None:
        """Into the slot it is for, as soon as that lets it in."""
        slot = self.id_slot if isinstance(card, SimulatedIdCard) else self.card_slot
        self.hut.until(lambda: slot.insert(card), "the slot to let the card in")

    def inserts_into_id_slot(self, card: SimulatedCard) -> None:
        self.hut.until(lambda: self.id_slot.insert(card), "the slot to let the card in")

    def takes_card_back(self, slot: Crt310Simulator | None = None) -> None:
        """The identity card, if nothing else is said; the machine must hold it out first."""
        slot = slot or self.id_slot
        name = "id_card" if slot is self.id_slot else "ic_card"
        self.hut.until(lambda: self.hut.session.slot(name) == "offered", "the card to be held out")
        assert slot.take() is not None
        self.hut.until(lambda: self.hut.session.slot(name) == "empty", "the machine to see it taken")

    def waits_for_terminal(self, stage: str) -> None:
        def asks() -> bool:
            step = self.hut.session.step
            return isinstance(step, Paying) and step.detail == stage

        self.hut.until(asks, f"the terminal to say {stage}")

    def pays_at_terminal(self, card: str = BANK_CARD) -> None:
        """Card, PIN, card: each when the terminal asks for it."""
        self.waits_for_terminal("insert_card")
        assert self.terminal.insert_card(card)
        self.waits_for_terminal("enter_pin")
        assert self.terminal.enter_pin()
        self.waits_for_terminal("remove_card")
        assert self.terminal.take_card()

    def wants_nothing_but(self, answer: str) -> None:
        """Where the household's other bills are offered by then, they stay unpaid."""
        self.taps(answer)
        if isinstance(self.hut.session.step, OfferRest):
            self.taps("finish")

    def takes_receipt(self) -> None:
        """Goodbye follows at once; or after a while, where the paper was gone before the printer looked."""
        self.hut.until(lambda: self.printer.slip_at_mouth, "paper at the mouth")
        self.printer.tear_off()
        self.reads("goodbye", hurry_s=0.5)

    # -- ways that many stories share ---------------------------------------------------------------

    def finds(self, text: str, symbology: str) -> None:
        """From the first screen to the bills, by the code on a bill."""
        self.reads("home")
        self.hut.until(lambda: self.hut.session.armed.scanner == "bill", "the window to open", hurry_s=0.2)
        self.shows(text, symbology)
        self.reads("bills")

    def shows_phone(self, code: str) -> None:
        """From the bills to money under way."""
        self.taps("pay", "phone_code")
        self.shows(code)
