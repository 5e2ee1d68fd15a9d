"""Looks over the books every minute: money, edges, ledger, claims and loads (I1, I5, I6, I14, I21).

Reads the books in one transaction of one snapshot and changes nothing of them. A violation is an alarm: a
line in the log, told once, a count, and a finding on record for as long as it is found, which whoever watches
for alarms tells people of.
"""

import logging
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, select

from kiosk.gateway.cases import findings
from kiosk.gateway.cases.findings import Finding, finding_of
from kiosk.gateway.office import audit_loads
from kiosk.gateway.payments.sql_payment_rows import claims, load
from kiosk.gateway.rounds import Rounds
from kiosk.gateway.sql import schema
from kiosk.gateway.sql.database import Database
from kiosk.gateway.steady_time import SteadyTime
from kiosk.payment import invariants, invariants_claims, invariants_ledger
from kiosk.payment.edges import PAYMENT_EDGES_OF_BEFORE
from kiosk.payment.invariants import Violation
from kiosk.payment.ledger import LedgerLine, LedgerTransaction
from kiosk.payment.saga_state import FINAL, Payment

log = logging.getLogger(__name__)

EVERY_S = 60.0
_BACK_MS = 24 * 3_600_000
"""The first audit looks back so far; each later one to a little before the one before it."""
_OVERLAP_MS = 120_000
_LOOK_BACK_MS = 600_000
"""So often the books are looked over again from where a finding was made that is not found any more: what has
not changed since is not looked at otherwise."""
_LONGEST_BACK_MS = 7 * 24 * 3_600_000
"""What was found longer ago stays found until somebody says that it is handled."""

_EVENT = schema.payment_event.c
_LINE = schema.ledger_line.c
_FINALS = [state.value for state in FINAL]


class Auditor:
    def __init__(self, database: Database, time: SteadyTime) -> None:
        self.audits = 0
        self.alarms = 0
        """Violations found since the start, each counted once."""
        self._database = database
        self._time = time
        self._since_ms: int | None = None
        self._told: set[Violation] = set()
        self._looked_since_ms = 0
        self._looked_back_ms = 0
        self.rounds = Rounds("audit", self.watch, EVERY_S, "the books could not be audited; trying again")

    def watch(self) -> tuple[Violation, ...]:
        """Audit, and keep on record what is wrong; several processes that find the same have one finding."""
        found, now_ms = self.audit(), self._time.now_ms()
        kept = {each.key: each for each in (finding_of(each, self._looked_since_ms) for each in found)}
        with self._database.reading() as connection:
            known = {each.key: each for each in findings.standing(connection)}
        new = [each for key, each in kept.items() if key not in known]
        gone = self._gone([each for key, each in known.items() if key not in kept], now_ms)

        def written(connection: Connection) -> None:
            findings.keep(connection, new)
            findings.drop(connection, gone)

        if new or gone:
            self._database.write(written)
        return found

    def _gone(self, missing: Sequence[Finding], now_ms: int) -> Sequence[Finding]:
        """Those that are not so any more."""
        doubtful = [each for each in missing if each.since_ms > now_ms - _LONGEST_BACK_MS]
        if not doubtful or now_ms - self._looked_back_ms < _LOOK_BACK_MS:
            return ()
        self._looked_back_ms = now_ms
        since_ms = min(each.since_ms for each in doubtful)
        with self._database.reading() as connection:
            still = {finding_of(each, since_ms).key for each in _found(connection, since_ms, now_ms)}
        return [each for each in doubtful if each.key not in still]

    def audit(self) -> tuple[Violation, ...]:
        """Everything that is wrong with what has changed since the last audit, and with what is open."""
        now_ms = self._time.now_ms()
        since_ms = now_ms - _BACK_MS if self._since_ms is None else self._since_ms
        with self._database.reading() as connection:
            found = tuple(dict.fromkeys(_found(connection, since_ms, now_ms)))
        self._looked_since_ms, self._since_ms = since_ms, now_ms - _OVERLAP_MS
        self.audits += 1
        for violation in found:
            self._alarm(violation)
        return found

    def _alarm(self, violation: Violation) -> None:
        if violation not in self._told:
            self._told.add(violation)
            self.alarms += 1
            log.error("ALARM %s at %s: %s", violation.rule, violation.subject, violation.told)


def _found(connection: Connection, since_ms: int, now_ms: int) -> Iterator[Violation]:
    yield from _wrong_history(connection, since_ms)
    yield from audit_loads.wrong_load_history(connection, since_ms)
    yield from _wrong_transactions(connection, since_ms)
    payments, open_loads = list(_payments(connection, since_ms)), set[str]()
    for payment in payments:
        entries = _entries(connection, payment.payment_id)
        yield from invariants.wrong_sums(payment)
        yield from invariants.held_too_long(payment, now_ms)
        yield from invariants_ledger.unbalanced(payment.payment_id, entries)
        yield from invariants_ledger.wrong_suspense(payment, entries)
        loads = audit_loads.loads_of(connection, payment)
        yield from audit_loads.wrong_loads(payment, loads, entries, now_ms)
        open_loads |= {load.load_id for load in loads if not load.ended}
    yield from _wrong_claims(connection, payments, open_loads)


def _wrong_history(connection: Connection, since_ms: int) -> Iterator[Violation]:
    """Every kind of edge taken since then, and rows that do not begin where the one before ended."""
    edge = (_EVENT.from_state, _EVENT.cause, _EVENT.to_state)
    kinds = select(func.min(_EVENT.payment_id), *edge).where(_EVENT.at_ms >= since_ms).group_by(*edge)
    for payment_id, from_state, cause, to_state in connection.execute(kinds):
        if (from_state, cause, to_state) not in PAYMENT_EDGES_OF_BEFORE:
            yield from invariants.wrong_edge(payment_id, from_state, cause, to_state)
    earlier = schema.payment_event.alias()
    torn = (
        select(_EVENT.payment_id, _EVENT.ver)
        .join(earlier, (earlier.c.payment_id == _EVENT.payment_id) & (earlier.c.ver == _EVENT.ver - 1))
        .where((_EVENT.at_ms >= since_ms) & (earlier.c.to_state != _EVENT.from_state))
    )
    for payment_id, ver in connection.execute(torn):
        yield Violation("I5", payment_id, f"change {ver} does not begin where the one before ended")


def _wrong_transactions(connection: Connection, since_ms: int) -> Iterator[Violation]:
    """Of the whole ledger since then, also what belongs to no payment."""
    entry = schema.ledger_transaction
    of = (_LINE.payment_id, _LINE.kind, _LINE.number)
    same = (entry.c.payment_id == of[0]) & (entry.c.kind == of[1]) & (entry.c.number == of[2])
    sums = select(*of, func.sum(_LINE.fen)).join(entry, same).where(entry.c.at_ms >= since_ms)
    for payment_id, kind, number, fen in connection.execute(
        sums.group_by(*of).having(func.sum(_LINE.fen) != 0)
    ):
        yield Violation("I6", payment_id, f"{kind} {number} sums to {fen} fen")


def _payments(connection: Connection, since_ms: int) -> Iterator[Payment]:
    """Those that are open, and those that changed since then, or whose loads did."""
    changed = select(_EVENT.payment_id).where(_EVENT.at_ms >= since_ms)
    state = schema.payment.c.state
    ids = select(schema.payment.c.payment_id).where(
        state.not_in(_FINALS) | schema.payment.c.payment_id.in_(changed)
    )
    loaded = audit_loads.payments_of_loads(connection, since_ms)
    for payment_id in sorted({*connection.execute(ids).scalars(), *loaded}):
        stored = load(connection, payment_id)
        if stored is not None:
            yield stored.payment


def _entries(connection: Connection, payment_id: str) -> list[LedgerTransaction]:
    found: dict[tuple[str, int], list[LedgerLine]] = {}
    lines = select(schema.ledger_line).where(_LINE.payment_id == payment_id)
    for row in connection.execute(lines.order_by(_LINE.kind, _LINE.number, _LINE.line)):
        found.setdefault((row.kind, row.number), []).append(LedgerLine(row.account, row.fen))
    return [LedgerTransaction(kind, number, tuple(made)) for (kind, number), made in found.items()]


def _wrong_claims(
    connection: Connection, payments: list[Payment], open_loads: set[str]
) -> Iterator[Violation]:
    """The claims on every bill of these payments; those of others are not looked at."""
    bills = {leg.bill_id for payment in payments for leg in payment.legs}
    ours = {payment.payment_id for payment in payments}
    held = {bill: by for bill, by in claims(connection, sorted(bills)).items() if by in ours}
    yield from invariants_claims.wrong_claims(payments, held, open_loads)
