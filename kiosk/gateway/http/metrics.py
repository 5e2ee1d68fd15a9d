"""What a gateway process says of itself in numbers, for Prometheus: payments, what waits, the database.

Counted where it happens or read from the database when asked; labels are words of ours, never of a person.
"""

from collections.abc import Iterator, Sequence

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from kiosk.gateway.gateway import Gateway
from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.rounds import Rounds
from kiosk.gateway.sql import schema
from kiosk.gateway.sql.schema_cash import money_case

_OPEN = (
    select(
        schema.payment.c.state,
        schema.payment.c.method,
        func.count(),
        func.min(schema.payment.c.created_ms),
        func.min(schema.outbox.c.due_ms),
    )
    .join_from(schema.outbox, schema.payment, schema.payment.c.payment_id == schema.outbox.c.payment_id)
    .group_by(schema.payment.c.state, schema.payment.c.method)
)

_CASE = money_case.c
_OPEN_CASES = (
    select(_CASE.kind, func.count(), func.sum(_CASE.fen)).where(_CASE.state == "open").group_by(_CASE.kind)
)


def measures(
    gateway: Gateway, auditor: Auditor | None = None, duties: Sequence[Rounds] = ()
) -> CollectorRegistry:
    """All measures of one gateway, its own registry, so that two in one process stay apart."""
    registry = CollectorRegistry()
    registry.register(gateway.driver.reached)
    registry.register(gateway.loads.driver.reached)
    registry.register(gateway.desk.counted)
    registry.register(gateway.parts.database.write_seconds)
    registry.register(_Waiting(gateway))
    registry.register(_Cases(gateway))
    registry.register(_Counted(gateway, auditor))
    registry.register(_Duties(duties))
    return registry


class _Waiting(Collector):
    """Payments that are not final, of all processes on the database."""

    def __init__(self, gateway: Gateway) -> None:
        self._parts = gateway.parts

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        now_ms = self._parts.time.now_ms()
        with self._parts.database.reading() as connection:
            rows = connection.execute(_OPEN).all()
        count = GaugeMetricFamily(
            "kiosk_gateway_open_payments", "Payments that are not final", labels=["state", "method"]
        )
        for state, method, number, _, _ in rows:
            count.add_metric([state, method], number)
        yield count
        age_ms = now_ms - min((row[3] for row in rows), default=now_ms)
        yield _seconds("oldest_open_payment_seconds", "Age of the oldest payment not final", age_ms)
        due_ms = min((row[4] for row in rows if row[4] is not None), default=now_ms)
        late_ms = max(now_ms - due_ms, 0)
        yield _seconds("driver_lag_seconds", "For how long the longest waiting payment has been due", late_ms)


class _Cases(Collector):
    """Money that somebody must look into."""

    def __init__(self, gateway: Gateway) -> None:
        self._database = gateway.parts.database

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        count = GaugeMetricFamily("kiosk_gateway_open_cases", "Cases to look into", labels=["kind"])
        fen = GaugeMetricFamily("kiosk_gateway_open_cases_fen", "Money in open cases", labels=["kind"])
        with self._database.reading() as connection:
            for kind, number, in_question_fen in connection.execute(_OPEN_CASES):
                count.add_metric([kind], number)
                fen.add_metric([kind], in_question_fen)
        yield count
        yield fen


class _Counted(Collector):
    """What this process has counted since its start."""

    def __init__(self, gateway: Gateway, auditor: Auditor | None) -> None:
        self._database = gateway.parts.database
        self._auditor = auditor

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        yield _total("database_writes", "Transactions asked for", self._database.writes)
        yield _total("database_retries", "Transactions tried again after another's", self._database.retries)
        if self._auditor is not None:
            yield _total("audits", "Times the books were looked over", self._auditor.audits)
            yield _total("audit_alarms", "Violations found in the books", self._auditor.alarms)


class _Duties(Collector):
    """What this process does now and again, and whether it comes to an end."""

    def __init__(self, duties: Sequence[Rounds]) -> None:
        self._duties = duties

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        failing = GaugeMetricFamily(
            "kiosk_gateway_duty_failing", "Whether the last round failed", labels=["duty"]
        )
        failures = CounterMetricFamily(
            "kiosk_gateway_duty_failures", "Rounds that failed since the start", labels=["duty"]
        )
        for duty in self._duties:
            failing.add_metric([duty.name], duty.failing)
            failures.add_metric([duty.name], duty.failures)
        yield failing
        yield failures


def _seconds(name: str, told: str, value_ms: int) -> Metric:
    return GaugeMetricFamily(f"kiosk_gateway_{name}", told, value=value_ms / 1000)


def _total(name: str, told: str, value: int) -> Metric:
    return CounterMetricFamily(f"kiosk_gateway_{name}", told, value=value)
