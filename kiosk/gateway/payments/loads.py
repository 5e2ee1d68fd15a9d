"""Loads as the HTTP interface offers them: what may be bought before money, and what became of what was."""

from kiosk.gateway.cases import cash_cases
from kiosk.gateway.parties.prepaid_adapters import SupplyRecord
from kiosk.gateway.payments.known_bills import KnownBills
from kiosk.gateway.payments.load_answers import load_answer
from kiosk.gateway.payments.load_driver import LoadDriver
from kiosk.gateway.payments.load_rows import StoredLoad
from kiosk.gateway.payments.load_store import LoadStore
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.payments.prepaid_desk import PrepaidDesk
from kiosk.gateway.payments.supply_lines import SupplyLines
from kiosk.gateway.problems import Refused
from kiosk.payment.load_events import GiveBackAsked, LoadEvent, RemoteAsked
from kiosk.payment.load_state import Load, LoadState
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.loads import LoadAnswer, LoadsAnswer, PrepaidAnswer, PrepaidMeter


class Loads:
    def __init__(self, parts: Parts, known_bills: KnownBills) -> None:
        self.store = LoadStore(parts.database)
        self.driver = LoadDriver(parts, self.store)
        self._parts = parts
        self._lines = SupplyLines(parts.outside, parts.time)
        self._desk = PrepaidDesk(parts, known_bills, self.told)

    def prepaid(self, request: LookUpRequest) -> PrepaidAnswer:
        """What each account that the request finds is filled by. Raises Refused with a look-up code."""
        return self._desk.of(request)

    def card(self, biller_id: str, utility: str, supply: SupplyRecord) -> PrepaidMeter:
        """A meter's card that is in a reader, as it may be shown; from now on it may be bought for."""
        return self._desk.meter(biller_id, utility, "card", supply, proven=True)

    def of_payment(self, payment_id: str) -> LoadsAnswer:
        """Raises Refused when the id is unknown."""
        if self._parts.store.load(payment_id) is None:
            raise Refused("payment_unknown")
        return LoadsAnswer(tuple(self.told(load) for load in self.store.of_payment(payment_id)))

    def answer(self, load_id: str) -> LoadAnswer:
        """Raises Refused when the id is unknown."""
        return self.told(self.known(load_id).load)

    def send_to_meter(self, load_id: str) -> LoadAnswer:
        """A load that waits for its card goes over the line instead, where its meter is on one."""
        stored = self.known(load_id)
        load = stored.load
        if load.state is LoadState.CARD_WAITING and self._lines.reaches_now(load.biller_id, load.supply_no):
            return self._after(stored, RemoteAsked())
        return self.told(load)

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
        waits = load.state is LoadState.CARD_WAITING
        may_be_sent = waits and self._lines.reaches(load.biller_id, load.supply_no)
        return load_answer(load, stored.payment.method, number, may_be_sent=may_be_sent)

    def _after(self, stored: StoredLoad, event: LoadEvent) -> LoadAnswer:
        return self.told(self.driver.see_through(stored, event).load)
