"""Whether a device answers and is well: it is brought up anew, then its own word counts. For all."""

from functools import partial
from typing import Final

from drivers.events import DeviceChecked
from drivers.status import Level, Status
from drivers.vocabulary import DeviceState
from kiosk.selftest.attempt import Attempt, Failed, NotFitted
from kiosk.selftest.model import Part, PartState, TestSpec
from kiosk.selftest.procedure import Procedure

CHECK_S: Final = 25.0
"""The slowest unit of ours, a note acceptor after its reset, is up in 15 s."""

RETURN_S: Final = 8.0
"""A line that was lost is opened again after five seconds at most (`PortOwner`)."""

_ASK_AGAIN_S: Final = 0.5

_REASONS: Final = {
    DeviceState.OFFLINE.value: "not_available",
    DeviceState.POWER_OFF.value: "not_available",
    DeviceState.NO_DEVICE.value: "not_available",
    DeviceState.HARDWARE_ERROR.value: "module_fault",
    DeviceState.USER_ERROR.value: "needs_hand",
    DeviceState.FRAUD_ATTEMPT.value: "fraud_attempt",
    DeviceState.STARTING.value: "still_busy",
    DeviceState.DEVICE_BUSY.value: "still_busy",
}
"""For a driver that tells a state without small statuses."""


def answering(name: str, part: Part) -> Procedure:
    """The automatic test that stands before every other one of a device."""
    spec = TestSpec(name, part, guided=False, limit_s=CHECK_S + RETURN_S)
    return Procedure(spec, partial(_answers, part=part), hears=(part,))


def _answers(attempt: Attempt, part: Part) -> None:
    fitted(attempt, part)
    check(attempt, part)


def fitted(attempt: Attempt, part: Part) -> None:
    """Raises `NotFitted` where this machine has no such device."""
    if getattr(attempt.equipment.devices, part) is None:
        raise NotFitted("")


def check(attempt: Attempt, part: Part) -> None:
    """Raises `Failed` with the gravest thing the device says of itself, or that it says nothing."""
    ask = attempt.equipment.devices.checks.get(part)
    if ask is not None:
        asked_s = attempt.clock.monotonic_s()
        give_up_s = asked_s + RETURN_S
        while problem := _problem_of(attempt, part):
            if attempt.clock.monotonic_s() >= give_up_s:
                # The driver's own word names the port and the next step; that there is no line says nothing.
                raise Failed("not_available", attempt.equipment.live.state(part).reason or problem)
            attempt.pause(_ASK_AGAIN_S)
            asked_s = attempt.clock.monotonic_s()
        attempt.measure_ms("answer", asked_s)
    state = attempt.equipment.live.state(part)
    for fact in state.facts:
        if fact.key in {"identity", "firmware", "serial", "paper"}:
            attempt.measure(fact.key, fact.value)
    judge(state)


def _problem_of(attempt: Attempt, part: Part) -> str:
    """Why the device could not be asked; empty when it answered."""
    attempt.forget()
    attempt.equipment.devices.checks[part]()
    checked = attempt.event(CHECK_S, DeviceChecked)
    return "no end of the check" if checked is None else checked.problem


def judge(state: PartState) -> None:
    """Raises `Failed` unless the device says that it works; what should only be seen to is no failure."""
    gravest = next((word for word in state.statuses if Status(word).level is Level.ERROR), "")
    if gravest:
        raise Failed(gravest, state.reason)
    if state.state != DeviceState.ONLINE.value:
        raise Failed(_REASONS.get(state.state, "not_available"), state.reason)
