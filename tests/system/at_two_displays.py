"""Somebody at the real window over two displays, offscreen: presses both halves, and tells what is seen.

Run as `python -m tests.system.at_two_displays CONFIG`; prints one line for each thing it saw.
"""

import sys
from pathlib import Path
from typing import Any

from kiosk.app import Wanted, run_window
from tests.system.at_the_window import Story, Visitor, tell


class TwoSided(Visitor):
    """`other` is the half that is not the resident's at first."""

    def __init__(self) -> None:
        from kivy.core.window import Window  # noqa: PLC0415 - Kivy starts late

        self._window: Any = Window
        [desk] = Window.children
        self.display: Any = desk.host.first
        self.host: Any = desk.host.first.resident
        self.other: Any = desk.host.second

    def at_the_other(self, name: str) -> Story:
        self.display, before = self.other, self.display
        yield from self.taps(name)
        self.display = before

    def _state(self, waited_for: Any) -> str:
        return f"line {waited_for.__code__.co_firstlineno}, {self.host.view.screen}, {self.other.view.screen}"


def uses_both(visitor: TwoSided) -> Story:
    yield lambda: visitor.other.view is not None and visitor.other.view.panel is not None
    tell(f"beside {visitor.host.view.screen}: {visitor.other.view.screen} with a panel")
    yield from visitor.taps("water")
    yield lambda: visitor.other.view.screen == "choices"
    tell(f"beside {visitor.host.view.screen}: {visitor.other.view.screen}")
    yield from visitor.at_the_other("helper_sign_in")
    yield lambda: visitor.other.view.panel.keypad is not None
    tell(f"a pad beside {visitor.host.view.screen}")


def main(config: Path) -> int:
    def first_screen(_said: str) -> None:
        visitor = TwoSided()
        visitor.begin(uses_both(visitor))

    return run_window(config, first_screen, Wanted(offscreen=True))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
