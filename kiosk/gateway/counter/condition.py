"""What a heartbeat says of its kiosk in a word and a few reasons, the gravest first. Pure.

A reason is `part.stem`, both words of the kiosk's own: `printer.paper_out`, `kiosk.journal_damaged`.
"""

from collections.abc import Iterator
from typing import Literal

import msgspec

from kiosk.wire.heartbeats import OUT_OF_SERVICE, DeviceTold, MachineTold

Level = Literal["ok", "warning", "error"]


class Condition(msgspec.Struct, frozen=True):
    """error: residents cannot do everything that this machine is for. warning: somebody should come."""

    level: Level
    reasons: tuple[str, ...]


def condition_of(machine: MachineTold) -> Condition:
    errors, warnings = list(_errors(machine)), list(_warnings(machine))
    level: Level = "error" if errors else "warning" if warnings else "ok"
    return Condition(level, (*errors, *warnings))


def _errors(machine: MachineTold) -> Iterator[str]:
    if machine.journal.trouble is not None:
        yield f"journal.{machine.journal.trouble}"
    known = {machine.journal.trouble, OUT_OF_SERVICE}
    if machine.standing == "closed" and machine.closed_reason not in known:
        yield f"kiosk.{machine.closed_reason or 'closed'}"
    yield from _devices(machine, "error")


def _warnings(machine: MachineTold) -> Iterator[str]:
    if machine.standing == "technician":
        yield "kiosk.technician"
    if machine.closed_reason == OUT_OF_SERVICE:
        yield f"kiosk.{OUT_OF_SERVICE}"
    if machine.remote.refused:
        yield "kiosk.settings_refused"
    yield from _devices(machine, "warning")


def _devices(machine: MachineTold, level: Level) -> Iterator[str]:
    return (f"{each.name}.{_why(each)}" for each in machine.devices if each.level == level)


def _why(device: DeviceTold) -> str:
    return device.reason or device.state
