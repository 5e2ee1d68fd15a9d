"""The recharge cards the demonstration's power company has sold, each handed out once."""

from kiosk.gateway.demonstration.check_digits import account_number
from kiosk.gateway.demonstration.recharge_cards import cards_by_biller
from tests.journeys.neighbours import BOOK

RULE = BOOK["electric-city"].recharge_code
assert RULE is not None
NOBODYS = account_number(RULE, 9_000_000_000_000_000)
"""Of the right form; nobody has sold it."""


class Shop:
    def __init__(self) -> None:
        self._waiting = dict(cards_by_biller(BOOK)["electric-city"])

    def card(self, yuan: int, state: str = "usable") -> str:
        """The code of the next card of that worth. Raises LookupError when none is left."""
        for code, card in self._waiting.items():
            if (card.face_fen, card.state) == (yuan * 100, state):
                del self._waiting[code]
                return code
        raise LookupError(f"no {state} card of {yuan} yuan is left")
