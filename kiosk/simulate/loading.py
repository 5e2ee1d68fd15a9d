"""The part of a gateway process that carries loads on, as the production one does.

Written as flows, with a power cut possible before and after every commit and act.
"""

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.prepaid_adapters import SupplyRecord
from kiosk.gateway.payments.load_acts import perform_load
from kiosk.gateway.payments.load_answers import load_answer
from kiosk.gateway.payments.load_rows import StaleLoad, StoredLoad
from kiosk.gateway.problems import Refused
from kiosk.payment.load_events import GiveBackAsked, LoadAct, LoadDue, LoadEvent, RemoteAsked
from kiosk.payment.load_state import Load, LoadState
from kiosk.payment.saga_state import Payment
from kiosk.payment.told_again import EndedLoad
from kiosk.simulate.asked import NOBODY, DatabaseDown
from kiosk.simulate.driving import ADAPTER_PATIENCE_MS, Driving
from kiosk.simulate.engine import Flow, Wish
from kiosk.simulate.load_store import voucher_no
from kiosk.simulate.network import Question
from kiosk.wire.loads import LoadAnswer, LoadsAnswer, PrepaidMeter

if TYPE_CHECKING:
    from kiosk.simulate.load_store import LoadsInMemory
    from kiosk.simulate.world import World

_LOOK_MS = 2_000
_LEASE_MS = 30_000
_LINE = ("gateway", "meters")


class Loading:
    def __init__(self, world: "World", gateway: Driving) -> None:
        self._world = world
        self._gateway = gateway
        self._driving: dict[str, int] = {}
        """Until when each load is this process's, as a lease has it."""
        self._looking_in = 0

    @property
    def _loads(self) -> "LoadsInMemory":
        return self._world.store.loads

    def boot(self) -> None:
        self._driving.clear()
        self.look_soon()

    def look_soon(self) -> None:
        """Once in this life, until nothing has a timer any more."""
        gateway = self._gateway
        if self._world.meters.there and gateway.up and self._looking_in != gateway.boots:
            self._looking_in = gateway.boots
            self._world.engine.after(_LOOK_MS, self._look, gateway.boots)

    def _look(self, boots: int) -> None:
        gateway = self._gateway
        if boots != gateway.boots or not gateway.up:
            return
        self._looking_in = 0
        now_ms = gateway.time.now_ms()
        for load_id in self._loads.due(now_ms):
            if self._driving.get(load_id, 0) <= now_ms and not self._world.disk_full and gateway.up:
                self._driving[load_id] = now_ms + _LEASE_MS
                gateway.begin(self._drive(load_id), partial(self._driven, load_id))
        if any(load.due_ms is not None for load in self._loads.open()):
            self.look_soon()

    def _driven(self, load_id: str, _: object) -> None:
        self._driving.pop(load_id, None)

    def _drive(self, load_id: str) -> Flow:
        try:
            yield from self.see_through(self._loads.loads[load_id], LoadDue())
        except DatabaseDown:
            return

    def see_through(self, stored: StoredLoad, event: LoadEvent) -> Flow:
        world, gateway, events = self._world, self._gateway, deque([event])
        while events:
            stored, acts = self._take(stored, events.popleft())
            for act in acts:
                gateway.may_crash()
                if world.lies(world.faults.standstill):
                    yield gateway.stands_still()
                answer: LoadEvent | None = yield self._ask(stored.load, act)
                answer = answer or self._silence(stored.load, act)
                if answer is not None:
                    events.append(answer)
                gateway.may_crash()
        return stored

    def _take(self, stored: StoredLoad, event: LoadEvent) -> tuple[StoredLoad, tuple[LoadAct, ...]]:
        world, gateway = self._world, self._gateway
        while True:
            now_ms = gateway.time.now_ms()
            after, acts = world.build.step_load(stored.load, event, now_ms, gateway.version.timers)
            if after == stored.load:
                return stored, acts
            gateway.may_crash()
            try:
                saved = self._commit(stored, after, type(event).__name__)
            except StaleLoad:
                stored = self._loads.loads[stored.load.load_id]
            else:
                gateway.may_crash()
                return saved, acts

    def _commit(self, stored: StoredLoad, after: Load, cause: str) -> StoredLoad:
        world = self._world
        self._gateway.write()
        trouble = world.lies(world.faults.database)
        if trouble and world.lies(0.5):
            raise DatabaseDown
        saved = self._loads.save(stored, after, self._gateway.time.now_ms())
        world.judge.load_changed(stored.load, after, cause)
        world.load_owed(after)
        if trouble:
            raise StaleLoad
        return saved

    def _ask(self, load: Load, act: LoadAct) -> Wish:
        payment = self._world.store.payments[load.payment_id].payment
        put = partial(self._world.network.send, _LINE, self._arrive, payment, load, act)
        return Question(self._world.engine, ADAPTER_PATIENCE_MS, put)

    def _silence(self, load: Load, act: LoadAct) -> LoadEvent | None:
        """What the load is told when no answer came."""
        payment = self._world.store.payments[load.payment_id].payment
        return perform_load(NOBODY, payment, load, act)

    def _arrive(self, payment: Payment, load: Load, act: LoadAct, question: Question) -> None:
        world = self._world
        answer = world.build.perform_load(world.outside, payment, load, act)
        world.network.send(_LINE, question.answer, answer)

    # -- what kiosks ask ------------------------------------------------------------------------------

    def wish(self, load_id: str, what: str) -> Flow:
        event = RemoteAsked() if what == "send" else GiveBackAsked()
        stored = yield from self.see_through(self.known(load_id), event)
        return self.told(stored.load)

    def of_payment(self, payment_id: str) -> LoadsAnswer:
        return LoadsAnswer(tuple(map(self.told, self._loads.of_payment(payment_id))))

    def told(self, load: Load) -> LoadAnswer:
        method = self._world.store.payments[load.payment_id].payment.method
        number = voucher_no(load.load_id) if load.state is LoadState.VOUCHER else None
        return load_answer(load, method, number, may_be_sent=load.state is LoadState.CARD_WAITING)

    def prepaid(self, supply_no: str) -> PrepaidMeter:
        """As whoever shows an identity card finds it."""
        try:
            return self.meter(self._world.meters.supply_of(supply_no))
        except AdapterSilent as silent:
            raise Refused("biller_unavailable") from silent

    def again(self, supply_no: str) -> tuple[Load, ...]:
        """What is told once more to whoever proves to be its payer."""
        loads, office = self._loads, self._world.office
        kept = [loads.loads[load_id].load for load_id in loads.of_supply(supply_no)]
        ended = [
            EndedLoad(load, loads.ended_ms[load.load_id], office.has_paid(load))
            for load in kept
            if load.ended
        ]
        told: tuple[Load, ...] = self._world.build.told_again(ended, self._gateway.time.now_ms())
        return told

    def meter(self, supply: SupplyRecord) -> PrepaidMeter:
        """As a card that was read shows it."""
        numbers = self._loads.of_supply(supply.supply_no)
        loads = [self._loads.loads[load_id].load for load_id in numbers]
        open_load = next((load for load in loads if not load.ended), None)
        may = open_load is None and supply.standing == "may_load"
        return PrepaidMeter(
            meter_id=self._world.meters.bill_id_of(supply.supply_no),
            version=supply.next_load_no,
            utility=self._world.meters.utility,
            way="card",
            state="load_unfinished" if open_load else supply.standing,
            account_masked="****",
            holder_masked="*",
            label="",
            biller_name="",
            least_fen=supply.least_fen if may else 0,
            most_fen=supply.most_fen if may else 0,
            open_load=None if open_load is None else self.told(open_load),
            told_again=tuple(map(self.told, self.again(supply.supply_no))),
        )

    def known(self, load_id: str) -> StoredLoad:
        stored = self._loads.loads.get(load_id)
        if stored is None:
            raise Refused("load_unknown")
        return stored
