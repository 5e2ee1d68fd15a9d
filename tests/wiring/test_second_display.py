"""A resident or a helper at the second display: what the session hears of them, and what it never does."""

import pytest

from kiosk.mirror.messages import Pressed, Ready, Snapshot, Touched
from kiosk.runtime.clock import FakeClock
from kiosk.session import events as e
from kiosk.session.effects import StartPayment
from kiosk.session.events import Event
from kiosk.wiring.companion import Heard, Lost
from kiosk.wiring.second_display import GONE_AFTER_S, SecondDisplay
from tests.session import facts
from tests.session.staff import Staff
from tests.session.stories import Gateway, Machine, Resident, Story


class Pictures:
    """Stands in for the companion: remembers what it was shown, and says what it is told to."""

    def __init__(self) -> None:
        self.shown: list[Snapshot] = []
        self._said: list[Heard] = []

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def show(self, snapshot: Snapshot) -> None:
        self.shown.append(snapshot)

    def says(self, *heard: Heard) -> None:
        self._said += heard

    def heard(self) -> list[Heard]:
        said, self._said = self._said, []
        return said


class Hut:
    """A session with a second display, that hears of it at once."""

    def __init__(self, story: Story) -> None:
        self.story, self.pictures, self.clock = story, Pictures(), FakeClock()
        self.heard: list[Event] = []
        self._display = SecondDisplay(self.pictures, self.clock, self._hear, self._hear)
        self.says(Ready())

    def says(self, *heard: Heard) -> None:
        self._display.show(self.story.session)
        self.pictures.says(*heard)
        self._display.hear()
        self._display.show(self.story.session)

    def presses(self, *labels: str) -> None:
        self.says(*(Pressed(self.pictures.shown[-1].no, label) for label in labels))

    def passes(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self._display.tick()

    def _hear(self, event: Event) -> None:
        self.heard.append(event)
        self.story.feed(event)


@pytest.fixture
def hut(story: Story) -> Hut:
    return Hut(story)


@pytest.fixture
def residents(hut: Hut) -> Hut:
    """The second display is the resident's."""
    Staff(hut.story).signs_in()
    hut.story.feed(e.SidesSwapped())
    hut.says()
    assert hut.pictures.shown[-1].role == "resident"
    hut.heard.clear()
    return hut


def test_it_is_told_to_be_there_and_shown_the_helpers_side(hut: Hut) -> None:
    assert hut.heard == [e.HelperDisplayChanged(there=True)]
    assert (hut.pictures.shown[-1].side, hut.pictures.shown[-1].role) == ("second", "helper")


def test_a_finger_there_is_a_sign_of_life_of_whoever_stands_there(residents: Hut) -> None:
    residents.says(Touched())
    assert residents.heard == [e.ScreenTouched()]
    residents.story.feed(e.SidesSwapped())
    residents.says(Touched())
    assert residents.heard[1:] == [e.HelperTouched()]


def test_a_resident_there_goes_on_where_they_were(residents: Hut) -> None:
    residents.presses("water")
    residents.presses("typed")
    residents.presses("digit_3", "digit_1")
    assert residents.heard[-2:] == [e.DigitPressed(3), e.DigitPressed(1)]
    typed = residents.pictures.shown[-1].view.keypad
    assert typed is not None
    assert typed.entered == "31"


def test_a_swap_in_the_middle_loses_nothing(residents: Hut, resident: Resident) -> None:
    resident.taps("water", "typed")
    resident.types("310")
    before = residents.story.session.step
    residents.story.feed(e.SidesSwapped())
    residents.says()
    residents.presses("swap_agreed")
    residents.says()
    assert residents.pictures.shown[-1].role == "helper"
    assert residents.story.session.step == before
    residents.story.feed(e.SidesSwapped())
    resident.taps("swap_agreed")
    residents.says()
    assert residents.pictures.shown[-1].role == "resident"
    assert residents.story.session.step == before


def test_nobody_pays_at_the_helpers_display(hut: Hut, story: Story, resident: Resident) -> None:
    """AST-3."""
    Staff(story).acts()
    hut.says()
    hut.heard.clear()
    hut.presses("pay", "water", "phone_code", "next")
    assert not [event for event in hut.heard if not isinstance(event, e.Helping)]


def test_whoever_presses_twice_pays_once(residents: Hut, resident: Resident, gateway: Gateway) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    residents.says()
    residents.presses("pay", "pay")
    residents.presses("bank_card", "bank_card")
    started = [effect for effect in residents.story.effects if isinstance(effect, StartPayment)]
    assert len(started) == 1


def test_one_that_crashes_and_returns_has_the_same_screen(residents: Hut, resident: Resident) -> None:
    resident.taps("water")
    residents.says(Lost())
    residents.passes(GONE_AFTER_S - 1)
    resident.taps("typed")
    residents.says(Ready())
    residents.passes(GONE_AFTER_S * 2)
    assert residents.heard == []
    assert residents.pictures.shown[-1].view.screen == "keypad"
    assert residents.story.session.resident_at == "second"


def test_one_that_stays_away_leaves_the_other_to_the_resident(residents: Hut, resident: Resident) -> None:
    resident.taps("water", "typed")
    residents.says(Lost())
    residents.passes(GONE_AFTER_S + 0.1)
    assert residents.heard == [e.HelperDisplayChanged(there=False)]
    assert residents.story.session.resident_at == "first"
    residents.says(Ready())
    assert residents.heard[1:] == [e.HelperDisplayChanged(there=True)]


def test_whoever_held_something_when_it_crashed_holds_it_no_more(
    residents: Hut, resident: Resident, machine: Machine
) -> None:
    resident.taps("household", "id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    residents.says()
    residents.presses("eject:down_event")
    residents.says(Lost())
    assert residents.heard == [e.EjectHoldPressed(), e.EjectHoldReleased()]
