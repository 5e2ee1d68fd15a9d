"""A file of another day, given by a slip, would agree with whatever of it our books know. Pure."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kiosk.payment.day import date_at
from kiosk.reconcile.day import EDGE_MS, Day
from kiosk.reconcile.files import FileRefused
from kiosk.reconcile.records import Movement


class FileOfAnotherDay(FileRefused):
    def __init__(self, path: Path, day: Day, told: date, line: int) -> None:
        self.args = (
            f"{path.name}, line {line}: this is of {told}, and the day to reconcile is {day.date}; give the "
            f"file of {day.date}, or this one to: reconcile {told}",
        )


def of_the_day(path: Path, day: Day, theirs: Iterator[Movement]) -> Iterator[Movement]:
    """Its movements; two clocks may put one up to `EDGE_MS` outside the day. Raises FileRefused.

    A refund may be listed under its order's moment, which alone refuses no file that has others of the day.
    """
    strange, own = None, 0
    for movement in theirs:
        if day.from_ms - EDGE_MS <= movement.at_ms < day.to_ms + EDGE_MS:
            own += 1
        elif movement.key.kind == "refund":
            strange = strange or movement
        else:
            raise _refused(path, day, movement)
        yield movement
    if strange is not None and not own:
        raise _refused(path, day, strange)


def _refused(path: Path, day: Day, movement: Movement) -> FileOfAnotherDay:
    return FileOfAnotherDay(path, day, date_at(movement.at_ms), movement.line)
