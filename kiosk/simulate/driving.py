"""The part of a gateway process that carries payments on, as the production driver does.

Written as flows, so that other things happen while a party's answer is waited for. Its power may be cut
before and after every commit and act.
"""

from collections import deque
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from kiosk.gateway.payment_store import Change, IdTaken, StalePayment, StoredPayment
from kiosk.gateway.payments.acts import order_no
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.problems import Refused
from kiosk.gateway.steady_time import SteadyTime
from kiosk.payment.saga_acts import Act, Pay
from kiosk.payment.saga_events import Begun, Event, TimerDue, VoidReported
from kiosk.payment.saga_state import Payment, PaymentState
from kiosk.simulate.asked import DatabaseDown, left, party, silence
from kiosk.simulate.clocks import WallClock
from kiosk.simulate.engine import Crashed, Flow, Process, Wish
from kiosk.simulate.network import Line, Question
from kiosk.simulate.version import Version

if TYPE_CHECKING:
    from kiosk.simulate.world import World

ADAPTER_PATIENCE_MS = 15_000
_LEASE_MS = 30_000
_AFTER_FAULT_MS = 1_000
_LONGEST_SLEEP_MS = 30_000
_AWAY_MS = (1_000, 20_000, 120_000, 900_000)
_STANDS_STILL_MS = (20_000, 400_000, 3_600_000, 10_800_000)


class Driving(Process):
    def __init__(self, world: "World", name: str) -> None:
        super().__init__(name)
        self.clock = WallClock(world.engine)
        self.time: SteadyTime
        self.parts: Parts
        self.version: Version
        self._world = world
        self._store = world.store
        self._next_look_ms: int | None = None
        self._lost = False

    def boot(self) -> None:
        super().boot()
        self.clock.boot()
        self.time = self.steady_time()
        self.version = self._world.version
        self.parts = self._world.parts(self)
        self._world.note(self.name, "starts")
        self._look()

    def steady_time(self) -> SteadyTime:
        """Of this life of the process."""
        return SteadyTime(self.clock, self._store.latest_ms())

    def cut(self) -> None:
        super().cut()
        self._world.note(self.name, "loses its power")
        self._world.engine.after(self._world.chance.choice(_AWAY_MS), self._again, self.boots)

    def _again(self, boots: int) -> None:
        if not self.up and self.boots == boots and not self._lost:
            self._world.wall_clock_lost(self.clock)
            self.boot()

    def upgrade(self) -> None:
        """Whatever it is doing goes on in another process, once that is up."""
        if self.up:
            self.cut()

    def lose(self) -> None:
        """For good: what it was doing is the others' from now on."""
        self._lost = True
        if self.up:
            self.cut()

    def begin_payment(self, payment: Payment, fingerprint: str | None, phone_code: str | None) -> Flow:
        """Raises IdTaken, BillClaimed or DayLimitReached."""
        now_ms = self.time.now_ms()
        changes, acts = self._world.build.decide(payment, Begun(), now_ms, self.version.timers)
        self.may_crash()
        stored = self._create(payment, fingerprint, changes, now_ms)
        self.may_crash()
        return (yield from self._carry_out(stored, acts, phone_code))

    def see_through(self, stored: StoredPayment, event: Event) -> Flow:
        return (yield from self._carry_out(*self._take(stored, event)))

    def _carry_out(self, stored: StoredPayment, acts: Sequence[Act], phone_code: str | None = None) -> Flow:
        events: deque[Event] = deque()
        world = self._world
        while acts or events:
            for act in acts:
                self.may_crash()
                if world.lies(world.faults.standstill):
                    yield self.stands_still()
                event: Event | None = self._late(stored.payment, act)
                if event is None:
                    event = yield self._ask(stored.payment, act, phone_code)
                events.append(event or silence(stored.payment, act))
                self.may_crash()
            stored, acts = self._take(stored, events.popleft())
        return stored

    def stands_still(self) -> Wish:
        """Whatever it was about to do it does when it goes on, and knows nothing of the time between."""
        world = self._world
        for_ms = world.chance.choice(_STANDS_STILL_MS)
        world.note(self.name, "stands still for {} s", for_ms // 1000)
        world.stands_still_until_ms = max(world.stands_still_until_ms, world.engine.now_ms + for_ms)
        return world.engine.pause(for_ms)

    def _late(self, payment: Payment, act: Act) -> Event | None:
        """What becomes of an act that must not leave any more."""
        world, now_ms = self._world, self.time.now_ms()
        late: Event | None = world.build.instead_of_late(payment, act, now_ms, self.version.timers)
        if late is not None:
            world.note(self.name, "comes too late with {} of {}", type(act).__name__, payment.payment_id)
        return late

    def owes(self, payment: Payment) -> None:
        """Wake up when the payment's timer is due."""
        if payment.due_ms is not None and self.up:
            self._look_in(min(payment.due_ms - self.time.now_ms(), _LONGEST_SLEEP_MS))

    def _look_in(self, wait_ms: int) -> None:
        at_ms = self._world.engine.now_ms + max(0, wait_ms)
        if self._next_look_ms is None or at_ms < self._next_look_ms:
            self._next_look_ms = at_ms
            self._world.engine.after(max(0, wait_ms), self._look_now, self.boots, at_ms)

    def _look_now(self, boots: int, at_ms: int) -> None:
        if boots == self.boots and at_ms == self._next_look_ms:
            self._look()

    def _look(self) -> None:
        self._next_look_ms = None
        if self._world.disk_full:  # a lease is a write too
            self._look_in(_AFTER_FAULT_MS)
            return
        self.keep_up()
        now_ms = self.time.now_ms()
        for payment_id in self._store.due(now_ms, 100):
            self.begin(_driven(self._drive_one(payment_id, now_ms), self, payment_id))
        next_ms = self._store.next_due_ms()
        if self.up and next_ms is not None:
            self._look_in(min(max(50, next_ms - now_ms), _LONGEST_SLEEP_MS))

    def keep_up(self) -> None:
        """Share the time of the other processes."""
        self.time.not_before(self._store.latest_ms())

    def _drive_one(self, payment_id: str, now_ms: int) -> Flow:
        self.write()
        if not self._store.lease(payment_id, self.name, now_ms, now_ms + _LEASE_MS):
            return
        stored = yield from self.see_through(self._known(payment_id), TimerDue())
        if not stored.payment.final and not self._world.disk_full:
            self._store.release(payment_id, self.name)
            self.owes(stored.payment)

    def put_off(self, payment_id: str) -> None:
        now_ms = self.time.now_ms()
        if not self._world.disk_full:
            self._store.lease(payment_id, self.name, now_ms, now_ms + _AFTER_FAULT_MS)
        self._look_in(_AFTER_FAULT_MS)

    def write(self) -> None:
        """Something is about to be stored. Raises DatabaseDown."""
        if self._world.disk_full:
            raise DatabaseDown

    def _take(self, stored: StoredPayment, event: Event) -> tuple[StoredPayment, tuple[Act, ...]]:
        world = self._world
        while True:
            now_ms = self.time.now_ms()
            changes, acts = world.build.decide(stored.payment, event, now_ms, self.version.timers)
            if not changes:
                return stored, acts
            self.may_crash()
            try:
                saved = self._commit(stored, changes, now_ms)
            except StalePayment:
                stored = self._known(stored.payment.payment_id)
            else:
                self.may_crash()
                return saved, acts

    def _create(
        self, payment: Payment, fingerprint: str | None, changes: Sequence[Change], now_ms: int
    ) -> StoredPayment:
        """In trouble as every commit; then what may be ours counts as somebody else's."""
        world = self._world
        self.write()
        trouble = world.lies(world.faults.database)
        if trouble and world.lies(0.5):
            raise DatabaseDown
        stored = world.build.create(self._store, payment, fingerprint, changes, now_ms)
        world.judge.created(stored)
        world.judge.changed(payment, changes)
        world.owed(stored.payment)
        if trouble:
            raise IdTaken
        return stored

    def _commit(self, stored: StoredPayment, changes: Sequence[Change], now_ms: int) -> StoredPayment:
        """In trouble, nothing is committed and that is known, or something is and is not."""
        world = self._world
        self.write()
        trouble = world.lies(world.faults.database)
        if trouble and world.lies(0.5):
            raise DatabaseDown
        saved = self._store.save(stored, changes, now_ms)
        world.judge.changed(stored.payment, changes)
        if saved.payment.method == "cash" and left(PaymentState.CHARGING, stored.payment, saved.payment):
            world.cash.set_apart(saved.payment)
        if changes[-1].cause == VoidReported.__name__:
            world.day_ends.asked(saved.payment)
        world.owed(saved.payment)
        if trouble:
            raise StalePayment
        return saved

    def _ask(self, payment: Payment, act: Act, phone_code: str | None) -> Wish:
        """None is the answer of one that stays silent."""
        line = ("gateway", party(payment, act))
        if isinstance(act, Pay):
            self._world.charge_left_ms[order_no(payment)] = self._world.engine.now_ms
        put = partial(self._world.network.send, line, self._arrive, line, (payment, act, phone_code))
        return Question(self._world.engine, ADAPTER_PATIENCE_MS, put)

    def _arrive(self, line: Line, asked: tuple[Payment, Act, str | None], question: Question) -> None:
        world = self._world
        if world.lies(world.faults.gateway_crash):
            world.engine.after(world.chance.randrange(ADAPTER_PATIENCE_MS), self.power_fails, self.boots)
        world.network.send(line, question.answer, world.build.perform(world.outside, *asked))

    def may_crash(self) -> None:
        probability = self._world.faults.gateway_crash
        if probability and self._world.lies(probability):
            raise Crashed

    def _known(self, payment_id: str) -> StoredPayment:
        stored = self._store.load(payment_id)
        if stored is None:
            raise Refused("payment_unknown")
        return stored


def _driven(flow: Flow, gateway: Driving, payment_id: str) -> Flow:
    try:
        yield from flow
    except DatabaseDown:
        gateway.put_off(payment_id)
