"""The settings a machine starts with: its own files, and in their place what operators have given it."""

from functools import partial
from pathlib import Path
from typing import Any

from kiosk.runtime.settings_keeper import FILE, SettingsKeeper
from kiosk.settings.load import Settings
from kiosk.settings.problems import SettingsError
from kiosk.settings.remote import in_place
from kiosk.wire.remote_settings import RemoteSettings
from kiosk.wiring.checked_settings import load_settings


class GivenSettings:
    """`in_force` are what the machine starts with. Raises SettingsError where its own files are wrong."""

    def __init__(self, config: Path, state: Path) -> None:
        self._config = config
        own = load_settings(config)
        self.keeper = SettingsKeeper(state / FILE, own.kiosk.identity.number)
        self.in_force = self._start_with(self.keeper.for_start()) or own

    def problems(self, remote: RemoteSettings) -> tuple[str, ...]:
        """One line for each thing that is wrong, as check-config has them; empty when they can be used."""
        try:
            self._with(remote)
        except SettingsError as error:
            return tuple(str(problem) for problem in error.problems)
        return ()

    def _start_with(self, remote: RemoteSettings | None) -> Settings | None:
        """The last good ones, where those that are tried do not fit; None where these do not either."""
        if remote is None:
            return None
        if (fitting := self._fitting(remote)) is not None:
            return fitting
        tried = self.keeper.version
        self.keeper.refuse("does_not_fit")
        good = self.keeper.for_start()
        if good is not None and self.keeper.version != tried and (fitting := self._fitting(good)) is not None:
            return fitting
        self.keeper.drop()
        return None

    def _fitting(self, remote: RemoteSettings) -> Settings | None:
        try:
            return self._with(remote)
        except SettingsError:
            return None

    def _with(self, remote: RemoteSettings) -> Settings:
        return load_settings(self._config, partial(_changed, remote))


def _changed(remote: RemoteSettings, raw: dict[str, Any]) -> dict[str, Any]:
    return in_place(raw, remote)
