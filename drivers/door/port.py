"""What the kiosk is told of its service door: a switch that a technician's key opens."""

from drivers.events import DeviceEvent


class DoorOpened(DeviceEvent, frozen=True):
    """Also told at start, where the door is found open."""


class DoorClosed(DeviceEvent, frozen=True):
    pass
