"""The staff's display is looked at in each way it can stand, and what is off on it is looked at as well."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from kiosk.audit import rules_contrast, walk
from kiosk.audit.makes import one_of_each
from kiosk.session.view import Button, Comfort, HelperPanel, text
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


def test_what_only_the_resident_may_press_must_look_off(monkeypatch: pytest.MonkeyPatch) -> None:
    off = SimpleNamespace(name="pay", enabled=False, event=None, box=None)
    button = Button("pay", text("bills.pay"), None, enabled=False)
    pixels = np.zeros((2, 2, 3), np.uint8)
    seen = SimpleNamespace(pixels=pixels, targets=[off], view=HelperPanel(buttons=(button,)))
    monkeypatch.setattr(rules_contrast.geometry, "within_reach", lambda _seen: [])
    monkeypatch.setattr(rules_contrast, "dashes_along", lambda _pixels, _box: 0)
    (found,) = rules_contrast.by_colour_alone(seen)  # type: ignore[arg-type]  # all of a screen it looks at
    assert found.value == 1
