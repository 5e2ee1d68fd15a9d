"""One sale inside a simulated terminal: card, PIN, acquirer, card out; each with its patience.

Knows no line. Times are those of the last `advance`.
"""

from drivers.terminal.frames import Declined, TerminalMessage
from drivers.terminal.port import DeclineReason, TerminalStage

_PERSON_S = 60.0
"""How long it waits for a card, and again for the PIN."""

_HOST_S = 1.5
_CARD_OUT_S = 30.0
"""After that the result is told although the card is still in the slot."""

_PATIENCE_S = {
    TerminalStage.INSERT_CARD: _PERSON_S,
    TerminalStage.ENTER_PIN: _PERSON_S,
    TerminalStage.PROCESSING: _HOST_S,
    TerminalStage.REMOVE_CARD: _CARD_OUT_S,
}


class Deal:
    """`last4` is that of the card it was begun with. `over` when the result may be told."""

    def __init__(self, reference: str, amount_fen: int) -> None:
        self.reference = reference
        self.amount_fen = amount_fen
        self.stage = TerminalStage.INSERT_CARD
        self.last4 = ""
        self.card_inside = False
        self.result: TerminalMessage | None = None
        self.over = False
        self.shown: TerminalStage | None = None
        """The stage that the host was last told."""
        self.wants_answer = False
        self._since_s: float | None = None

    @property
    def next_s(self) -> float:
        """When the patience of this stage ends; 0 before the first `advance` of a stage."""
        return 0.0 if self._since_s is None else self._since_s + _PATIENCE_S[self.stage]

    def advance(self, now_s: float) -> None:
        if self._since_s is None:
            self._since_s = now_s
        if now_s < self.next_s:
            return
        match self.stage:
            case TerminalStage.INSERT_CARD | TerminalStage.ENTER_PIN:
                self.given_up(DeclineReason.TIMEOUT)
            case TerminalStage.PROCESSING:
                self.wants_answer = True
            case TerminalStage.REMOVE_CARD:
                self.over = True

    def card_inserted(self, last4: str) -> bool:
        """Each act of a hand says whether it was wanted now."""
        if self.stage is not TerminalStage.INSERT_CARD:
            return False
        self.last4 = last4
        self.card_inside = True
        self._enter(TerminalStage.ENTER_PIN)
        return True

    def pin_entered(self, right: bool) -> bool:
        if self.stage is not TerminalStage.ENTER_PIN:
            return False
        if right:
            self._enter(TerminalStage.PROCESSING)
        else:
            self._end(Declined(self.reference, DeclineReason.PIN))
        return True

    def card_taken(self) -> None:
        """Too early ends the sale; while the acquirer is asked it changes nothing."""
        self.card_inside = False
        self.given_up(DeclineReason.CANCELLED)
        self.over = self.result is not None

    def answered(self, result: TerminalMessage) -> None:
        """The acquirer has spoken, or has been silent too long."""
        self.wants_answer = False
        self._end(result)

    def given_up(self, reason: DeclineReason) -> None:
        """Only possible until the acquirer is asked."""
        if self.stage in {TerminalStage.INSERT_CARD, TerminalStage.ENTER_PIN}:
            self._end(Declined(self.reference, reason))

    def _end(self, result: TerminalMessage) -> None:
        self.result = result
        self.over = not self.card_inside
        self._enter(TerminalStage.REMOVE_CARD)

    def _enter(self, stage: TerminalStage) -> None:
        self.stage = stage
        self._since_s = None
