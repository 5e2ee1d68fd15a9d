"""A simulated company that loads meter cards: authors the steps, holds the keys, keeps its word on orders.

A session's state is what was asked and answered so far, sealed; the next turn is played from it. An order
whose write was begun is not taken back before the card has shown whether it is on it.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from msgspec.structs import replace

from kiosk.gateway.demonstration.card_books import CardBooks, OrderState
from kiosk.gateway.demonstration.card_script import OutOfTurn, Seen, changes_next, played, standing_of
from kiosk.gateway.demonstration.meter_cards import (
    CardTerms,
    Written,
    card_terms,
    number_of,
    script_of,
)
from kiosk.gateway.demonstration.supplies import CardSupply, supply_record
from kiosk.gateway.demonstration.world import World
from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.prepaid_adapters import (
    CardDone,
    CardOrder,
    CardRead,
    CardTurn,
    SupplyRecord,
)
from kiosk.wire.loads import CardAnswer, CardFacts, CardRefusal, CardStep

_CHALLENGE_BYTES = 8
_ENDED: Mapping[OrderState | None, CardDone] = {
    "written": CardDone("written"),
    "taken_back": CardDone("refused", "load_ended"),
}
"""No card is asked about an order that is over: it may have gone on since then."""


class _Session(msgspec.Struct, frozen=True):
    """`ended`: over for a reason that no answer of the card gives."""

    number: str
    challenge: bytes
    order: Written | None = None
    answers: tuple[CardAnswer, ...] = ()
    ended: CardDone | None = None


class SimulatedCardCompany:
    """`supplies`: every card it has given out."""

    def __init__(self, world: World, terms: CardTerms, supplies: Sequence[CardSupply]) -> None:
        self._terms = terms
        self._supplies = {supply.number: supply for supply in supplies}
        self._books = CardBooks(world)
        self._of_supply = {supply.supply_no: supply for supply in supplies}
        self._seal = AESSIV(hashlib.sha256(f"demonstration session {terms.keys}".encode()).digest())

    def begin(
        self, kind: Literal["read", "write"], facts: CardFacts, order: CardOrder | None
    ) -> tuple[bytes, CardTurn]:
        number = number_of(self._terms, facts)
        written = Written(order.load_ref, order.amount_fen) if order and kind == "write" else None
        session = _Session(number, secrets.token_bytes(_CHALLENGE_BYTES), written)
        if number not in self._supplies:
            reason: CardRefusal = "blank" if number == "blank" else "other_company"
            session = replace(session, ended=CardDone("refused", reason))
        elif order is not None and self._supplies[number].supply_no != order.supply_no:
            session = replace(session, ended=CardDone("refused", "other_card"))
        elif written is not None:
            session = replace(session, ended=_ENDED.get(self._books.state(written.load_ref)))
        return self._turned(session)

    def go_on(self, state: bytes, answer: CardAnswer) -> tuple[bytes, CardTurn]:
        session = self._opened(state)
        session = replace(session, answers=(*session.answers, answer))
        ended = self._play(session)
        if isinstance(ended, Seen):
            self._books.card_said(self._supplies[session.number].supply_no, ended)
        elif session.order is not None and not self._may_go_on(session, session.order, ended):
            session = replace(session, ended=CardDone("refused", "load_ended"))
        return self._turned(session)

    def turn(self, state: bytes) -> CardTurn:
        return self._turn_of(self._opened(state))

    def supply(self, account_number: str) -> SupplyRecord | None:
        found = self._supplies.get(account_number)
        return None if found is None or found.billed else self.supply_of(found.supply_no)

    def supply_of(self, supply_no: str) -> SupplyRecord | None:
        supply = self._of_supply.get(supply_no)
        if supply is None:
            return None
        return supply_record(self._terms, supply, self._books.of_supply(supply_no))

    def written(self, load_ref: str) -> None:
        self._books.written(load_ref)

    def take_back(self, load_ref: str) -> Literal["taken_back", "loaded"]:
        state = self._books.take_back(load_ref)
        if state == "writing":
            raise AdapterSilent(self._terms.biller_id)
        if state == "taken_back":
            return "taken_back"
        self._books.written(load_ref)
        return "loaded"

    def found_nothing(self, load_ref: str) -> None:
        """Its own people have looked into a card that no reader can read: nothing of this order is on it."""
        self._books.not_written(load_ref)

    def _may_go_on(self, session: _Session, order: Written, turn: CardStep | CardDone) -> bool:
        """Before the first byte is written the order is marked; it is cleared when a card has shown itself
        without it."""
        if isinstance(turn, CardStep):
            make = script_of(self._terms, session.number, session.challenge, order)
            return not changes_next(make, session.answers) or self._books.writing(order.load_ref)
        if turn.result == "written":
            self._books.card_written(self._supplies[session.number].supply_no, order.amount_fen)
            self._books.shown(order.load_ref)
        elif turn.result == "refused" and turn.proven:
            self._books.not_written(order.load_ref)
        return True

    def _turned(self, session: _Session) -> tuple[bytes, CardTurn]:
        sealed = self._seal.encrypt(msgspec.json.encode(session), None)
        return sealed, self._turn_of(session)

    def _turn_of(self, session: _Session) -> CardTurn:
        if session.ended is not None:
            return session.ended
        turn = self._play(session)
        if not isinstance(turn, Seen):
            return turn
        if standing_of(turn) == "blocked":
            return CardDone("refused", "blocked")
        supply = self._supplies[session.number]
        return CardRead(supply_record(self._terms, supply, self._books.of_supply(supply.supply_no, turn)))

    def _play(self, session: _Session) -> CardStep | CardDone | Seen:
        make = script_of(self._terms, session.number, session.challenge, session.order)
        try:
            return played(make, session.answers)
        except OutOfTurn as wrong:
            raise AdapterSilent(self._terms.biller_id) from wrong

    def _opened(self, state: bytes) -> _Session:
        try:
            return msgspec.json.decode(self._seal.decrypt(state, None), type=_Session)
        except InvalidTag as wrong:
            raise AdapterSilent(self._terms.biller_id) from wrong


def card_companies(
    world: World, supplies: Mapping[str, Sequence[CardSupply]]
) -> Mapping[str, SimulatedCardCompany]:
    """By biller; `supplies` as `supplies_by_biller` gives them."""
    return {
        terms.biller_id: SimulatedCardCompany(world, terms, supplies.get(terms.biller_id, ()))
        for terms in card_terms()
    }
