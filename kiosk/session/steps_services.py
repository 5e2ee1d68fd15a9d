"""Where a resident stands who wants something else than to pay: the menu, and what is published."""

from typing import TypeAlias

from msgspec import Struct

from kiosk.session.published import Board, Entry


class ChooseService(Struct, frozen=True, tag=True):
    """The menu behind the first screen's tile: its groups, or the services of one `group`.

    `groups_page` is where the groups were left.
    """

    page: int = 0
    group: str = ""
    groups_page: int = 0


class AskingBoard(Struct, frozen=True, tag=True):
    """Waiting for what the machine itself knows; `back` is the step that asked, as it was left."""

    request: int
    back: "steps.Step"


class ReadBoard(Struct, frozen=True, tag=True):
    board: Board
    back: "steps.Step"
    page: int = 0


class ReadEntry(Struct, frozen=True, tag=True):
    """One of what is published, in full; `back` is the page it stands on, as it was left."""

    entry: Entry
    back: ReadBoard


ServiceStep: TypeAlias = ChooseService | AskingBoard | ReadBoard | ReadEntry

# Steps of all files lead back to one another, and are read back from paper by these names.
from kiosk.session import steps  # noqa: E402
