"""The simulated card acquirer: the simulated terminal authorises here, the gateway asks and reverses here.

A reversal of a reference never seen is remembered, so that an authorisation arriving later is refused.
"""

from sqlalchemy import RowMapping

from kiosk.gateway.demonstration.charges import Charges, find
from kiosk.gateway.demonstration.world import World, charge, digest
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.payment.saga_events import ReverseReported
from kiosk.wire.sandbox import AuthoriseAnswer, AuthoriseRequest

ANSWER_LOST_LAST4 = "0091"
# ISO 8583 field 39 for the test cards, and what the saga calls the reason.
_DECLINED = {"0051": "declined_funds", "0054": "declined"}
_RESPONSE_CODES = {"declined_funds": "51", "declined": "54"}


class SimulatedCardAcquirer(Charges):
    def __init__(self, world: World) -> None:
        super().__init__(world, "card", reverse_earliest_ms=0)
        self._world = world

    def authorise(self, request: AuthoriseRequest) -> AuthoriseAnswer:
        """The same reference again gives the first answer."""
        now_ms = self._world.time.now_ms()
        reference = request.reference.replace("-", "")
        declined = _DECLINED.get(request.card_last4)
        row = {"order_no": reference, "amount_fen": request.amount_fen, "created_ms": now_ms}
        row |= {"provider": self.provider}
        row |= {"declined": declined, "paid_ms": None if declined else now_ms}
        row |= {"card_last4": request.card_last4, "stubborn": False}
        self._world.database.write(lambda connection: insert_new(connection, charge, [row]))
        return self.last_result(request.reference)

    def last_result(self, reference: str) -> AuthoriseAnswer:
        """What the terminal's last-result query finds."""
        with self._world.database.reading() as connection:
            row = find(connection, reference.replace("-", ""))
        return _unknown(reference) if row is None else _answer(reference, row)

    def reverse(self, order_no: str) -> ReverseReported:
        now_ms = self._world.time.now_ms()
        row = {"order_no": order_no, "amount_fen": 0, "created_ms": now_ms, "closed_ms": now_ms}
        row |= {"provider": self.provider, "stubborn": False}
        self._world.database.write(lambda connection: insert_new(connection, charge, [row]))
        return super().reverse(order_no)


def _unknown(reference: str) -> AuthoriseAnswer:
    return AuthoriseAnswer(reference=reference, state="unknown", response_code="25", amount_fen=0)


def _answer(reference: str, row: RowMapping) -> AuthoriseAnswer:
    if row["closed_ms"] is not None:
        return AuthoriseAnswer(reference, "reversed", "12", row["amount_fen"], card_last4=row["card_last4"])
    if row["declined"] is not None:
        code = _RESPONSE_CODES[row["declined"]]
        return AuthoriseAnswer(reference, "declined", code, row["amount_fen"], card_last4=row["card_last4"])
    # Six characters and twelve digits as in ISO 8583 fields 38 and 37, from the reference alone.
    number = int(digest(row["order_no"]), 16)
    return AuthoriseAnswer(
        reference=reference,
        state="approved",
        response_code="00",
        amount_fen=row["amount_fen"],
        approval_code=f"{number % 10**6:06d}",
        retrieval_reference=f"{number % 10**12:012d}",
        card_last4=row["card_last4"],
    )
