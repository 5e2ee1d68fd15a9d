"""A kiosk's part in meter cards: the production's loads, errands, outbox and desk, on a modelled disk.

Their worker does one thing after the other in virtual time, and settles what is owed whenever it has nothing
else to do, as its thread does.
"""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kiosk.runtime.card_errands import CardErrands
from kiosk.runtime.clock import Clock
from kiosk.runtime.meter_cards import MeterCardEffect, MeterCards, settled
from kiosk.runtime.workers import Job, Worker
from kiosk.session.events import CardTaken, Event
from kiosk.simulate.card_ports import CardDisk, CardPorts
from kiosk.simulate.meter_cards import MeterCard, Slot
from kiosk.simulate.stepwise import Steps
from kiosk.wiring.meter_card_slot import facts_of

if TYPE_CHECKING:
    from kiosk.simulate.kiosk import Kiosk

_KEY = bytes(32)
_IDLE_MS = 2_000


class JobFailed(BaseException):
    """Where the production logs it and goes on, a world ends."""


class PlayedWorker(Worker):
    """After every job it does what its thread would do when it has none."""

    def __init__(self, name: str, clock: Clock, idle: Job, play: Callable[[Job], None]) -> None:
        super().__init__(name, clock)
        self._when_idle = idle
        self._play = play

    def submit(self, job: Job, failed: Job | None = None) -> None:
        self._play(lambda: self._begun(job))

    def look_after(self) -> None:
        self._play(self._begun)

    def _begun(self, *jobs: Job) -> None:
        """Nothing is left in the queue by one that waits: it is begun anew."""
        for job in (*jobs, self._when_idle):
            super().submit(job, failed=_ends_the_world)
            self.run_pending()


def _ends_the_world() -> None:
    raise JobFailed


class CardDesk:
    def __init__(self, kiosk: "Kiosk") -> None:
        self.slot = Slot(kiosk)
        self.disk = CardDisk(kiosk)
        self._kiosk = kiosk
        self._steps = Steps()
        self._jobs: deque[Job] = deque()
        self._busy = self._wakes = False
        self._cards: MeterCards | None = None
        self._worker: PlayedWorker | None = None

    def boot(self) -> None:
        """In a new life only the disk knows of any session; a card that was inside has come out."""
        kiosk, build = self._kiosk, self._kiosk.world.build
        if not kiosk.world.meters.there:
            return
        kiosk.world.judge.cards.rebooted(kiosk)
        self._steps, self._busy, self._wakes = Steps(), False, False
        self._jobs.clear()
        ports = CardPorts(kiosk, self.disk, self._steps)
        outbox = build.card_outbox(ports, _KEY)
        loads = build.card_loads(ports, ports, outbox, ports, ports.wait, ports.new_id)
        errands = CardErrands(
            loads, ports, lambda load_id, end: self._post(settled(load_id, end)), self._hire
        )
        self._cards = MeterCards(errands, ports, self._post)
        self._turn()

    def cut(self) -> None:
        self.slot.holds(None)

    # -- for whoever stands here ----------------------------------------------------------------------

    def perform(self, effect: MeterCardEffect) -> None:
        if self._cards is not None:
            self._cards.perform(effect)

    def holds(self, card: MeterCard | None) -> None:
        """As the wiring hears it from the driver; None: it comes out."""
        self.slot.holds(card)
        if self._cards is not None:
            self._cards.holds(None if card is None else facts_of(card.wakes()))

    def is_pulled(self) -> None:
        self.holds(None)
        self._post(CardTaken("ic_card"))

    # -- its worker -----------------------------------------------------------------------------------

    def _hire(self, name: str, clock: Clock, idle: Job) -> Worker:
        self._worker = PlayedWorker(name, clock, idle, self._submit)
        return self._worker

    def _submit(self, job: Job) -> None:
        self._jobs.append(job)
        self._turn()

    def _turn(self) -> None:
        kiosk = self._kiosk
        if self._busy or not kiosk.up:
            return
        if self._jobs:
            self._busy = True
            kiosk.begin(self._steps.play(self._jobs.popleft()), self._done)
        elif self.disk.files and not self._wakes:
            self._wakes = True
            kiosk.world.engine.after(_IDLE_MS, self._woken, kiosk.boots)

    def _done(self, _: Any) -> None:
        self._busy = False
        self._turn()

    def _woken(self, boots: int) -> None:
        if boots == self._kiosk.boots:
            self._wakes = False
            if self._worker is not None and not self._jobs:
                self._worker.look_after()

    def _post(self, event: Event) -> None:
        """Heard in its turn, by whoever stands here then."""
        kiosk = self._kiosk
        self._steps.once("post", lambda: kiosk.world.engine.after(0, self._heard, kiosk.boots, event))

    def _heard(self, boots: int, event: Event) -> None:
        if boots == self._kiosk.boots and self._kiosk.visit is not None:
            self._kiosk.visit.heard(event)
