"""What a side was shown last, and so what a press there means. Pure.

A press is on its way while the screen changes; what it named one picture ago is still meant, what is older is
not, and nothing is that was shown to whoever had the display before.
"""

from collections import deque

from msgspec import Struct

from kiosk.mirror.labels import Labels, labelled, let_go_of
from kiosk.mirror.messages import Pressed, Snapshot
from kiosk.mirror.sides import role_at, view_at
from kiosk.session.model import DisplaySide, Session
from kiosk.session.view import Role, ScreenView

_KEPT = 2


class _Shown(Struct):
    """Pictures `first` to `last`, on all of which the same could be pressed."""

    first: int
    last: int
    labels: Labels


class Sent:
    def __init__(self, side: DisplaySide) -> None:
        self._side = side
        self._no = 0
        self._role: Role | None = None
        self._view: ScreenView | None = None
        self._shown: deque[_Shown] = deque(maxlen=_KEPT)
        self._held: dict[str, object] = {}

    def next(self, session: Session) -> Snapshot | None:
        """What the side has to be shown now; None where it shows that already."""
        role, view = role_at(session, self._side), view_at(session, self._side)
        if (role, view) == (self._role, self._view):
            return None
        if role != self._role:
            self._shown.clear()
        self._no, self._role, self._view = self._no + 1, role, view
        bare, labels = labelled(view)
        if self._shown and self._shown[-1].labels == labels:
            self._shown[-1].last = self._no
        else:
            self._shown.append(_Shown(self._no, self._no, labels))
        return Snapshot(self._no, self._side, role, bare)

    def meant_by(self, pressed: Pressed) -> object | None:
        """The event; None for a label that is too old, was out of reach, or is nobody's."""
        if pressed.label in self._held:
            return self._held.pop(pressed.label)
        for shown in self._shown:
            if shown.first <= pressed.no <= shown.last and pressed.label in shown.labels:
                self._hold(pressed.label, shown.labels)
                return shown.labels[pressed.label]
        return None

    def let_go(self) -> list[object]:
        """The side is lost, and with it whoever held something there."""
        events = list(self._held.values())
        self._held.clear()
        return events

    def _hold(self, label: str, labels: Labels) -> None:
        end = let_go_of(label)
        if end is not None and end in labels:
            self._held[end] = labels[end]
