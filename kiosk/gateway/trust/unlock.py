"""Answers a locked keypad's challenge for an operator: the gateway's signature, cut to what can be typed.

HMAC-SHA-256 of the machine's own key over machine number and challenge (`kiosk.wire.unlock`). Whatever is
asked is in the audit before it is answered; the code itself is nowhere.
"""

import msgspec
from sqlalchemy import Connection

from kiosk.gateway.problems import Refused
from kiosk.gateway.rate_limit import RateLimit
from kiosk.gateway.sql.database import Database
from kiosk.gateway.steady_time import SteadyTime
from kiosk.gateway.trust import operators
from kiosk.gateway.trust.seals import Seals
from kiosk.wire.problem import ProblemCode
from kiosk.wire.unlock import unlock_code

DEMONSTRATION_OPERATOR = "demonstration"
DEMONSTRATION_TOKEN = f"{DEMONSTRATION_OPERATOR}.only-for-trying-out-the-unlocking-code-here"
"""Known to everybody, and filled in on the page: it counts in a demonstration alone."""

WINDOW_MS = 10 * 60 * 1000
MOST_OF_OPERATOR = 20
MOST_OF_MACHINE = 6
"""In ten minutes. A wrong code costs a minute at the machine, so an honest call needs two or three."""
MOST_OF_SOURCE = 60
"""In one minute, whatever they are; what is beyond is not even written down."""


class Judged(msgspec.Struct, frozen=True):
    """Who asked, empty for a stranger, and the code or why there is none."""

    operator: str
    code: str = ""
    refusal: ProblemCode | None = None

    def __repr__(self) -> str:
        return f"Judged(operator={self.operator!r}, refusal={self.refusal!r})"


class Unlocking:
    def __init__(self, database: Database, seals: Seals, time: SteadyTime, *, demonstration: bool) -> None:
        self._database = database
        self._seals = seals
        self._time = time
        self.demonstration_token = DEMONSTRATION_TOKEN if demonstration else ""
        self._sources = RateLimit(time, MOST_OF_SOURCE)

    def code(self, token: str, machine_number: str, challenge: str, source: str) -> str:
        """Ten digits. Raises Refused: rate_limited, operator_unknown, machine_unknown."""
        if not self._sources.allows(source):
            raise Refused("rate_limited", "too many requests in a minute")
        now_ms = self._time.now_ms()

        def judge(connection: Connection) -> Judged:
            judged = self._judge(connection, token, machine_number, challenge, now_ms)
            verdict = judged.refusal or "answered"
            operators.audit(connection, now_ms, "unlock_code", verdict, judged.operator, machine_number)
            return judged

        judged = self._database.write(judge)
        if judged.refusal is not None:
            raise Refused(judged.refusal)
        return judged.code

    def _judge(
        self, connection: Connection, token: str, machine_number: str, challenge: str, now_ms: int
    ) -> Judged:
        name = operators.authenticated(connection, token)
        if name is None or (name == DEMONSTRATION_OPERATOR and not self.demonstration_token):
            return Judged("", refusal="operator_unknown")
        key = operators.key_of(connection, self._seals, machine_number)
        by_operator = operators.asked_lately(connection, now_ms, WINDOW_MS, operator_name=name)
        by_machine = operators.asked_lately(connection, now_ms, WINDOW_MS, machine_number=machine_number)
        if by_operator >= MOST_OF_OPERATOR or by_machine >= MOST_OF_MACHINE:
            return Judged(name, refusal="rate_limited")
        if key is None:
            return Judged(name, refusal="machine_unknown")
        return Judged(name, unlock_code(key, machine_number, challenge))
