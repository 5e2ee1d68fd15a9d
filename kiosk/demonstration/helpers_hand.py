"""A helper beside the customer: signs in by number and PIN, and presses all but what confirms a payment.

There is one window a process: the helper's display is read as a value, and pressed by the events on it.
"""

from typing import Final

from kiosk.access.demonstration import DEMONSTRATION_HELPER, DEMONSTRATION_HELPERS_PIN
from kiosk.demonstration.stage import SETTLED_FRAMES, JourneyFailed, Stage
from kiosk.session.events import HelperDisplayChanged, Helping
from kiosk.session.show import view
from kiosk.session.view import Button, Page
from kiosk.session.view_parts import parts
from kiosk.wiring.machine import Machine

PATIENCE_S: Final = 20.0
"""A PIN takes long to check, on purpose."""


class HelpersHand:
    def __init__(self, stage: Stage, machine: Machine) -> None:
        self._stage = stage
        self._machine = machine
        self.pressed = 0

    def comes(self) -> None:
        """Raises JourneyFailed where the helper is not let in."""
        self._machine.post(HelperDisplayChanged(there=True))
        self._stage.frame()
        self._presses_all("helper_sign_in")
        digits = DEMONSTRATION_HELPER + DEMONSTRATION_HELPERS_PIN.value
        self._presses_all(*(f"pad_{digit}" for digit in digits), "pad_confirm")
        self._stage.wait_until(
            lambda: self._stage.session.helper is not None, "the helper to be let in", PATIENCE_S
        )
        self._presses_all("act")

    def leaves(self) -> None:
        """A machine with a helper beside it waits for nobody to come back."""
        if self._stage.session.helper is not None:
            self._presses_all("helper_leave")

    def presses(self, name: str) -> bool:
        """False where it is the resident's own to press, or the helper's part has ended."""
        helper = self._stage.session.helper
        if helper is None or not helper.acting:
            return False
        turned = 0
        while (found := self._find(name)) is None and turned < 12:
            self._press(self._turner())
            turned += 1
        if found is None:
            raise JourneyFailed(f"no button {name!r} on the helper's display")
        if not isinstance(found.event, Helping):
            return False
        self._press(found)
        return True

    def _presses_all(self, *names: str) -> None:
        for name in names:
            button = self._find(name)
            if button is None:
                raise JourneyFailed(f"no button {name!r} on the helper's display")
            self._press(button)

    def _press(self, button: Button) -> None:
        if not button.enabled or not isinstance(button.event, Helping):
            raise JourneyFailed(f"{button.name!r} cannot be pressed on the helper's display")
        self.pressed += 1
        self._machine.post(button.event)
        for _ in range(SETTLED_FRAMES):
            self._stage.frame()

    def _find(self, name: str) -> Button | None:
        shown = view(self._stage.session, "helper")
        found = (part for part in parts(shown) if isinstance(part, Button) and part.name == name)
        return next(found, None)

    def _turner(self) -> Button:
        leaf = view(self._stage.session, "helper").leaf
        if not isinstance(leaf, Page):
            raise JourneyFailed("there is no other leaf on the helper's display")
        return leaf.next if leaf.next.enabled else leaf.previous
