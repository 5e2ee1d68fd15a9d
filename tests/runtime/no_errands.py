"""A machine whose slot holds no meter cards."""

from collections.abc import Callable

from kiosk.runtime.card_errands import CardTold
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.workers import Worker
from kiosk.wire.loads import CardFacts


class NoErrands:
    """No card is held here, so nobody is asked to read or write one."""

    def __init__(self) -> None:
        self.worker = Worker("meter_cards", FakeClock())

    def read(self, facts: CardFacts, told: CardTold) -> None: ...
    def write(
        self, load_id: str, facts: CardFacts, on_step: Callable[[int], None], told: CardTold
    ) -> None: ...
