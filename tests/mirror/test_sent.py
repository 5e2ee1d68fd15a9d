"""What a press on another display means: what was shown there last, and nothing else."""

import pytest
from msgspec.structs import replace

from kiosk.mirror.messages import Pressed, Snapshot
from kiosk.mirror.sent import Sent
from kiosk.session import events as e
from kiosk.session.model import Session
from tests.session.looking import button
from tests.session.stories import Machine, Resident, Story


@pytest.fixture
def sent() -> Sent:
    """To the second display, which is the resident's."""
    return Sent("second")


def there(session: Session) -> Session:
    return replace(session, resident_at="second", helper_display=True)


def show(sent: Sent, session: Session) -> Snapshot:
    snapshot = sent.next(there(session))
    assert snapshot is not None
    return snapshot


def test_a_press_means_the_button_that_was_shown(sent: Sent, story: Story, resident: Resident) -> None:
    shown = show(sent, story.session)
    assert sent.meant_by(Pressed(shown.no, "water")) == e.UtilityTapped("water")
    assert sent.meant_by(Pressed(shown.no, "pay")) is None
    resident.taps("water")
    assert sent.meant_by(Pressed(shown.no, "water")) == e.UtilityTapped("water")


def test_the_same_picture_is_not_sent_twice(sent: Sent, story: Story, resident: Resident) -> None:
    show(sent, story.session)
    assert sent.next(there(story.session)) is None
    resident.taps("water")
    assert show(sent, story.session).no == 2


def test_what_is_older_than_the_picture_before_means_nothing(
    sent: Sent, story: Story, resident: Resident
) -> None:
    first = show(sent, story.session)
    resident.taps("water")
    show(sent, story.session)
    assert sent.meant_by(Pressed(first.no, "gas")) == e.UtilityTapped("gas")
    resident.taps("typed")
    show(sent, story.session)
    assert sent.meant_by(Pressed(first.no, "gas")) is None


def test_a_picture_with_the_same_buttons_makes_none_of_them_older(
    sent: Sent, story: Story, resident: Resident
) -> None:
    resident.taps("water", "typed")
    first = show(sent, story.session)
    for _ in range(3):
        resident.taps("digit_7")
        last = show(sent, story.session)
    assert sent.meant_by(Pressed(first.no, "digit_7")) == e.DigitPressed(7)
    assert sent.meant_by(Pressed(last.no, "digit_7")) == e.DigitPressed(7)


def test_a_press_of_a_picture_never_sent_means_nothing(sent: Sent, story: Story) -> None:
    shown = show(sent, story.session)
    assert sent.meant_by(Pressed(shown.no + 1, "water")) is None
    assert sent.meant_by(Pressed(0, "water")) is None
    assert sent.meant_by(Pressed(shown.no, "nobody's")) is None


def test_what_is_disabled_means_nothing(sent: Sent, story: Story, resident: Resident) -> None:
    resident.taps("water", "typed")
    shown = show(sent, story.session)
    assert not button(shown.view, "next").enabled
    assert sent.meant_by(Pressed(shown.no, "next")) is None


def test_a_label_of_the_residents_side_presses_nothing_of_theirs_on_the_other(
    sent: Sent, story: Story
) -> None:
    helpers = Sent("first")
    show(sent, story.session)
    beside = helpers.next(there(story.session))
    assert beside is not None
    assert beside.role == "helper"
    assert not isinstance(helpers.meant_by(Pressed(beside.no, "water")), e.Touch)


def test_what_was_shown_to_the_resident_means_nothing_once_the_display_is_the_helpers(
    sent: Sent, story: Story
) -> None:
    shown = show(sent, story.session)
    assert sent.next(replace(there(story.session), resident_at="first")) is not None
    assert sent.meant_by(Pressed(shown.no, "water")) is None


def test_what_is_held_is_let_go_of_on_any_later_screen(
    sent: Sent, story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("household", "id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    shown = show(sent, story.session)
    hold = shown.view.hold
    assert hold is not None
    assert sent.meant_by(Pressed(shown.no, str(hold.down_event))) == e.EjectHoldPressed()
    resident.takes_card()
    show(sent, story.session)
    assert sent.meant_by(Pressed(shown.no, str(hold.up_event))) == e.EjectHoldReleased()
    assert sent.let_go() == []


def test_a_lost_display_lets_go_of_what_was_held_there(
    sent: Sent, story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("household", "id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    shown = show(sent, story.session)
    assert sent.meant_by(Pressed(shown.no, "eject:down_event")) is not None
    assert sent.let_go() == [e.EjectHoldReleased()]
    assert sent.let_go() == []
