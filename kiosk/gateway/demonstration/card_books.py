"""What a simulated card company remembers: what became of its orders, and what each card last said of itself.

What was sold is what was posted to the supply, as any money on account; the biller's own table has it.
"""

from typing import Literal, TypeAlias

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    String,
    Table,
    delete,
    func,
    select,
    update,
)

from kiosk.gateway.demonstration.card_script import Seen
from kiosk.gateway.demonstration.meter_records import MeterRecord, Purchase
from kiosk.gateway.demonstration.world import World, metadata, posting
from kiosk.gateway.sql.insert_new import insert_new

OrderState: TypeAlias = Literal["writing", "shown", "written", "taken_back"]
"""shown: its card has shown it, and nobody has confirmed that yet."""
_UNDER_WAY = ("writing", "shown")

card_order = Table(
    "simulated_card_order",
    metadata,
    Column("load_ref", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
)

card_said = Table(
    "simulated_card_said",
    metadata,
    Column("supply_no", String(64), primary_key=True),
    Column("bought_no", BigInteger, nullable=False),
    Column("bought_fen", BigInteger, nullable=False),
    Column("loaded_no", BigInteger, nullable=False),
    Column("balance_fen", BigInteger, nullable=False),
    Column("balance_s", BigInteger, nullable=False),
    Column("activated", Integer, nullable=False),
)


class SupplyBook(msgspec.Struct, frozen=True):
    """`sold`: how many loads ever; `open`: whether one of them is neither on the card nor taken back."""

    sold: int
    open: bool
    seen: Seen | None = None


class CardBooks:
    def __init__(self, world: World) -> None:
        self._database = world.database

    def state(self, load_ref: str) -> OrderState | None:
        with self._database.reading() as connection:
            return _state(connection, load_ref)

    def writing(self, load_ref: str) -> bool:
        """Mark it, before the first byte; False once it is taken back."""
        return self._database.write(lambda connection: _mark(connection, load_ref, "writing")) != "taken_back"

    def not_written(self, load_ref: str) -> None:
        mark = delete(card_order).where(card_order.c.load_ref == load_ref, card_order.c.state == "writing")
        self._database.write(lambda connection: connection.execute(mark).rowcount)

    def written(self, load_ref: str) -> None:
        def write(connection: Connection) -> None:
            _mark(connection, load_ref, "written")
            change = update(card_order).where(card_order.c.load_ref == load_ref)
            connection.execute(change.where(card_order.c.state.in_(_UNDER_WAY)).values(state="written"))

        self._database.write(write)

    def shown(self, load_ref: str) -> None:
        change = update(card_order).where(card_order.c.load_ref == load_ref, card_order.c.state == "writing")
        self._database.write(lambda connection: connection.execute(change.values(state="shown")).rowcount)

    def take_back(self, load_ref: str) -> OrderState:
        """What then holds of it."""
        return self._database.write(lambda connection: _mark(connection, load_ref, "taken_back"))

    def card_said(self, supply_no: str, seen: Seen) -> None:
        meter = seen.meter
        row = {"bought_no": seen.purchase.load_no, "bought_fen": seen.purchase.amount_fen}
        row |= {"loaded_no": meter.load_no, "balance_fen": meter.balance_fen}
        row |= {"balance_s": meter.at_s, "activated": int(meter.activated)}

        def write(connection: Connection) -> None:
            change = update(card_said).where(card_said.c.supply_no == supply_no).values(row)
            if not connection.execute(change).rowcount:
                insert_new(connection, card_said, [{"supply_no": supply_no, **row}])

        self._database.write(write)

    def card_written(self, supply_no: str, amount_fen: int) -> None:
        """Units stand on it now, for the meter to take over."""
        row = (card_said.c.supply_no == supply_no) & (card_said.c.bought_no == card_said.c.loaded_no)
        change = update(card_said).where(row)
        values = {"bought_no": card_said.c.loaded_no + 1, "bought_fen": amount_fen}
        self._database.write(lambda connection: connection.execute(change.values(values)).rowcount)

    def of_supply(self, supply_no: str, seen: Seen | None = None) -> SupplyBook:
        """`seen`: what the card says now; without it, what it last said."""
        with self._database.reading() as connection:
            of_supply = posting.c.bill_no == supply_no
            sold = connection.execute(select(func.count()).select_from(posting).where(of_supply)).scalar_one()
            ended = select(card_order.c.load_ref).where(card_order.c.state.not_in(_UNDER_WAY))
            still = select(posting.c.posting_ref).where(of_supply, posting.c.state == "posted")
            is_open = connection.execute(still.where(posting.c.posting_ref.not_in(ended))).first() is not None
            return SupplyBook(sold, is_open, seen or _last_said(connection, supply_no))


def _state(connection: Connection, load_ref: str) -> OrderState | None:
    found: OrderState | None = connection.execute(
        select(card_order.c.state).where(card_order.c.load_ref == load_ref)
    ).scalar()
    return found


def _mark(connection: Connection, load_ref: str, state: OrderState) -> OrderState:
    """The first mark stays; the one that does."""
    insert_new(connection, card_order, [{"load_ref": load_ref, "state": state}])
    return _state(connection, load_ref) or state


def _last_said(connection: Connection, supply_no: str) -> Seen | None:
    row = connection.execute(select(card_said).where(card_said.c.supply_no == supply_no)).first()
    if row is None:
        return None
    meter = MeterRecord(row.loaded_no, row.balance_fen, row.balance_s, bool(row.activated))
    return Seen(Purchase(row.bought_no, row.bought_fen), meter)
