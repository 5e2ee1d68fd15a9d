"""The red button: 2.9 s do nothing, 3.0 s eject, and one hold ejects once. Its twin tests the clockwork by
itself, a finger on the button tests the button."""

from typing import Final

from drivers.idcard.hold import HOLD_S, SAMPLE_EVERY_S
from drivers.idcard.port import EjectHold, ForcedEject, IdReader
from kiosk.selftest.attempt import DOES_NOT_WORK, Attempt, Failed, NotDone, NotFitted
from kiosk.selftest.equipment import Equipment
from kiosk.selftest.model import TestSpec
from kiosk.selftest.parts.answering import fitted
from kiosk.selftest.procedure import Procedure
from kiosk.selftest.prompt import Prompt

SHORT_S: Final = 2.9
"""Rule T1: this long, and nothing happens."""

_TOO_CLOSE_S: Final = HOLD_S - 3 * SAMPLE_EVERY_S
"""A machine that was busy and let go later than this has held the twin for three seconds, as far as its
driver can see; the try says nothing."""

_TRIES: Final = 5
_SETTLES_S: Final = 1.2
"""A lift of 0.3 s is forgiven, then the slot needs half a second to look for a card."""

_AWAITED_S: Final = 3.0
"""Beyond the third second, for the word of it to come here; when it acted is for the driver to say."""

_LATEST_S: Final = HOLD_S + 1.0
"""By the driver's own watch. It acts within a tenth of a second (R8) unless the whole machine is held up."""

_LATE_TRIES: Final = 3
"""A machine may be held up for once; clockwork that is late each time is late."""

_WATCHED_S: Final = 1.5
_PRESSES: Final = 3
"""So often a person may let go too early or too late."""

_SHORT: Final = Prompt("press_short", "red_button", (DOES_NOT_WORK,), step=1, of=2)
_LONG: Final = Prompt("press_long", "red_button", (DOES_NOT_WORK,), step=2, of=2)


def _timing(attempt: Attempt) -> None:
    fitted(attempt, "id_reader")
    _held_short(attempt)
    _held_until_it_acts(attempt)


def _held_short(attempt: Attempt) -> None:
    for _ in range(_TRIES):
        pressed_s = _press_twin(attempt)
        acts = _acts(attempt, SHORT_S)
        held_s = _let_go_twin(attempt, pressed_s)
        if not acts + _acts(attempt, _SETTLES_S):
            return
        if held_s < _TOO_CLOSE_S:
            raise Failed("acted_too_early", f"held {held_s:.2f} s: forced eject")
    raise NotDone("disturbed", f"{_TRIES} holds of {SHORT_S} s all took longer")


def _held_until_it_acts(attempt: Attempt) -> None:
    """The best of three: only being late may be the fault of something else."""
    for _ in range(_LATE_TRIES):
        held_s = _held_long_enough(attempt)
        if held_s <= _LATEST_S:
            attempt.measure("held", f"{held_s:.2f} s")
            return
    raise Failed("did_not_act", f"held {held_s:.2f} s: forced eject, but late, {_LATE_TRIES} times")


def _held_long_enough(attempt: Attempt) -> float:
    """After how many seconds, by its driver's watch, the twin acted; it acted once, and not too early."""
    pressed_s = _press_twin(attempt)
    act = attempt.event(HOLD_S + _AWAITED_S, ForcedEject)
    again = _acts(attempt, _SETTLES_S)
    held_s = _let_go_twin(attempt, pressed_s)
    if act is None:
        raise Failed("did_not_act", f"held {held_s:.1f} s: no forced eject")
    if act.held_s < SHORT_S:
        raise Failed("acted_too_early", f"held {act.held_s:.2f} s: forced eject")
    if again:
        raise Failed("acted_twice", f"one hold, {1 + len(again)} forced ejects")
    return act.held_s


def _press_twin(attempt: Attempt) -> float:
    """When it went down."""
    attempt.forget()
    pressed_s = attempt.clock.monotonic_s()
    _reader(attempt).button_down()
    return pressed_s


def _let_go_twin(attempt: Attempt, pressed_s: float) -> float:
    """How long it really was down."""
    _reader(attempt).button_up()
    return attempt.clock.monotonic_s() - pressed_s


def _reader(attempt: Attempt) -> IdReader:
    reader = attempt.equipment.devices.id_reader
    if reader is None:
        raise NotFitted("")
    return reader


def _acts(attempt: Attempt, seconds: float) -> list[ForcedEject]:
    """The forced ejects of the next `seconds`."""
    until_s = attempt.clock.monotonic_s() + seconds
    acts = []
    while (left_s := until_s - attempt.clock.monotonic_s()) > 0:
        act = attempt.event(left_s, ForcedEject)
        if act is not None:
            acts.append(act)
    return acts


def _hold(attempt: Attempt) -> None:
    fitted(attempt, "id_reader")
    if not attempt.equipment.devices.button_wired:
        raise NotFitted("")
    _let_go_early(attempt)
    _held_long(attempt)


def _let_go_early(attempt: Attempt) -> None:
    for _ in range(_PRESSES):
        attempt.await_person(_SHORT, EjectHold)
        end = _end_of_hold(attempt)
        if isinstance(end, EjectHold):
            return
        if end is not None and end.held_s < SHORT_S:
            raise Failed("acted_too_early", f"held {end.held_s:.2f} s: forced eject")
        attempt.pause(_SETTLES_S)
    raise NotDone("nobody", "nobody let go before the third second")


def _held_long(attempt: Attempt) -> None:
    for _ in range(_PRESSES):
        attempt.await_person(_LONG, EjectHold)
        end = _end_of_hold(attempt)
        if isinstance(end, ForcedEject):
            attempt.measure("held", f"{end.held_s:.2f} s")
            if _acts(attempt, _WATCHED_S):
                raise Failed("acted_twice", "one press, more than one forced eject")
            return
        if end is None:
            raise Failed("did_not_act", "held, and neither let go nor ejected")
    raise NotDone("nobody", "nobody held it for three seconds")


def _end_of_hold(attempt: Attempt) -> ForcedEject | EjectHold | None:
    """An `EjectHold` when it was let go early; None when nothing came of it."""
    until_s = attempt.clock.monotonic_s() + HOLD_S + _AWAITED_S
    while (left_s := until_s - attempt.clock.monotonic_s()) > 0:
        told = attempt.event(left_s, ForcedEject, EjectHold)
        if isinstance(told, ForcedEject) or (isinstance(told, EjectHold) and told.held_s is None):
            return told
    return None


def _let_go(equipment: Equipment) -> None:
    if equipment.devices.id_reader is not None:
        equipment.devices.id_reader.button_up()
        equipment.devices.id_reader.eject()


PROCEDURES: Final = (
    Procedure(
        TestSpec("eject_button.timing", "eject_button", guided=False, limit_s=40.0),
        _timing,
        hears=("id_reader",),
        needs=("id_reader.module",),
        make_safe=_let_go,
    ),
    Procedure(
        TestSpec("eject_button.hold", "eject_button", guided=True, limit_s=40.0),
        _hold,
        hears=("id_reader",),
        needs=("id_reader.module", "eject_button.timing"),
        make_safe=_let_go,
    ),
)
