"""Collects what screens leave behind: their widgets, with what was on them, in cycles (PRV-3).

A change of role is collected by the display that makes it; see `EitherHost`.
"""

from collections.abc import Callable
from typing import Final

from kiosk.session.view import ScreenView

NOBODY_THERE: Final = ("home", "out_of_service")


class Forgetting:
    def __init__(self, collect: Callable[[], None]) -> None:
        self._collect, self._nobody = collect, True

    def shown(self, view: ScreenView) -> None:
        before, self._nobody = self._nobody, view.screen in NOBODY_THERE
        if self._nobody and not before:
            self._collect()
