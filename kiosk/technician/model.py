"""The technician's mode: everything from the keypad to the last card taken out, as one value.

The words of its states are XFS4IoT's VendorMode.
"""

from typing import Literal, TypeAlias

from msgspec import Struct, field

from kiosk.selftest.model import Ask, Part, PartState, Result
from kiosk.session.view import Text
from kiosk.technician.day_shown import DayShown
from kiosk.technician.events import Place
from kiosk.technician.left_cards import CardKind, FoundAt, Outcome, RegisterLine
from kiosk.technician.lockout import Lockout
from kiosk.technician.rules import ModeRules
from kiosk.technician.safety import Safety
from kiosk.technician.supplies import Act, CashExchange, Supplies

VendorState: TypeAlias = Literal["inactive", "enter_pending", "active", "exit_pending"]
SignInProblem: TypeAlias = Literal["", "wrong", "closed", "broken", "no_factor", "wrong_code"]


class Waiting(Struct, frozen=True, tag=True):
    """Nothing of ours is on the display: it is the residents', or somebody is still being served."""


class SignIn(Struct, frozen=True, tag=True):
    """The keypad. First the technician's number, then the PIN; where it is locked, the operator's code.

    `typed` is what stands on the line now; no `repr` shows it. `checking`: an answer is awaited.
    """

    technician: str = ""
    typed: str = ""
    problem: SignInProblem = ""
    checking: bool = False

    def __repr__(self) -> str:
        typed = f"{len(self.typed)} digits"
        return f"SignIn({self.technician!r}, {typed}, {self.problem!r}, checking={self.checking})"


class Desk(Struct, frozen=True, tag=True):
    """One of the pages to look at. `part` is whose tests or lines are shown, None for all."""

    place: Place = "board"
    part: Part | None = None
    page: int = 0


class NewRoll(Struct, frozen=True, tag=True):
    """Is the new roll in?"""


class Exchange(Struct, frozen=True, tag=True):
    """The form of the cash box; what is on it is `Mode.exchange`. `row` is typed into now."""

    row: str = ""


class NewCard(Struct, frozen=True, tag=True):
    """A card left behind is being entered: what has been chosen and typed. `saving`: it is on its way."""

    kind: CardKind | None = None
    found_at: FoundAt | None = None
    last_digits: str = ""
    saving: bool = False


class OneCard(Struct, frozen=True, tag=True):
    """A card of the register by its number. `asked`: is it really to end so? `saving`: it is being ended."""

    number: int
    asked: Outcome | None = None
    saving: bool = False


class DayPage(Struct, frozen=True, tag=True):
    """The day sheet of one day; `week` of days to choose from is shown, counted back from 0."""

    date: str
    week: int = 0


Page: TypeAlias = Waiting | SignIn | Desk | NewRoll | Exchange | NewCard | OneCard | DayPage


class Run(Struct, frozen=True):
    """A self-test under way: what it asks, since when, and what fingers have done for it."""

    test: str = ""
    done: int = 0
    of: int = 0
    ask: Ask | None = None
    asked_s: float = 0.0
    hit: frozenset[tuple[int, int]] = frozenset()
    widest_mm: float = 0.0
    pattern: int = 0


class Mode(Struct, frozen=True):
    """`technician` is who has signed in, empty while nobody has. `entered_s` is when the state was entered,
    `rest_since_s` since when no resident is served, `called_wall_s` when a helper called for this visit.
    `recording`: an act is on its way to the disk. `cards` is None where the register of cards left behind
    cannot be used."""

    rules: ModeRules
    state: VendorState = "inactive"
    page: Page = Waiting()
    technician: str = ""
    now_s: float = 0.0
    wall_s: float = 0.0
    touched_s: float = 0.0
    entered_s: float = 0.0
    rest_since_s: float | None = None
    safety: Safety = Safety()
    door_open: bool = False
    card_until_s: float = -1.0
    lockout: Lockout = Lockout()
    locked_at_s: float = 0.0
    parts: tuple[PartState, ...] = ()
    run: Run | None = None
    results: tuple[Result, ...] = ()
    trace: tuple[str, ...] = ()
    entries: tuple[Text | str, ...] = ()
    called_wall_s: float | None = None
    acts: tuple[Act, ...] = ()
    cards: tuple[RegisterLine, ...] | None = ()
    day: DayShown | None = None
    supplies: Supplies = field(default_factory=Supplies)
    exchange: CashExchange | None = None
    box_in: bool = True
    recording: bool = False
    notice: Text | None = None

    @property
    def cash_stays_off(self) -> bool:
        """Nobody may put in a note while the box is out or its count is not finished."""
        return self.exchange is not None or not self.box_in

    @property
    def has_factor(self) -> bool:
        """Besides the PIN: the open door, or a card that was just shown."""
        return self.door_open or self.now_s < self.card_until_s

    def keypad_closed_s(self) -> float:
        """How long the keypad still stays closed, as far as was told."""
        return max(0.0, self.lockout.left_s - (self.now_s - self.locked_at_s))

    def quiet_s(self) -> float:
        """How long nobody has touched the technician's display."""
        return self.now_s - self.touched_s

    def latest(self, test: str) -> Result | None:
        """The result with the highest number, whatever the clock said meanwhile."""
        of_test = (result for result in self.results if result.test == test)
        return max(of_test, key=lambda result: result.number, default=None)
