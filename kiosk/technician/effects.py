"""What is to be done for the technician's mode, in the imperative. The wiring does it and answers."""

from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.selftest.model import Answered, Part
from kiosk.session.secret import Secret
from kiosk.technician.left_cards import CardGone, LeftCard
from kiosk.technician.slip import SlipDocument
from kiosk.technician.supplies import Act, CashExchange

EntryKind: TypeAlias = Literal[
    "wanted",
    "called",
    "entered",
    "wrong_pin",
    "keypad_closed",
    "locked",
    "unlocked",
    "wrong_code",
    "sitting_ended",
    "leave_refused",
    "left",
    "given_up",
    "box_removed",
    "act_recorded",
    "card_entered",
    "card_returned",
    "card_sent_on",
]


class Effect(Struct, frozen=True, tag=True):
    """Base of all effects."""


class CloseToResidents(Effect, frozen=True):
    """Who is being served is served; nobody new begins."""


class TakeOver(Effect, frozen=True):
    """The devices are the technician's now."""


class OpenToResidents(Effect, frozen=True):
    """The devices are the session's again."""


class ReturnDevices(Effect, frozen=True):
    """Bring every device to rest. Answered by DevicesBack."""


class OpenStaffSlot(Effect, frozen=True):
    """Let a technician's card into the card reader, or no card any more."""

    is_open: bool


class AskLockout(Effect, frozen=True):
    """Answered by LockoutTold."""


class CheckPin(Effect, frozen=True):
    """Answered by PinChecked."""

    technician: str
    pin: Secret


class CheckResponse(Effect, frozen=True):
    """Answered by ResponseChecked."""

    response: Secret


class WriteEntry(Effect, frozen=True):
    """One line of the log of entries; `why` is a word, never a name."""

    kind: EntryKind
    technician: str = ""
    why: str = ""


class StartTests(Effect, frozen=True):
    """Told by SelfTestTold until RunEnded. Empty for all."""

    tests: tuple[str, ...]


class AnswerAsk(Effect, frozen=True):
    answered: Answered


class CancelRun(Effect, frozen=True):
    pass


class ReadResults(Effect, frozen=True):
    """Answered by ResultsRead."""


class ReadLines(Effect, frozen=True):
    """Answered by LinesRead."""

    place: Literal["trace", "entries"]
    part: Part | None = None


class ReadCall(Effect, frozen=True):
    """Whether a helper has called for a technician. Answered by CallRead."""


class ReadActs(Effect, frozen=True):
    """Answered by ActsRead."""


class ExportReport(Effect, frozen=True):
    """Answered by ReportWritten or Failed("report")."""


class PrintReport(Effect, frozen=True):
    """Answered by Printed or Failed("print")."""


class PrintSlip(Effect, frozen=True):
    """Answered by Printed or Failed("print")."""

    document: SlipDocument


class KeepExchange(Effect, frozen=True):
    """Put the exchange on the disk as it stands now. Answered by Failed("draft") if that cannot be done."""

    exchange: CashExchange


class RecordAct(Effect, frozen=True):
    """Answered by ActRecorded or Failed("act"); a recorded cash act ends the exchange it came from."""

    act: Act


class ReadCards(Effect, frozen=True):
    """Answered by CardsRead."""


class ReadDay(Effect, frozen=True):
    """The day sheet of that date (2026-11-21). Answered by DayRead or Failed("day")."""

    date: str


class EnterCard(Effect, frozen=True):
    """A card left behind goes into the register. Answered by CardEntered or Failed("card")."""

    card: LeftCard


class EndCard(Effect, frozen=True):
    """It leaves the drawer for good. Answered by CardEnded or Failed("card")."""

    gone: CardGone
