"""What the technician asked for on the command line, and the driver that follows from it."""

from argparse import Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
from msgspec import structs

from drivers.catalogue import load_catalogue
from drivers.clock import SystemDeviceClock
from drivers.events import DeviceEvent
from drivers.models import AnyModel, DeviceClass, Driver, Option, Parts
from drivers.opening import opener_for
from drivers.transport import SerialSettings
from drivers.workshop.hearing import Bench
from drivers.workshop.telling import Teller

CLASSES = {
    "idcard": DeviceClass.ID_READER,
    "card": DeviceClass.CARD_READER,
    "scanner": DeviceClass.SCANNER,
    "printer": DeviceClass.PRINTER,
    "cash": DeviceClass.NOTE_ACCEPTOR,
    "terminal": DeviceClass.TERMINAL,
}


class NotPossible(Exception):
    """What was asked for cannot be done; says why and what would be."""


class Asked:
    """`arguments` of the parser in command_line.py."""

    def __init__(self, arguments: Namespace) -> None:
        self._arguments = arguments
        self.wait_s: float = getattr(arguments, "wait", 0.0)
        self.count: int = getattr(arguments, "count", 1)
        self.teller = Teller(as_json=arguments.json, personal=arguments.show_personal_data)

        self.image: Path | None = getattr(arguments, "image", None)
        self.give_back: bool = getattr(arguments, "give_back", False)
        self.model = model_of(CLASSES[arguments.device], arguments.model)

    @property
    def is_printer(self) -> bool:
        return self.model.device is DeviceClass.PRINTER

    def bench(self) -> Bench:
        """The driver over its port. Raises `NotPossible` for options the model does not have."""
        model, rate = self.model, self._arguments.baud_rate
        if rate is not None and rate not in model.baud_rates:
            known = ", ".join(str(each) for each in model.baud_rates) or "none"
            raise NotPossible(f"--baud-rate {rate}: {model.name} can be set to {known}")
        line = model.line if rate is None else structs.replace(model.line, baud_rate=rate)
        make = partial(_make, model, self._arguments.url, line, self._options())
        try:
            return Bench(make)
        except ValueError as error:  # an option's value that the model does not know
            raise NotPossible(str(error)) from error

    def _options(self) -> dict[str, Option]:
        model, options = self.model, dict(self.model.options)
        for given in self._arguments.option:
            name, equals, value = given.partition("=")
            if not equals or name not in options:
                known = ", ".join(f"{key}={default}" for key, default in options.items()) or "none"
                raise NotPossible(f"--option {given}: {model.name} has these options: {known}")
            options[name] = _as_kind_of(options[name], value, given)
        return options


def _as_kind_of(default: Option, value: str, given: str) -> Option:
    try:
        if isinstance(default, bool):
            return {"true": True, "false": False}[value]
        return msgspec.convert(value, type(default), strict=False)
    except (KeyError, msgspec.ValidationError):
        raise NotPossible(f"--option {given}: not like {default!r}") from None


def model_of(device: DeviceClass, name: str | None) -> AnyModel:
    """The model of that name, or the class's first. Raises `UnknownModel`."""
    catalogue = load_catalogue()
    return catalogue.find(device, name or catalogue.names(device)[0])


def _make(
    model: AnyModel,
    url: str,
    line: SerialSettings,
    options: dict[str, Option],
    emit: Callable[[DeviceEvent], None],
) -> Driver:
    clock = SystemDeviceClock()
    open_line = opener_for(url, line, clock)
    driver: Driver = model.make(Parts(model.device.value, open_line, clock, emit, options, url=url))
    return driver
