"""A simulated biller: its open bills, postings under a reference, and voids it keeps its word on."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import msgspec
from sqlalchemy import Connection, RowMapping, delete, insert, select

from kiosk.gateway.demonstration.account_pasts import SimulatedRecords
from kiosk.gateway.demonstration.bill_reckoning import reckoned
from kiosk.gateway.demonstration.residents import Account, Household, Owed, Unit, Words
from kiosk.gateway.demonstration.world import World, changed_bill, holds, paid_bill, posting
from kiosk.gateway.parties.adapters import BillerBill, BillerItem, PostAnswer, Received
from kiosk.gateway.parties.biller_rules import BillerBook, OnAccount

Accounts = Mapping[str, tuple[BillerBill, ...]]
"""Account numbers with their bills as they were before anybody paid."""


class SimulatedBiller:
    def __init__(
        self,
        world: World,
        accounts: Accounts,
        on_account: OnAccount | None = None,
        supplies: Collection[str] = (),
    ) -> None:
        """`supplies` are the numbers of what it sells in advance: credited from one fen on."""
        self._supplies = frozenset(supplies)
        self._world = world
        self._on_account = on_account
        self._accounts = accounts
        self._bills = {bill.bill_no: bill for bills in accounts.values() for bill in bills}

    def bills(self, account_number: str) -> tuple[BillerBill, ...]:
        with self._world.database.reading() as connection:
            found = [_now(connection, bill) for bill in self._accounts.get(account_number, ())]
        return tuple(bill for bill in found if bill is not None)

    def bill(self, bill_no: str) -> BillerBill | None:
        with self._world.database.reading() as connection:
            return _now(connection, self._bills[bill_no]) if bill_no in self._bills else None

    def post(self, bill_no: str, amount_fen: int, posting_ref: str) -> PostAnswer:
        def post(connection: Connection) -> PostAnswer:
            if _posting(connection, posting_ref) is None:
                bill = _now(connection, self._bills[bill_no]) if bill_no in self._bills else None
                owed = bill is not None and bill.due_fen == amount_fen
                state = "posted" if owed else "rejected"
                _insert_posting(connection, posting_ref, bill_no, amount_fen, state)
            return _answer(_posting(connection, posting_ref))

        return self._world.database.write(post)

    def credit(self, bill_no: str, amount_fen: int, posting_ref: str) -> PostAnswer:
        def credit(connection: Connection) -> PostAnswer:
            if _posting(connection, posting_ref) is None:
                least_fen = self._on_account.least_fen if self._on_account else None
                takes = least_fen is not None and amount_fen >= least_fen and bill_no in self._bills
                takes = takes or bill_no in self._supplies
                state = "posted" if takes else "rejected"
                _insert_posting(connection, posting_ref, bill_no, amount_fen, state, "account")
            return _answer(_posting(connection, posting_ref))

        return self._world.database.write(credit)

    def query(self, posting_ref: str) -> PostAnswer:
        with self._world.database.reading() as connection:
            return _answer(_posting(connection, posting_ref))

    def void(self, posting_ref: str) -> Literal["voided", "posted", "unsupported"]:
        def void(connection: Connection) -> Literal["voided", "posted"]:
            row = _posting(connection, posting_ref)
            if row is None:
                _insert_posting(connection, posting_ref, "", 0, "voided")
            return "posted" if row is not None and row["state"] == "posted" else "voided"

        return self._world.database.write(void)

    def change(self, bill_no: str, due_fen: int) -> None:
        """A hand for demonstrations and tests: the biller corrects a bill, which raises its version."""

        def change(connection: Connection) -> None:
            bill = _now(connection, self._bills[bill_no])
            version = 1 if bill is None else bill.version
            connection.execute(delete(changed_bill).where(changed_bill.c.bill_no == bill_no))
            row = {"bill_no": bill_no, "version": version + 1, "due_fen": due_fen}
            connection.execute(insert(changed_bill), row)

        self._world.database.write(change)

    def withdraw(self, bill_no: str) -> None:
        """A hand for demonstrations and tests: the bill was paid elsewhere."""
        row = {"bill_no": bill_no}
        self._world.database.write(lambda connection: connection.execute(insert(paid_bill), row).rowcount)


def accounts_by_biller(
    book: BillerBook,
    words: Words,
    households: Sequence[Household],
    records: Mapping[str, SimulatedRecords],
) -> Mapping[str, Accounts]:
    accounts: dict[str, dict[str, tuple[BillerBill, ...]]] = {rules.biller_id: {} for rules in book.rules}
    serial = 0
    for household in households:
        for account in household.accounts:
            serial += 1
            utility = book[account.biller_id].utility
            received = max(
                records[account.biller_id].past(account.number).received,
                key=lambda each: each.on,
                default=None,
            )
            bills = _bills(account, serial, utility, words.units.get(utility), received)
            accounts[account.biller_id][account.number] = bills
    return accounts


def _bills(
    account: Account, serial: int, utility: str, unit: Unit | None, received: Received | None
) -> tuple[BillerBill, ...]:
    details = reckoned(account.bills, utility, unit, serial)
    word = unit.word if unit else ""
    return tuple(
        msgspec.structs.replace(_bill(owed, serial, word), details=how, received_last=received)
        for owed, how in zip(account.bills, details, strict=True)
    )


def _bill(owed: Owed, serial: int, unit: str) -> BillerBill:
    return BillerBill(
        bill_no=f"B{serial:06d}-{owed.ends.replace('-', '')}",
        version=1,
        period_from=owed.begins,
        period_to=owed.ends,
        usage=owed.usage,
        usage_unit=unit,
        due_fen=owed.due_fen,
        late_fee_fen=owed.late_fee_fen,
        items=tuple(BillerItem(kind, fen) for kind, fen in owed.items.items()),
    )


def _now(connection: Connection, bill: BillerBill) -> BillerBill | None:
    if holds(connection, paid_bill.c.bill_no, bill.bill_no):
        return None
    found = select(changed_bill).where(changed_bill.c.bill_no == bill.bill_no)
    changed = connection.execute(found).mappings().one_or_none()
    if changed is None:
        return bill
    due_fen = changed["due_fen"]
    return msgspec.structs.replace(bill, version=changed["version"], due_fen=due_fen, items=(), details=None)


def _posting(connection: Connection, posting_ref: str) -> RowMapping | None:
    found = select(posting).where(posting.c.posting_ref == posting_ref)
    return connection.execute(found).mappings().one_or_none()


def _insert_posting(
    connection: Connection,
    posting_ref: str,
    bill_no: str,
    amount_fen: int,
    state: str,
    kind: Literal["bill", "account"] = "bill",
) -> None:
    row = {"posting_ref": posting_ref, "bill_no": bill_no, "amount_fen": amount_fen, "state": state}
    connection.execute(insert(posting), row | {"kind": kind})
    if state == "posted" and kind == "bill":
        connection.execute(insert(paid_bill), {"bill_no": bill_no})


def _answer(row: RowMapping | None) -> PostAnswer:
    if row is None:
        return PostAnswer("not_found")
    if row["state"] == "posted":
        ref: str = row["posting_ref"]
        return PostAnswer("posted", f"P{ref[:20]}", ref, row["amount_fen"])
    return PostAnswer("rejected", posting_ref=row["posting_ref"])
