"""A simulated company that loads prepaid meters over the line: it keeps its word on what it has closed.

Loads only what its biller's side has sold: a posting under the same reference, of the same sum.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from kiosk.gateway.demonstration.meters import Meter, MeterWay
from kiosk.gateway.demonstration.world import World, posting, remote_load
from kiosk.gateway.parties.prepaid_adapters import LoadTold, SupplyRecord, TokenTold

_LOAD = remote_load.c
_OUT_OF_REACH: frozenset[MeterWay] = frozenset({"offline", "no_keypad"})


class SimulatedMeterCompany:
    """`ways` is how each meter behaves, by its number: a hand for demonstrations and tests."""

    def __init__(self, world: World, meters: Sequence[Meter]) -> None:
        self.ways: dict[str, MeterWay] = {meter.supply_no: meter.way for meter in meters}
        self._world = world
        self._by_account = {meter.number: meter for meter in meters}
        self._by_supply = {meter.supply_no: meter for meter in meters}

    def supply(self, account_number: str) -> SupplyRecord | None:
        meter = self._by_account.get(account_number)
        return None if meter is None else self._record(meter)

    def supply_of(self, supply_no: str) -> SupplyRecord | None:
        meter = self._by_supply.get(supply_no)
        return None if meter is None else self._record(meter)

    def load(self, supply_no: str, amount_fen: int, load_ref: str) -> LoadTold:
        def load(connection: Connection) -> LoadTold:
            if _row(connection, load_ref) is None:
                sold = self._sold(connection, supply_no, amount_fen, load_ref)
                state = "refused" if not sold or self._way(supply_no) == "refuses" else "under_way"
                _insert(connection, supply_no, amount_fen, load_ref, state, self._world.time.now_ms())
            return self._told(connection, load_ref)

        return self._world.database.write(load)

    def query(self, load_ref: str) -> LoadTold:
        return self._world.database.write(lambda connection: self._told(connection, load_ref))

    def token(self, supply_no: str, amount_fen: int, load_ref: str) -> TokenTold:
        def token(connection: Connection) -> TokenTold:
            self._close(connection, supply_no, amount_fen, load_ref)
            state = self._now(connection, load_ref)
            if state == "loaded":
                return TokenTold("loaded", load_ref=load_ref)
            if self._way(supply_no) in {"no_keypad", "refuses"} or state == "taken_back":
                return TokenTold("refused", load_ref=load_ref)
            _set(connection, load_ref, "token")
            return TokenTold("token", _digits(load_ref), load_ref)

        return self._world.database.write(token)

    def take_back(self, load_ref: str) -> Literal["taken_back", "loaded", "token"]:
        def take_back(connection: Connection) -> Literal["taken_back", "loaded", "token"]:
            self._close(connection, "", 0, load_ref)
            match self._now(connection, load_ref):
                case "loaded":
                    return "loaded"
                case "token":
                    return "token"
            _set(connection, load_ref, "taken_back")
            return "taken_back"

        return self._world.database.write(take_back)

    def _way(self, supply_no: str) -> MeterWay:
        """What is no meter of its own takes nothing, and no digits either."""
        return self.ways.get(supply_no, "refuses")

    def _record(self, meter: Meter) -> SupplyRecord:
        with self._world.database.reading() as connection:
            mine = _LOAD.supply_no == meter.supply_no
            ordered = connection.execute(
                select(func.count()).select_from(remote_load).where(mine)
            ).scalar_one()
            done = mine & _LOAD.state.in_(["loaded", "token"])
            rows = connection.execute(select(remote_load).where(done).order_by(_LOAD.at_ms)).mappings().all()
        last = rows[-1] if rows else None
        return SupplyRecord(
            supply_no=meter.supply_no,
            account_number=meter.number,
            holder=meter.holder,
            label=meter.label,
            next_load_no=ordered + 1,
            standing="may_load",
            balance_fen=meter.balance_fen + sum(row["amount_fen"] for row in rows),
            balance_ms=self._world.time.now_ms(),
            least_fen=meter.least_fen,
            most_fen=meter.most_fen,
            presets_fen=meter.presets_fen,
            last_load_fen=last["amount_fen"] if last else None,
            last_load_ms=last["at_ms"] if last else None,
        )

    def _told(self, connection: Connection, load_ref: str) -> LoadTold:
        row, state = _row(connection, load_ref), self._now(connection, load_ref)
        if row is None or state is None:
            return LoadTold("not_found", load_ref)
        amount_fen = row["amount_fen"]
        if state == "under_way" and self._way(row["supply_no"]) in _OUT_OF_REACH:
            return LoadTold("meter_offline", load_ref, amount_fen)
        if state in {"under_way", "loaded", "refused"}:
            return LoadTold(state, load_ref, amount_fen)
        return LoadTold("closed", load_ref)

    def _now(self, connection: Connection, load_ref: str) -> Any:
        """The state, after the meter has had its time; None of what was never ordered."""
        row = _row(connection, load_ref)
        if row is None:
            return None
        if row["state"] == "under_way" and self._way(row["supply_no"]) == "online":
            due_ms = row["at_ms"] + self._by_supply[row["supply_no"]].confirms_s * 1000
            if self._world.time.now_ms() >= due_ms:
                _set(connection, load_ref, "loaded")
                return "loaded"
        return row["state"]

    def _close(self, connection: Connection, supply_no: str, amount_fen: int, load_ref: str) -> None:
        """An order that has not come yet is closed as well: it will find that when it comes."""
        if _row(connection, load_ref) is None:
            _insert(connection, supply_no, amount_fen, load_ref, "closed", self._world.time.now_ms())
        elif self._now(connection, load_ref) == "under_way":
            _set(connection, load_ref, "closed")

    def _sold(self, connection: Connection, supply_no: str, amount_fen: int, load_ref: str) -> bool:
        sale = posting.c
        of = (sale.posting_ref == load_ref) & (sale.bill_no == supply_no) & (sale.amount_fen == amount_fen)
        found = select(sale.posting_ref).where(of & (sale.state == "posted"))
        return connection.execute(found).first() is not None


def _digits(load_ref: str) -> str:
    """The same whenever it is asked for."""
    return f"{int.from_bytes(hashlib.sha256(load_ref.encode()).digest()) % 10**20:020d}"


def _row(connection: Connection, load_ref: str) -> RowMapping | None:
    found = select(remote_load).where(_LOAD.load_ref == load_ref)
    return connection.execute(found).mappings().one_or_none()


def _insert(
    connection: Connection, supply_no: str, amount_fen: int, load_ref: str, state: str, at_ms: int
) -> None:
    row = {"load_ref": load_ref, "supply_no": supply_no, "amount_fen": amount_fen}
    connection.execute(insert(remote_load), row | {"state": state, "at_ms": at_ms})


def _set(connection: Connection, load_ref: str, state: str) -> None:
    connection.execute(update(remote_load).where(_LOAD.load_ref == load_ref).values(state=state))
