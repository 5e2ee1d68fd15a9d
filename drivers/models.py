"""What a device model is, and which models there are: ours, and those that other packages add.

A package adds models with an entry point of the group `digital_hut_kiosk.drivers` whose object is a
`DriverModel` or a sequence of them.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, Generic, Protocol, TypeAlias, TypeVar

import msgspec

from drivers.clock import DeviceClock
from drivers.events import Emit
from drivers.reading import LineReader, Side
from drivers.simulation.device import SimulatedDevice
from drivers.trace import Trace
from drivers.transport import SerialSettings, Transport

ENTRY_POINTS: Final = "digital_hut_kiosk.drivers"


class DeviceClass(StrEnum):
    """By the names of `[devices.*]` in kiosk.toml; on the command line also `idcard`, `card`, `cash`."""

    ID_READER = "id_reader"
    CARD_READER = "card_reader"
    SCANNER = "scanner"
    PRINTER = "printer"
    NOTE_ACCEPTOR = "note_acceptor"
    TERMINAL = "terminal"


class Driver(Protocol):
    def start(self) -> None: ...

    def close(self) -> None:
        """Leave the device safe and give its port back."""
        ...


D_co = TypeVar("D_co", bound=Driver, covariant=True)

Option: TypeAlias = str | int | float | bool


class Parts(msgspec.Struct, frozen=True):
    """What a driver is made of. `name` is the device's, as events carry it. `options` are those the model
    declares, complete with their defaults. `trace` listens on the line where somebody wants to see it.
    `url` is for drivers that reach their device by a library of their own instead of `open_line`."""

    name: str
    open_line: Callable[[], Transport]
    clock: DeviceClock
    emit: Emit
    options: Mapping[str, Option]
    trace: Trace | None = None
    url: str = ""


class DriverModel(msgspec.Struct, Generic[D_co], frozen=True):
    """`line` is how the maker sets the port; `baud_rates` are those it may be set to, the usual first.

    `capabilities` is data of the device's class (see its `port.py`). `options` gives every option's default.
    `sided_reader` is given where the same bytes mean one thing from the host and another from the device.
    """

    device: DeviceClass
    name: str
    title: str
    line: SerialSettings
    capabilities: msgspec.Struct
    make: Callable[[Parts], D_co]
    reader: Callable[[], LineReader]
    simulate: Callable[[DeviceClock], SimulatedDevice] | None = None
    baud_rates: tuple[int, ...] = ()
    options: Mapping[str, Option] = {}
    sided_reader: Callable[[Side], LineReader] | None = None

    def reader_of(self, side: Side) -> LineReader:
        """A reader of what `side` says."""
        return self.sided_reader(side) if self.sided_reader is not None else self.reader()


AnyModel: TypeAlias = DriverModel[Any]


class UnknownModel(Exception):
    """Names the model and those there are."""


class Catalogue:
    """Models by class and name. Raises ValueError where two packages bring the same one."""

    def __init__(self, models: Iterable[AnyModel]) -> None:
        self._models: dict[tuple[DeviceClass, str], AnyModel] = {}
        for model in models:
            if (model.device, model.name) in self._models:
                raise ValueError(f"two drivers for {model.device} {model.name!r}; uninstall one package")
            self._models[model.device, model.name] = model

    def names(self, device: DeviceClass) -> tuple[str, ...]:
        return tuple(name for of, name in self._models if of is device)

    def find(self, device: DeviceClass, name: str) -> AnyModel:
        """Raises `UnknownModel`."""
        try:
            return self._models[device, name]
        except KeyError:
            known = ", ".join(self.names(device))
            raise UnknownModel(f"{device}: no model {name!r}; there are {known}") from None
