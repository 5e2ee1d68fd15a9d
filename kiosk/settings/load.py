"""Reads `config/*.toml` into frozen values, or says everything that is wrong with them."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import msgspec

from kiosk.settings.assets import asset_problems, with_own_pictures
from kiosk.settings.display_settings import DisplaySettings, display_contradictions
from kiosk.settings.kiosk_settings import KioskSettings, kiosk_contradictions
from kiosk.settings.photographs import photograph_problems, photographs_in
from kiosk.settings.problems import Problem, SettingsError, nearest
from kiosk.settings.service_assets import service_asset_problems, services_with_own_pictures
from kiosk.settings.service_settings import ServiceSettings, service_contradictions, unheard_of
from kiosk.settings.shape import shape_problems
from kiosk.settings.utility_settings import UtilitySettings, utility_contradictions
from kiosk.texts import ASSETS


class Settings(msgspec.Struct, frozen=True):
    """All settings of one machine, one value for each file. `photographs`: files by their names."""

    kiosk: KioskSettings
    displays: DisplaySettings
    utilities: UtilitySettings
    services: ServiceSettings = ServiceSettings()
    photographs: Mapping[str, str] = MappingProxyType({})


Change = Callable[[dict[str, Any]], dict[str, Any]]
Contradictions = Callable[[str, Any], Iterator[Problem]]

_FILES: Final[dict[str, tuple[type[msgspec.Struct], Contradictions]]] = {
    "kiosk": (KioskSettings, kiosk_contradictions),
    "displays": (DisplaySettings, display_contradictions),
    "utilities": (UtilitySettings, utility_contradictions),
    "services": (ServiceSettings, service_contradictions),
}


def as_it_is(raw: dict[str, Any]) -> dict[str, Any]:
    return raw


def load_settings(config_dir: Path, assets: Path = ASSETS, change: Change = as_it_is) -> Settings:
    """`change` is made to what kiosk.toml says, and checked with it.

    Raises SettingsError, whose text has one line for each thing to put right.
    """
    settings, problems = _read(config_dir, assets, change)
    if settings is None:
        raise SettingsError(problems)
    return settings


def check_config(config_dir: Path, assets: Path = ASSETS) -> tuple[str, ...]:
    """One line for each thing wrong in the settings; empty when they can be used."""
    problems = (*_read(config_dir, assets)[1], *photograph_problems(config_dir))
    return tuple(map(str, problems))


def _read(
    config_dir: Path, assets: Path, change: Change = as_it_is
) -> tuple[Settings | None, tuple[Problem, ...]]:
    problems = list(_stray_files(config_dir))
    values: dict[str, Any] = {}
    for stem in _FILES:
        changed = change if stem == "kiosk" else as_it_is
        values[stem], found = _read_file(config_dir / f"{stem}.toml", stem, changed)
        problems += found
    if values["utilities"] and values["services"]:
        file = str(config_dir / "services.toml")
        problems += unheard_of(file, values["services"], values["utilities"])
        problems += service_asset_problems(config_dir, values["services"], assets)
        values["services"] = services_with_own_pictures(config_dir, values["services"])
    if values["kiosk"] and values["utilities"]:
        problems += asset_problems(config_dir, values["kiosk"], values["utilities"], assets)
        values["utilities"] = with_own_pictures(config_dir, values["utilities"])
    return (None if problems else Settings(**values, photographs=photographs_in(config_dir))), tuple(problems)


def _read_file(path: Path, stem: str, change: Change) -> tuple[msgspec.Struct | None, list[Problem]]:
    kind, contradictions = _FILES[stem]
    try:
        raw = change(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        return None, [Problem(str(path), "", error.strerror or "an unreadable file", "a readable TOML file")]
    except UnicodeDecodeError as error:
        return None, [Problem(str(path), "", f"no UTF-8 at byte {error.start}", "a text file in UTF-8")]
    except tomllib.TOMLDecodeError as error:
        return None, [Problem(str(path), "", str(error), "TOML as in toml.io")]
    problems = list(shape_problems(str(path), raw, kind))
    if problems:
        return None, problems
    settings = msgspec.convert(raw, kind)
    return settings, list(contradictions(str(path), settings))


def _stray_files(config_dir: Path) -> Iterator[Problem]:
    """A file of settings that nobody reads is a slip of the pen, or an old one left behind."""
    expected = [f"{stem}.toml" for stem in _FILES]
    for path in sorted(config_dir.glob("*.toml")):
        if path.name not in expected:
            guess = nearest(path.name, expected)
            allowed = f"did you mean {guess}?" if guess else ", ".join(expected)
            yield Problem(str(path), "", "a file that nobody reads", allowed)
