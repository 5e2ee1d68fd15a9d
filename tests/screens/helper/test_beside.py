"""The resident's display while somebody helps: stopped by one tap, shown by one hold, swapped whole."""

import gc
import weakref
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kiosk.session.events import (
    SeeHoldPressed,
    SeeHoldReleased,
    StopHelperTapped,
)
from kiosk.session.model import Helper, Session
from kiosk.session.show import view
from kiosk.session.steps import Goodbye
from kiosk.session.view import Comfort, Language, Role, Size
from tests.screens.bench import Finger
from tests.screens.helper.conftest import EitherBench, Scene
from tests.session.samples import reached

Make = Callable[[str, str], EitherBench]
ROLES: tuple[Role, ...] = ("helper", "resident")
LEAST_TARGET_MM = 20.0
WAYS = [
    (orientation, size, reach)
    for orientation in ("portrait", "landscape")
    for size in (100, 150, 200)
    for reach in ((False, True) if orientation == "portrait" else (False,))
]


def acting(session: Session) -> Session:
    helper = Helper("Wang", session.now_s, session.now_s, acting=True)
    return replace(session, helper=helper, helper_display=True, pad=None, at_panel=False)


def bars_crowded(bench: EitherBench) -> list[str]:
    """Words of what is there because of a helper, and of what gives way to it."""
    from screens.widgets.words import Words  # noqa: PLC0415 - Kivy starts late

    host = bench.host.shown
    bars = (host.top_bar, host.bottom_bar, host.bottom_bar.helper, host.bottom_bar.see)
    widgets = [widget for bar in bars if bar.parent for widget in bar.walk(restrict=True)]
    return [each.text for each in widgets if isinstance(each, Words) and each.strain >= 100]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("orientation", "size", "reach"), WAYS)
def test_stopping_is_one_tap_on_every_screen_and_under_every_question(
    either: Make, orientation: str, size: Size, reach: bool, language: Language
) -> None:
    """AST-2."""
    bench = either(orientation, language)
    comfort = Comfort(size=size, reach=reach, language=language)
    for session in reached():
        if isinstance(session.step, Goodbye) or session.technician == "here":
            continue
        bench.show(view(replace(acting(session), comfort=comfort)))
        stop = bench.host.find("stop_helper")
        low = min(stop.box.width, stop.box.height)
        assert low / bench.look.px_per_mm >= LEAST_TARGET_MM - 0.3, type(session.step).__name__
        assert bars_crowded(bench) == []
        bench.passes(2)
        bench.sent.clear()
        bench.tap("stop_helper")
        assert bench.sent == [StopHelperTapped()], type(session.step).__name__


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("orientation", "size", "reach"), WAYS)
def test_what_was_typed_is_shown_by_a_hold_that_has_room(
    either: Make, scene: Scene, orientation: str, size: Size, reach: bool, language: Language
) -> None:
    bench = either(orientation, language)
    session = scene.typing().story.session
    bench.show(view(replace(session, comfort=Comfort(size=size, reach=reach, language=language))))
    assert bars_crowded(bench) == []
    bench.passes(2)
    finger = bench.press("unmask")
    assert bench.sent == [SeeHoldPressed()]
    finger.lift()
    assert bench.sent == [SeeHoldPressed(), SeeHoldReleased()]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("orientation", "size", "reach"), WAYS)
def test_it_can_be_shown_to_a_helper_who_presses_as_well(
    either: Make, scene: Scene, orientation: str, size: Size, reach: bool, language: Language
) -> None:
    """AST-2, AST-3: stopping and letting see stand beside each other."""
    bench = either(orientation, language)
    session = acting(scene.typing().story.session)
    session = replace(session, comfort=Comfort(size=size, reach=reach, language=language))
    assert session.helper is not None
    bench.show(view(replace(session, helper=replace(session.helper, sees_since_s=session.now_s))))
    assert bars_crowded(bench) == []
    bench.show(view(session))
    assert bars_crowded(bench) == []
    boxes = [bench.host.find(name).box for name in ("stop_helper", "unmask", "back", "exit", "next")]
    low = min(min(box.width, box.height) for box in boxes) / bench.look.px_per_mm
    assert low >= LEAST_TARGET_MM - 0.3
    bench.passes(2)
    bench.press("unmask").lift()
    assert bench.sent == [SeeHoldPressed(), SeeHoldReleased()]
    place = bench.middle_of("unmask")
    bench.show(view(replace(session, helper=replace(session.helper, sees_since_s=session.now_s))))
    assert bench.middle_of("unmask") == place, "it moves under the finger"


def test_a_finger_that_slides_away_has_let_go(either: Make, scene: Scene) -> None:
    bench = either("portrait", "zh")
    bench.show(view(scene.typing().story.session))
    bench.passes(2)
    x, y = bench.middle_of("unmask")
    finger: Finger = bench.press("unmask")
    finger.slide(x + 5, y)
    assert bench.sent == [SeeHoldPressed()]
    finger.slide(x, y + 300)
    assert bench.sent == [SeeHoldPressed(), SeeHoldReleased()]
    finger.lift()
    assert bench.sent == [SeeHoldPressed(), SeeHoldReleased()]


def test_a_screen_that_changes_under_the_finger_has_let_go(either: Make, scene: Scene) -> None:
    bench = either("portrait", "zh")
    scene.typing()
    bench.show(view(scene.story.session))
    bench.passes(2)
    bench.press("unmask")
    scene.resident.taps("back")
    bench.show(view(scene.story.session))
    assert bench.sent == [SeeHoldPressed(), SeeHoldReleased()]


def test_a_display_that_changes_sides_keeps_nothing_and_takes_no_tap_meant_for_the_other(
    either: Make, scene: Scene
) -> None:
    bench = either("landscape", "zh")
    session = scene.at_the_bills().story.session
    bench.show(view(session))
    before = bench.host.shown
    bench.passes(2)
    bench.show(view(session, "helper"))
    assert bench.host.shown is not before
    assert before.parent is None
    bench.tap("act")
    assert bench.sent == []
    bench.passes(1)
    bench.tap("act")
    assert len(bench.sent) == 1
    bench.show(view(session))
    assert bench.host.find("pay").enabled


def test_nothing_of_the_other_side_is_left_in_memory(either: Make, scene: Scene) -> None:
    """PRV-3: screens leave their widgets, with what was on them, in cycles."""
    from kivy.clock import Clock  # noqa: PLC0415 - Kivy starts late

    bench = either("landscape", "zh")
    session = scene.at_the_bills().story.session
    gc.disable()
    try:
        for role in ROLES:
            bench.show(view(session))
            bench.show(view(session, role))
            left = weakref.ref(bench.host.shown)
            bench.show(view(session, "resident" if role == "helper" else "helper"))
            Clock.tick()
            assert left() is None, role
    finally:
        gc.enable()
