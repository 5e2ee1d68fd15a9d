"""What a technician's display shows, as a value. `show.view(technician)` makes it; screens draw it.

Screens send back the `event` of the button that was pressed, unread; of their own they send only
`CellTouched`.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.session.view import Button, Fact, Page, Text

Level: TypeAlias = Literal["ok", "warning", "error", "busy", "unknown"]


class CellTouched(Struct, frozen=True):
    """A finger went down in the touch grid, `off_mm` from the middle of that cell."""

    column: int
    row: int
    off_mm: float


class Chip(Struct, frozen=True):
    label: Text
    level: Level


class DeviceCard(Struct, frozen=True):
    """One part on the board; pressing `open` shows its tests. `lines`: what is known now, at most three."""

    name: str
    title: Text
    chip: Chip
    lines: tuple[Text, ...]
    open: Button


class Ring(Struct, frozen=True):
    """A run: `done` of `of` tests, and the one under way."""

    done: int
    of: int
    label: Text


class Board(Struct, frozen=True, tag=True):
    """All parts, and the last lines of the trace, newest last, in letters of one width."""

    cards: tuple[DeviceCard, ...]
    trace: tuple[str, ...]
    ring: Ring | None = None


class TestRow(Struct, frozen=True):
    """`when` is the age of the last result, `reason` why it failed; `start` runs it alone. Or a card left
    behind: where and when it was found, and what opens its page."""

    name: str
    title: Text
    chip: Chip
    when: Text
    reason: Text | None
    start: Button


class TestList(Struct, frozen=True, tag=True):
    title: Text
    rows: tuple[TestRow, ...]
    page: Page | None = None


class Guide(Struct, frozen=True, tag=True):
    """One step of a guided test: a picture, what to do, what to answer. `left` 0..1 of the waiting time."""

    title: Text
    step: int
    of: int
    picture: str
    prompt: Text
    answers: tuple[Button, ...]
    left: float | None = None


class TouchGrid(Struct, frozen=True, tag=True):
    """The whole display as a grid; a cell that was hit is filled. Each touch is sent as `CellTouched`."""

    columns: int
    rows: int
    hit: frozenset[tuple[int, int]]
    prompt: Text
    answers: tuple[Button, ...]


class ColourField(Struct, frozen=True, tag=True):
    """The whole display in one pattern; a touch anywhere sends `next`."""

    pattern: Literal["red", "green", "blue", "white", "black", "grey", "checks"]
    prompt: Text
    next: Button


class PinEntry(Struct, frozen=True, tag=True):
    """`entered` digits are shown as dots. `keys`: 1-9, delete, 0, clear. `problem` is what went wrong, or how
    long the keypad stays closed; `factors` says what else is needed and whether it is there."""

    prompt: Text
    entered: int
    keys: tuple[Button, ...]
    problem: Text | None = None
    factors: tuple[Fact, ...] = ()


class FormRow(Struct, frozen=True):
    """One value to fill in or to compare; `select` is None where it cannot be changed here."""

    name: str
    label: Text
    value: Text | str
    note: Text | None = None
    chosen: bool = False
    select: Button | None = None


class Form(Struct, frozen=True, tag=True):
    """What is known, and what a person counts, types or chooses. `keys` type into the chosen row."""

    title: Text
    prompt: Text
    rows: tuple[FormRow, ...]
    keys: tuple[Button, ...] = ()
    problem: Text | None = None


class Lines(Struct, frozen=True, tag=True):
    """A trace or a history to read, newest first, in letters of one width."""

    title: Text
    lines: tuple[Text | str, ...]
    filters: tuple[Button, ...] = ()
    page: Page | None = None


class GridRow(Struct, frozen=True):
    """One line of figures. `level` is how bad it is, if it is; `strong` sums up those above it."""

    name: str
    cells: tuple[Text | str, ...]
    level: Level | None = None
    strong: bool = False


class Grid(Struct, frozen=True):
    """Columns of figures: the first is what they are of, the others stand at the right."""

    heads: tuple[Text, ...]
    rows: tuple[GridRow, ...]


class Sheet(Struct, frozen=True, tag=True):
    """Figures to compare, and in words what they come to. `days` are to choose from; `page` turns them."""

    title: Text
    said: Text
    level: Level
    grids: tuple[Grid, ...]
    days: tuple[Button, ...]
    page: Page | None = None


Desk: TypeAlias = Board | TestList | Guide | TouchGrid | ColourField | PinEntry | Form | Lines | Sheet


class TechnicianView(Struct, frozen=True):
    """`whose`: the technician and the time left. `buttons` stand in the bottom row from the left; the one of
    tone "primary" takes the room that is left. `notice` is news, such as where a report was written."""

    title: Text
    whose: Text
    clock: str
    desk: Desk
    buttons: tuple[Button, ...]
    notice: Text | None = None
    banner: Text | None = None
