"""A counter with one clerk: payments over a scripted gateway, stepped by hand on a clock of its own."""

from typing import TypeVar

from kiosk.payment.methods import Method
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Journal
from kiosk.runtime.payments import POLL_S, Payments
from kiosk.session.effects import StartPayment
from kiosk.session.events import Event, PaymentEnded, PaymentWorking
from kiosk.session.household import Basket, Outcome
from kiosk.wire.payments import CardResult
from tests.runtime.scripted_gateway import ScriptedGateway
from tests.session import facts

BASKET = Basket(facts.HOLDER, facts.ADDRESS, facts.ALL_BILLS)
SomeEvent = TypeVar("SomeEvent", bound=Event)


class FakeTerminal:
    """Writes down what it is asked, and does nothing."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def sale(self, reference: str, amount_fen: int) -> None:
        self.asked.append(("sale", reference, str(amount_fen)))

    def last_result(self, reference: str) -> None:
        self.asked.append(("last_result", reference))

    def cancel(self, reference: str) -> None:
        self.asked.append(("cancel", reference))


class Counter:
    """`told` is everything the session was told. The ids of its payments are p1, p2 and so on."""

    def __init__(self, clock: FakeClock, journal: Journal, *, with_terminal: bool = True) -> None:
        self.clock = clock
        self.journal = journal
        self.gateway = ScriptedGateway()
        self.terminal = FakeTerminal()
        self.told: list[Event] = []
        self._number = 0
        self.payments = Payments(
            self.gateway,
            journal,
            clock,
            self.told.append,
            kiosk_id="LFL-380-01",
            new_id=self._new_id,
            terminal=self.terminal if with_terminal else None,
        )

    def _new_id(self) -> str:
        self._number += 1
        return f"p{self._number}"

    def pay(self, method: Method = "phone_code") -> None:
        """A resident pays all three bills; the first call to the gateway is made."""
        code = facts.WECHAT_CODE if method == "phone_code" else None
        self.payments.begin(StartPayment(7, BASKET, method, code))
        self.run()

    def cancel(self) -> None:
        self.payments.cancel("p1")
        self.run()

    def card_finished(self, card: CardResult) -> None:
        self.payments.card_finished("p1", card)
        self.run()

    def recover(self) -> None:
        self.payments.recover()
        self.run()

    def run(self) -> None:
        self.payments.worker.run_pending()

    def let_pass(self, seconds: float) -> None:
        """Time goes on and the worker does what falls due."""
        for _ in range(round(seconds / POLL_S)):
            self.clock.advance(POLL_S)
            self.run()

    def all_told(self, kind: type[SomeEvent]) -> list[SomeEvent]:
        return [event for event in self.told if isinstance(event, kind)]

    @property
    def outcomes(self) -> list[Outcome]:
        return [event.outcome for event in self.all_told(PaymentEnded)]

    @property
    def stages(self) -> list[str]:
        return [event.detail for event in self.all_told(PaymentWorking)]
