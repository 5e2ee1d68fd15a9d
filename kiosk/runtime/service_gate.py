"""Why no payment may begin, from whoever has a reason: the journal in trouble, or an operator's order.

The session knows one reason at a time; this keeps one from opening what the other has closed.
"""

from collections.abc import Callable

from kiosk.session.events import Event, ServiceChanged

ORDERED = "technician"
"""The stem residents are told by: somebody of the staff sees to the machine."""


class ServiceGate:
    """Usable from any thread. `post` takes the session's events."""

    def __init__(self, post: Callable[[Event], None]) -> None:
        self._post = post
        self._trouble = ""
        self.ordered = False

    def through(self, event: Event) -> Event:
        """An event on its way to the session; a reason of the machine's own never opens what was ordered."""
        if not isinstance(event, ServiceChanged):
            return event
        self._trouble = event.reason
        return ServiceChanged(self._reason())

    def order(self, closed: bool) -> None:
        self.ordered = closed
        self._post(ServiceChanged(self._trouble))

    def _reason(self) -> str:
        return self._trouble or (ORDERED if self.ordered else "")
