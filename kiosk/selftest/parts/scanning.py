"""Scanner and camera: they answer, they see, they read a code that is shown. What it says is not kept."""

from functools import partial
from typing import Final, Literal

from drivers.scanner.port import CodeSeen
from kiosk.selftest.attempt import DOES_NOT_WORK, Attempt, Failed
from kiosk.selftest.equipment import Equipment
from kiosk.selftest.model import TestSpec
from kiosk.selftest.parts.answering import answering, fitted, judge
from kiosk.selftest.procedure import Procedure
from kiosk.selftest.prompt import Prompt

EVERY_BILL: Final = frozenset({"code128", "code39", "itf", "qr"})

FRAMES_S: Final = 2.0
OPENS_WITHIN_S: Final = 6.0
"""Cameras take their time to start; a lost one is looked for again after five seconds at most."""

DARKEST_GREY: Final = 12.0
"""Of 255: the sensor's own noise in a covered lens stays below ten; a lit window gives eighty and more."""

_SHOW: Final = Prompt("show_code", "bill_under_window", (DOES_NOT_WORK,))
_LOOK_AGAIN_S: Final = 0.2


def _reads(attempt: Attempt, part: Literal["scanner", "camera"]) -> None:
    fitted(attempt, part)
    scanner = getattr(attempt.equipment.devices, part)
    scanner.arm(EVERY_BILL)
    seen = attempt.await_person(_SHOW, CodeSeen)
    attempt.measure("symbology", seen.symbology)


def _frames(attempt: Attempt) -> None:
    fitted(attempt, "camera")
    camera, frames = attempt.equipment.devices.camera, attempt.equipment.devices.camera_frames
    assert camera is not None
    if frames is not None:
        frames.begin_again()
    camera.arm(EVERY_BILL)
    _await_first_look(attempt)
    attempt.pause(FRAMES_S)
    judge(attempt.equipment.live.state("camera"))
    if frames is None:
        return
    seen = frames.seen
    attempt.measure("frames", str(seen.looks))
    if not seen.looks:
        raise Failed("no_picture", f"none in {OPENS_WITHIN_S + FRAMES_S:.0f} s")
    if seen.brightness is not None:
        attempt.measure("brightness", f"{seen.brightness:.0f}")
        attempt.measure("picture", f"{seen.width_px}x{seen.height_px}")
        if seen.brightness < DARKEST_GREY:
            raise Failed("picture_dark", f"mean grey {seen.brightness:.1f} of 255")


def _await_first_look(attempt: Attempt) -> None:
    frames = attempt.equipment.devices.camera_frames
    give_up_s = attempt.clock.monotonic_s() + OPENS_WITHIN_S
    while frames is not None and not frames.seen.looks and attempt.clock.monotonic_s() < give_up_s:
        attempt.pause(_LOOK_AGAIN_S)


def _make_safe(equipment: Equipment, part: Literal["scanner", "camera"]) -> None:
    scanner = getattr(equipment.devices, part)
    if scanner is not None:
        scanner.disarm()


def _reading(name: str, part: Literal["scanner", "camera"], needs: str) -> Procedure:
    return Procedure(
        TestSpec(name, part, guided=True, limit_s=10.0),
        partial(_reads, part=part),
        hears=(part,),
        needs=(needs,),
        make_safe=partial(_make_safe, part=part),
    )


PROCEDURES: Final = (
    answering("scanner.status", "scanner"),
    _reading("scanner.trigger", "scanner", needs="scanner.status"),
    Procedure(
        TestSpec("camera.frames", "camera", guided=False, limit_s=15.0),
        _frames,
        hears=("camera",),
        make_safe=partial(_make_safe, part="camera"),
    ),
    _reading("camera.trigger", "camera", needs="camera.frames"),
)
