"""`displays.toml` with two displays: side by side is right, everything else is told before the start."""

from pathlib import Path

import pytest

from kiosk.settings.load import check_config, load_settings
from tests.settings.conftest import Edit

SECOND = 'resident = "portrait"\nsecond = "landscape"'
BESIDE = ("displays.toml", "# left_px = 1080 ", "left_px = 1080 #")


@pytest.fixture
def with_second(edit: Edit) -> None:
    edit("displays.toml", 'resident = "portrait"', SECOND)


@pytest.mark.usefixtures("with_second")
def test_two_displays_side_by_side_have_each_their_own_place(config_dir: Path, edit: Edit) -> None:
    edit(*BESIDE)
    displays = load_settings(config_dir).displays
    assert displays.second_display is not None
    assert (displays.resident_display.left_px, displays.second_display.left_px) == (0, 1080)
    assert not displays.spanning


def test_one_display_is_one_display(config_dir: Path) -> None:
    assert load_settings(config_dir).displays.second_display is None


@pytest.mark.usefixtures("with_second")
def test_displays_that_lie_on_each_other_are_told_with_a_place_that_is_free(config_dir: Path) -> None:
    [problem] = check_config(config_dir)
    assert "display.landscape.left_px" in problem
    assert problem.endswith("such as left_px = 1080")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (SECOND.replace("landscape", "landscap"), 'second: found "landscap"'),
        (SECOND.replace("landscape", "portrait"), 'second: found "portrait"; allowed: another display'),
        (
            'resident = "portrait"\nspanning = true',
            "spanning: found true; allowed: false, or a second display",
        ),
    ],
)
def test_a_second_display_that_cannot_be_is_told(
    config_dir: Path, edit: Edit, written: str, told: str
) -> None:
    edit("displays.toml", 'resident = "portrait"', written)
    edit(*BESIDE)
    [problem] = check_config(config_dir)
    assert told in problem
