"""What devices, time and the people who look after the machine tell.

Personal data travels as `Secret`, so that no trace, log or exception can print it.
"""

from typing import Literal

from kiosk.session.events_family import Answer, Hand, Report
from kiosk.session.household import Problem, Slot
from kiosk.session.model import DeviceName, Paper
from kiosk.session.secret import Secret


class Ticked(Report, frozen=True):
    """Time has passed. `now_s` is the steady clock, `wall_s` what people's watches say (UTC)."""

    now_s: float
    wall_s: float


class CodeScanned(Hand, frozen=True):
    text: Secret
    symbology: str


class CardInserted(Hand, frozen=True):
    slot: Slot


class IdCardRead(Hand, frozen=True):
    """`holder_masked` and `number_masked` are made by the driver's side; the rest is secret.

    `address` is empty where a card has none.
    """

    number: Secret
    holder_masked: str
    number_masked: str
    name: Secret = Secret("")
    address: Secret = Secret("")


class IcCardRead(Hand, frozen=True):
    number: Secret
    kind: str
    number_masked: str


class CardUnreadable(Hand, frozen=True):
    slot: Slot
    problem: Problem


class CardEjected(Hand, frozen=True):
    slot: Slot


class CardTaken(Hand, frozen=True):
    slot: Slot


class CardJammed(Hand, frozen=True):
    slot: Slot


class CardKept(Report, frozen=True):
    """Forgotten at the exit, it is now in the machine's bin. Never an identity card."""

    slot: Slot


class CardOutOfSight(Report, frozen=True):
    """Forgotten at the exit, and gone from there: nobody can say whether the machine has it."""

    slot: Slot


class EjectHeld(Report, frozen=True):
    """The red button, or its twin on the screen, has been down for `held_s`; None when let go."""

    held_s: float | None


class ForcedEjected(Hand, frozen=True):
    """The driver has thrown the card out after three seconds; it did so by itself."""


class DeviceChanged(Report, frozen=True):
    """`fault` is empty when the device works, else the stem of a text key such as "offline"."""

    device: DeviceName
    fault: str


class PaperChanged(Report, frozen=True):
    level: Paper


class TerminalPrompted(Hand, frozen=True):
    stage: Literal["insert_card", "enter_pin", "processing", "remove_card"]


class NoteDrawnIn(Hand, frozen=True):
    """A banknote is being read; NoteCounted or NoteCameBack follows."""


class NoteCounted(Hand, frozen=True):
    """A banknote is the kiosk's and on the disk; `inside_fen` is the sum of all for this payment."""

    payment_id: str
    value_fen: int
    inside_fen: int


class NoteCameBack(Hand, frozen=True):
    """A banknote lies in the mouth to be taken back. `why` is the stem of a text such as "too_much"."""

    why: str


class CashChanged(Report, frozen=True):
    """Whether no banknote may be put in, whatever the acceptor says: the cash box is out or uncounted."""

    off: bool


class ReceiptPrinted(Answer, frozen=True):
    """`confirmed` is False where the printer cannot say that everything came out."""

    payment_id: str
    confirmed: bool


class ReceiptFailed(Answer, frozen=True):
    payment_id: str
    reason: str


class ReceiptTaken(Hand, frozen=True):
    payment_id: str


class TechnicianCame(Report, frozen=True):
    """A technician wants the machine: who is being served is served to the end, then nobody new is."""


class TechnicianTookOver(Report, frozen=True):
    """The devices are the technician's: what is in a slot now is theirs, and stays as they leave it."""


class TechnicianLeft(Report, frozen=True):
    """The devices are back, at rest; residents may come."""
