"""Open bills, asked of their billers no more often than need be: kept for a while, one question at a time for
an account, so many a minute for a biller, none while it is silent.

Only for showing: who pays a bill asks its biller anew. Kept in this process alone, so that another may show a
bill as it was up to `fresh_s` ago; one that we post or find changed is forgotten at once.
"""

import threading
from collections import OrderedDict

import msgspec
from prometheus_client import Counter

from kiosk.gateway.parties.adapters import AdapterSilent, BillerBill
from kiosk.gateway.parties.biller_rules import LookUpRules
from kiosk.gateway.payments.biller_turns import BillerTurns, NotAsked
from kiosk.gateway.payments.parts import Parts

MOST_KEPT = 50_000
"""Accounts; the one that nobody asked for longest goes first."""


class ShownBills(msgspec.Struct, frozen=True):
    """`old`: the biller could not be asked now, and this is how it was at `known_ms`."""

    biller_id: str
    bills: tuple[BillerBill, ...]
    known_ms: int
    old: bool = False


class _Question:
    """One that is under way; others who want to know wait for its end."""

    def __init__(self, forgotten: int) -> None:
        self.ended = threading.Event()
        self.forgotten = forgotten


class BillDesk:
    def __init__(self, parts: Parts, turns: BillerTurns) -> None:
        self._codes = parts.codes
        self._time = parts.time
        self._outside = parts.outside
        self._rules = {each.biller_id: each.look_ups for each in parts.book.rules}
        self._turns = turns
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, ShownBills] = OrderedDict()
        self._account_of: dict[tuple[str, str], str] = {}
        self._under_way: dict[str, _Question] = {}
        self._forgotten = 0
        self.counted = Counter(
            "kiosk_gateway_look_ups",
            "Look-ups of one account's bills, by how they were answered",
            ["biller", "how"],
            registry=None,
        )

    def bills(self, biller_id: str, number: str) -> ShownBills:
        """Raises AdapterSilent where nobody can be asked and nothing is known that may still be shown."""
        key = self._codes.opaque("account", biller_id, number)
        while True:
            with self._lock:
                fresh = self._known(key, self._rules[biller_id].fresh_s)
                question = self._under_way.get(key)
                if fresh is None and question is None:
                    mine = self._under_way[key] = _Question(self._forgotten)
            if fresh is not None:
                self.counted.labels(biller_id, "kept").inc()
                return fresh
            if question is None:
                break
            question.ended.wait()
        try:
            return self._ask(biller_id, number, key, mine)
        finally:
            with self._lock:
                del self._under_way[key]
            mine.ended.set()

    def forget(self, biller_id: str, bill_no: str) -> None:
        """The bill is not what it was, or may not be."""
        with self._lock:
            self._forgotten += 1
            key = self._account_of.get((biller_id, bill_no))
            if key is not None:
                self._drop(key)

    def _ask(self, biller_id: str, number: str, key: str, mine: _Question) -> ShownBills:
        rules = self._rules[biller_id]
        try:
            bills = self._turns.ask(biller_id, lambda: self._outside.biller(biller_id).bills(number))
        except NotAsked as left:
            return self._old(biller_id, key, rules, left.why)
        except AdapterSilent:
            return self._old(biller_id, key, rules, "silent")
        self.counted.labels(biller_id, "asked").inc()
        found = ShownBills(biller_id, bills, self._time.now_ms())
        self._keep(key, found, mine)
        return found

    def _old(self, biller_id: str, key: str, rules: LookUpRules, why: str) -> ShownBills:
        with self._lock:
            known = self._known(key, rules.shown_old_s)
        self.counted.labels(biller_id, why).inc()
        if known is None:
            raise AdapterSilent(biller_id)
        return msgspec.structs.replace(known, old=True)

    def _known(self, key: str, within_s: int) -> ShownBills | None:
        known = self._kept.get(key)
        if known is None or self._time.now_ms() - known.known_ms >= within_s * 1000:
            return None
        self._kept.move_to_end(key)
        return known

    def _keep(self, key: str, found: ShownBills, mine: _Question) -> None:
        """Unless something was forgotten meanwhile: then this may be from before."""
        with self._lock:
            self._drop(key)
            if mine.forgotten != self._forgotten:
                return
            self._kept[key] = found
            self._account_of |= {(found.biller_id, bill.bill_no): key for bill in found.bills}
            while len(self._kept) > MOST_KEPT:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: str) -> None:
        known = self._kept.pop(key, None)
        if known is not None:
            for bill in known.bills:
                self._account_of.pop((known.biller_id, bill.bill_no), None)
