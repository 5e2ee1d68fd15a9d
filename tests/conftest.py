"""For all tests."""

import logging
from collections.abc import Iterator

import pytest

ROOMS = ("", "kiosk", "drivers", "screens")


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
