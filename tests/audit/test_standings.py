"""The staff's display is looked at in each way it can stand."""

from collections.abc import Callable

import pytest

from kiosk.audit import walk
from kiosk.audit.makes import one_of_each
from kiosk.session.view import Comfort, HelperPanel
from tests.audit.samples import the_house


@pytest.fixture(scope="module")
def panels() -> list[HelperPanel]:
    shown = one_of_each(walk.helped(the_house().rules, Comfort(), "helper"))
    return [view.panel for _, view in shown if view.panel is not None]


def has(name: str) -> Callable[[HelperPanel], bool]:
    return lambda panel: name in {button.name for button in panel.buttons}


def typed(panel: HelperPanel) -> str:
    return panel.keypad.entered if panel.keypad else ""


STANDINGS: dict[str, Callable[[HelperPanel], bool]] = {
    "nobody signed in": has("helper_sign_in"),
    "keys for a PIN": lambda panel: "*" in typed(panel),
    "keys that were refused": lambda panel: panel.keypad is not None and panel.told_tone == "danger",
    "keys for a serial number": lambda panel: "888888 88" in typed(panel),
    "a payment that was found": lambda panel: bool(panel.facts),
    "told in red": lambda panel: panel.keypad is None and panel.told_tone == "danger",
    "looking on": has("act"),
    "one display": has("panel_close"),
    "pressing for the resident": has("act_end"),
}


@pytest.mark.parametrize("name", STANDINGS)
def test_each_way_the_staffs_display_can_stand_is_looked_at(panels: list[HelperPanel], name: str) -> None:
    assert any(STANDINGS[name](panel) for panel in panels)
