"""Whom a simulated terminal asks for the money: the acquirer behind it, reached by a line of its own."""

from typing import NamedTuple, Protocol

from drivers.terminal.port import DeclineReason


class Authorised(NamedTuple):
    approval_code: str
    retrieval_reference: str


class Refused(NamedTuple):
    reason: DeclineReason


class AcquirerSilent(Exception):
    """No answer: the acquirer may have charged the card or not."""


class AcquirerLink(Protocol):
    """Both may block for seconds and may raise `AcquirerSilent`; the same reference is charged only once."""

    def authorise(self, reference: str, amount_fen: int, card_last4: str) -> Authorised | Refused: ...

    def reverse(self, reference: str) -> None:
        """Undo, or refuse in advance, the charge of `reference`."""
        ...
