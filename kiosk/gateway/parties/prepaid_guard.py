"""Stands in front of companies that sell energy in advance, as `guard` does before providers and billers."""

from typing import Any, Literal, TypeAlias, TypeVar

from kiosk.gateway.parties.guard import about, heard
from kiosk.gateway.parties.prepaid_adapters import (
    CardCompany,
    CardDone,
    CardOrder,
    CardRead,
    CardTurn,
    LoadTold,
    MeterCompany,
    SupplyRecord,
    TokenTold,
)
from kiosk.wire.loads import CardAnswer, CardFacts, CardStep

Form = TypeVar("Form")
TakenBack: TypeAlias = Literal["taken_back", "loaded", "token"]


class GuardedMeters:
    """Every call raises AdapterSilent, also for what makes no sense."""

    def __init__(self, party: str, company: MeterCompany) -> None:
        self._party = party
        self._company = company

    def supply(self, account_number: str) -> SupplyRecord | None:
        return sound(self._party, "supply", lambda: self._company.supply(account_number))

    def supply_of(self, supply_no: str) -> SupplyRecord | None:
        found = sound(self._party, "supply_of", lambda: self._company.supply_of(supply_no))
        return about(self._party, "supply_of", found, found is None or found.supply_no == supply_no)

    def load(self, supply_no: str, amount_fen: int, load_ref: str) -> LoadTold:
        told = heard(
            self._party, "load", lambda: self._company.load(supply_no, amount_fen, load_ref), LoadTold
        )
        # An order that was just given cannot be missing: on such a word it would be sent without end.
        return self._told("load", told, amount_fen, load_ref, holds=told.kind != "not_found")

    def query(self, load_ref: str, amount_fen: int) -> LoadTold:
        told = heard(self._party, "query", lambda: self._company.query(load_ref), LoadTold)
        return self._told("query", told, amount_fen, load_ref)

    def token(self, supply_no: str, amount_fen: int, load_ref: str) -> TokenTold:
        told = heard(
            self._party, "token", lambda: self._company.token(supply_no, amount_fen, load_ref), TokenTold
        )
        whole = (told.kind == "token") is (told.token is not None)
        return about(self._party, "token", told, whole and told.load_ref in {None, load_ref})

    def take_back(self, load_ref: str) -> TakenBack:
        form: Any = TakenBack
        word: TakenBack = heard(self._party, "take_back", lambda: self._company.take_back(load_ref), form)
        return word

    def _told(
        self, call: str, told: LoadTold, amount_fen: int, load_ref: str, *, holds: bool = True
    ) -> LoadTold:
        ours = told.load_ref in {None, load_ref} and told.amount_fen in {None, amount_fen}
        return about(self._party, call, told, ours and holds)


class GuardedCards:
    """Every call raises AdapterSilent, also for what makes no sense."""

    def __init__(self, party: str, company: CardCompany) -> None:
        self._party = party
        self._company = company

    def begin(
        self, kind: Literal["read", "write"], facts: CardFacts, order: CardOrder | None
    ) -> tuple[bytes, CardTurn]:
        return self._turned("begin", kind, lambda: self._company.begin(kind, facts, order))

    def go_on(
        self, kind: Literal["read", "write"], state: bytes, answer: CardAnswer
    ) -> tuple[bytes, CardTurn]:
        return self._turned("go_on", kind, lambda: self._company.go_on(state, answer))

    def turn(self, kind: Literal["read", "write"], state: bytes) -> CardTurn:
        return self._turned("turn", kind, lambda: (state, self._company.turn(state)))[1]

    def supply(self, account_number: str) -> SupplyRecord | None:
        return sound(self._party, "supply", lambda: self._company.supply(account_number))

    def supply_of(self, supply_no: str) -> SupplyRecord | None:
        found = sound(self._party, "supply_of", lambda: self._company.supply_of(supply_no))
        return about(self._party, "supply_of", found, found is None or found.supply_no == supply_no)

    def written(self, load_ref: str) -> None:
        heard(self._party, "written", lambda: self._written(load_ref), type(None))

    def take_back(self, load_ref: str) -> Literal["taken_back", "loaded"]:
        form: Any = Literal["taken_back", "loaded"]
        word: Literal["taken_back", "loaded"] = heard(
            self._party, "take_back", lambda: self._company.take_back(load_ref), form
        )
        return word

    def _written(self, load_ref: str) -> object:
        put: Any = self._company.written
        return put(load_ref)

    def _turned(self, call: str, kind: str, ask: Any) -> tuple[bytes, CardTurn]:
        """A session that reads ends in what was read, or refused; one that writes never in that."""
        answer = ask()
        whole = isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[0], bytes)
        turn: Any = answer[1] if whole else None
        fits = isinstance(turn, CardStep | CardDone) or (kind == "read" and isinstance(turn, CardRead))
        if isinstance(turn, CardDone):
            fits = not (kind == "read" and turn.result == "written")
        about(self._party, call, None, whole and fits)
        return answer[0], turn


def sound(party: str, call: str, ask: Any) -> SupplyRecord | None:
    """A supply whose sums can be, or None."""
    form: Any = SupplyRecord | None
    found: SupplyRecord | None = heard(party, call, ask, form)
    sums = found is None or found.standing != "may_load" or 0 < found.least_fen <= found.most_fen
    return about(party, call, found, sums)
