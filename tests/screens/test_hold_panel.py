"""The red button on the screen, with a clock that stands still until it is turned."""

from math import cos, pi, sin

import pytest

from screens.palette import rgb
from tests.screens.bench import Bench, Finger
from tests.screens.views_of_finding import HOLD_WORDS, home, take_card

HINT = HOLD_WORDS[4].args["words"]


@pytest.fixture
def held(bench: Bench) -> Bench:
    return bench.show(take_card())


def ticks(bench: Bench, seconds: float) -> None:
    """What Kivy's clock does while somebody holds."""
    bench.passes(seconds)
    bench.host.find("eject").tick()


def rim(bench: Bench, turn: float) -> tuple[int, ...]:
    """The colour on the ring's track, `turn` of a circle clockwise from the top."""
    circle = bench.host.find("eject").box
    radius = circle.width * 0.455
    x, y = circle.centre
    return bench.colour_at(x + radius * sin(2 * pi * turn), y + radius * cos(2 * pi * turn))


def seen_as(colour: str) -> tuple[int, ...]:
    return tuple(round(255 * part) for part in rgb(colour))


def middle(bench: Bench) -> tuple[float, float]:
    x, y = bench.host.find("eject").box.centre
    return x, y


def test_it_tells_when_the_hold_begins_and_ends(held: Bench) -> None:
    finger = Finger(*middle(held))
    assert held.sent == ["down"]
    ticks(held, 3.0)
    finger.lift()
    ticks(held, 0.2)
    assert held.sent == ["down"]
    ticks(held, 0.2)
    assert held.sent == ["down", "up"]


def test_a_trembling_hand_holds_once(held: Bench) -> None:
    x, y = middle(held)
    finger = Finger(x, y)
    ticks(held, 1.0)
    finger.lift()
    ticks(held, 0.2)
    again = Finger(x + 5, y)
    ticks(held, 1.0)
    again.slide(held.host.find("eject").box.right + 5 * held.look.px_per_mm, y)
    ticks(held, 1.0)
    assert held.sent == ["down"]
    assert held.host.find("eject").held_s() == pytest.approx(3.2)


def test_the_ring_fills_and_the_count_falls(held: Bench) -> None:
    alarm = held.look.palette.alarm.ink
    assert rim(held, 0.25) != seen_as(alarm)
    Finger(*middle(held))
    counts = []
    for _ in range(3):
        counts.append(held.host.find("eject").count.text)
        ticks(held, 1.0)
    assert counts == ["3", "2", "1"]
    assert rim(held, 0.25) == rim(held, 0.9) == seen_as(alarm)


def test_the_drivers_measure_fills_the_ring_without_a_finger(held: Bench) -> None:
    held.show(take_card(held_s=1.5))
    assert rim(held, 0.25) == seen_as(held.look.palette.alarm.ink)
    assert rim(held, 0.75) == seen_as(held.look.palette.alarm_track)
    assert held.sent == []


def test_a_plain_tap_says_to_keep_holding(held: Bench) -> None:
    Finger(*middle(held)).lift()
    ticks(held, 0.4)
    assert held.host.find("eject").parent.note.text == HINT
    Finger(*middle(held))
    ticks(held, 3.0)
    assert held.sent == ["down", "up", "down"]


def test_a_touch_beside_the_ring_is_no_hold(held: Bench) -> None:
    box = held.host.find("eject").box
    Finger(box.right + 10, box.y + 10).lift()
    assert held.sent == []


def test_a_finger_that_outlasts_the_screen_is_still_told(held: Bench) -> None:
    """The driver goes on counting by itself; it must hear when the glass was really left."""
    panel, finger = held.host.find("eject"), Finger(*middle(held))
    held.show(home())
    panel.tick()
    assert held.sent == ["down"]
    finger.lift()
    held.passes(0.4)
    panel.tick()
    assert held.sent == ["down", "up"]
