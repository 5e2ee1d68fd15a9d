"""Whom a simulated terminal asks for the money: the acquirer behind it, reached by a line of its own."""

from typing import Final, NamedTuple, Protocol

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


POOR_CARD: Final = "0051"
"""A card that ends so has no money: 51 is the response code for it."""


class SyntheticAcquirer:
    """For a terminal on a technician's bench. Charges each reference once; `silent` loses the answer, not the
    charge."""

    def __init__(self) -> None:
        self.charged: dict[str, int] = {}
        self.asked = 0
        self.silent = False
        self._reversed: set[str] = set()

    def authorise(self, reference: str, amount_fen: int, card_last4: str) -> Authorised | Refused:
        self.asked += 1
        if card_last4 == POOR_CARD:
            return Refused(DeclineReason.FUNDS)
        if reference in self._reversed:
            return Refused(DeclineReason.CANCELLED)
        self.charged.setdefault(reference, amount_fen)
        self._answer()
        return Authorised("012345", "000000098765")

    def reverse(self, reference: str) -> None:
        self._answer()
        self._reversed.add(reference)
        self.charged.pop(reference, None)

    def _answer(self) -> None:
        if self.silent:
            raise AcquirerSilent
