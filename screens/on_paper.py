"""Whether a screen is laid out on paper: boxes are handed down and words measured, and nothing is drawn."""

from collections.abc import Iterator
from contextlib import contextmanager

_trials: list[bool] = []


@contextmanager
def on_paper() -> Iterator[None]:
    """Inside, widgets take their boxes and find the size and lines of their words, no more."""
    _trials.append(True)
    try:
        yield
    finally:
        _trials.pop()


def drawing() -> bool:
    """Whether what is laid out now is for the glass."""
    return not _trials
