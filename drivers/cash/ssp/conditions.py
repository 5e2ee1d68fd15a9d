"""How an SSP unit is, from the events of its polls, in the kiosk's words. Pure but for `tell`.

A unit repeats jam, full and disabled in every answer while they last; the box it tells once going and coming.
"""

from collections.abc import Iterable
from typing import Final

from drivers.cash.port import BoxRemoved, BoxReplaced, FraudAttempted
from drivers.cash.ssp.messages import Event, PollEvent
from drivers.events import Emit
from drivers.status import Status
from drivers.vocabulary import DeviceState

_JAMS: Final = frozenset({Event.SAFE_JAM, Event.UNSAFE_JAM})
AT_REST: Final = frozenset(
    {Event.DISABLED, Event.FULL, Event.INHIBITED, Event.BOX_REMOVED, Event.BOX_REPLACED, Event.FRAUD}
)
"""Events that say nothing of a note being moved."""

_STATES: Final = {
    Status.FRAUD_ATTEMPT: (DeviceState.FRAUD_ATTEMPT, "somebody tried to manipulate it: look at the mouth"),
    Status.MEDIA_JAMMED: (DeviceState.HARDWARE_ERROR, "a note is stuck: open the note path"),
    Status.MODULE_FAULT: (DeviceState.HARDWARE_ERROR, "the note path is open: close it"),
    Status.BOX_REMOVED: (DeviceState.USER_ERROR, "the cash box is out: put it in"),
    Status.BOX_FULL: (DeviceState.USER_ERROR, "the cash box is full: empty it"),
}


class Conditions:
    def __init__(self, tell: Emit) -> None:
        self._tell = tell
        self._box_out = False
        self._fraud = False
        self._fraud_going_on = False
        self._lasting: set[Status] = set()

    @property
    def statuses(self) -> tuple[Status, ...]:
        seen = set(self._lasting)
        if self._box_out:
            seen.add(Status.BOX_REMOVED)
        if self._fraud:
            seen.add(Status.FRAUD_ATTEMPT)
        return tuple(status for status in _STATES if status in seen)

    @property
    def may_take_notes(self) -> bool:
        return not self._lasting and not self._box_out

    def described(self) -> tuple[DeviceState, str]:
        for status in self.statuses:
            return _STATES[status]
        return DeviceState.ONLINE, "ready"

    def forgive(self) -> None:
        """The kiosk enables the unit again: an attempt of fraud before that is dealt with."""
        self._fraud = False

    def heard(self, events: Iterable[PollEvent], value_fen: int) -> None:
        """All events of one answer. `value_fen`: of the note in an attempt of fraud, 0 if unknown."""
        seen = {happened.event for happened in events}
        self._lasting = {
            status
            for status, told_by in (
                (Status.MEDIA_JAMMED, _JAMS),
                (Status.BOX_FULL, {Event.FULL}),
                (Status.MODULE_FAULT, {Event.PATH_OPEN}),
            )
            if seen & told_by
        }
        self._hear_of_box(seen)
        if Event.FRAUD in seen and not self._fraud_going_on:
            self._fraud = True
            self._tell(FraudAttempted(value_fen or None))
        self._fraud_going_on = Event.FRAUD in seen

    def _hear_of_box(self, seen: set[Event]) -> None:
        if Event.BOX_REMOVED in seen and not self._box_out:
            self._box_out = True
            self._tell(BoxRemoved())
        back = Event.BOX_REPLACED in seen or (Event.RESET in seen and Event.BOX_REMOVED not in seen)
        if back and self._box_out:
            self._box_out = False
            self._tell(BoxReplaced())
