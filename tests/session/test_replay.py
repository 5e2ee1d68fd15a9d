"""A session and its events can be written down and read again: replay and the second display live on it."""

from functools import reduce
from operator import or_
from typing import Any

import msgspec
import pytest
from hypothesis import given

from kiosk.session import journey
from kiosk.session.effects import Effect
from kiosk.session.events import Event
from kiosk.session.model import Session
from tests.session.samples import every_event, played, reached
from tests.session.stories import Story
from tests.session.test_totality import leaves
from tests.session.wandering import looked_at, walk, walks

ANY_EVENT: Any = reduce(or_, sorted(leaves(Event), key=lambda kind: kind.__name__))
ANY_EFFECT: Any = reduce(or_, sorted(leaves(Effect), key=lambda kind: kind.__name__))


@pytest.mark.parametrize("session", reached(), ids=lambda session: type(session.step).__name__)
def test_every_session_comes_back_from_paper(session: Session) -> None:
    assert msgspec.json.decode(msgspec.json.encode(session), type=Session) == session


@looked_at
@given(walks)
def test_random_sessions_and_their_effects_come_back_from_paper(number: int) -> None:
    for moment in walk(number):
        assert msgspec.json.decode(msgspec.json.encode(moment.after), type=Session) == moment.after
        for effect in moment.effects:
            assert msgspec.json.decode(msgspec.json.encode(effect), type=ANY_EFFECT) == effect


def test_every_event_comes_back_from_paper() -> None:
    events = every_event(reached()[0])
    paper = msgspec.json.encode(events)
    assert msgspec.json.decode(paper, type=list[ANY_EVENT]) == events


@pytest.mark.parametrize("story", list(played()), ids=lambda story: type(story.session.step).__name__)
def test_a_journey_replayed_from_its_events_ends_where_it_ended(story: Story) -> None:
    session, first = journey.start(story.session.rules)
    effects = list(first)
    for event in msgspec.json.decode(msgspec.json.encode(story.events), type=list[ANY_EVENT]):
        session, done = journey.step(session, event)
        effects += done
    assert session == story.session
    assert effects == story.effects
