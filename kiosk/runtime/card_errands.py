"""Reading and writing meter cards on a worker of its own, which settles what is owed whenever it is idle."""

from collections.abc import Callable
from typing import TypeAlias

from kiosk.backend.errors import GatewayError
from kiosk.runtime.card_load import CardLoads
from kiosk.runtime.clock import Clock
from kiosk.runtime.workers import Job, Worker
from kiosk.wire.loads import CardEnd, CardFacts

CardTold: TypeAlias = Callable[[CardEnd | None], None]
"""Called once, in the worker's thread. None: the gateway has not said how it ended."""


class CardErrands:
    """All may be called from any thread and return at once. `settled` hears, by load, of an end that the
    gateway has said only later: after `write` has told None, or in a kiosk's next life."""

    def __init__(
        self,
        loads: CardLoads,
        clock: Clock,
        settled: Callable[[str, CardEnd], None],
        hire: Callable[[str, Clock, Job], Worker] = Worker,
    ) -> None:
        self._loads = loads
        self._settled = settled
        self.worker = hire("meter_cards", clock, self._settle)

    def read(self, facts: CardFacts, told: CardTold) -> None:
        """Before money; the card is held and stays so."""
        self.worker.submit(lambda: told(self._read(facts)), failed=lambda: told(None))

    def write(self, load_id: str, facts: CardFacts, on_step: Callable[[int], None], told: CardTold) -> None:
        """After money. `on_step` hears of every step, in the worker's thread."""
        self.worker.submit(lambda: told(self._write(load_id, facts, on_step)), failed=lambda: told(None))

    def _read(self, facts: CardFacts) -> CardEnd | None:
        try:
            return self._loads.read(facts)
        except GatewayError:
            return None

    def _write(self, load_id: str, facts: CardFacts, on_step: Callable[[int], None]) -> CardEnd | None:
        try:
            return self._loads.write(load_id, facts, on_step)
        except GatewayError:
            return None

    def _settle(self) -> None:
        for load_id, end in self._loads.settle():
            self._settled(load_id, end)
