"""Paper and cash box: what has been used since they were changed, and the acts that record a change.

Pure values. Counts come from the devices' own reports; nothing here is typed in but what a person counted.
"""

from typing import Literal, TypeAlias

from msgspec import Struct, field

from kiosk.technician.rules import Fen

Notes: TypeAlias = dict[Fen, int]
"""How many notes of each value."""


class PaperRoll(Struct, frozen=True):
    """The roll in the printer: since when, and what has been printed on it."""

    since_wall_s: float = 0.0
    slips: int = 0
    printed_mm: int = 0


class CashBox(Struct, frozen=True):
    """The box in the note acceptor: its number, since when, and what the machine has put into it."""

    number: str = ""
    since_wall_s: float = 0.0
    notes: Notes = field(default_factory=dict)


class Supplies(Struct, frozen=True):
    paper: PaperRoll = PaperRoll()
    box: CashBox = CashBox()


class PaperAct(Struct, frozen=True, tag="paper"):
    """A new roll. `number` is 0 until it has been recorded."""

    technician: str
    wall_s: float
    roll: PaperRoll
    number: int = 0


class CountedLine(Struct, frozen=True):
    """One value of note: how many the machine says, and how many were counted."""

    value_fen: Fen
    system: int
    counted: int

    @property
    def difference_fen(self) -> Fen:
        return (self.counted - self.system) * self.value_fen


class CashAct(Struct, frozen=True, tag="cash_box"):
    """A cash box taken out, counted by two and replaced. `number` and `case` are 0 until recorded; a `case`
    stays 0 where machine and count agree on every value."""

    technician: str
    witness: str
    box: str
    new_box: str
    since_wall_s: float
    removed_wall_s: float
    wall_s: float
    lines: tuple[CountedLine, ...]
    recounts: int = 0
    number: int = 0
    case: int = 0

    @property
    def differs(self) -> bool:
        """Also where the sum agrees but the notes do not: one value too many beside another too few."""
        return any(line.counted != line.system for line in self.lines)

    @property
    def system_fen(self) -> Fen:
        return sum(line.system * line.value_fen for line in self.lines)

    @property
    def counted_fen(self) -> Fen:
        return sum(line.counted * line.value_fen for line in self.lines)

    @property
    def difference_fen(self) -> Fen:
        return self.counted_fen - self.system_fen


Act: TypeAlias = PaperAct | CashAct

ExchangeStep: TypeAlias = Literal["count", "people", "compare"]


class CashExchange(Struct, frozen=True):
    """An exchange of the cash box under way. Kept on the disk at every change, so that it goes on after a
    power cut where it stood; cash stays off as long as there is one.

    `counted` holds what was typed, by value; `recounts` how often counting began anew after the machine's
    own figures had been seen. `by_itself`: the box was gone before anybody said so.
    """

    box: CashBox
    removed_wall_s: float
    by_itself: bool
    step: ExchangeStep = "count"
    counted: dict[Fen, str] = field(default_factory=dict)
    witness: str = ""
    new_box: str = ""
    recounts: int = 0

    def lines(self, values_fen: tuple[Fen, ...]) -> tuple[CountedLine, ...]:
        """Also values the machine has counted though they are no longer taken."""
        values = sorted({*values_fen, *self.box.notes})
        return tuple(
            CountedLine(value, self.box.notes.get(value, 0), int(self.counted.get(value) or 0))
            for value in values
        )
