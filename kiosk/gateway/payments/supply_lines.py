"""Which supplies their companies load over the line: asked of the company, and kept for a while.

How a load stands is asked every second or two while somebody looks on; whether its meter is on the line does
not change meanwhile.
"""

import threading
from collections import OrderedDict

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.payments.acts import Outside
from kiosk.gateway.steady_time import SteadyTime

KEPT_MS = 600_000
MOST_KEPT = 10_000


class SupplyLines:
    def __init__(self, outside: Outside, time: SteadyTime) -> None:
        self._outside = outside
        self._time = time
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], tuple[int, bool]] = OrderedDict()

    def reaches(self, biller_id: str, supply_no: str) -> bool:
        """As it was last told within `KEPT_MS`. A company that is silent now reaches nothing now."""
        key, now_ms = (biller_id, supply_no), self._time.now_ms()
        with self._lock:
            until_ms, known = self._kept.get(key, (0, False))
        return known if now_ms < until_ms else self.reaches_now(biller_id, supply_no)

    def reaches_now(self, biller_id: str, supply_no: str) -> bool:
        if biller_id not in self._outside.meters:
            return False
        try:
            there = self._outside.meters_of(biller_id).supply_of(supply_no) is not None
        except AdapterSilent:
            return False
        with self._lock:
            self._kept[(biller_id, supply_no)] = (self._time.now_ms() + KEPT_MS, there)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return there
