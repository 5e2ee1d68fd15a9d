"""Settings that this installation can carry out: their devices' models exist and take the options given.

The settings room knows no drivers, so what depends on the installed models is checked here.
"""

from collections.abc import Iterator
from os.path import realpath
from pathlib import Path
from typing import Final

from drivers.card import keeping
from drivers.card.keeping import KEEP_OPTION, NEVER, SHORTEST_S
from drivers.catalogue import load_catalogue
from drivers.models import AnyModel, Catalogue, DeviceClass, UnknownModel
from kiosk.settings import load
from kiosk.settings.devices import Devices, SerialDevice
from kiosk.settings.load import Settings
from kiosk.settings.problems import Problem, SettingsError, as_written, nearest

_FILE: Final = "kiosk.toml"


def load_settings(config_dir: Path, change: load.Change = load.as_it_is) -> Settings:
    """`change` is made to what kiosk.toml says, and checked with it.

    Raises SettingsError, whose text has one line for each thing to put right.
    """
    settings = load.load_settings(config_dir, change=change)
    problems = tuple(_model_problems(str(config_dir / _FILE), settings.kiosk.devices, load_catalogue()))
    if problems:
        raise SettingsError(problems)
    return settings


def check_config(config_dir: Path) -> tuple[str, ...]:
    """One line for each thing wrong in the settings; empty when they can be used."""
    try:
        load_settings(config_dir)
    except SettingsError as error:
        return tuple(str(problem) for problem in error.problems)
    return ()


def _model_problems(file: str, devices: Devices, catalogue: Catalogue) -> Iterator[Problem]:
    for device in DeviceClass:
        settings: SerialDevice = getattr(devices, device.value)
        if settings.url == "none":
            continue
        try:
            model = catalogue.find(device, settings.model)
        except UnknownModel:
            yield _unknown(file, device, settings.model, catalogue.names(device))
        else:
            yield from _misfits(file, f"devices.{device}", settings, model)
    yield from _kept_cards(file, devices)


def _unknown(file: str, device: DeviceClass, name: str, known: tuple[str, ...]) -> Problem:
    guess = nearest(name, known)
    words = " or ".join(as_written(each) for each in known) or "no model of this kind is installed"
    hint = f' (did you mean "{guess}"?)' if guess else ""
    return Problem(file, f"devices.{device}.model", as_written(name), words + hint)


def _misfits(file: str, key: str, settings: SerialDevice, model: AnyModel) -> Iterator[Problem]:
    rate = settings.baud_rate
    if rate is not None and model.baud_rates and rate not in model.baud_rates:
        allowed = f"for {model.name}: {', '.join(str(each) for each in model.baud_rates)}"
        yield Problem(file, f"{key}.baud_rate", str(rate), allowed)
    for name, value in settings.options.items():
        if name == KEEP_OPTION and name not in model.options:
            allowed = f"no such option: {model.name} never keeps a card"
            yield Problem(file, f"{key}.options.{name}", as_written(value), allowed)
        elif name not in model.options:
            known = ", ".join(model.options) or "no options"
            yield Problem(file, f"{key}.options.{name}", "an unknown option", f"{model.name} has {known}")
        elif type(value) is not type(model.options[name]):
            allowed = f"like {as_written(model.options[name])}"
            yield Problem(file, f"{key}.options.{name}", as_written(value), allowed)
    if settings.url == "simulator" and model.simulate is None:
        yield Problem(file, f"{key}.url", '"simulator"', f"a real port: {model.name} has no simulator")


def _kept_cards(file: str, devices: Devices) -> Iterator[Problem]:
    """No card is kept before its owner had a good minute, nor where an identity card may lie (R8)."""
    after_s = devices.card_reader.options.get(KEEP_OPTION, NEVER)
    key = f"devices.card_reader.options.{KEEP_OPTION}"
    if type(after_s) is not int or after_s == NEVER:
        return  # never, or told already as no number
    if not keeping.allowed(after_s):
        yield Problem(file, key, as_written(after_s), f"{NEVER} (never) or at least {SHORTEST_S} seconds")
    if _same_port(devices.card_reader.url, devices.id_reader.url):
        words = f"{NEVER}: the identity reader is in the same unit, and no identity card is ever kept"
        yield Problem(file, key, as_written(after_s), words)


def _same_port(one: str, other: str) -> bool:
    """Also by two names of one device file."""
    return one not in {"simulator", "none"} and realpath(one) == realpath(other)
