"""Loads as the HTTP interface offers them: what may be bought before money, and what became of what was.

Companies are asked anew each time; whoever is named is masked before it leaves here.
"""

from kiosk.gateway.cases import cash_cases
from kiosk.gateway.parties.adapters import AccountRecord, AdapterSilent
from kiosk.gateway.parties.masks import mask_name, mask_number
from kiosk.gateway.parties.prepaid_adapters import SupplyRecord
from kiosk.gateway.payments import load_rows
from kiosk.gateway.payments.known_bills import KnownBills
from kiosk.gateway.payments.load_answers import load_answer
from kiosk.gateway.payments.load_driver import LoadDriver
from kiosk.gateway.payments.load_rows import StoredLoad
from kiosk.gateway.payments.load_store import LoadStore
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.payments.resolve import Resolver
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.record_store import KnownBill
from kiosk.gateway.steady_time import local_time
from kiosk.payment.load_events import GiveBackAsked, LoadEvent, RemoteAsked
from kiosk.payment.load_state import Load
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.load_words import LoadWay
from kiosk.wire.loads import LastLoad, LoadAnswer, LoadsAnswer, MeterState, PrepaidAnswer, PrepaidMeter


class Loads:
    def __init__(self, parts: Parts, known_bills: KnownBills) -> None:
        self.store = LoadStore(parts.database)
        self.driver = LoadDriver(parts, self.store)
        self._parts = parts
        self._known_bills = known_bills
        self._resolver = Resolver(parts.book, parts.register)

    def prepaid(self, request: LookUpRequest) -> PrepaidAnswer:
        """A meter for each account that the request finds. Raises Refused with a look-up code."""
        _, accounts = self._resolver.find(request)
        return PrepaidAnswer(tuple(self._meter_of(account) for account in accounts))

    def of_payment(self, payment_id: str) -> LoadsAnswer:
        """Raises Refused when the id is unknown."""
        if self._parts.store.load(payment_id) is None:
            raise Refused("payment_unknown")
        return LoadsAnswer(tuple(self.told(load) for load in self.store.of_payment(payment_id)))

    def answer(self, load_id: str) -> LoadAnswer:
        """Raises Refused when the id is unknown."""
        return self.told(self.known(load_id).load)

    def send_to_meter(self, load_id: str) -> LoadAnswer:
        """A load that waits for its card goes over the line instead, where its company can do that."""
        stored = self.known(load_id)
        if stored.load.biller_id not in self._parts.outside.meters:
            return self.told(stored.load)
        return self._after(stored, RemoteAsked())

    def give_back(self, load_id: str) -> LoadAnswer:
        """What surely is on no card goes back to the payer, once its company has promised to forget it."""
        return self._after(self.known(load_id), GiveBackAsked())

    def known(self, load_id: str) -> StoredLoad:
        """Raises Refused when the id is unknown."""
        stored = self.store.find(load_id)
        if stored is None:
            raise Refused("load_unknown")
        return stored

    def told(self, load: Load) -> LoadAnswer:
        with self._parts.database.reading() as connection:
            number = cash_cases.voucher_of(connection, load.payment_id, load.leg)
        stored = self._parts.store.load(load.payment_id)
        if stored is None:
            raise LookupError(f"payment {load.payment_id} is gone from the database")
        remote = load.biller_id in self._parts.outside.meters
        return load_answer(load, stored.payment.method, number, may_be_sent=remote)

    def meter(self, biller_id: str, utility: str, way: LoadWay, supply: SupplyRecord) -> PrepaidMeter:
        """As it may be shown; from now on it may be bought for."""
        known = self._known(biller_id, utility, supply)
        if known.bill_id not in self._known_bills.of([known.bill_id]):
            self._known_bills.remember([known], self._parts.time.now_ms())
        with self._parts.database.reading() as connection:
            open_load = load_rows.open_of_supplies(connection, [known.bill_id]).get(known.bill_id)
        return self._meter(known, way, supply, open_load)

    def _meter_of(self, account: AccountRecord) -> PrepaidMeter:
        meters = self._parts.outside.meters
        try:
            there = account.biller_id in meters
            company = self._parts.outside.meters_of(account.biller_id) if there else None
            supply = company.supply(account.number) if company else None
        except AdapterSilent as silent:
            raise Refused("biller_unavailable") from silent
        if supply is None:
            return self._not_prepaid(account)
        return self.meter(account.biller_id, account.utility, "meter", supply)

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

    def _not_prepaid(self, account: AccountRecord) -> PrepaidMeter:
        return PrepaidMeter(
            meter_id=self._parts.codes.opaque("account", account.biller_id, account.number),
            version=1,
            utility=account.utility,
            way="meter",
            state="not_prepaid",
            account_masked=mask_number(account.number),
            holder_masked="",
            label=account.label,
            biller_name=self._parts.book[account.biller_id].name,
        )

    def _meter(
        self, known: KnownBill, way: LoadWay, supply: SupplyRecord, open_load: Load | None
    ) -> PrepaidMeter:
        rules = self._parts.book[known.biller_id]
        standing = self._parts.book.standing(known.biller_id, self._parts.time.now())
        state: MeterState = supply.standing
        if open_load is not None:
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
            open_load=None if open_load is None else self.told(open_load),
            next_opening=standing.next_opening.isoformat() if standing.next_opening else None,
        )

    def _after(self, stored: StoredLoad, event: LoadEvent) -> LoadAnswer:
        return self.told(self.driver.see_through(stored, event).load)


def _at(ms: int | None) -> str | None:
    return None if ms is None else local_time(ms).isoformat()


def _last(supply: SupplyRecord) -> LastLoad | None:
    at = _at(supply.last_load_ms)
    return LastLoad(supply.last_load_fen, at) if supply.last_load_fen and at else None
