"""A finger that lies on a display while it changes sides presses nothing, on either of them."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kiosk.session.show import view
from screens.touch import RESTING_S
from tests.screens.helper.conftest import EitherBench, Scene

Make = Callable[[str, str], EitherBench]


def becomes_the_helpers(bench: EitherBench, scene: Scene) -> None:
    bench.show(view(replace(scene.story.session, resident_at="second"), "helper"))


def test_a_finger_lifted_after_the_change_has_pressed_nothing(either: Make, scene: Scene) -> None:
    bench = either("portrait", "zh")
    bench.show(view(scene.at_the_bills().story.session))
    bench.passes(2)
    finger = bench.press("pay")
    becomes_the_helpers(bench, scene)
    finger.lift()
    assert bench.sent == []


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_a_palm_that_rested_on_the_mirror_has_pressed_nothing(
    either: Make, scene: Scene, orientation: str
) -> None:
    bench = either(orientation, "zh")
    scene.at_the_bills().staff.taps("act")
    becomes_the_helpers(bench, scene)
    bench.passes(2)
    palm = bench.press("back")
    bench.passes(RESTING_S + 1)
    bench.show(view(scene.story.session))
    palm.lift()
    assert bench.sent == []


def test_a_screen_that_could_not_be_drawn_is_tried_again(
    either: Make, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = either("portrait", "zh")
    shown = view(scene.at_the_bills().story.session)
    with monkeypatch.context() as broken:
        broken.setattr("screens.host.KioskHost._show_screen", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bench.show(shown)
    bench.show(shown)
    assert bench.host.find("pay").box
