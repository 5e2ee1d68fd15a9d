"""Keeps the screens alive when drawing fails: card readers and payments do not stop for a missing letter."""

from collections.abc import Callable
from pathlib import Path
from traceback import walk_tb
from typing import Any

from kivy.base import ExceptionHandler, ExceptionManager


class KeepGoing(ExceptionHandler):  # type: ignore[misc]  # Kivy ships no types
    """`failed` is told the error. Whatever ends a program on purpose still does."""

    def __init__(self, failed: Callable[[Exception], None]) -> None:
        super().__init__()
        self._failed = failed

    def handle_exception(self, inst: BaseException) -> Any:
        if not isinstance(inst, Exception):
            return ExceptionManager.RAISE
        self._failed(inst)
        return ExceptionManager.PASS


def keep_going(failed: Callable[[Exception], None]) -> None:
    """From now on, for this process's one event loop."""
    ExceptionManager.add_handler(KeepGoing(failed))


def in_words(error: Exception) -> str:
    """Its kind and place alone: the text might hold personal data."""
    *_, (frame, line) = walk_tb(error.__traceback__)
    return f"{type(error).__name__} at {Path(frame.f_code.co_filename).name}:{line}"
