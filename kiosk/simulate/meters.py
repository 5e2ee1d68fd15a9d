"""Prepaid meters and their cards, and the companies that load them: honest, silent at times, and they keep
their word on what they have closed or taken back."""

from random import Random
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import replace

from kiosk.gateway.demonstration.card_script import Seen, standing_of
from kiosk.gateway.demonstration.meter_cards import Written
from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.prepaid_adapters import (
    CardDone,
    CardOrder,
    CardRead,
    CardTurn,
    LoadTold,
    SupplyRecord,
    TokenTold,
)
from kiosk.gateway.sql.record_store import KnownBill
from kiosk.payment.invariants_loads import LoadOutside
from kiosk.simulate.billers import Owed
from kiosk.simulate.card_scripts import Asked, card_of
from kiosk.simulate.meter_cards import TERMS, MeterCard
from kiosk.wire.loads import CardAnswer, CardFacts, CardStep

if TYPE_CHECKING:
    from kiosk.simulate.world import World

SHARE = 0.22
"""Of the worlds, so many have prepaid meters; all others are what they were without."""
COMPANY = "electricity"
MOST_FEN = 30_000
_MOST_METERS = 3
_REPAIRED = 0.4
"""Right after a meter has refused: what was under way for it is taken all the same."""
_STATE = msgspec.json.Decoder(Asked)
_ENDS = frozenset({"loaded", "token", "taken_back"})

MeterWay = Literal["online", "offline", "no_keypad", "refuses"]


class Supply:
    def __init__(self, number: int, chance: Random) -> None:
        self.supply_no = f"supply-{number}"
        self.supply_id = f"meter-{number}"
        self.card: MeterCard | None = None
        if chance.random() < 0.5:
            terms = TERMS["cpu" if chance.random() < 0.3 else "sle4442"]
            self.card = MeterCard(self.supply_no, f"02138050{number:02d}", terms)
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
        self.chance = chance = Random(f"meters {world.seed}")
        """Of meters and those who ask about them."""
        self.there = chance.random() < SHARE and world.store_kind == "memory"
        self.supplies = [Supply(n, chance) for n in range(1 + chance.randrange(_MOST_METERS))]
        self.orders: dict[str, Order] = {}
        self.on_cards: set[str] = set()
        self.cards = [supply.card for supply in self.supplies if supply.card is not None]
        self.load_of: dict[bytes, str] = {}
        """What stands on a card for a load names it by a digest."""
        self._world = world

    utility = COMPANY

    def bill_id_of(self, supply_no: str) -> str:
        return next(each.supply_id for each in self.supplies if each.supply_no == supply_no)

    def owed(self, load_id: str) -> None:
        self.load_of[Written(load_id, 1).reference] = load_id

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

    def supply_of(self, supply_no: str) -> SupplyRecord:
        self._may_fall_silent()
        return self._supply_record(supply_no)

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
        self._may_fall_silent()
        card = card_of(self.cards, facts)
        if card is None:
            return b"", CardDone("refused", "other_company")
        return self._turned(Asked(card.terms.chip, card.number, order))

    def go_on(self, state: bytes, answer: CardAnswer) -> tuple[bytes, CardTurn]:
        self._may_fall_silent()
        asked = _STATE.decode(state)
        return self._turned(replace(asked, answers=(*asked.answers, answer)))

    def turn(self, state: bytes) -> CardTurn:
        return self._turn(_STATE.decode(state))

    def written(self, load_ref: str) -> None:
        self._may_fall_silent()
        self.on_cards.add(load_ref)
        self._may_fall_silent()

    def _turned(self, asked: Asked) -> tuple[bytes, CardTurn]:
        return msgspec.json.encode(asked), self._turn(asked)

    def _turn(self, asked: Asked) -> CardTurn:
        card = next(card for card in self.cards if card.number == asked.number)
        turn: CardStep | CardDone | Seen = self._world.build.card_turn(card, asked)
        if not isinstance(turn, Seen):
            return turn
        standing = standing_of(turn)
        if standing == "blocked":
            return CardDone("refused", "blocked")
        may = self._supply_record(card.supply_no)
        return CardRead(replace(may, standing="holds_units") if standing else may)

    def _supply_record(self, supply_no: str) -> SupplyRecord:
        load_no = self.next_load_no(supply_no)
        return SupplyRecord(supply_no, "1", "", "", load_no, "may_load", least_fen=100, most_fen=MOST_FEN)

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
                over_the_line = {ref: fen for ref, fen in loaded.items() if ref not in self.on_cards}
                for ref, fen in self.on_card(supply.card).items():
                    if ref in own:
                        loaded[ref] = fen + over_the_line.get(ref, 0)
        every = self._world.every_orders()
        return LoadOutside(
            loaded_fen=loaded,
            tokens={ref: digits(ref) for ref, order in self.orders.items() if order.state == "token"},
            taken_back=self.taken_back(),
            refunded=frozenset(no for orders in every for o in orders.orders.values() for no in o.refunds),
        )

    def on_card(self, card: MeterCard) -> dict[str, int]:
        """By load, how much of it ever came to stand there; what is no load's is the judge's matter."""
        found: dict[str, int] = {}
        for purchase in card.written:
            ref = self.load_of.get(purchase.reference)
            if ref is not None:
                found[ref] = found.get(ref, 0) + purchase.amount_fen
        return found

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
