"""The report of a self-test as one value: exported as JSON, and drawn as a slip. Nothing personal.

JSON: an object with `schema` ("digital-hut-kiosk/selftest-report/1"), `machine` (its number), `software`,
`settings` (fingerprint), `made_at`, `demonstration`, `simulated` (part names), `summary` (outcome to
count), `results`, `parts` (live states) and `counters`. Times are ISO 8601 with their offset from UTC.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import msgspec
from msgspec import Struct

from kiosk.selftest.model import Measured, Outcome, Part, PartState, Result, is_out_of_date

SCHEMA: Final = "digital-hut-kiosk/selftest-report/1"
OUTCOMES: Final[tuple[Outcome, ...]] = ("passed", "failed", "not_done", "not_fitted")


class Headline(Struct, frozen=True):
    """Whose report it is. What is `simulated`, device or person, shows that the software works, and nothing
    of this machine's."""

    machine: str
    software: str
    settings: str
    demonstration: bool
    simulated: tuple[str, ...]


class Finding(Struct, frozen=True):
    """One test's latest result. `measured` is figure by key, with its unit; `detail` is for engineers."""

    number: int
    test: str
    part: Part
    outcome: Outcome
    reason: str
    detail: str
    measured: dict[str, str]
    began_at: str
    took_s: float
    out_of_date: bool


class PartNow(Struct, frozen=True):
    part: Part
    state: str
    level: str
    statuses: tuple[str, ...]
    reason: str
    identity: str
    facts: dict[str, str]


class Report(Struct, frozen=True):
    """Field order is the JSON's."""

    schema: str
    machine: str
    software: str
    settings: str
    made_at: str
    demonstration: bool
    simulated: tuple[str, ...]
    summary: dict[Outcome, int]
    results: tuple[Finding, ...]
    parts: tuple[PartNow, ...]
    counters: dict[str, int]


def make_report(
    headline: Headline,
    results: Iterable[Result],
    states: Iterable[PartState],
    counters: dict[str, int],
    wall_s: float,
    utc_offset_s: int,
) -> Report:
    """`results`: at most one a test, in the order they shall stand; `counters`: whatever is counted."""
    findings = tuple(_finding(result, wall_s, utc_offset_s) for result in results)
    counted = Counter(finding.outcome for finding in findings)
    return Report(
        schema=SCHEMA,
        machine=headline.machine,
        software=headline.software,
        settings=headline.settings,
        made_at=_moment(wall_s, utc_offset_s),
        demonstration=headline.demonstration,
        simulated=headline.simulated,
        summary={outcome: counted[outcome] for outcome in OUTCOMES},
        results=findings,
        parts=tuple(_part_now(state) for state in states),
        counters=counters,
    )


def as_json(report: Report) -> bytes:
    """Two spaces an indent, a line end at the end."""
    return msgspec.json.format(msgspec.json.encode(report)) + b"\n"


def _finding(result: Result, wall_s: float, utc_offset_s: int) -> Finding:
    return Finding(
        number=result.number,
        test=result.test,
        part=result.part,
        outcome=result.outcome,
        reason=result.reason,
        detail=result.detail,
        measured=_by_key(result.measured),
        began_at=_moment(result.began_wall_s, utc_offset_s),
        took_s=result.took_s,
        out_of_date=is_out_of_date(result, wall_s),
    )


def _part_now(state: PartState) -> PartNow:
    return PartNow(
        part=state.part,
        state=state.state,
        level=state.level,
        statuses=state.statuses,
        reason=state.reason,
        identity=state.identity,
        facts=_by_key(state.facts),
    )


def _by_key(figures: Iterable[Measured]) -> dict[str, str]:
    return {figure.key: figure.value for figure in figures}


def _moment(wall_s: float, utc_offset_s: int) -> str:
    zone = timezone(timedelta(seconds=utc_offset_s))
    return datetime.fromtimestamp(wall_s, UTC).astimezone(zone).isoformat(timespec="seconds")
