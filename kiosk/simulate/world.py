"""One world from its seed: kiosks, a gateway, providers, billers, residents, and everything that goes wrong.

First a troubled time, then everything heals; an hour later all must be at rest but what waits for a biller's
day-end file, and after that file all. Plain Python in virtual time: the same seed is the same world.
"""

from random import Random
from typing import Any, Literal, TypeAlias, cast

import msgspec

from kiosk.gateway.parties.prepaid_adapters import CardCompany
from kiosk.gateway.payments.acts import Outside
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.database import Database
from kiosk.gateway.tokens import Tokens
from kiosk.payment.load_state import Load
from kiosk.payment.saga_state import Payment, PaymentState
from kiosk.simulate import resident, troubles, version
from kiosk.simulate.build import Build
from kiosk.simulate.buyers import ask, buy, come, wish
from kiosk.simulate.cash_record import CashRecord
from kiosk.simulate.clocks import WallClock
from kiosk.simulate.coverage import Edges
from kiosk.simulate.driving import Driving
from kiosk.simulate.engine import Engine
from kiosk.simulate.faults import HEALED, drawn
from kiosk.simulate.gateway import Gateway
from kiosk.simulate.judge import Judge
from kiosk.simulate.kiosk import Kiosk
from kiosk.simulate.meters import COMPANY, Companies
from kiosk.simulate.network import Network
from kiosk.simulate.orders import Orders
from kiosk.simulate.providers import PROVIDERS, RULES, Fate, Phone, PhoneCodeOrders
from kiosk.simulate.recharge import ISSUER, RechargeCardOrders
from kiosk.simulate.sql_store import SqlStore
from kiosk.simulate.store import MemoryStore
from kiosk.simulate.terminal import Acquirer
from kiosk.simulate.town import Town
from kiosk.wire.problem import ProblemCode

TROUBLED_MS = 2_400_000
REST_MS = 3_600_000
MOST_DAYS = 5
"""A leg of cash that is not posted goes on to an account, and may be held there once more; and each time the
first file may have been written too early."""
UNDER_WAY_MS = 960_000
"""No message is under way longer."""
PRODUCTION = Build()
Store: TypeAlias = Literal["memory", "sql"]
_PROXY_CODES: tuple[ProblemCode, ...] = ("fault", "rate_limited", "not_found")


class Note(msgspec.Struct, frozen=True):
    """A line of the timeline."""

    at_ms: int
    who: str
    what: str


class World:
    def __init__(
        self, seed: int, build: Build = PRODUCTION, store: Store = "memory", *, recording: bool = False
    ) -> None:
        self.chance = Random(seed)
        self.seed = seed
        self.store_kind = store
        self.build = build
        self.recording = recording
        self.timeline: list[Note] = []
        self.sent: set[str] = set()
        """Payments of which a request has left a kiosk."""
        self.engine = Engine()
        self.edges = Edges()
        self.version = version.first(self.chance)
        """What gateway processes that start are."""
        self.faults = drawn(self.chance) if self.chance.random() < 0.97 else HEALED
        self.guessed_in = self.faults.guessers > 0
        """Elsewhere nobody is kept from trying codes, and none is written down: that would take its time."""
        self.network = Network(self.engine, self.chance, self.faults)
        self.judge = Judge(self)
        self.codes = Tokens(f"{seed:064x}")
        self.store: MemoryStore | SqlStore = (
            build.store(build.entries) if store == "memory" else SqlStore(self.codes)
        )
        chance = self.chance
        self.town = Town(self, bills=6 + chance.randrange(10))
        self.bills_at_once = chance.choice((1, 3, 3))
        self.method_shares = (6, chance.choice((0, 2, 6)), chance.choice((0, 0, 4)), chance.choice((0, 0, 4)))
        self.cancel_share = chance.choice((0.0, 0.1, 0.4))
        self.cash = CashRecord()
        self.office = build.office(self)
        self.day_ends = build.day_ends(self)
        self._serial = 0
        self.full_until_ms = 0
        """So long the gateway's disk takes nothing."""
        self.stands_still_until_ms = 0
        """By then every process that stood still has gone on."""
        self.charge_left_ms: dict[str, int] = {}
        """When a request for each order left a gateway."""
        self.payments = 0
        """How many there were, once it has run its course."""
        self.phone_orders = [PhoneCodeOrders(self, rules) for rules in RULES]
        self.outside_acquirer = Acquirer(self)
        self.card_issuer = RechargeCardOrders(self)
        self.meters = Companies(self)
        self.outside = self._outside()
        processes = chance.choices((1, 2, 3), (6, 3, 1))[0]
        self.gateways = [build.gateway(self, f"gateway-{n}") for n in range(processes)]
        self.kiosks = [build.kiosk(self, f"kiosk-{n}") for n in range(3 + chance.randrange(3))]

    def _outside(self) -> Outside:
        return Outside(
            providers={orders.name: orders for orders in self.phone_orders},
            acquirer=self.outside_acquirer,
            billers=self.town.billers,
            issuers={ISSUER: self.card_issuer},
            meters={COMPANY: self.meters},
            cards={COMPANY: cast(CardCompany, self.meters)},  # one company, with one word for both ways
        )

    # -- its course -----------------------------------------------------------------------------------

    def run(self) -> None:
        for process in (*self.gateways, *self.kiosks):
            process.boot()
        self._plan()
        self.engine.run(TROUBLED_MS)
        self._heal()
        self._settle(held_allowed=True)
        for days_left in reversed(range(MOST_DAYS)):
            if any(stored.payment.state is PaymentState.HELD for stored in self.store.payments.values()):
                self.day_ends.end_day()
                self._settle(held_allowed=days_left > 0)
        self.engine.run(max(self.engine.now_ms, self.stands_still_until_ms + UNDER_WAY_MS))
        self.judge.rest()
        self.payments = len(self.store.payments)
        self.store.close()

    def _settle(self, *, held_allowed: bool) -> None:
        """An hour of peace, or less when all is at rest and nothing can be under way any more."""
        begun_ms = self.engine.now_ms
        for waited_ms in (UNDER_WAY_MS, *range(1_200_000, REST_MS + 1, 300_000)):
            self.engine.run(begun_ms + waited_ms)
            if not self.judge.unsettled(held_allowed=held_allowed):
                return
        self.judge.hold(self.judge.unsettled(held_allowed=held_allowed))

    def _plan(self) -> None:
        chance, engine = self.chance, self.engine
        for _ in range(5 + chance.randrange(7)):
            kiosk = chance.choice(self.kiosks)
            engine.after(chance.randrange(TROUBLED_MS - 200_000), resident.arrive, self, kiosk)
        troubles.plan(self, TROUBLED_MS)
        if self.meters.there:
            self._plan_loads()

    def _plan_loads(self) -> None:
        chance, engine = self.chance, self.engine
        self.meters.open_for(self)
        loads = self.store.loads
        loads.owed_loads, loads.entries = self.build.owed_loads, self.build.load_entries
        loads.owed = self._newly_owed
        for supply in self.meters.supplies:
            engine.after(chance.randrange(TROUBLED_MS), supply.repair)
        for act in (buy,) * (5 + chance.randrange(8)) + (wish,) * chance.randrange(4):
            engine.after(chance.randrange(TROUBLED_MS - 200_000), act, self, chance.choice(self.kiosks))
        for _ in range(self.meters.chance.randrange(3)):
            engine.after(self.meters.chance.randrange(TROUBLED_MS), self.asks)

    def _newly_owed(self, load: Load) -> None:
        self.meters.owed(load.load_id)
        self.judge.load_owed(load)
        self.load_owed(load)

    def wish_soon(self) -> None:
        """Somebody at home has the counter ask for the money, say, or for the load over the line."""
        self.engine.after(self.chance.randrange(5_000), wish, self, self.chance.choice(self.kiosks))

    def asks(self) -> None:
        """Somebody was not told the digits for their meter, or where their money is."""
        ask(self, self.meters.chance.choice(self.kiosks))

    def load_owed(self, load: Load) -> None:
        """Whoever is up looks after it."""
        for gateway in self.gateways:
            gateway.loading.look_soon()

    def _heal(self) -> None:
        """Machines that are down come back, and each kiosk starts anew, as every night."""
        self.note("world", "heals")
        if self.faults.lost_gateways and len(self.gateways) > 1:
            self.gateways.pop(self.chance.randrange(len(self.gateways))).lose()
        self.faults = HEALED
        self.network.heal(HEALED)
        self.town.paused.clear()
        self.full_until_ms = 0
        for gateway in self.gateways:
            if not gateway.up:
                gateway.boot()
        for kiosk in self.kiosks:
            kiosk.cut()
            kiosk.boot()
        if self.meters.there:
            for supply in self.meters.supplies:
                kiosk = self.chance.choice(self.kiosks)
                self.engine.after(self.chance.choice((60_000, 900_000)), come, self, kiosk, supply)
                self.engine.after(self.meters.chance.choice((300_000, 600_000)), self.asks)

    # -- what its parts ask of it ---------------------------------------------------------------------

    def lies(self, probability: float) -> bool:
        """Whether something happens that happens with this probability; certain things draw no lot."""
        return probability > 0.0 and self.chance.random() < probability

    def note(self, who: str, what: str, *of: object) -> None:
        if self.recording:
            self.timeline.append(Note(self.engine.now_ms, who, what.format(*of)))

    def wall_clock_lost(self, clock: WallClock) -> None:
        """A machine that was without power may have another idea of the day."""
        if self.faults.wall_jumps and self.lies(0.3):
            clock.jump(self.chance.choice(troubles.JUMPS_S))

    @property
    def healed(self) -> bool:
        return self.faults is HEALED

    def front(self) -> Gateway:
        """The gateway process that a request comes to."""
        return self.gateways[0] if len(self.gateways) == 1 else self.chance.choice(self.gateways)

    def gateway_lives(self) -> tuple[int, ...] | None:
        """As often as each process has started; None while one of them gives no answers."""
        awake = self.engine.now_ms >= self.stands_still_until_ms
        if not awake or not all(gateway.up for gateway in self.gateways):
            return None
        return tuple(gateway.boots for gateway in self.gateways)

    @property
    def disk_full(self) -> bool:
        return self.engine.now_ms < self.full_until_ms

    def owed(self, payment: Payment) -> None:
        for gateway in self.gateways:
            gateway.owes(payment)

    def every_orders(self) -> tuple[Orders, ...]:
        return (*self.phone_orders, self.outside_acquirer, self.card_issuer)

    def parts(self, gateway: Driving) -> Parts:
        return Parts(
            process_name=f"{gateway.name}-{gateway.boots}",
            settings=gateway.version.settings,
            providers=PROVIDERS,
            database=cast(Database, self.store.record),
            store=self.store,
            codes=self.codes,
            time=gateway.time,
            book=gateway.version.book.asking(lambda: self.town.paused),
            register=cast(Any, None),
            outside=self.outside,
        )

    def proxy_refusal(self) -> Refused:
        return Refused(self.chance.choice(_PROXY_CODES))

    def new_payment_id(self) -> str:
        self._serial += 1
        return f"{self.seed:016x}{self._serial:016x}"

    def new_session_id(self) -> str:
        """Of a card's session, as the wire has it."""
        self._serial += 1
        return f"{self.seed:08x}-0000-4000-8000-{self._serial:012x}"

    def payment_id_of(self, order_no: str) -> str:
        return order_no[:32]

    def new_phone(self) -> Phone:
        chance, orders = self.chance, self.chance.choice(self.phone_orders)
        self._serial += 1
        digits = orders.rules.code_digits - len(orders.rules.code_prefix)
        code = f"{orders.rules.code_prefix}{self._serial:0{digits}d}"
        draw = chance.random()
        fate: Fate = (
            "pays" if draw < 0.55 else "types" if draw < 0.8 else "refuses" if draw < 0.9 else "sleeps"
        )
        phone = Phone(code, self.engine.now_ms, fate, chance.randrange(1_000, 100_000))
        orders.phones[code] = phone
        return phone

    def card_comes_after_ms(self, kiosk: Kiosk) -> int:
        """When the resident puts the card in; nobody does once they have gone."""
        return self.chance.choice((5_000, 20_000, 50_000, 300_000)) if kiosk.visit else 300_000
