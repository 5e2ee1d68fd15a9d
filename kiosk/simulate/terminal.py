"""A bank-card terminal at a kiosk and the acquirer behind it. The same reference is never charged twice.

The terminal's memory outlives the power; of a sale that the power cut fell into it knows nothing. Its line to
the acquirer gives a message up after a minute, as acquirers do.
"""

from typing import TYPE_CHECKING, Literal

from kiosk.payment.saga_events import ReverseReported
from kiosk.simulate.network import Question
from kiosk.simulate.orders import Orders
from kiosk.wire.payments import CardResult

if TYPE_CHECKING:
    from kiosk.simulate.kiosk import Kiosk
    from kiosk.simulate.world import World

Told = Literal["approved", "declined", "unknown"]
_AUTHORISE_PATIENCE_MS = 60_000
_CARD_PATIENCE_MS = 120_000


class Acquirer(Orders):
    """`bars`: it remembers the reversal of a reference it has not seen, and refuses it when it comes."""

    def __init__(self, world: "World") -> None:
        super().__init__(world, "card")
        self._bars = world.chance.random() < 0.5
        self._barred: set[str] = set()

    def authorise(self, order_no: str, amount_fen: int, funds: bool) -> Told:
        if order_no not in self.orders:
            order = self.open_order(order_no, amount_fen)
            if order_no in self._barred:
                order.declined = "declined"
            elif not funds:
                order.declined = "declined_funds"
            else:
                self.take(order)
        order = self.orders[order_no]
        return "approved" if order.paid and not order.closed else "declined"

    def reverse_unseen(self, order_no: str) -> ReverseReported:
        if self._bars:
            self._barred.add(order_no)
        return ReverseReported("not_found")


class Terminal:
    def __init__(self, world: "World", kiosk: "Kiosk") -> None:
        self.broken = False
        self._world = world
        self._kiosk = kiosk
        self._results: dict[str, Told] = {}
        self._waiting_for_card: str | None = None

    def sale(self, reference: str, amount_fen: int) -> None:
        """Ask for a card; what becomes of it is told to the kiosk, if it is there to hear."""
        world = self._world
        if reference in self._results:
            self._tell(reference)
            return
        self._results[reference] = "unknown"
        self._waiting_for_card = reference
        world.judge.sale(self._kiosk, reference, amount_fen)
        card_ms = world.card_comes_after_ms(self._kiosk)
        if card_ms < _CARD_PATIENCE_MS:
            world.engine.after(card_ms, self._card, reference, amount_fen)
        else:
            world.engine.after(_CARD_PATIENCE_MS, self.cancel, reference)

    def cancel(self, reference: str) -> None:
        """Too late once the card was read: that sale ends as it does."""
        if self._waiting_for_card == reference:
            self._waiting_for_card = None
            self._end(reference, "declined")

    def last_result(self, reference: str) -> None:
        self._results.setdefault(reference, "unknown")
        self._tell(reference)

    def power_cut(self) -> None:
        """It hangs on the kiosk's power; nobody's card is asked for any more."""
        self._waiting_for_card = None

    def _card(self, reference: str, amount_fen: int) -> None:
        if self._waiting_for_card != reference:
            return
        self._waiting_for_card = None
        world, boots = self._world, self._kiosk.boots
        line = (self._kiosk.name, "card")
        funds = world.chance.random() < 0.8

        def arrive(question: Question) -> None:
            told = world.outside_acquirer.authorise(reference.replace("-", ""), amount_fen, funds)
            world.network.send(line, question.answer, told, most_s=60)

        def put(question: Question) -> None:
            world.network.send(line, arrive, question, most_s=60)

        def told(answer: Told | None) -> None:
            silent = answer is None or world.lies(world.faults.terminal_silent)
            if boots == self._kiosk.boots:
                self._end(reference, "unknown" if answer is None or silent else answer)

        Question(world.engine, _AUTHORISE_PATIENCE_MS, put)(told)

    def _end(self, reference: str, told: Told) -> None:
        self._results[reference] = told
        self._world.note(self._kiosk.name, "has a terminal that says {} of {}", told, reference)
        self._tell(reference)

    def _tell(self, reference: str) -> None:
        if not self._world.lies(self._world.faults.terminal_crash / 4):
            card = CardResult(self._results[reference])
            self._kiosk.submit(self._kiosk.card_finished(reference, card))
