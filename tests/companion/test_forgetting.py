"""What somebody left on the second display is not kept there after them (PRV-3)."""

import pytest
from msgspec.structs import replace

from kiosk.companion.forgetting import Forgetting
from kiosk.session.show import view
from kiosk.session.view import ScreenName
from tests.session.stories import Story


def shown(*screens: ScreenName) -> int:
    """How often was collected while these came up, one after the other."""
    collected: list[None] = []
    forgetting = Forgetting(lambda: collected.append(None))
    for screen in screens:
        forgetting.shown(replace(view(Story().session), screen=screen))
    return len(collected)


@pytest.mark.parametrize("rest", ["home", "out_of_service"])
def test_whoever_leaves_is_forgotten_once(rest: ScreenName) -> None:
    assert shown("home", "keypad", "bills", rest, rest) == 1
    assert shown("home", "keypad", rest, "keypad", rest) == 2


def test_a_machine_that_goes_out_of_service_from_its_first_screen_has_nobody_to_forget() -> None:
    assert shown("home", "out_of_service", "home") == 0
