"""From everywhere, whoever leaves and takes their card brings the kiosk back to its first screen."""

import pytest
from hypothesis import given

from kiosk.session import events as e
from kiosk.session import journey
from kiosk.session.model import Session
from kiosk.session.show import view
from kiosk.session.steps import Idle, Paying
from kiosk.session.view_parts import buttons
from tests.session.samples import reached
from tests.session.wandering import looked_at, walk, walks

LEAVING = ("leave", "stop", "stay", "exit", "finish", "cancel_payment", "stop_notes")
ENOUGH_MOVES = 12


def next_move(session: Session) -> e.Event:
    """Take one's card, else press what leads out, else wait."""
    for slot, state in session.slots.items():
        if state != "empty":
            return e.CardTaken(slot)
    offered = {button.name: button.event for button in buttons(view(session)) if button.enabled}
    for name in LEAVING:
        event = offered.get(name)
        if isinstance(event, e.Event):
            return event
    return e.Ticked(session.now_s + 61, session.wall_s + 61)


def way_home(session: Session) -> list[e.Event]:
    path: list[e.Event] = []
    while not isinstance(session.step, Idle) and len(path) < ENOUGH_MOVES:
        path.append(next_move(session))
        session, _ = journey.step(session, path[-1])
    assert isinstance(session.step, Idle), f"lost after {path}"
    return path


@pytest.mark.parametrize("session", reached(), ids=lambda session: type(session.step).__name__)
def test_there_is_a_way_home_from_every_step(session: Session) -> None:
    assert len(way_home(session)) < ENOUGH_MOVES


@looked_at
@given(walks)
def test_there_is_a_way_home_from_every_random_journey(number: int) -> None:
    *_, last = walk(number)
    assert len(way_home(last.after)) < ENOUGH_MOVES


@looked_at
@given(walks)
def test_time_alone_ends_every_session_that_holds_neither_card_nor_money(number: int) -> None:
    """Whoever walks away leaves nothing on the screen; what an empty kiosk waits for comes or runs out."""
    *_, last = walk(number)
    session = last.after
    for _ in range(ENOUGH_MOVES):
        if session.holds_a_card():
            return
        session, _ = journey.step(session, e.Ticked(session.now_s + 91, session.wall_s + 91))
    assert isinstance(session.step, Idle | Paying)
