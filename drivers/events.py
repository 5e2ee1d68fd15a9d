"""What every device may tell, whatever it is; each device's own events stand in its `port.py`."""

from collections.abc import Callable

import msgspec

from drivers.status import Status
from drivers.vocabulary import DeviceState


class DeviceEvent(msgspec.Struct, frozen=True, tag=True):
    """Something a device noticed or did, in the past tense."""


class StatusChanged(DeviceEvent, frozen=True):
    """`reason` is for engineers: what was seen, on which port, and the next step.

    `statuses` are the device's small words, normalised; empty when all is well.
    """

    device: str
    state: DeviceState
    reason: str
    statuses: tuple[Status, ...] = ()


class Identity(msgspec.Struct, frozen=True):
    """Who answers on a port, as it says itself. Empty where the protocol has no such question."""

    model: str = ""
    firmware: str = ""
    serial: str = ""


class DeviceIdentified(DeviceEvent, frozen=True):
    """Asked anew after every return of the line. `changed`: another unit than before in this run."""

    device: str
    identity: Identity
    changed: bool


class DeviceChecked(DeviceEvent, frozen=True):
    """The end of a `check`: the unit was brought up anew and asked who and how it is, which is told before
    this. `problem` says why it could not be asked; empty when it answered, well or not."""

    device: str
    problem: str


Emit = Callable[[DeviceEvent], None]
