"""The remote commands this machine was given, on its disk before anything is done about them.

A small file, replaced whole, so that a power cut leaves it as before. No command is carried out twice: one
that ended is kept until it counts no longer.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from kiosk.durable import write_durably
from kiosk.runtime.command_course import Kept, after_start
from kiosk.wire.commands import LONGEST_S, MOST_AT_ONCE, Command, CommandReport

_log = logging.getLogger(__name__)

FILE: Final = "commands.json"
"""In the state folder."""
MOST_KEPT: Final = 64
_LINGER_MS: Final = LONGEST_S * 1000
"""So long after its time an ended command is still known."""


class _Book(msgspec.Struct, frozen=True):
    """`since_ms`: no command given before counts here, for whatever became of it may have been forgotten."""

    since_ms: int = 0
    out_of_service: bool = False
    kept: tuple[Kept, ...] = ()


class CommandBook:
    """Changed on one thread, read from any."""

    def __init__(self, file: Path) -> None:
        self._file = file
        found = self._read()
        self._is_new = found is None
        self._book = found or _Book()
        resumed = tuple(after_start(each) for each in self._book.kept)
        if resumed != self._book.kept:
            self._keep(msgspec.structs.replace(self._book, kept=resumed))

    @property
    def out_of_service(self) -> bool:
        return self._book.out_of_service

    @property
    def open(self) -> tuple[Kept, ...]:
        """Those that are not over, the oldest first."""
        return tuple(each for each in self._book.kept if not each.is_over)

    def begin_at(self, now_ms: int) -> None:
        """A new file takes no command that was given before; `now_ms` is the gateway's clock."""
        if self._is_new:
            self._is_new = not self._keep(msgspec.structs.replace(self._book, since_ms=now_ms))

    def take(self, command: Command, now_ms: int) -> None:
        """Unless it is known."""
        if any(each.command.command_id == command.command_id for each in self._book.kept):
            return
        remembered = [each for each in self._book.kept if not _is_forgotten(each, now_ms)]
        if len(remembered) >= MOST_KEPT:
            _log.warning("a remote command is not taken: %d are known already", len(remembered))
            return
        kept = Kept(command)
        if command.issued_ms < self._book.since_ms:
            kept = kept.ended("refused", "record_lost")
        if self._keep(msgspec.structs.replace(self._book, kept=(*remembered, kept))):
            _log.info("remote command %s: %s", command.order.__struct_config__.tag, kept.state)

    def put(self, now: Kept, *, out_of_service: bool | None = None) -> bool:
        """In the place of what was known of the command. Whether it is on the disk."""
        kept = tuple(
            now if each.command.command_id == now.command.command_id else each for each in self._book.kept
        )
        closed = self._book.out_of_service if out_of_service is None else out_of_service
        _log.info("remote command %s: %s %s", now.command.order.__struct_config__.tag, now.state, now.reason)
        return self._keep(msgspec.structs.replace(self._book, kept=kept, out_of_service=closed))

    def reports(self) -> tuple[CommandReport, ...]:
        """What the gateway is still to be told."""
        return tuple(each.report() for each in self._book.kept if not each.told)[:MOST_AT_ONCE]

    def were_told(self, reports: tuple[CommandReport, ...]) -> None:
        """Those the gateway knows now; what has changed since then is still to be told."""
        known = set(reports)
        if known:
            self._change(lambda each: msgspec.structs.replace(each, told=each.told or each.report() in known))

    def _change(self, change: Callable[[Kept], Kept]) -> None:
        self._keep(msgspec.structs.replace(self._book, kept=tuple(map(change, self._book.kept))))

    def _keep(self, book: _Book) -> bool:
        """Nothing changes that is not on the disk."""
        try:
            write_durably(self._file, msgspec.json.encode(book))
        except OSError as error:
            _log.error("%s: %s; remote commands wait", self._file.name, error.strerror)
            return False
        self._book = book
        return True

    def _read(self) -> _Book | None:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_Book)
        except FileNotFoundError:
            return None
        except OSError as error:
            _log.error("%s: %s; no remote command is taken", self._file.name, error.strerror)
            return None
        except (msgspec.DecodeError, UnicodeDecodeError):
            aside = self._file.with_name(f"{self._file.name}.damaged")
            _log.error("%s: unreadable; set aside as %s", self._file.name, aside.name)
            self._file.replace(aside)
            return None


def _is_forgotten(kept: Kept, now_ms: int) -> bool:
    return kept.is_over and kept.told and kept.command.expires_ms + _LINGER_MS <= now_ms
