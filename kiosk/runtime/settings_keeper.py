"""The settings that operators give this machine, on its disk: those it runs with, and those it tries.

New ones are tried for some starts. If the machine does not stay up with them, the last good ones count again,
and the gateway is told which were refused, and why.
"""

import logging
from pathlib import Path
from typing import Final, Literal

import msgspec

from kiosk.durable import write_durably
from kiosk.wire.heartbeats import RemoteTold
from kiosk.wire.remote_settings import RemoteSettings, SettingsAnswer

_log = logging.getLogger(__name__)

FILE: Final = "remote-settings.json"
"""In the state folder."""
MOST_STARTS: Final = 2
"""A power cut may end one start; the same settings hardly meet two."""

Refusal = Literal["does_not_fit", "does_not_start"]


class _Kept(msgspec.Struct, frozen=True):
    """`trying` has been started with `starts` times. `refused` is a version, 0 for none."""

    good: SettingsAnswer | None = None
    trying: SettingsAnswer | None = None
    starts: int = 0
    refused: int = 0
    reason: str = ""


class SettingsKeeper:
    """Changed on one thread at a time, read from any. What was given to another kiosk is not ours."""

    def __init__(self, file: Path, kiosk_id: str) -> None:
        self._file = file
        self._kiosk_id = kiosk_id
        self._kept = self._read()

    @property
    def version(self) -> int:
        """Of what was last given and not refused; 0, nothing was."""
        newest = self._kept.trying or self._kept.good
        return newest.version if newest else 0

    def knows(self, version: int) -> bool:
        """It is here, or was refused."""
        refused = self._kept.refused
        return version == self.version or (refused > 0 and version == refused)

    @property
    def waits_for_start(self) -> bool:
        """There are new ones that no start has tried."""
        return self._kept.trying is not None and self._kept.starts == 0

    def for_start(self) -> RemoteSettings | None:
        """What to start with; None, with the machine's own files alone. To be called once a start."""
        kept = self._kept
        if kept.trying is not None and kept.starts >= MOST_STARTS:
            self.refuse("does_not_start")
        elif kept.trying is not None:
            self._keep(msgspec.structs.replace(kept, starts=kept.starts + 1))
        newest = self._kept.trying or self._kept.good
        return newest.settings if newest else None

    def told(self) -> RemoteTold:
        """With what the machine runs, and what it does not take."""
        kept = self._kept
        running = kept.trying if kept.trying and kept.starts else kept.good
        return RemoteTold(running.version if running else 0, kept.refused, kept.reason or None)

    def give(self, given: SettingsAnswer) -> None:
        """To be tried at the next start."""
        _log.info("settings: version %d is tried at the next start", given.version)
        self._keep(_Kept(good=self._kept.good, trying=given))

    def refuse(self, reason: Refusal, version: int | None = None) -> None:
        """Those that are tried, or a version that never was."""
        kept = self._kept
        refused = version if version is not None else self.version
        _log.error("settings: version %d is refused: %s", refused, reason)
        self._keep(_Kept(good=kept.good, refused=refused, reason=reason))

    def drop(self) -> None:
        """The machine's own files have changed, so that not even the last good ones go with them."""
        kept = self._kept
        dropped = kept.good.version if kept.good else 0
        _log.error("settings: version %d goes no longer with the machine's own", dropped)
        self._keep(_Kept(refused=max(dropped, kept.refused), reason="does_not_fit"))

    def proven(self) -> None:
        """The machine has stayed up with what it tries."""
        kept = self._kept
        if kept.trying is not None and kept.starts:
            _log.info("settings: version %d is good", kept.trying.version)
            self._keep(_Kept(good=kept.trying if kept.trying.version else None))

    def _keep(self, kept: _Kept) -> None:
        self._kept = kept
        try:
            write_durably(self._file, msgspec.json.encode(kept))
        except OSError as error:
            _log.error("%s: %s; it counts until the next start", self._file.name, error.strerror)

    def _read(self) -> _Kept:
        try:
            kept = msgspec.json.decode(self._file.read_bytes(), type=_Kept)
        except FileNotFoundError:
            return _Kept()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            _log.error("%s: %s; the machine's own settings count", self._file.name, type(error).__name__)
            return _Kept()
        whose = {each.kiosk_id for each in (kept.good, kept.trying) if each}
        return kept if whose <= {self._kiosk_id} else _Kept()
