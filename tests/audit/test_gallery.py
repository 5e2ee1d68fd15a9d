"""What the gallery hangs up is what a resident would see."""

import pytest
from msgspec.structs import replace

from kiosk.audit import walk
from kiosk.audit.combinations import Combination
from kiosk.audit.gallery import worn
from kiosk.session.view import Comfort, Theme
from tests.audit.samples import the_house


@pytest.mark.parametrize("theme", ["black", "white"])
def test_a_screen_walked_to_in_one_theme_is_in_another_as_if_it_had_been_walked_to_there(
    theme: Theme,
) -> None:
    rules = the_house().rules
    light, there = (dict(walk.screens(rules, Comfort(theme=each))) for each in ("light", theme))
    combination = Combination("resident", "portrait", 100, theme, "zh", reach=False)
    assert {name: worn(screen, combination) for name, screen in light.items()} == there


def test_only_colours_and_the_button_for_them_change() -> None:
    screen = dict(walk.screens(the_house().rules, Comfort()))["home (scans) #1"]
    combination = Combination("resident", "portrait", 100, "black", "zh", reach=False)
    assert replace(worn(screen, combination), comfort=screen.comfort, frame=screen.frame) == screen
