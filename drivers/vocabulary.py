"""The words for the state of a device, spelled as XFS4IoT spells them where it has them."""

from enum import StrEnum


class DeviceState(StrEnum):
    """XFS4IoT Common.Status `device`. `user_error`: a person prevents the device from working."""

    STARTING = "starting"
    ONLINE = "online"
    OFFLINE = "offline"
    POWER_OFF = "power_off"
    NO_DEVICE = "no_device"
    HARDWARE_ERROR = "hardware_error"
    USER_ERROR = "user_error"
    DEVICE_BUSY = "device_busy"
    FRAUD_ATTEMPT = "fraud_attempt"


class Paper(StrEnum):
    """XFS4IoT Printer.Status `paper`; a printer that does not answer is `unknown`, never `full`."""

    FULL = "full"
    LOW = "low"
    OUT = "out"
    JAMMED = "jammed"
    UNKNOWN = "unknown"
