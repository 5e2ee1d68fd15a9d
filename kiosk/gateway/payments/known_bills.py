"""Bills this gateway has shown, by their ids: kept on record, and those of the last while in memory as well.

What a bill was shown as never changes, so a payment need not read again what its look-up has just written.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

from kiosk.gateway.sql import record_store
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.record_store import KnownBill

MOST_KEPT = 50_000
"""Of the process's memory; the one remembered longest ago goes first."""


class KnownBills:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, KnownBill] = OrderedDict()

    def of(self, bill_ids: Iterable[str]) -> Mapping[str, KnownBill]:
        """Those of the bills that were ever shown, by any process."""
        found = {bill_id: self._kept.get(bill_id) for bill_id in bill_ids}
        others = [bill_id for bill_id, bill in found.items() if bill is None]
        if others:
            with self._database.glancing() as connection:
                on_record = record_store.known_bills(connection, others)
            self._keep(on_record.values())
            found |= on_record
        return {bill_id: bill for bill_id, bill in found.items() if bill is not None}

    def remember(self, bills: Sequence[KnownBill], now_ms: int) -> None:
        self._database.write(lambda connection: record_store.remember_bills(connection, bills, now_ms))
        self._keep(bills)

    def _keep(self, bills: Iterable[KnownBill]) -> None:
        with self._lock:
            for bill in bills:
                self._kept[bill.bill_id] = bill
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
