"""Sessions between the demonstration's card companies and the simulated cards, with no reader in between."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Literal

from sqlalchemy import insert

from drivers.card.chip import ChipAnswer, ChipCommand, ChipKind
from drivers.card.chip import MemoryCode as SayCode
from drivers.card.chip import MemoryRead as SayRead
from drivers.card.chip import MemoryTries as SayTries
from drivers.card.chip import MemoryWrite as SayWrite
from drivers.card.simulated_cards import SimulatedCard
from drivers.card.simulated_memory_card import SimulatedMemoryCard
from drivers.card.wallet import IC_CARDS
from kiosk.gateway.demonstration.card_company import SimulatedCardCompany, card_companies
from kiosk.gateway.demonstration.residents import residents, words
from kiosk.gateway.demonstration.supplies import supplies_by_biller
from kiosk.gateway.demonstration.world import World, posting
from kiosk.gateway.parties.biller_rules import shipped_biller_book
from kiosk.gateway.parties.prepaid_adapters import CardDone, CardOrder, CardRead, CardTurn
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.open_database import open_database
from kiosk.gateway.steady_time import SteadyTime
from kiosk.runtime.clock import FakeClock
from kiosk.wire.loads import (
    ApduStep,
    CardAct,
    CardAnswer,
    CardFacts,
    CardStep,
    MemoryCode,
    MemoryRead,
    MemoryTries,
    MemoryWrite,
)

from .place import Place

BILLERS = {"gas": "gas-city", "electricity": "electric-city", "water": "water-city"}
READ_BYTES = 32


class CardTable:
    """Companies over a database, and cards that are put before them. `said` are all steps so far."""

    def __init__(self, database: Database, time: SteadyTime) -> None:
        self.world = World(database, time)
        supplies = supplies_by_biller(words(), residents(shipped_biller_book()))
        self.companies = card_companies(self.world, supplies)
        self.said: list[CardAct] = []

    def company(self, kind: str) -> SimulatedCardCompany:
        return self.companies[BILLERS[kind]]

    def read(self, card: SimulatedCard, kind: str) -> CardTurn:
        return self.session(card, kind, "read")

    def write(self, card: SimulatedCard, kind: str, order: CardOrder) -> CardTurn:
        return self.session(card, kind, "write", order)

    def session(
        self,
        card: SimulatedCard,
        kind: str,
        what: Literal["read", "write"],
        order: CardOrder | None = None,
        before: Callable[[int], bool] = lambda no: True,
    ) -> CardTurn:
        """`before` each step: False, and the card is gone."""
        company = self.company(kind)
        state, turn = company.begin(what, facts_of(card), order)
        while isinstance(turn, CardStep):
            assert company.turn(state) == turn
            self.said.append(turn.act)
            answer = CardAnswer(turn.no, gone=True)
            if before(turn.no):
                answer = told(turn.no, done(card, turn.act))
            state, turn = company.go_on(state, answer)
        assert company.turn(state) == turn
        return turn

    def sell(self, card: SimulatedCard, kind: str, ref: str = "a" * 32 + "-1", fen: int = 5_000) -> CardOrder:
        """As a payment that was posted to the supply."""
        turn = self.read(card, kind)
        assert isinstance(turn, CardRead), turn
        supply = turn.supply
        assert supply.standing == "may_load"
        row = {"posting_ref": ref, "bill_no": supply.supply_no, "amount_fen": fen, "state": "posted"}
        row["kind"] = "account"
        self.world.database.write(lambda connection: connection.execute(insert(posting).values(row)).rowcount)
        return CardOrder(ref, supply.supply_no, supply.next_load_no, fen)


def opened(place: Place, clock: FakeClock) -> Iterator[CardTable]:
    database = open_database(place.url, Random(1), place.isolation)
    yield CardTable(database, SteadyTime(clock, 0))
    database.close()


def card_of(name: str) -> SimulatedCard:
    return IC_CARDS[name]()


def facts_of(card: SimulatedCard) -> CardFacts:
    """As a reader tells them."""
    if isinstance(card, SimulatedMemoryCard):
        return CardFacts("sle4442", card.memory_reset().hex(), card.read(0, READ_BYTES).hex())
    number = str(getattr(card, "number", ""))
    packed = bytes.fromhex(number + "F" * (len(number) % 2))
    return CardFacts("cpu", card.cold_reset().hex(), packed.hex())


def done(card: SimulatedCard, act: CardAct) -> ChipAnswer:
    if isinstance(act, ApduStep):
        response = card.transmit(bytes.fromhex(act.command))
        if not response:
            card.cold_reset()  # as a reader does before the next step
            return ChipAnswer()
        return ChipAnswer(response[:-2], response[-2:])
    answer = card.run(_command(act))
    if answer.status is None:
        card.memory_reset()
    return answer


def told(no: int, answer: ChipAnswer) -> CardAnswer:
    status = answer.status.hex() if answer.status is not None else None
    return CardAnswer(no, answer.data.hex(), status)


def _command(act: CardAct) -> ChipCommand:
    match act:
        case MemoryRead(address, length):
            return SayRead(address, length)
        case MemoryCode(code):
            return SayCode(bytes.fromhex(code))
        case MemoryWrite(address, data):
            return SayWrite(address, bytes.fromhex(data))
        case MemoryTries():
            return SayTries()
    raise AssertionError(f"{act!r} is for {ChipKind.CPU}")


def refused(turn: CardTurn) -> str | None:
    assert isinstance(turn, CardDone), turn
    assert turn.result == "refused"
    return turn.reason
