"""Every step knows an answer to every event, and every screen on the way can be shown and read."""

from typing import get_args

import pytest
from msgspec import Struct

from kiosk.session import journey, steps
from kiosk.session.events import Event
from kiosk.session.model import Session
from tests.session.looking import check_screens
from tests.session.samples import every_event, reached

SESSIONS = reached()


def leaves(kind: type[Struct]) -> set[type[Struct]]:
    below = kind.__subclasses__()
    return set().union(*map(leaves, below)) if below else {kind}


def test_the_samples_hold_every_step_and_every_event() -> None:
    assert {type(session.step) for session in SESSIONS} == set(get_args(steps.Step))
    assert {type(event) for event in every_event(SESSIONS[0])} == leaves(Event)


@pytest.mark.parametrize(
    "session", SESSIONS, ids=[f"{n}-{type(s.step).__name__}" for n, s in enumerate(SESSIONS)]
)
def test_every_event_has_an_answer_that_can_be_shown(session: Session) -> None:
    seen: list[Session] = []
    for event in every_event(session):
        after, effects = journey.step(session, event)
        assert isinstance(effects, tuple)
        if after not in seen:  # four events of five change nothing, and show nothing new
            check_screens(after)
            seen.append(after)
