"""What every device may tell, whatever it is; each device's own events stand in its `port.py`."""

from collections.abc import Callable

import msgspec

from drivers.vocabulary import DeviceState


class DeviceEvent(msgspec.Struct, frozen=True, tag=True):
    """Something a device noticed or did, in the past tense."""


class StatusChanged(DeviceEvent, frozen=True):
    """`reason` is for engineers: what was seen, on which port, and the next step."""

    device: str
    state: DeviceState
    reason: str


Emit = Callable[[DeviceEvent], None]
