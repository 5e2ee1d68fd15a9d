"""What readers of day-end files share: a file that is not whole or not understood is refused as a whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from kiosk.reconcile.records import Movement

MOST_LINE_CHARACTERS = 8192


class FileRefused(Exception):
    """Nothing of the file is used. The text names the file, the line where there is one, and what to do; it
    holds nothing that stood in the file."""

    def __init__(self, path: Path, why: str, line: int = 0) -> None:
        where = f"{path.name}, line {line}" if line else path.name
        super().__init__(f"{where}: {why}; fetch the file again, or ask whoever sent it")


class Reader(Protocol):
    """Yields every movement of a file, then checks that it was whole. Raises FileRefused."""

    def __call__(self, path: Path) -> Iterator[Movement]: ...
