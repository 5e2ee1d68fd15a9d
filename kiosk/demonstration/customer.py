"""A customer: reads what is on the screen, taps what can be seen, puts cards and codes where they belong.

Counts what an eighty-year-old would spend: three seconds a screen read, one a tap, one and a half a digit.
"""

from functools import partial
from typing import Final

from kiosk.demonstration.hand_luggage import Luggage
from kiosk.demonstration.helpers_hand import HelpersHand
from kiosk.demonstration.stage import JourneyFailed, Stage
from kiosk.session.forms import FiledRequest
from kiosk.session.journey_forms import offered, question
from kiosk.session.menus import groups
from kiosk.session.steps import ConfirmBills, Done
from kiosk.session.steps_forms import AskField, RequestFiled
from kiosk.session.steps_rest import OfferRest
from kiosk.session.view import ScreenView

SECONDS_A_SCREEN: Final = 3.0
SECONDS_A_TAP: Final = 1.0
SECONDS_A_DIGIT: Final = 1.5
"""The model of rule FLW-10."""
SECONDS_A_NOTE: Final = 5.0
"""Out of the purse, smoothed, drawn in; the rule has no figure for it."""

PAPER_IS_OUT: Final = "take_receipt.title"

PATIENCE_S: Final = 60.0
"""How long a customer waits for a screen before the journey has failed."""

OUTCOME_PATIENCE_S: Final = 150.0
"""A late payment is given back a minute after the deadline; until then the kiosk says that it is checking."""


class Customer:
    """`luggage` is what the customer brings: bill, cards, phone, each held to the simulated devices. With a
    `helper` the customer taps only what nobody may tap for them.

    `done` is the outcome of a payment, `learned` what was read by whoever came to know something.
    Leaves of a screen that is shown large are counted apart: rules of taps are for the usual size.
    """

    def __init__(self, stage: Stage, luggage: Luggage, helper: HelpersHand | None = None) -> None:
        self._stage = stage
        self._luggage = luggage
        self._helper = helper
        self.taps_made = 0
        self.leaves_turned = 0
        self.digits_typed = 0
        self.screens_read = 0
        self.notes_put_in = 0
        self.done: Done | None = None
        self.learned = ""
        self.filed: FiledRequest | None = None

    @property
    def modelled_seconds(self) -> float:
        reading = self.screens_read * SECONDS_A_SCREEN
        fingers = self.taps_made * SECONDS_A_TAP + self.digits_typed * SECONDS_A_DIGIT
        return reading + fingers + self.notes_put_in * SECONDS_A_NOTE

    def reads(self, screen: str) -> None:
        """Wait for a screen and read it. Raises JourneyFailed when it does not come."""
        self._stage.wait_for(lambda view: view.screen == screen, screen, PATIENCE_S)
        self.screens_read += 1
        if isinstance(self._stage.session.step, Done):
            self.done = self._stage.session.step
        self._luggage.put_away()

    def learns(self, screen: str, title: str) -> None:
        """Reads what they came for, where no money moves: a screen with this title."""
        self.reads_of(screen, title)
        self.learned = title

    def reads_of(self, screen: str, title: str) -> None:
        """As `reads`, where another screen of the kind may still be standing."""
        wanted = f"{screen} with {title}"
        self._stage.wait_for(
            lambda view: (view.screen, view.title.key) == (screen, title), wanted, PATIENCE_S
        )
        self.reads(screen)

    def waits_for_news(self) -> None:
        """Until the machine has been told what is published, which the gateway does with a heartbeat."""
        self._stage.let_pass()
        self._stage.wait_until(self._luggage.news_has_come, "news from the gateway", PATIENCE_S)

    def is_settled(self) -> bool:
        """Waits for the outcome, however long the kiosk needs to be sure of it, and reads it."""
        self._stage.wait_for(_is_certain, "a certain outcome", OUTCOME_PATIENCE_S)
        self.reads("done")
        self._stage.wait_until(self._rest_is_known, "what the household owes beside it", PATIENCE_S)
        return self.done is not None and self.done.outcome.kind == "settled"

    def _rest_is_known(self) -> bool:
        """Within the time that anybody reads; a demonstration is quicker than that."""
        step = self._stage.session.step
        if not isinstance(step, Done) or step.unattended or step.outcome.kind != "settled":
            return True
        return not isinstance(step.back, ConfirmBills) or step.back.findings.code is None

    def wants_nothing_but(self, answer: str) -> None:
        """The household's other bills stay unpaid, where they are offered."""
        self.taps(answer)
        if isinstance(self._stage.session.step, OfferRest):
            self.reads_of("choices", "rest.title")
            self.taps("finish")

    def is_filed(self) -> None:
        """Waits until what was asked for has its number, and reads it."""
        self._stage.wait_for(
            lambda _view: isinstance(self._stage.session.step, RequestFiled), "a number", OUTCOME_PATIENCE_S
        )
        self.reads("done")
        step = self._stage.session.step
        self.filed = step.filed if isinstance(step, RequestFiled) else None

    def leafs_to(self, name: str) -> None:
        """Through the pages of a list, until the answer is there."""
        while name not in {button.name for button in self._stage.view.choices}:
            if self._stage.view.page is None or not self._stage.view.page.next.enabled:
                return  # a screen shown large is turned leaf by leaf, as it is tapped
            self.taps("page_next")

    def opens_service(self, name: str) -> None:
        """From the home screen by the menu, which a long one shows in groups."""
        self.reads("home")
        self.taps("services")
        self.reads_of("choices", "services.title")
        service = self._stage.session.rules.service(name)
        if service and groups(self._stage.session.rules):
            self.leafs_to(f"group_{service.group}")
            self.taps(f"group_{service.group}")
            self.reads_of("choices", f"service_group.{service.group}.label")
        self.leafs_to(f"service_{name}")
        self.taps(f"service_{name}")

    def taps_first(self) -> None:
        """Whatever answer stands first, as with days, which are others tomorrow."""
        session = self._stage.session
        if isinstance(session.step, AskField):
            self.taps(f"answer_{offered(session, question(session, session.step))[0]}")

    def taps(self, name: str) -> None:
        self._press(name)
        self.taps_made += 1

    def _press(self, name: str) -> None:
        if self._helper is not None and self._helper.presses(name):
            return
        self.leaves_turned += self._stage.turns_to(name)
        self._stage.tap(name)

    def types(self, digits: str) -> None:
        for digit in digits:
            self._press(f"digit_{digit}")
        self.digits_typed += len(digits)

    def shows_bill(self, text: str, symbology: str) -> None:
        self._luggage.show_bill(text, symbology)

    def shows_phone(self, code: str) -> None:
        self._luggage.show_phone(code)

    def arrives(self) -> None:
        """Before the first screen; whoever has a bill or a card in hand need not read it."""
        self._stage.wait_for(lambda view: view.screen == "home", "the first screen", PATIENCE_S)
        if self._helper is not None:
            self._helper.comes()

    def inserts_id_card(self) -> None:
        self._stage.wait_until(self._luggage.insert_id_card, "the slot to open", PATIENCE_S)

    def lays_document(self, *, cut_off: bool = False) -> None:
        """When the camera waits for one; `cut_off`: too far to the side, which the machine says."""
        self._stage.wait_until(
            self._luggage.camera_waits_for_paper, "the camera to wait for a paper", PATIENCE_S
        )
        self._luggage.lay_document(cut_off=cut_off)
        if cut_off:
            self._stage.wait_for(_says_cut_off, "what is wrong with the paper", PATIENCE_S)
            self.screens_read += 1

    def takes_id_card_back(self) -> None:
        """Waits until the machine holds the card out; the bills may be there before that or after."""
        self.reads("take_card")
        self._stage.wait_until(self._luggage.id_card_offered, "the identity card to come out", PATIENCE_S)
        self._luggage.take_id_card()

    def inserts_gas_card(self) -> None:
        self._stage.wait_until(self._luggage.insert_gas_card, "the slot to open", PATIENCE_S)

    def takes_gas_card_back(self) -> None:
        self.reads("take_card")
        self._stage.wait_until(self._luggage.gas_card_offered, "the card to come out", PATIENCE_S)
        self._luggage.take_gas_card()

    def goes_home_to_the_meter(self) -> None:
        """Raises JourneyFailed where the meter finds nothing new on the card."""
        if not self._luggage.put_gas_card_into_meter():
            raise JourneyFailed("what was paid for is not on the card")

    def pays_at_terminal(self) -> None:
        """Card, PIN, card: each when the terminal asks for it."""
        self.reads("present")
        for stage, act in (
            ("insert_card", self._luggage.insert_bank_card),
            ("enter_pin", self._luggage.enter_pin),
            ("remove_card", self._luggage.take_bank_card),
        ):
            asked = partial(self._luggage.terminal_asks, stage)
            self._stage.wait_until(asked, f"the terminal to say {stage}", PATIENCE_S)
            act()

    def pays_up(self, *yuan: int) -> None:
        """One note after the other, until the kiosk has enough."""
        for each in yuan:
            if self._luggage.notes_wanted():
                self.puts_in(each)

    def puts_in(self, yuan: int) -> None:
        """One banknote, and then waits until the kiosk says that it has it."""
        wanted_fen = self._luggage.notes_inside_fen() + yuan * 100
        self._stage.wait_until(lambda: self._luggage.insert_note(yuan), "the mouth to open", PATIENCE_S)
        counted = f"a note of {yuan} yuan to be counted"
        self._stage.wait_until(lambda: self._luggage.notes_inside_fen() >= wanted_fen, counted, PATIENCE_S)
        self.notes_put_in += 1

    def is_gone_until(self, what: str) -> None:
        """Nobody is there while the kiosk's patience runs out."""
        if self._helper is not None:
            self._helper.leaves()
        before = self._stage.view
        self._stage.let_pass()
        self._stage.wait_until(lambda: _asks_or_goes_on(before, self._stage.view), what, PATIENCE_S)

    def leaves_receipt(self) -> None:
        """Nobody takes the paper that comes by itself."""
        self._stage.wait_for(lambda view: view.title.key == PAPER_IS_OUT, "paper", PATIENCE_S)
        self.is_gone_until("goodbye")

    def takes_receipt(self) -> None:
        self._stage.wait_for(lambda view: view.title.key == PAPER_IS_OUT, "paper", PATIENCE_S)
        self.screens_read += 1
        self._luggage.take_receipt()

    def walks_away(self) -> None:
        self._stage.wait_for(lambda view: view.screen == "goodbye", "goodbye", PATIENCE_S)


def _asks_or_goes_on(before: ScreenView, now: ScreenView) -> bool:
    return (now.screen, now.overlay and now.overlay.kind) != (
        before.screen,
        before.overlay and before.overlay.kind,
    )


def _says_cut_off(view: ScreenView) -> bool:
    return view.title.key == "document.cut_off.title"


def _is_certain(view: ScreenView) -> bool:
    return view.screen == "done" and view.mark != "checking"
