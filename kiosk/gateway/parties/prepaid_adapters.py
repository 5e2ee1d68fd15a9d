"""The ports to companies that sell energy in advance: over the line to a meter, or onto a meter's card.

As with `adapters`: a call without an answer, or with one that makes no sense, raises `AdapterSilent`. What is
bought is posted as any money on account is, by `Biller.credit` for the supply, with the load's id as posting
reference; these ports move what was bought.
"""

from typing import Annotated, Literal, Protocol, TypeAlias

import msgspec
from msgspec import Meta

from kiosk.gateway.parties.adapters import PartyNo
from kiosk.wire.fields import END, MOST_FEN, BillVersion
from kiosk.wire.loads import CardAnswer, CardFacts, CardRefusal, CardStep

Standing: TypeAlias = Literal[
    "may_load", "load_unfinished", "not_allowed", "holds_units", "never_in_meter", "not_activated"
]
LoadFen = Annotated[int, Meta(ge=0, le=MOST_FEN)]


class SupplyRecord(msgspec.Struct, frozen=True):
    """One prepaid meter, or the card of one, as its company has it. Sums are 0 where nothing may be loaded.

    `supply_no` is the company's own number for it and says nothing about a person. `next_load_no` rises with
    every load. `account_number` and `holder` are masked before they leave the gateway.
    """

    supply_no: PartyNo
    account_number: str
    holder: str
    label: str
    next_load_no: BillVersion
    standing: Standing
    balance_fen: Annotated[int, Meta(ge=-MOST_FEN, le=MOST_FEN)] | None = None
    balance_ms: int | None = None
    """When the balance was so, since 1970 UTC."""
    least_fen: LoadFen = 0
    most_fen: LoadFen = 0
    presets_fen: tuple[LoadFen, ...] = ()
    last_load_fen: LoadFen | None = None
    last_load_ms: int | None = None

    def __repr__(self) -> str:
        return f"SupplyRecord(standing={self.standing!r})"


class LoadTold(msgspec.Struct, frozen=True):
    """loaded: the meter has confirmed it. under_way: sent, not confirmed. meter_offline: the company waits
    for the meter. refused: the meter will never take it. not_found: no such order, yet. closed: it will
    never reach the meter over the line. `load_ref` and `amount_fen` as the company repeats them; None where
    its protocol does not.
    """

    kind: Literal["loaded", "under_way", "meter_offline", "refused", "not_found", "closed"]
    load_ref: str | None = None
    amount_fen: int | None = None


class TokenTold(msgspec.Struct, frozen=True):
    """`token` goes with kind token only. refused: this meter takes no digits."""

    kind: Literal["token", "loaded", "refused"]
    token: Annotated[str, Meta(pattern=r"^[0-9]{20}" + END)] | None = None
    load_ref: str | None = None

    def __repr__(self) -> str:
        return f"TokenTold(kind={self.kind!r})"


class MeterCompany(Protocol):
    """`load_ref` is our own number for the load and never changes."""

    def supply(self, account_number: str) -> SupplyRecord | None:
        """None for an account that gets bills."""
        ...

    def supply_of(self, supply_no: str) -> SupplyRecord | None: ...

    def load(self, supply_no: str, amount_fen: int, load_ref: str) -> LoadTold:
        """Send it to the meter. The same reference again loads nothing twice; one closed stays closed."""
        ...

    def query(self, load_ref: str) -> LoadTold: ...

    def token(self, supply_no: str, amount_fen: int, load_ref: str) -> TokenTold:
        """Close the way over the line, for good, and give digits instead; the same ones whenever asked."""
        ...

    def take_back(self, load_ref: str) -> Literal["taken_back", "loaded", "token"]:
        """Promise that this load, arrived or not, will never be in a meter or on a card, and take what was
        sold off the account. One that is in the meter already, or given out as digits, stands."""
        ...


class CardOrder(msgspec.Struct, frozen=True):
    """What is to be written: the load that was paid, for this supply and no other."""

    load_ref: str
    supply_no: PartyNo
    load_no: BillVersion
    amount_fen: Annotated[int, Meta(ge=1, le=MOST_FEN)]


class CardRead(msgspec.Struct, frozen=True):
    supply: SupplyRecord


class CardDone(msgspec.Struct, frozen=True):
    """`written` only after it was read back, or was found there from before. `refused`: this session has
    surely changed nothing. Anything else is `unknown`."""

    result: Literal["written", "refused", "unknown"]
    reason: CardRefusal | None = None
    proven: bool = False
    """Of refused: the card was read, and holds nothing of this order from any session before either."""


CardTurn: TypeAlias = CardStep | CardRead | CardDone


class CardCompany(Protocol):
    """Authors the steps and holds the keys. `state` is opaque, sealed by its author, and kept by the gateway:
    the same state and answer give the same turn, in any process."""

    def begin(
        self, kind: Literal["read", "write"], facts: CardFacts, order: CardOrder | None
    ) -> tuple[bytes, CardTurn]:
        """Changes nothing at the company. A write proves the card anew and finds out first whether this very
        order is on it already."""
        ...

    def go_on(self, state: bytes, answer: CardAnswer) -> tuple[bytes, CardTurn]:
        """A card that is `gone` ends the session: refused before the first byte that may have changed it,
        unknown after."""
        ...

    def turn(self, state: bytes) -> CardTurn:
        """The turn that `begin` or `go_on` gave with this state: the gateway keeps no steps, for there may be
        keys in them."""
        ...

    def supply(self, account_number: str) -> SupplyRecord | None:
        """The card of an account that gets no bills, as `supply_of` has it; None for any other."""
        ...

    def supply_of(self, supply_no: str) -> SupplyRecord | None:
        """As its company has it now; of the card itself only what it last said."""
        ...

    def written(self, load_ref: str) -> None:
        """The order is on its card: nothing is owed for it any more. Safe to repeat."""
        ...

    def take_back(self, load_ref: str) -> Literal["taken_back", "loaded"]:
        """As of a MeterCompany; after it no session writes this order."""
        ...
