"""The staff's display: every word has its room, whatever the resident does, and what is pressed is theirs."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kiosk.session.events import ActingBegun, HelperActed, HelperTouched, PadDigitPressed, UtilityTapped
from kiosk.session.model import Helper, Session
from kiosk.session.show import view
from tests.screens.helper.conftest import EitherBench, Scene
from tests.session.samples import reached
from tests.session.stories import Story

Make = Callable[[str, str], EitherBench]
LEAST_TARGET_MM, LEAST_GAP_MM, LEAST_EM_MM = 20.0, 5.0, 10.0


def with_helper(session: Session, *, acting: bool) -> Session:
    if session.pad is not None or session.technician == "here":
        return session
    helper = Helper("Wang", session.now_s, session.now_s, acting=acting)
    return replace(session, helper=helper, helper_display=True)


def crowded(bench: EitherBench) -> list[str]:
    """Words that leave their box, of mirror and panel."""
    from screens.widgets.words import Words  # noqa: PLC0415 - Kivy starts late

    words = [widget for widget in bench.host.walk(restrict=True) if isinstance(widget, Words)]
    return [word.text for word in words if word.strain >= 100]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
@pytest.mark.parametrize("acting", [False, True])
def test_every_step_has_room_for_its_words(
    either: Make, orientation: str, language: str, acting: bool
) -> None:
    bench = either(orientation, language)
    for session in reached():
        shown = with_helper(session, acting=acting)
        comfort = replace(shown.rules.comfort, language=language)
        rules = replace(shown.rules, comfort=comfort)
        bench.show(view(replace(shown, rules=rules), "helper"))
        assert crowded(bench) == [], type(session.step).__name__


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_what_staff_press_is_large_enough_and_apart(either: Make, scene: Scene, orientation: str) -> None:
    bench = either(orientation, "zh")
    scene.at_the_bills()
    bench.show(view(scene.story.session, "helper"))
    boxes = [button.box for button in bench.host.shown.board.pressed.buttons]
    mm = bench.look.px_per_mm
    assert min(min(box.width, box.height) for box in boxes) / mm >= LEAST_TARGET_MM
    for one in boxes:
        for other in boxes:
            if one is not other:
                across = max(one.x - other.right, other.x - one.right)
                down = max(one.y - other.top, other.y - one.top)
                assert max(across, down) / mm >= LEAST_GAP_MM


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_nothing_on_the_panel_is_smaller_than_can_be_read(
    either: Make, scene: Scene, orientation: str
) -> None:
    from screens.widgets.words import Words  # noqa: PLC0415 - Kivy starts late

    bench = either(orientation, "zh")
    scene.at_the_bills()
    bench.show(view(scene.story.session, "helper"))
    board = bench.host.shown.board
    words = [widget for widget in board.walk(restrict=True) if isinstance(widget, Words) and widget.text]
    assert min(board.look.em_mm(word.drawn_size) for word in words) >= LEAST_EM_MM


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_mirror_and_panel_are_pressed_where_they_are_seen(either: Make, orientation: str) -> None:
    bench, scene = either(orientation, "zh"), Scene()
    scene.staff.signs_in()
    bench.show(view(scene.story.session, "helper"))
    bench.passes(2)
    bench.tap("electricity")
    bench.passes(2)
    bench.tap("act")
    scene.staff.taps("act")
    bench.show(view(scene.story.session, "helper"))
    bench.passes(2)
    bench.tap("electricity")
    assert bench.sent == [HelperTouched(), ActingBegun(), HelperActed(UtilityTapped("electricity"))]


def test_the_pad_takes_digits_as_fast_as_they_are_pressed(either: Make) -> None:
    bench, story = either("landscape", "zh"), Story()
    scene = Scene()
    scene.staff.has_a_display()
    scene.staff.taps("helper_sign_in")
    bench.show(view(scene.story.session, "helper"))
    bench.passes(2)
    for digit in (1, 2, 3):
        bench.tap(f"pad_{digit}")
        bench.passes(0.4)
    assert bench.sent == [PadDigitPressed(digit) for digit in (1, 2, 3)]
    assert story.session.pad is None


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_went_wrong_bears_a_sign_and_never_the_look_of_what_went_well(
    either: Make, scene: Scene, orientation: str, language: str
) -> None:
    bench = either(orientation, language)
    scene.staff.signs_in()
    scene.staff.taps("call_technician")
    looks = []
    for noted in (True, False):
        scene.staff.technician_is_told(told=noted)
        bench.show(view(scene.story.session, "helper"))
        told = bench.host.shown.board.told
        assert crowded(bench) == []
        looks.append((told.line.colour, told.sign.parent is told))
    palette = bench.look.palette
    assert looks == [(palette.accent, False), (palette.danger.ink, True)]
    assert told.sign.box.right < told.line.box.x


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_said_of_how_the_displays_stand(either: Make, language: str) -> None:
    """Both may lie, or stand, alike."""
    bench, scene = either("landscape", language), Scene()
    scene.at_the_bills()
    comfort = replace(scene.story.session.rules.comfort, language=language)
    rules = replace(scene.story.session.rules, comfort=comfort)
    bench.show(view(replace(scene.story.session, rules=rules), "helper"))
    swap = bench.host.find("swap").label.text
    assert swap == {"zh": "左右换屏", "en": "Swap displays"}[language]
