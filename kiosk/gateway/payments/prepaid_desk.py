"""Meters and their cards as they may be shown before money. Companies are asked anew each time; whoever is
named is masked before it leaves here.

What is paid and unfinished is found by the account as well, also where its card is lost; what has ended in
something worth money is told again to whoever has shown more than a number.
"""

from collections.abc import Callable, Iterator

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from kiosk.gateway.parties.adapters import AccountRecord, AdapterSilent
from kiosk.gateway.parties.masks import mask_name, mask_number
from kiosk.gateway.parties.prepaid_adapters import SupplyRecord
from kiosk.gateway.payments import load_rows
from kiosk.gateway.payments.household_answers import account_id
from kiosk.gateway.payments.known_bills import KnownBills
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.payments.resolve import Resolver
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.record_store import KnownBill, known_supplies
from kiosk.gateway.steady_time import local_time
from kiosk.payment.load_state import Load
from kiosk.payment.told_again import told_again
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.load_words import LoadWay
from kiosk.wire.loads import (
    LastLoad,
    LoadAnswer,
    MeterState,
    PrepaidAnswer,
    PrepaidMeter,
)


class _Paid(msgspec.Struct, frozen=True):
    """What is paid for one supply: the load that has not ended, and those that are told again."""

    known: KnownBill
    open_load: Load | None
    again: tuple[Load, ...]


class PrepaidDesk:
    """`told`: a load in the words of the wire."""

    def __init__(self, parts: Parts, known_bills: KnownBills, told: Callable[[Load], LoadAnswer]) -> None:
        self._parts = parts
        self._known_bills = known_bills
        self._told = told
        self._resolver = Resolver(parts.book, parts.register)

    def of(self, request: LookUpRequest) -> PrepaidAnswer:
        """What each account that the request finds is filled by. Raises Refused with a look-up code."""
        _, accounts = self._resolver.find(request)
        proven = request.by != "account"
        try:
            found = [meter for account in accounts for meter in self._of_account(account, proven)]
        except AdapterSilent as silent:
            raise Refused("biller_unavailable") from silent
        return PrepaidAnswer(tuple(found))

    def meter(
        self, biller_id: str, utility: str, way: LoadWay, supply: SupplyRecord, *, proven: bool
    ) -> PrepaidMeter:
        """As it may be shown; from now on it may be bought for. `proven`: to somebody who has its card, or
        has shown more than a number."""
        known = self._known(biller_id, utility, supply)
        if known.bill_id not in self._known_bills.of([known.bill_id]):
            self._known_bills.remember([known], self._parts.time.now_ms())
        with self._parts.database.reading() as connection:
            paid = self._paid(connection, known, proven)
        return self._with_paid(self._meter(known, way, supply, finished=paid.open_load is None), paid)

    def _of_account(self, account: AccountRecord, proven: bool) -> Iterator[PrepaidMeter]:
        outside, biller_id = self._parts.outside, account.biller_id
        supply = outside.meters_of(biller_id).supply(account.number) if biller_id in outside.meters else None
        shown = None
        if supply is not None:
            shown = self.meter(biller_id, account.utility, "meter", supply, proven=proven)
            yield shown
        paid = self._paid_for(account, proven, shown.meter_id if shown else "")
        yield from paid
        if shown is None and not paid:
            card = outside.cards_of(biller_id).supply(account.number) if biller_id in outside.cards else None
            yield self._by_card(account, card) if card else self._not_prepaid(account)

    def _paid_for(self, account: AccountRecord, proven: bool, but_for: str) -> tuple[PrepaidMeter, ...]:
        """Supplies of the account with something that is paid and to be gone on with: cards, most of all.

        Their companies need not be asked: nothing is bought for them so.
        """
        with self._parts.database.reading() as connection:
            supplies = known_supplies(connection, account_id(self._parts.codes, account))
            found = [self._paid(connection, known, proven) for known in supplies if known.bill_id != but_for]
        return tuple(self._unfinished(account, paid) for paid in found if paid.open_load or paid.again)

    def _paid(self, connection: Connection, known: KnownBill, proven: bool) -> _Paid:
        supply_id = known.bill_id
        open_load = load_rows.open_of_supplies(connection, [supply_id]).get(supply_id)
        ended = load_rows.ended_worth_money(connection, supply_id) if proven else ()
        return _Paid(known, open_load, told_again(ended, self._parts.time.now_ms()))

    def _with_paid(self, meter: PrepaidMeter, paid: _Paid) -> PrepaidMeter:
        open_load = self._told(paid.open_load) if paid.open_load else None
        return replace(meter, open_load=open_load, told_again=tuple(map(self._told, paid.again)))

    def _unfinished(self, account: AccountRecord, paid: _Paid) -> PrepaidMeter:
        load, known = paid.open_load, paid.known
        bare = self._without_sums(
            account, "load_unfinished" if load else "by_card", load.way if load else "card"
        )
        bare = replace(bare, meter_id=known.bill_id, account_masked=known.account_masked)
        return self._with_paid(bare, paid)

    def _by_card(self, account: AccountRecord, card: SupplyRecord) -> PrepaidMeter:
        return replace(self._without_sums(account, "by_card", "card"), holder_masked=mask_name(card.holder))

    def _not_prepaid(self, account: AccountRecord) -> PrepaidMeter:
        return self._without_sums(account, "not_prepaid", "meter")

    def _without_sums(self, account: AccountRecord, state: MeterState, way: LoadWay) -> PrepaidMeter:
        return PrepaidMeter(
            meter_id=account_id(self._parts.codes, account),
            version=1,
            utility=account.utility,
            way=way,
            state=state,
            account_masked=mask_number(account.number),
            holder_masked="",
            label=account.label,
            biller_name=self._parts.book[account.biller_id].name,
        )

    def _known(self, biller_id: str, utility: str, supply: SupplyRecord) -> KnownBill:
        return KnownBill(
            bill_id=self._parts.codes.opaque("supply", biller_id, supply.supply_no),
            biller_id=biller_id,
            biller_bill_no=supply.supply_no,
            utility=utility,
            account_masked=mask_number(supply.account_number),
            account_id=self._parts.codes.opaque("account", biller_id, supply.account_number),
            kind="supply",
        )

    def _meter(self, known: KnownBill, way: LoadWay, supply: SupplyRecord, *, finished: bool) -> PrepaidMeter:
        rules = self._parts.book[known.biller_id]
        standing = self._parts.book.standing(known.biller_id, self._parts.time.now())
        state: MeterState = supply.standing
        if not finished:
            state = "load_unfinished"
        elif standing.state != "open":
            state = "biller_paused" if standing.state == "paused" else "biller_closed"
        least_fen = max(supply.least_fen, rules.limits.least_fen)
        most_fen = min(supply.most_fen, rules.limits.most_fen)
        may = state == "may_load"
        return PrepaidMeter(
            meter_id=known.bill_id,
            version=supply.next_load_no,
            utility=known.utility,
            way=way,
            state=state,
            account_masked=known.account_masked,
            holder_masked=mask_name(supply.holder),
            label=supply.label,
            biller_name=rules.name,
            balance_fen=supply.balance_fen,
            balance_at=_at(supply.balance_ms),
            least_fen=least_fen if may else 0,
            most_fen=most_fen if may else 0,
            presets_fen=tuple(fen for fen in supply.presets_fen if may and least_fen <= fen <= most_fen),
            last_load=_last(supply),
            next_opening=standing.next_opening.isoformat() if standing.next_opening else None,
        )


def _at(ms: int | None) -> str | None:
    return None if ms is None else local_time(ms).isoformat()


def _last(supply: SupplyRecord) -> LastLoad | None:
    at = _at(supply.last_load_ms)
    return LastLoad(supply.last_load_fen, at) if supply.last_load_fen and at else None
