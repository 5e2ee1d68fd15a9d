"""Gateway and kiosk processes under load, killed without a warning and started again, over a line that fails.

Afterwards everything is brought to its end, and what was said, what the devices remember and what the
providers hold is compared with what is written.
"""

import random
import time
from pathlib import Path

from kiosk.payment.methods import Method
from tests.journeys.books import Books
from tests.power.examined import Report, examine
from tests.power.fault_proxy import FaultProxy
from tests.power.kiosk_life import FINISH_WITHIN_S, KioskLife
from tests.system.processes import GatewayProcess

KIOSKS = 3
METHODS: tuple[Method, ...] = ("phone_code", "bank_card", "cash")


class Town:
    """One gateway, a line that fails, and kiosks whose residents pay without a pause, by any method."""

    def __init__(
        self,
        folder: Path,
        seed: int,
        *,
        kiosks: int = KIOSKS,
        methods: tuple[Method, ...] = METHODS,
        fast: bool = False,
        bug: str = "",
    ) -> None:
        self._chance = random.Random(seed)
        # What a planted bug has forgotten is never closed: no use in waiting for it.
        self._rests_within_s = FINISH_WITHIN_S if not bug else 10.0
        self.gateway = GatewayProcess(folder, fast=fast)
        self.gateway.start()
        port = int(self.gateway.url.rpartition(":")[2])
        self.proxy = FaultProxy(port, random.Random(seed + 1))
        self.report = Report()
        self._began_s = time.monotonic()
        self.kiosks = [
            KioskLife(number, folder, self.proxy.url, self._chance, methods, bug) for number in range(kiosks)
        ]
        for kiosk in self.kiosks:
            kiosk.start()

    @property
    def devices_used(self) -> bool:
        """Whether a note is in a box and a terminal remembers a sale."""
        hardware = [kiosk.hardware for kiosk in self.kiosks]
        return any(each.stacked_fen() for each in hardware) and any(each.results() for each in hardware)

    @property
    def taken_in(self) -> bool:
        """Whether a payment has reached the gateway: a kiosk says that it opened one before it sends it."""
        return bool(Books(self.gateway.db_path).taken_in())

    def kill_one(self) -> None:
        """At a random moment of whoever it meets."""
        time.sleep(self._chance.uniform(0.3, 2.5))
        if self._chance.random() < 0.3:
            self.gateway.kill()
            self.report.kills["gateway"] += 1
            if self._chance.random() < 0.3:
                self._kill_a_kiosk()
            time.sleep(self._chance.uniform(0.0, 1.0))
            self.gateway.start()
        else:
            self._kill_a_kiosk()

    def _kill_a_kiosk(self) -> None:
        """One time in three its devices lose their power with it."""
        kiosk = self._chance.choice(self.kiosks)
        power = self._chance.random() < 0.33
        kiosk.kill(power=power)
        self.report.kills["kiosk and its devices" if power else "kiosk"] += 1
        time.sleep(self._chance.choice((0.0, 0.3, 1.5)))
        kiosk.start()

    def come_to_rest(self) -> Report:
        self.proxy.calm()
        for kiosk in self.kiosks:
            kiosk.begin_to_finish()
        for kiosk in self.kiosks:
            kiosk.finish()
        books = Books(self.gateway.db_path)
        until_s = time.monotonic() + self._rests_within_s
        while books.open_payments() and time.monotonic() < until_s:
            time.sleep(0.2)
        self.gateway.kill()
        examine(self.report, self.kiosks, self.gateway.db_path)
        self.report.faults = self.proxy.counted
        self.report.seconds = time.monotonic() - self._began_s
        return self.report

    def close(self) -> None:
        self.proxy.close()
        self.gateway.kill()
        for kiosk in self.kiosks:
            kiosk.close()
