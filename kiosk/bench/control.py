"""What a control of the bench is before it is drawn: words, an act, and when it applies."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.bench.words import BenchWords
from screens.bench_panel.bench_view import BenchControl, BenchDevice, BenchRow

Act = Callable[[], object]

MOST_TROUBLES = 3


def always() -> bool:
    return True


def never() -> bool:
    return False


@dataclass(frozen=True)
class Control:
    """`release` makes it one to hold: `act` on pressing, `release` on letting go."""

    name: str
    label: Callable[[], str]
    act: Act
    applies: Callable[[], bool] = always
    is_on: Callable[[], bool] = never
    release: Act | None = None
    fault: bool = False

    def view(self) -> BenchControl:
        held = self.release is not None
        return BenchControl(self.name, self.label(), self.applies(), self.is_on(), self.fault, held)


class Switch:
    """Two acts that undo each other. Remembered here: a device that hangs cannot say that it does."""

    def __init__(self, on: Act, off: Act) -> None:
        self.is_on = False
        self._on, self._off = on, off

    def flip(self) -> None:
        (self._off if self.is_on else self._on)()
        self.is_on = not self.is_on


class BenchPart(Protocol):
    """One device of the bench. `board` holds its controls."""

    board: "Board"

    def device(self) -> BenchDevice:
        """How it stands now; cheap, asked several times a second."""
        ...


class Board:
    """Makes controls whose words stand in `table` of the words file, and rows of them."""

    def __init__(self, words: BenchWords, table: str) -> None:
        self.words = words
        self.table = table
        self.made: list[Control] = []
        self._rows: list[tuple[str, tuple[Control, ...], int]] = []
        self._troubles: list[tuple[Switch, str]] = []

    def says(self, key: str) -> str:
        return self.words(f"{self.table}.{key}")

    def control(
        self, name: str, act: Act, applies: Callable[[], bool] = always, release: Act | None = None
    ) -> Control:
        return self._keep(
            Control(f"{self.table}.{name}", lambda: self.says(name), act, applies, release=release)
        )

    def numbered(
        self, name: str, number: str, act: Act, applies: Callable[[], bool], is_on: Callable[[], bool] = never
    ) -> Control:
        """One of a row that differs only in a number, which its words name as {number}."""
        table = self.table
        return self._keep(
            Control(
                f"{table}.{name}_{number}",
                lambda: self.words(f"{table}.{name}", number=number),
                act,
                applies,
                is_on,
            )
        )

    def choice(self, name: str, act: Act, is_on: Callable[[], bool]) -> Control:
        """One of several, of which one is on."""
        return self._keep(Control(f"{self.table}.{name}", lambda: self.says(name), act, is_on=is_on))

    def fault(self, name: str, act: Act, applies: Callable[[], bool] = always) -> Control:
        """A fault that passes by itself."""
        return self._keep(Control(f"{self.table}.{name}", lambda: self.says(name), act, applies, fault=True))

    def switch(self, key: str, undo_key: str, told_key: str, switch: Switch) -> Control:
        """A fault that lasts until it is undone, and is told until then. Keys with their table."""
        self._troubles.append((switch, told_key))
        name = f"{self.table}.{key.rpartition('.')[2]}"

        def label() -> str:
            return self.words(undo_key if switch.is_on else key)

        return self._keep(Control(name, label, switch.flip, is_on=lambda: switch.is_on, fault=True))

    def row(self, heading: str, *controls: Control, across: int = 3) -> None:
        """The next row of this device. `heading` is a key of the table, or empty."""
        self._rows.append((self.says(heading) if heading else "", controls, across))

    def device(self, icon: str, *facts: str, alarm: bool = False, says: str = "") -> BenchDevice:
        """Of its facts the first stands beside what is wrong, for as much as one line holds."""
        troubles = [self.words(key) for switch, key in self._troubles if switch.is_on]
        state = " · ".join([facts[0], *troubles[:MOST_TROUBLES]] if troubles else facts)
        rows = tuple(
            BenchRow(heading, tuple(control.view() for control in controls), across)
            for heading, controls, across in self._rows
        )
        return BenchDevice(self.says("title"), icon, state, rows, alarm or bool(troubles), says)

    def _keep(self, control: Control) -> Control:
        self.made.append(control)
        return control
