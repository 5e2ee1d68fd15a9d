"""What the kiosk may ask of a certified bank-card terminal: a sum out, a masked result back.

The kiosk never sees a card number or a PIN; the terminal keeps both to itself and the acquirer.
"""

from enum import StrEnum
from typing import Protocol

import msgspec

from drivers.events import DeviceEvent


class TerminalCapabilities(msgspec.Struct, frozen=True):
    """`asked_for_last`: it remembers what became of a sale, also over a power cut."""

    reverses: bool = True
    cancels: bool = True
    asked_for_last: bool = True


class PaymentTerminal(Protocol):
    """All methods return at once and may be called from any thread.

    `reference` is the kiosk's payment id: up to 36 letters, digits and hyphens. A terminal never charges
    the same reference twice.
    """

    def start(self) -> None: ...

    def close(self) -> None: ...

    def sale(self, reference: str, amount_fen: int) -> None:
        """Ends in exactly one of SaleApproved, SaleDeclined and SaleUnknown. ValueError for bad values."""
        ...

    def last_result(self, reference: str) -> None:
        """What became of a sale: SaleApproved, SaleDeclined, SaleReversed, or SaleUnknown."""
        ...

    def reverse(self, reference: str) -> None:
        """Undo an approved sale: SaleReversed, or SaleUnknown if nobody knows whether it was undone."""
        ...

    def cancel(self, reference: str) -> None:
        """Give up this sale if the terminal still can; how it ends is told as for every sale."""
        ...


class TerminalStage(StrEnum):
    INSERT_CARD = "insert_card"
    ENTER_PIN = "enter_pin"
    PROCESSING = "processing"
    REMOVE_CARD = "remove_card"


class DeclineReason(StrEnum):
    FUNDS = "funds"
    PIN = "pin"
    CARD = "card"
    CANCELLED = "cancelled"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    """By the acquirer or the terminal, for a reason that is none of the others."""


class TerminalPrompt(DeviceEvent, frozen=True):
    """What the terminal's own display asks of the resident now."""

    stage: TerminalStage


class SaleApproved(DeviceEvent, frozen=True):
    """`masked_card` shows the last four digits at most."""

    reference: str
    amount_fen: int
    masked_card: str
    approval_code: str
    retrieval_reference: str


class SaleDeclined(DeviceEvent, frozen=True):
    """No money moved."""

    reference: str
    reason: DeclineReason


class SaleUnknown(DeviceEvent, frozen=True):
    """Nobody at this machine knows whether money moved: ask the acquirer, never take it for either."""

    reference: str


class SaleReversed(DeviceEvent, frozen=True):
    reference: str
