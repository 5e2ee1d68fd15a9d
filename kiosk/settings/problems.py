"""What is wrong in the settings, told in one line each for the person who edits the files."""

import difflib
from collections.abc import Iterable
from typing import Final

import msgspec

_LONGEST_FOUND: Final = 60


class Problem(msgspec.Struct, frozen=True):
    """One thing to put right. `key` is the path of the key in the file, empty for the file itself."""

    file: str
    key: str
    found: str
    allowed: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.key else self.file
        return f"{place}: found {self.found}; allowed: {self.allowed}"


class SettingsError(Exception):
    """The settings cannot be used; `problems` holds every fault found, not only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def as_written(value: object) -> str:
    """The value about as it stands in the file, on one line, cut when long."""
    if isinstance(value, dict):
        return "a table"
    written = msgspec.json.encode(value).decode() if isinstance(value, str | bool | list) else str(value)
    return written if len(written) <= _LONGEST_FOUND else written[:_LONGEST_FOUND] + "..."


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return close[0] if close else None
