"""Disk and journal: there is room, what is written is there soon, and no entry of money is missing."""

import errno
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from kiosk.runtime.journal import JournalDamaged
from kiosk.runtime.sync_time import LEAST_SYNC_S, sync_time_s
from kiosk.selftest.attempt import Attempt, Failed
from kiosk.selftest.model import TestSpec
from kiosk.selftest.procedure import Procedure

LEAST_FREE_BYTES: Final = 500 * 1024 * 1024
"""Journal, database and logs of a busy year take less than half of it."""

LEAST_FREE_FILES: Final = 1000

MOST_WRITE_S: Final = 1.0
"""An intent must be on the disk before a payment may leave: so long a resident would wait for nothing."""

OLDEST_OPEN_S: Final = 3600.0
"""The gateway ends every payment within minutes; one that waits an hour needs a person."""

_WRITTEN: Final = b"digital hut kiosk " * 3640
"""64 KiB: more than a page, less than would wear a disk."""

_TRIES: Final = 3


def _space(attempt: Attempt) -> None:
    host = attempt.equipment.host
    try:
        free = host.file_system(host.state)
    except OSError as error:
        raise Failed("disk_read_only", f"{host.state.name}: {error.strerror}") from error
    attempt.measure("space_left", f"{free.free_bytes / 1024**3:.1f} GB")
    if free.free_bytes < LEAST_FREE_BYTES:
        raise Failed(
            "disk_full", f"{free.free_bytes // 1024**2} MB left, {LEAST_FREE_BYTES // 1024**2} wanted"
        )
    if free.free_files is not None:
        attempt.measure("files_left", str(free.free_files))
        if free.free_files < LEAST_FREE_FILES:
            raise Failed("files_used_up", f"{free.free_files} left, {LEAST_FREE_FILES} wanted")


def _write(attempt: Attempt) -> None:
    """The best of three, for a disk may be busy with something else for once."""
    times_s = []
    for _ in range(_TRIES):
        began_s = attempt.clock.monotonic_s()
        try:
            _write_through(attempt.equipment.host.state)
        except OSError as error:
            reason = "disk_full" if error.errno == errno.ENOSPC else "disk_read_only"
            raise Failed(reason, f"{error.strerror}") from error
        times_s.append(attempt.clock.monotonic_s() - began_s)
    attempt.measure("write_time", f"{min(times_s) * 1000:.0f} ms")
    if min(times_s) > MOST_WRITE_S:
        raise Failed("disk_slow", f"{min(times_s):.1f} s for 64 KiB, {MOST_WRITE_S:.0f} allowed")


def _write_through(folder: Path) -> None:
    with NamedTemporaryFile(dir=folder, prefix="selftest-") as file:
        file.write(_WRITTEN)
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        if file.read() != _WRITTEN:
            raise OSError(errno.EIO, "what was written is not what is read")


def _sync(attempt: Attempt) -> None:
    """A disk that is done sooner than a disk can be keeps its promises in memory, and a power cut breaks
    them. Where no money is, as in a demonstration, the figure alone is told."""
    try:
        median_s = sync_time_s(attempt.equipment.host.state)
    except OSError as error:
        raise Failed("disk_read_only", f"{error.strerror}") from error
    attempt.measure("sync_time", f"{median_s * 1e6:.0f} µs")
    if median_s < LEAST_SYNC_S and not attempt.equipment.host.demonstration:
        raise Failed("disk_lies", f"{median_s * 1e6:.0f} µs, no disk is done in {LEAST_SYNC_S * 1e6:.0f}")


def _chain(attempt: Attempt) -> None:
    host = attempt.equipment.host
    try:
        extent = host.journal.prove()
    except JournalDamaged as error:
        raise Failed(error.stem, str(error)) from error
    if host.journal.trouble:
        raise Failed(host.journal.trouble, "no payment begins, see the log")
    attempt.measure("entries", str(extent.entries))
    attempt.measure("open_payments", str(extent.open_payments))
    if extent.oldest_open_wall_s is None:
        return
    waits_s = host.clock.wall_s() - extent.oldest_open_wall_s
    attempt.measure("oldest_open", f"{waits_s / 60:.0f} min")
    if waits_s > OLDEST_OPEN_S:
        raise Failed("payments_left_open", f"{extent.open_payments}, the oldest since {waits_s / 3600:.1f} h")


PROCEDURES: Final = (
    Procedure(TestSpec("disk.space", "disk", guided=False, limit_s=5.0), _space),
    Procedure(TestSpec("disk.write", "disk", guided=False, limit_s=15.0), _write, needs=("disk.space",)),
    Procedure(TestSpec("disk.sync", "disk", guided=False, limit_s=15.0), _sync, needs=("disk.write",)),
    Procedure(TestSpec("journal.chain", "journal", guided=False, limit_s=20.0), _chain),
)
