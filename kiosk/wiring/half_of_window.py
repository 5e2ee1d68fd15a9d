"""The second display where there is none, and where it is the other half of the kiosk's own window.

Both stand in for `SecondDisplay`, with nothing to start and nothing to lose.
"""

from collections.abc import Callable

from kiosk.mirror.sides import view_at
from kiosk.session.events import Event, HelperDisplayChanged
from kiosk.session.model import Session
from kiosk.session.view import ScreenView


class NoSecondDisplay:
    def start(self) -> None:
        pass

    def show(self, session: Session) -> None:
        pass

    def hear(self) -> None:
        pass

    def tick(self) -> None:
        pass

    def stop(self) -> None:
        pass


class HalfOfWindow(NoSecondDisplay):
    """Its host sends what is pressed by itself."""

    def __init__(self, render: Callable[[ScreenView], None], post: Callable[[Event], None]) -> None:
        self._render, self._post = render, post

    def start(self) -> None:
        self._post(HelperDisplayChanged(there=True))

    def show(self, session: Session) -> None:
        self._render(view_at(session, "second"))
