"""Two displays of one session: either may be the resident's, and a swap changes nothing but that."""

from hypothesis import given
from msgspec.structs import replace

from kiosk.mirror.sides import heard_from, role_at, touch_of, view_at
from kiosk.session import events as e
from kiosk.session.model import Session
from tests.session.samples import every_event
from tests.session.staff import Staff
from tests.session.stories import Story
from tests.session.wandering import looked_at_closely, walk, walks


def with_both(session: Session) -> Session:
    return replace(session, helper_display=True, at_panel=False, resident_at="first")


@looked_at_closely
@given(walks)
def test_swapped_at_any_step_each_display_shows_what_the_other_did(number: int) -> None:
    for moment in walk(number)[::5]:
        before = with_both(moment.after)
        swapped = replace(before, resident_at="second")
        assert view_at(swapped, "second") == view_at(before, "first")
        assert view_at(swapped, "first") == view_at(before, "second")


@looked_at_closely
@given(walks)
def test_there_is_always_one_display_of_the_residents(number: int) -> None:
    for moment in walk(number):
        roles = [role_at(with_both(moment.after), side) for side in ("first", "second")]
        assert sorted(roles) == ["helper", "resident"]


def test_the_only_display_is_the_residents_until_a_helper_takes_it(story: Story) -> None:
    assert role_at(story.session, "first") == "resident"
    assert role_at(replace(story.session, at_panel=True), "first") == "helper"


def test_from_the_helpers_display_nothing_is_heard_but_what_helpers_do(story: Story) -> None:
    """AST-3."""
    Staff(story).signs_in()
    events = every_event(story.session)
    heard = [event for event in events if heard_from(story.session, "second", event)]
    assert heard
    assert all(isinstance(event, e.Helping) for event in heard)
    assert [event for event in events if heard_from(story.session, "first", event)] == events


def test_what_is_no_event_is_not_heard(story: Story) -> None:
    assert heard_from(story.session, "first", "pay") is None
    assert heard_from(story.session, "first", None) is None


def test_a_finger_is_a_sign_of_life_of_whoever_stands_there(story: Story) -> None:
    Staff(story).signs_in()
    assert touch_of(story.session, "first") == e.ScreenTouched()
    assert touch_of(story.session, "second") == e.HelperTouched()
