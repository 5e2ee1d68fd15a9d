"""An attempt under way, as the runtime keeps it: its rules' state, and what the acts need."""

import msgspec

from kiosk.payment.attempt import Attempt
from kiosk.payment.cash import CashRules
from kiosk.payment.methods import CashRest
from kiosk.runtime.journal import Note
from kiosk.session.household import Basket, Outcome
from kiosk.wire.payments import CardResult, PaymentRequest

NOBODY = Basket("", "", ())
"""The basket of an attempt that was taken up again: whoever wanted it has gone."""

NOTE_BACKSTOP_S = 900.0
"""The journey asks and shuts the slot long before; this is for a journey that does not."""


class OpenAttempt(msgspec.Struct):
    """`request` holds the phone's code, and is gone as soon as it may not be sent any more. `said` is what
    the gateway last said of the end; until then, and where it cannot be trusted, that is unknown.
    `notes` are all there are once the count is closed; `rest` is the gateway's rule for what passes the sum.
    """

    attempt: Attempt
    basket: Basket
    request: PaymentRequest | None
    said: Outcome
    card: CardResult = CardResult("unknown")
    told: str = ""
    sale_open: bool = False
    """At the terminal since before a power cut, and its end is not known."""
    notes: tuple[Note, ...] = ()
    rest: CashRest = "refused"
    face_fen: int = 0
    """Of a recharge card, what it is worth: all of it is charged."""

    @property
    def brought_fen(self) -> int:
        """The notes that were put in, or what the recharge card is worth; 0 with any other method."""
        return self.attempt.inserted_fen or self.face_fen

    def cash_rules(self) -> CashRules:
        """The notes that are taken are the cash desk's to say."""
        return CashRules(self.attempt.amount_fen, self.rest, frozenset(), NOTE_BACKSTOP_S)


def opened(
    attempt: Attempt,
    basket: Basket,
    request: PaymentRequest | None,
    notes: tuple[Note, ...] = (),
    face_fen: int = 0,
) -> OpenAttempt:
    unknown = Outcome("pending", attempt.payment_id, attempt.amount_fen, attempt.method, "still_checking")
    return OpenAttempt(attempt, basket, request, unknown, notes=notes, face_fen=face_fen)
