"""How an ID-003 unit is, by the states it answers, in the words all devices share. Pure but for `tell`."""

from typing import Final, NamedTuple

from drivers.cash.id003.frames import Frame
from drivers.cash.id003.line_reader import describe
from drivers.cash.id003.messages import CASH_BOX_NOT_READY, State
from drivers.cash.port import BoxRemoved, BoxReplaced
from drivers.events import Emit
from drivers.status import Status
from drivers.vocabulary import DeviceState

_RESET_AFTER_S: Final = 5.0

_BOX_IS_IN: Final = {State.IDLE, State.DISABLED, State.ACCEPTING, State.ESCROW, State.STACKER_FULL}
_AT_REST: Final = {State.IDLE, State.DISABLED}
_SAYS_NOTHING: Final = {State.COMM_ERROR, State.INVALID_COMMAND}
_CURED_BY_RESET: Final = {State.JAM_ACCEPTOR, State.JAM_STACKER, State.FAILURE}

_CONDITIONS: Final = {
    State.STACKER_FULL: (DeviceState.USER_ERROR, Status.BOX_FULL, "empty the cash box"),
    State.STACKER_OPEN: (DeviceState.USER_ERROR, Status.BOX_REMOVED, "put the cash box in"),
    State.JAM_ACCEPTOR: (DeviceState.HARDWARE_ERROR, Status.MEDIA_JAMMED, "open the note path"),
    State.JAM_STACKER: (DeviceState.HARDWARE_ERROR, Status.MEDIA_JAMMED, "open the note path and the box"),
    State.PAUSE: (DeviceState.USER_ERROR, Status.BUSY, "somebody pushed a second note in: pull it out"),
    State.CHEATED: (DeviceState.FRAUD_ATTEMPT, Status.FRAUD_ATTEMPT, "look at the mouth"),
    State.FAILURE: (DeviceState.HARDWARE_ERROR, Status.MODULE_FAULT, "have the unit serviced"),
    State.INITIALISE: (DeviceState.STARTING, Status.BUSY, "wait"),
    State.POWER_UP: (DeviceState.STARTING, Status.BUSY, "wait"),
    State.POWER_UP_BILL_IN_ACCEPTOR: (DeviceState.STARTING, Status.BUSY, "wait"),
    State.POWER_UP_BILL_IN_STACKER: (DeviceState.STARTING, Status.BUSY, "the kiosk writes the note down"),
}


class Condition(NamedTuple):
    """`well`: nothing keeps the unit from its work."""

    well: bool
    state: DeviceState
    reason: str
    statuses: tuple[Status, ...] = ()


class Health:
    def __init__(self, tell: Emit) -> None:
        self._tell = tell
        self._last = Frame(State.INITIALISE)
        self._since_s = 0.0
        self._box_out = False
        self._fraud = False
        self._reset_tried = False

    def heard(self, answer: Frame, now_s: float) -> None:
        """Every state of the unit, in order."""
        if answer.code in _SAYS_NOTHING:
            return
        if answer != self._last:
            self._last, self._since_s = answer, now_s
        self._fraud |= answer.code == State.CHEATED
        if answer.code in _AT_REST:
            self._reset_tried = False
        if answer.code == State.STACKER_OPEN and not self._box_out:
            self._box_out = True
            self._tell(BoxRemoved())
        elif answer.code in _BOX_IS_IN and self._box_out:
            self._box_out = False
            self._tell(BoxReplaced())

    def wants_reset(self, now_s: float) -> bool:
        """One reset for a fault that lasts; after that it is for people to mend. True once."""
        fault = self._last.code in _CURED_BY_RESET and not _passes(self._last)
        if not fault or self._reset_tried or now_s - self._since_s < _RESET_AFTER_S:
            return False
        self._reset_tried = True
        return True

    def forgive(self) -> None:
        """The kiosk wants notes again: an attempt of fraud before that is dealt with."""
        self._fraud = False

    def condition(self) -> Condition:
        fraud = (Status.FRAUD_ATTEMPT,) if self._fraud else ()
        said = describe(self._last)
        if _passes(self._last):
            reason = f"{said}; passes by itself"
            return Condition(False, DeviceState.DEVICE_BUSY, reason, (Status.BUSY, *fraud))
        if self._last.code in _CONDITIONS:
            state, status, advice = _CONDITIONS[State(self._last.code)]
            return Condition(False, state, f"{said}: {advice}", (status, *fraud))
        if fraud:
            reason = "somebody fished for a note: look at the mouth"
            return Condition(True, DeviceState.FRAUD_ATTEMPT, reason, fraud)
        return Condition(True, DeviceState.ONLINE, "ready")


def _passes(answer: Frame) -> bool:
    return answer.code == State.FAILURE and answer.data[:1] == bytes([CASH_BOX_NOT_READY])
