"""Simulated phone-code providers, each by its own rules. The last four digits of a code choose its fate:

0000 approves. 0001 asks the payer for a password and approves after 7 s. 0002 declines for funds. 0003 loses
the answer but has charged. 0004 loses the answer and has not charged. 0005 succeeds after the deadline.
Any other is declined as expired. A code is accepted once.
"""

from typing import Any

from sqlalchemy import Connection, insert

from kiosk.gateway.demonstration.charges import Charges, find
from kiosk.gateway.demonstration.world import World, charge, digest, holds, used_code
from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.payment.saga_events import ChargeReported
from kiosk.payment.timers import ChargeTimers

_PASSWORD_MS = 7_000
_LATE_MS = 2_000
_ANSWER_LOST = frozenset({"0003", "0004"})


class SimulatedPhoneCodeProvider(Charges):
    def __init__(self, world: World, provider: str, timers: ChargeTimers) -> None:
        window_s = timers.reverse_window_s
        window_ms = None if window_s is None else window_s * 1000
        super().__init__(world, provider, timers.reverse_earliest_s * 1000, window_ms)
        self._world = world
        self._deadline_ms = timers.deadline_s * 1000

    def pay(self, order_no: str, amount_fen: int, phone_code: str) -> ChargeReported:
        now_ms = self._world.time.now_ms()

        def take(connection: Connection) -> None:
            if find(connection, order_no) is None:
                used = holds(connection, used_code.c.digest, digest(phone_code))
                if not used:
                    connection.execute(insert(used_code), {"digest": digest(phone_code)})
                fate = {"declined": "code_used"} if used else self._fate(phone_code[-4:], now_ms)
                order = {"order_no": order_no, "provider": self.provider, "amount_fen": amount_fen}
                order |= {"created_ms": now_ms}
                connection.execute(insert(charge), order | fate)

        self._world.database.write(take)
        if phone_code[-4:] in _ANSWER_LOST:
            raise AdapterSilent("phone code provider")
        return self.query(order_no)

    def _fate(self, ending: str, now_ms: int) -> dict[str, Any]:
        match ending:
            case "0000" | "0003":
                return {"paid_ms": now_ms}
            case "0001":
                return {"paid_ms": now_ms + _PASSWORD_MS}
            case "0002":
                return {"declined": "declined_funds"}
            case "0004":
                return {"paid_ms": None}
            case "0005":
                return {"paid_ms": now_ms + self._deadline_ms + _LATE_MS, "stubborn": True}
        return {"declined": "code_expired"}
