"""For all tests."""

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOMS = ("", "kiosk", "kiosk.gateway", "drivers", "screens")
"""Whose loggers commands change; the simulation silences the gateway's."""
_MEMORY: Final = Path("/dev/shm")
_ROOM_BYTES: Final = 512 * 1024 * 1024
_FOLDERS_ROOT: Final = "PYTEST_DEBUG_TEMPROOT"


def pytest_configure() -> None:
    """Folders of tests lie in memory where it has room: whatever is about money waits for the disk."""
    if os.access(_MEMORY, os.W_OK):
        memory = os.statvfs(_MEMORY)
        runs_programs = not memory.f_flag & os.ST_NOEXEC
        if runs_programs and memory.f_bavail * memory.f_frsize > _ROOM_BYTES:
            os.environ.setdefault(_FOLDERS_ROOT, str(_MEMORY))


def pytest_collection_finish() -> None:
    """What was imported and collected stays: looking through it for garbage costs seconds each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _logs_of_its_own() -> Iterator[None]:
    """A command that was played in a test has told where its logs go: the next test's go their own way."""
    loggers = [logging.getLogger(room) for room in ROOMS]
    before = [(logger, logger.level, logger.propagate, logger.handlers[:]) for logger in loggers]
    yield
    for logger, level, propagates, handlers in before:
        logger.setLevel(level)
        logger.propagate = propagates
        logger.handlers[:] = handlers
