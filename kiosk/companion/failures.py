"""Tells the log what fails on the second display: each cause once a start, however often it comes back."""

import logging
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Failures:
    """`in_words`: the kind and place of an error, of which a program has but so many."""

    def __init__(self, in_words: Callable[[Exception], str]) -> None:
        self._in_words = in_words
        self._told: set[str] = set()

    def failed(self, error: Exception) -> None:
        cause = self._in_words(error)
        if cause not in self._told:
            self._told.add(cause)
            _log.error("the second display failed with %s", cause)
