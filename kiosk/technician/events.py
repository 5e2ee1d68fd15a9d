"""What the technician's mode is told, in the past tense: by fingers, the machine, and for effects.

A `Touch` is a sign that the technician is there; nothing else is.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.selftest.model import News, Part, PartState, Result
from kiosk.session.view import Text
from kiosk.technician.day_shown import DayShown
from kiosk.technician.left_cards import CardGone, LeftCard, Outcome, RegisterLine
from kiosk.technician.lockout import Lockout
from kiosk.technician.safety import Safety
from kiosk.technician.supplies import Act, CashExchange, Supplies

Place: TypeAlias = Literal["board", "tests", "trace", "history", "supplies", "acts", "entries", "cards"]


class Event(Struct, frozen=True, tag=True):
    """Base of all events."""


class Touch(Event, frozen=True):
    """A finger on the technician's display."""


class Report(Event, frozen=True):
    """What the machine says of itself and of time."""


class Answer(Event, frozen=True):
    """What comes back for an effect."""


# -- fingers ----------------------------------------------------------------------------------------


class EntryAsked(Touch, frozen=True):
    """Somebody made the sign that calls the keypad up (the window knows which)."""


class DigitPressed(Touch, frozen=True):
    digit: int

    def __repr__(self) -> str:
        return "DigitPressed(*)"


class DigitDeleted(Touch, frozen=True):
    pass


class DigitsCleared(Touch, frozen=True):
    pass


class ScreenTouched(Touch, frozen=True):
    """A touch that hit no button."""


class BackTapped(Touch, frozen=True):
    pass


class PlaceOpened(Touch, frozen=True):
    place: Place


class PartOpened(Touch, frozen=True):
    part: Part


class PageTurned(Touch, frozen=True):
    by: Literal[-1, 1]


class FilterChosen(Touch, frozen=True):
    """Only the lines of one device; None for all."""

    part: Part | None


class TestChosen(Touch, frozen=True):
    test: str


class AllTestsChosen(Touch, frozen=True):
    pass


class AnswerTapped(Touch, frozen=True):
    answer: str


class PatternSeen(Touch, frozen=True):
    """The display's pattern was looked at; the next one comes."""


class RunCancelled(Touch, frozen=True):
    pass


class ExportTapped(Touch, frozen=True):
    pass


class PrintTapped(Touch, frozen=True):
    """A slip of what is shown: the self-test's report, or a card's handing over."""


class LeaveTapped(Touch, frozen=True):
    pass


class NewRollTapped(Touch, frozen=True):
    pass


class ExchangeTapped(Touch, frozen=True):
    """Begin the exchange of the cash box, or go on with it."""


class RowChosen(Touch, frozen=True):
    name: str


class NextTapped(Touch, frozen=True):
    """What this step asks for is done."""


class RecountTapped(Touch, frozen=True):
    pass


class NewCardTapped(Touch, frozen=True):
    """A card left behind is to be entered."""


class CardOpened(Touch, frozen=True):
    """By its number in the register."""

    card: int


class OutcomeChosen(Touch, frozen=True):
    """What became of the card that is shown; asked once more before it is recorded."""

    outcome: Outcome


class DaySheetTapped(Touch, frozen=True):
    """What was paid today, by both sides' books."""


class DayChosen(Touch, frozen=True):
    """`date`: 2026-11-21."""

    date: str


# -- the machine ------------------------------------------------------------------------------------


class Ticked(Report, frozen=True):
    """Time has passed. `now_s` is the steady clock, `wall_s` what people's watches say (UTC)."""

    now_s: float
    wall_s: float


class DoorChanged(Report, frozen=True):
    is_open: bool


class StaffCardShown(Report, frozen=True):
    """The card reader has read a card that is enrolled as a technician's."""


class SafetyChanged(Report, frozen=True):
    safety: Safety


class PartsChanged(Report, frozen=True):
    parts: tuple[PartState, ...]


class SelfTestTold(Report, frozen=True):
    news: News


class SuppliesChanged(Report, frozen=True):
    """The counters, and the exchange under way if there is one: all as it stands on the disk."""

    supplies: Supplies
    exchange: CashExchange | None


class BoxChanged(Report, frozen=True):
    """The cash box was taken out, or is in its place."""

    is_in: bool


# -- answers ----------------------------------------------------------------------------------------


class LockoutTold(Answer, frozen=True):
    lockout: Lockout


class PinChecked(Answer, frozen=True):
    """`closed`: none was checked, for the keypad is. `broken`: the files of access cannot be used."""

    verdict: Literal["right", "wrong", "closed", "broken"]
    technician: str
    lockout: Lockout


class ResponseChecked(Answer, frozen=True):
    right: bool
    lockout: Lockout


class ResultsRead(Answer, frozen=True):
    """Past results, newest first."""

    results: tuple[Result, ...]


class LinesRead(Answer, frozen=True):
    """A trace or the log of entries, newest first, without personal data, ready to be read."""

    place: Literal["trace", "entries"]
    part: Part | None
    lines: tuple[Text | str, ...]


class CallRead(Answer, frozen=True):
    """When a helper last called; None if nobody has since a technician last left."""

    wall_s: float | None


class ActsRead(Answer, frozen=True):
    """Past exchanges, newest first."""

    acts: tuple[Act, ...]


class CardsRead(Answer, frozen=True):
    """Every card that waits and the last that are gone; None where the register cannot be used."""

    lines: tuple[RegisterLine, ...] | None


class CardEntered(Answer, frozen=True):
    """The card is in the register, with its number."""

    card: LeftCard


class CardEnded(Answer, frozen=True):
    """The end of a card is in the register, with its number."""

    gone: CardGone


class DayRead(Answer, frozen=True):
    day: DayShown


class ReportWritten(Answer, frozen=True):
    """`where` is a file for the technician to find."""

    where: str


class ActRecorded(Answer, frozen=True):
    """The act is on the disk, with its number, and its case where there is a difference."""

    act: Act


class Printed(Answer, frozen=True):
    pass


class Failed(Answer, frozen=True):
    """Something asked for could not be done. `what` is the stem of its words."""

    what: Literal["report", "print", "act", "draft", "lines", "tests", "card", "day"]


class DevicesBack(Answer, frozen=True):
    """Every device is at rest and ready to be armed, as far as it can be."""
