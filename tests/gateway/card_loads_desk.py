"""A meter card, a small company that scripts it, and a kiosk's reader that may lose either at any step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec
from msgspec.structs import replace

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.prepaid_adapters import CardDone, CardOrder, CardRead, CardTurn, SupplyRecord
from kiosk.wire.loads import (
    CardAnswer,
    CardFacts,
    CardSessionAnswer,
    CardSessionRequest,
    CardStep,
    MemoryRead,
    MemoryWrite,
)

from .town import Town, new_id

COMPANY, SUPPLY = "electric-city", "E-880001"
HERE, ELSEWHERE = "kiosk-1", "kiosk-2"
_LENGTH = 48
_STATE = msgspec.json.Decoder(tuple[str, CardOrder | None, tuple[CardAnswer, ...]])


@dataclass
class Card:
    """What stands on it: whose it is, and the newest load. `writes` counts changes."""

    supply_no: str = SUPPLY
    newest: str = ""
    writes: int = 0

    def does(self, step: CardStep) -> CardAnswer:
        if isinstance(step.act, MemoryWrite):
            self.newest = bytes.fromhex(step.act.data).decode().strip()
            self.writes += 1
            return CardAnswer(step.no, status="9000")
        content = f"{self.supply_no}|{self.newest}".ljust(_LENGTH)
        return CardAnswer(step.no, content.encode().hex(), "9000")


@dataclass
class Company:
    """Reads, writes and reads back; every gateway process talks to the same one."""

    known: set[str] = field(default_factory=lambda: {SUPPLY})
    on_cards: set[str] = field(default_factory=set)
    taken_back: set[str] = field(default_factory=set)
    silent: bool = False

    def begin(
        self, kind: Literal["read", "write"], facts: CardFacts, order: CardOrder | None
    ) -> tuple[bytes, CardTurn]:
        return self._turned(kind, order, ())

    def go_on(self, state: bytes, answer: CardAnswer) -> tuple[bytes, CardTurn]:
        kind, order, answers = _STATE.decode(state)
        return self._turned(kind, order, (*answers, answer))

    def turn(self, state: bytes) -> CardTurn:
        kind, order, answers = _STATE.decode(state)
        return self._turned(kind, order, answers)[1]

    def supply(self, account_number: str) -> SupplyRecord | None:
        return None

    def supply_of(self, supply_no: str) -> SupplyRecord | None:
        return self._record(supply_no) if supply_no in self.known else None

    def written(self, load_ref: str) -> None:
        if self.silent:
            raise AdapterSilent(COMPANY)
        self.on_cards.add(load_ref)

    def take_back(self, load_ref: str) -> Literal["taken_back", "loaded"]:
        if load_ref in self.on_cards:
            return "loaded"
        self.taken_back.add(load_ref)
        return "taken_back"

    def _turned(
        self, kind: str, order: CardOrder | None, answers: tuple[CardAnswer, ...]
    ) -> tuple[bytes, CardTurn]:
        return msgspec.json.encode((kind, order, answers)), self._next(kind, order, answers)

    def _next(self, kind: str, order: CardOrder | None, answers: Sequence[CardAnswer]) -> CardTurn:
        if answers and answers[-1].gone:
            return CardDone("unknown" if len(answers) > 1 else "refused", "card_gone")
        if not answers:
            return CardStep(1, MemoryRead(0, _LENGTH))
        supply_no, _, newest = bytes.fromhex(answers[0].data).decode().strip().partition("|")
        if kind == "read" or order is None:
            return CardRead(self._record(supply_no))
        if supply_no != order.supply_no:
            return CardDone("refused", "other_card")
        if newest == order.load_ref:
            return CardDone("written")
        if order.load_ref in self.taken_back:
            return CardDone("refused", "load_ended", proven=True)
        if len(answers) == 1:
            return CardStep(2, MemoryWrite(8, order.load_ref.ljust(40).encode().hex()))
        if len(answers) == 2:
            return CardStep(3, MemoryRead(0, _LENGTH))
        return (
            CardDone("written") if order.load_ref.encode().hex() in answers[2].data else CardDone("unknown")
        )

    def _record(self, supply_no: str) -> SupplyRecord:
        record = SupplyRecord(supply_no, "3102664300013", "Li", "Lane 7", len(self.on_cards) + 1, "may_load")
        return replace(record, least_fen=1000, most_fen=50_000, presets_fen=(5000,))


class CardPulled(Exception):
    """With the step during which it was pulled."""


def surround_with(town: Town, company: Company) -> None:
    outside = town.gateway.parts.outside
    town.surround(replace(outside, cards={COMPANY: company}))


@dataclass
class Reader:
    """`pulled_at`: the card leaves at this step, after it has taken effect or before. `tells`: whether the
    kiosk lives to tell."""

    town: Town
    card: Card
    kiosk_id: str = HERE
    pulled_at: int = 0
    after: bool = False
    tells: bool = True
    twice: bool = False
    direct: bool = False
    """Past the HTTP interface, which would turn a power cut of the gateway into an answer."""

    def session(self, kind: str, load_id: str | None = None) -> CardSessionAnswer:
        """Raises CardPulled where the kiosk does not live to tell."""
        session_id = new_id()
        facts = {"kind": "sle4442", "reset_answer": "a2131091"}
        body = {"session_id": session_id, "kind": kind, "facts": facts, "load_id": load_id}
        answer = self._ask("", body)
        while answer.step is not None:
            said = self._does(answer.step)
            answer = self._ask(f"/{session_id}/answers", msgspec.to_builtins(said))
        return answer

    def _does(self, step: CardStep) -> CardAnswer:
        if step.no != self.pulled_at:
            return self.card.does(step)
        if self.after:
            self.card.does(step)
        if not self.tells:
            raise CardPulled(step.no)
        return CardAnswer(step.no, gone=True)

    def _ask(self, path: str, body: dict[str, object]) -> CardSessionAnswer:
        sessions = self.town.gateway.card_sessions
        if self.direct and not path:
            return sessions.begin(msgspec.convert(body, CardSessionRequest), self.kiosk_id)
        if self.direct:
            answer = msgspec.convert(body, CardAnswer)
            return sessions.answered(path.split("/")[1], answer, self.kiosk_id)
        heard: list[CardSessionAnswer] = []
        for _ in range(2 if self.twice else 1):
            response = self.town.post(f"/v1/card-sessions{path}", body, **{"X-Kiosk-Id": self.kiosk_id})
            assert response.status_code == 200, response.text
            heard.append(msgspec.json.decode(response.content, type=CardSessionAnswer))
        assert heard[0] == heard[-1]
        return heard[-1]
