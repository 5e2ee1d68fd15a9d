"""Prepaid meters and their cards, and the companies that load them: honest, silent at times, and they keep
their word on what they have closed or taken back."""

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Literal

import msgspec

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.prepaid_adapters import (
    CardDone,
    CardOrder,
    CardTurn,
    LoadTold,
    SupplyRecord,
    TokenTold,
)
from kiosk.gateway.sql.record_store import KnownBill
from kiosk.payment.invariants_loads import LoadOutside
from kiosk.simulate.billers import Owed
from kiosk.wire.loads import CardAnswer, CardFacts, CardStep, MemoryRead, MemoryWrite

if TYPE_CHECKING:
    from kiosk.simulate.world import World

SHARE = 0.22
"""Of the worlds, so many have prepaid meters; all others are what they were without."""
COMPANY = "electricity"
MOST_FEN = 30_000
_MOST_METERS = 3
_REPAIRED = 0.4
"""Right after a meter has refused: what was under way for it is taken all the same."""
_STATE = msgspec.json.Decoder(tuple[str, CardOrder, tuple[CardAnswer, ...]])
_ENDS = frozenset({"loaded", "token", "taken_back"})

MeterWay = Literal["online", "offline", "no_keypad", "refuses"]


class Card:
    """A memory card: the newest load that stands on it, and how much was ever written for each."""

    def __init__(self, supply_no: str) -> None:
        self.supply_no = supply_no
        self.newest = ""
        self.written_fen: dict[str, int] = {}

    def does(self, step: CardStep, *, fails: bool = False) -> CardAnswer:
        if isinstance(step.act, MemoryWrite):
            if fails:
                return CardAnswer(step.no, status="9000")
            self.newest, _, fen = bytes.fromhex(step.act.data).decode().partition("|")
            self.written_fen[self.newest] = self.written_fen.get(self.newest, 0) + int(fen)
            return CardAnswer(step.no, status="9000")
        return CardAnswer(step.no, f"{self.supply_no}|{self.newest}".encode().hex(), "9000")


class Supply:
    def __init__(self, number: int, chance: Random) -> None:
        self.supply_no = f"supply-{number}"
        self.supply_id = f"meter-{number}"
        self.card = Card(self.supply_no) if chance.random() < 0.5 else None
        ways: tuple[MeterWay, ...] = ("online", "online", "offline", "no_keypad", "refuses")
        self.way: MeterWay = chance.choice(ways)
        self.confirms_ms = chance.choice((0, 4_000, 60_000, 200_000))

    def repair(self) -> None:
        """A meter that took nothing takes what comes, also what is under way; one gets a keypad."""
        repaired: dict[MeterWay, MeterWay] = {"refuses": "online", "no_keypad": "offline"}
        if self.way == "refuses":
            self.confirms_ms = 0
        self.way = repaired.get(self.way, self.way)


class Order:
    def __init__(self, supply: Supply | None, amount_fen: int, at_ms: int) -> None:
        self.supply = supply
        self.amount_fen = amount_fen
        self.at_ms = at_ms
        self.state = "under_way"


class Companies:
    """One company for both ways. A `MeterCompany` and a `CardCompany`."""

    def __init__(self, world: "World") -> None:
        chance = Random(f"meters {world.seed}")
        self.there = chance.random() < SHARE and world.store_kind == "memory"
        self.supplies = [Supply(n, chance) for n in range(1 + chance.randrange(_MOST_METERS))]
        self.orders: dict[str, Order] = {}
        self.on_cards: set[str] = set()
        self._world = world

    def open_for(self, world: "World") -> None:
        for supply in self.supplies:
            owed = Owed(supply.supply_id, COMPANY, supply.supply_no, 1)
            world.town.billers[COMPANY].owed[supply.supply_no] = owed
            world.town.known[supply.supply_id] = KnownBill(
                supply.supply_id, COMPANY, supply.supply_no, COMPANY, "****", None, "supply"
            )

    # -- over the line --------------------------------------------------------------------------------

    def supply(self, account_number: str) -> SupplyRecord | None:
        return None

    def supply_of(self, supply_no: str) -> SupplyRecord | None:
        self._may_fall_silent()
        load_no = self.next_load_no(supply_no)
        return SupplyRecord(supply_no, "1", "", "", load_no, "may_load", least_fen=100, most_fen=MOST_FEN)

    def next_load_no(self, supply_no: str) -> int:
        ends = self.on_cards | {ref for ref, order in self.orders.items() if order.state in _ENDS}
        return 1 + sum(ref in ends for ref in self._world.store.loads.of_supply(supply_no))

    def load(self, supply_no: str, amount_fen: int, load_ref: str) -> LoadTold:
        self._may_fall_silent()
        self._order(supply_no, amount_fen, load_ref)
        self._may_fall_silent()
        return self._told(load_ref)

    def query(self, load_ref: str) -> LoadTold:
        self._may_fall_silent()
        return self._told(load_ref) if load_ref in self.orders else LoadTold("not_found")

    def token(self, supply_no: str, amount_fen: int, load_ref: str) -> TokenTold:
        self._may_fall_silent()
        order = self._closed(load_ref, supply_no, amount_fen)
        supply = order.supply
        if order.state == "closed" and supply is not None and supply.way in {"offline", "online"}:
            order.state = "token"
        self._may_fall_silent()
        if order.state == "loaded":
            return TokenTold("loaded")
        return TokenTold("token", digits(load_ref)) if order.state == "token" else TokenTold("refused")

    def take_back(self, load_ref: str) -> Literal["taken_back", "loaded", "token"]:
        self._may_fall_silent()
        order = self._closed(load_ref, "", 0)
        if load_ref in self.on_cards:
            order.state = "loaded"
        if order.state not in _ENDS:
            order.state = "taken_back"
            self._world.note("meters", "takes back {}", load_ref)
        self._may_fall_silent()
        if order.state == "loaded":
            return "loaded"
        return "token" if order.state == "token" else "taken_back"

    # -- by card --------------------------------------------------------------------------------------

    def begin(self, kind: str, facts: CardFacts, order: CardOrder | None) -> tuple[bytes, CardTurn]:
        if order is None:
            raise AdapterSilent(COMPANY)
        return self._turned(order, ())

    def go_on(self, state: bytes, answer: CardAnswer) -> tuple[bytes, CardTurn]:
        _, order, answers = _STATE.decode(state)
        return self._turned(order, (*answers, answer))

    def turn(self, state: bytes) -> CardTurn:
        _, order, answers = _STATE.decode(state)
        turn: CardTurn = self._world.build.card_turn(order, answers)
        return turn

    def written(self, load_ref: str) -> None:
        self._may_fall_silent()
        self.on_cards.add(load_ref)
        self._may_fall_silent()

    def _turned(self, order: CardOrder, answers: tuple[CardAnswer, ...]) -> tuple[bytes, CardTurn]:
        return msgspec.json.encode(("write", order, answers)), self._world.build.card_turn(order, answers)

    # -- what is so -----------------------------------------------------------------------------------

    def taken_back(self) -> frozenset[str]:
        return frozenset(ref for ref, order in self.orders.items() if order.state == "taken_back")

    def outside(self) -> LoadOutside:
        for load_ref in self.orders:
            self._now(load_ref)
        loaded = {ref: order.amount_fen for ref, order in self.orders.items() if order.state == "loaded"}
        for supply in self.supplies:
            if supply.card is not None:
                own = set(self._world.store.loads.of_supply(supply.supply_no))
                for ref, fen in supply.card.written_fen.items():
                    if ref not in own:
                        continue
                    over_the_line = loaded.get(ref, 0) if ref not in self.on_cards else 0
                    loaded[ref] = fen + over_the_line
        every = self._world.every_orders()
        return LoadOutside(
            loaded_fen=loaded,
            tokens={ref: digits(ref) for ref, order in self.orders.items() if order.state == "token"},
            taken_back=self.taken_back(),
            refunded=frozenset(no for orders in every for o in orders.orders.values() for no in o.refunds),
        )

    def _order(self, supply_no: str, amount_fen: int, load_ref: str) -> Order:
        if load_ref not in self.orders:
            supply = next((each for each in self.supplies if each.supply_no == supply_no), None)
            self.orders[load_ref] = Order(supply, amount_fen, self._world.engine.now_ms)
        return self.orders[load_ref]

    def _closed(self, load_ref: str, supply_no: str, amount_fen: int) -> Order:
        order = self._order(supply_no, amount_fen, load_ref)
        self._now(load_ref)
        if order.state == "under_way":
            order.state = "closed"
        return order

    def _now(self, load_ref: str) -> str:
        """The meter has had its time."""
        order = self.orders[load_ref]
        supply = order.supply
        reached = order.state == "under_way" and supply is not None and supply.way == "online"
        if reached and supply and self._world.engine.now_ms >= order.at_ms + supply.confirms_ms:
            order.state = "loaded"
        return order.state

    def _told(self, load_ref: str) -> LoadTold:
        state, supply = self._now(load_ref), self.orders[load_ref].supply
        if state == "loaded":
            return LoadTold("loaded")
        if state != "under_way":
            return LoadTold("closed")
        if supply is not None and supply.way == "refuses":
            if self._world.chance.random() < _REPAIRED:
                self._world.engine.after(self._world.chance.randrange(100), supply.repair)
            return LoadTold("refused")
        silent = supply is not None and supply.way != "online" and self._world.chance.random() < 0.5
        return LoadTold("meter_offline" if silent else "under_way")

    def _may_fall_silent(self) -> None:
        """Raises AdapterSilent."""
        if self._world.lies(self._world.faults.biller_silent):
            raise AdapterSilent(COMPANY)


def digits(load_ref: str) -> str:
    return f"{int(load_ref.partition('-')[0], 16) % 10**20:020d}"


def card_turn(order: CardOrder, answers: Sequence[CardAnswer]) -> CardTurn:
    """The script: read who it is and what is on it, write, read back."""
    if answers and answers[-1].gone:
        return CardDone("unknown" if len(answers) > 1 else "refused", "card_gone")
    if not answers:
        return CardStep(1, MemoryRead(0, 64))
    supply_no, _, newest = bytes.fromhex(answers[0].data).decode().partition("|")
    if supply_no != order.supply_no:
        return CardDone("refused", "other_card")
    if newest == order.load_ref:
        return CardDone("written")
    if len(answers) == 1:
        return CardStep(2, MemoryWrite(0, f"{order.load_ref}|{order.amount_fen}".encode().hex()))
    if len(answers) == 2:
        return CardStep(3, MemoryRead(0, 64))
    back = bytes.fromhex(answers[2].data).decode().partition("|")[2]
    return CardDone("written") if back == order.load_ref else CardDone("refused", "write_failed", proven=True)
