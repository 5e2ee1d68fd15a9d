"""Bills gone by, asked of their billers seldom: they change once a month, and many look on the same day.

Kept in this process alone, for showing; so much may be wrong with one that was corrected since.
"""

import threading
from collections import OrderedDict

import msgspec

from kiosk.gateway.parties.adapters import AccountPast, AdapterSilent
from kiosk.gateway.payments.biller_turns import BillerTurns
from kiosk.gateway.payments.parts import Parts

FRESH_S = 6 * 3600
MOST_KEPT = 10_000
"""Accounts; the one that nobody asked for longest goes first."""


class ShownPast(msgspec.Struct, frozen=True):
    """`old`: the biller could not be asked now, and this is what it said at `known_ms`."""

    past: AccountPast
    known_ms: int
    old: bool = False


class HistoryDesk:
    def __init__(self, parts: Parts, turns: BillerTurns) -> None:
        self._codes = parts.codes
        self._time = parts.time
        self._outside = parts.outside
        self._shown_old_s = {each.biller_id: each.look_ups.shown_old_s for each in parts.book.rules}
        self._turns = turns
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, ShownPast] = OrderedDict()

    def past(self, biller_id: str, number: str) -> ShownPast:
        """Raises AdapterSilent where nobody can be asked and nothing is known that may still be shown."""
        key = self._codes.opaque("account", biller_id, number)
        fresh = self._known(key, FRESH_S)
        if fresh is not None:
            return fresh
        try:
            past = self._turns.ask(biller_id, lambda: self._outside.records_of(biller_id).past(number))
        except AdapterSilent:
            known = self._known(key, FRESH_S + self._shown_old_s[biller_id])
            if known is None:
                raise
            return msgspec.structs.replace(known, old=True)
        return self._keep(key, ShownPast(past, self._time.now_ms()))

    def _known(self, key: str, within_s: int) -> ShownPast | None:
        with self._lock:
            known = self._kept.get(key)
            if known is None or self._time.now_ms() - known.known_ms >= within_s * 1000:
                return None
            self._kept.move_to_end(key)
            return known

    def _keep(self, key: str, found: ShownPast) -> ShownPast:
        with self._lock:
            self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found
