"""The red button: 2.9 s do nothing, 3.0 s eject, and one hold ejects once. Its twin tests the clockwork by
itself, a finger on the button tests the button."""

from typing import Final

from drivers.idcard.hold import HOLD_S, SAMPLE_EVERY_S
from drivers.idcard.port import EjectHold, ForcedEject
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

_ACTS_WITHIN_S: Final = 0.5
"""Beyond the third second. With no card inside, the driver looks at the button ten times a second; then the
word of it has to come here. With a card inside it acts within a tenth (R8)."""

_WATCHED_S: Final = 2.5
_PRESSES: Final = 3
"""So often a person may let go too early or too late."""

_SHORT: Final = Prompt("press_short", "red_button", (DOES_NOT_WORK,), step=1, of=2)
_LONG: Final = Prompt("press_long", "red_button", (DOES_NOT_WORK,), step=2, of=2)


def _timing(attempt: Attempt) -> None:
    fitted(attempt, "id_reader")
    _held_short(attempt)
    pressed_s = attempt.clock.monotonic_s()
    _, acts = _hold_twin(attempt, HOLD_S + _ACTS_WITHIN_S)
    if not acts:
        raise Failed("did_not_act", f"no forced eject {attempt.clock.monotonic_s() - pressed_s:.1f} s after")
    if len(acts) > 1:
        raise Failed("acted_twice", f"one hold, {len(acts)} forced ejects")
    attempt.measure("held", f"{acts[0].held_s:.2f} s")
    if acts[0].held_s < SHORT_S:
        raise Failed("acted_too_early", f"held {acts[0].held_s:.2f} s: forced eject")


def _held_short(attempt: Attempt) -> None:
    for _ in range(_TRIES):
        held_s, acts = _hold_twin(attempt, SHORT_S)
        if not acts:
            return
        if held_s < _TOO_CLOSE_S:
            raise Failed("acted_too_early", f"held {held_s:.2f} s: forced eject")
    raise NotDone("disturbed", f"{_TRIES} holds of {SHORT_S} s all took longer")


def _hold_twin(attempt: Attempt, seconds: float) -> tuple[float, list[ForcedEject]]:
    """How long the twin was really held, and what came of it."""
    reader = attempt.equipment.devices.id_reader
    assert reader is not None
    attempt.forget()
    pressed_s = attempt.clock.monotonic_s()
    reader.button_down()
    acts = _acts(attempt, seconds)
    reader.button_up()
    held_s = attempt.clock.monotonic_s() - pressed_s
    return held_s, acts + _acts(attempt, _SETTLES_S)


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
    until_s = attempt.clock.monotonic_s() + HOLD_S + _ACTS_WITHIN_S + 1.0
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
